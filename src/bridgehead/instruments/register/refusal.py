"""How what was filled in is refused: what is wrong beside each field, in both languages."""

from collections.abc import Mapping

from bridgehead.instruments.register.filled import Near, NotAsked
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place
from bridgehead.primitives.numbers_of_people import Disclosed
from bridgehead.primitives.words import Phrase


class RefusedFields(BridgeheadError):
    """What was filled in has mistakes: `fields` has them in both languages. Their codes are RG010, AC090 for a
    number of somebody that would be kept in the clear, and RG021 for a value in a field that is not asked for.
    """

    def __init__(self, fields: Mapping[str, tuple[Phrase, ...]]) -> None:
        self.fields = fields
        super().__init__(_mistake(name, said) for name, each in fields.items() for said in each)


def _mistake(field: str, said: Phrase) -> Mistake:
    message, place, expected = f"«{field}» is not as it should be", Place.whole(field), said.en.rstrip(".")
    match said:
        case Disclosed():
            at, begins, kind = str(said.found.at), said.found.begins, said.found.kind
            return Mistake("AC090", message, place, expected, values={"at": at, "begins": begins, "kind": kind})
        case NotAsked():
            return Mistake("RG021", f"«{field}» is not asked for here", place, expected)
        case Near():
            return Mistake("RG010", message, place, expected, said.nearest)
    return Mistake("RG010", message, place, expected)
