"""How an action says no: what is wrong, beside each field where it is what was filled in."""

from collections.abc import Mapping

from bridgehead.primitives.errors import BridgeheadError, Mistake, Place
from bridgehead.primitives.words import Phrase


class RefusedFields(BridgeheadError):
    """What was filled in has mistakes: `fields` has them in both languages. Its code is RG010."""

    def __init__(self, fields: Mapping[str, tuple[Phrase, ...]]) -> None:
        self.fields = fields
        super().__init__(
            Mistake("RG010", f"«{name}» is not as it should be", Place.whole(name), said.en.rstrip("."))
            for name, each in fields.items()
            for said in each
        )
