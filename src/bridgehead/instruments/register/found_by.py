"""By what a record is found again without being read; the ledger keeps keyed digests of it, the blind index.

- what names a person or a firm, by its type, so that one telephone is found in every register;
- what makes two records the same, where a register says so (`same when`);
- marks of long texts, which similar ones share.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from bridgehead.instruments.register.likeness import marks
from bridgehead.instruments.register.schema import Register

NAMING = frozenset(("telephone", "identity number", "credit code", "e-mail"))
"""The types of personal fields that name somebody."""
SAME, LIKE = "same", "like"


def found_by(register: Register, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Kinds and values, of what is filled in as the ledger keeps it."""
    for name, field in register.fields.items():
        value = values.get(name)
        if value is None:
            continue
        if field.personal and field.type in NAMING:
            yield field.type, str(value)
        elif field.type == "long text" and name not in register.later:
            yield from ((LIKE, f"{register.name} {name} {mark}") for mark in marks(str(value)))
    same = [values.get(name) for name in register.same_when]
    if same and None not in same:
        yield SAME, "\0".join(map(str, (register.name, *same)))
