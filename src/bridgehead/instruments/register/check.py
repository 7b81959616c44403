"""The mistakes of a register that its file alone does not show."""

from collections.abc import Iterator

from bridgehead.documents.document import Document
from bridgehead.instruments.register.schema import Register
from bridgehead.primitives.errors import Mistake
from bridgehead.rulebook.rulebook import Rulebook


def check(register: Register, rulebook: Rulebook, document: Document) -> Iterator[Mistake]:
    """Every mistake that needs the rest of the rulebook."""
    for name, field in register.fields.items():
        unknown = rulebook.unknown("register", field.to, document, "fields", name, "to") if field.to else None
        if unknown:
            yield unknown
