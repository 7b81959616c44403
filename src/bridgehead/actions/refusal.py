"""How an action says no: what is wrong, beside each field where it is what was filled in."""

from collections.abc import Mapping

from bridgehead.primitives.errors import BridgeheadError, Mistake, Place
from bridgehead.primitives.numbers_of_people import Disclosed
from bridgehead.primitives.words import Phrase


class RefusedFields(BridgeheadError):
    """What was filled in has mistakes: `fields` has them in both languages. Their codes are RG010, and AC090
    for a number of somebody that would be kept in the clear."""

    def __init__(self, fields: Mapping[str, tuple[Phrase, ...]]) -> None:
        self.fields = fields
        super().__init__(
            Mistake(_code(said), f"«{name}» is not as it should be", Place.whole(name), said.en.rstrip("."))
            for name, each in fields.items()
            for said in each
        )


def _code(said: Phrase) -> str:
    return "AC090" if isinstance(said, Disclosed) else "RG010"
