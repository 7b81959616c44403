"""A value of a field as a record keeps it, in the reader's words: 43 %, 412 people, the label of a choice."""

from bridgehead.instruments.register import Field
from bridgehead.instruments.register.claims import read_back
from bridgehead.primitives import words
from bridgehead.primitives.types import FieldType
from bridgehead.primitives.words import NOTHING, Phrase
from bridgehead.rulebook.schema import Label


def in_words(field: Field, kept: object, currency: str = "") -> Phrase:
    """With its unit; money by its currency where that is known."""
    if isinstance(kept, list):
        return words.listed((in_words(field, each) for each in kept), Phrase("、", ", "))
    if isinstance(field.choices, dict) and kept in field.choices:
        return _phrase(field.choices[str(kept)])
    kind = FieldType(field.type)
    value = read_back(kind, kept) if isinstance(kept, str) else kept
    return words.value(value, kind, _phrase(field.unit) if field.unit else NOTHING, currency)


def _phrase(label: Label) -> Phrase:
    return Phrase(label.zh, label.en)
