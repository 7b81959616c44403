"""What a file in a plain form says, before it is completed."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bridgehead.dmn.mistakes import mistake
from bridgehead.dmn.model import Aggregation, Decision, HitPolicy, InputData, ItemDefinition, Tests
from bridgehead.primitives.errors import Mistake, Place, nearest


@dataclass(slots=True)
class Draft:
    """The parts of a model as they are written, and the mistakes of reading them.

    `allowed` are the values that an input may have, by its name; `short` the columns, by decision and position, that
    say no type and no values, and so have those of the input or decision that they name.
    """

    file: str
    name: str = ""
    namespace: str | None = None
    types: list[ItemDefinition] = field(default_factory=list)
    inputs: list[InputData] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    allowed: dict[str, Tests] = field(default_factory=dict)
    short: set[tuple[str, int]] = field(default_factory=set)
    mistakes: list[Mistake] = field(default_factory=list)

    def wrong(self, code: str, place: Place, near: str | None = None, **found: str | int) -> None:
        self.mistakes.append(mistake(code, place, near, **found))

    def unknown(self, found: str, place: Place, known: Iterable[str], inside: str) -> None:
        """A word of the form itself that is not known there."""
        words = list(known)
        near = nearest(found, words) or nearest(found.lower(), words)
        self.wrong("DM012", place, near, found=found, inside=inside, expected=", ".join(words))

    def policy(self, text: str, place: Place) -> tuple[HitPolicy, Aggregation | None]:
        """A hit policy, with its aggregation, from what is written: `first`, `F`, `collect sum`, `C+`."""
        found = hit_policy(text)
        if found is None:
            near = nearest(_folded(text), POLICIES)
            listed = ", ".join(one for one in POLICIES if len(one) > 2)
            self.wrong("DM008", place, near, found=text, attribute="hit policy", expected=listed)
        return found or (HitPolicy.UNIQUE, None)


_SIGNS = {"+": Aggregation.SUM, "<": Aggregation.MIN, ">": Aggregation.MAX, "#": Aggregation.COUNT}
_AGGREGATED = {
    **{f"collect {one.lower()}": (HitPolicy.COLLECT, one) for one in Aggregation},
    **{f"c{sign}": (HitPolicy.COLLECT, one) for sign, one in _SIGNS.items()},
}
POLICIES: Mapping[str, tuple[HitPolicy, Aggregation | None]] = {
    **{one.lower(): (one, None) for one in HitPolicy},
    **{one[0].lower(): (one, None) for one in HitPolicy},
    **_AGGREGATED,
}
"""The words and letters of hit policies (DMN 1.5, 8.2.8)."""


def _folded(text: str) -> str:
    return " ".join(re.sub(r"[()_]", " ", text).lower().split())


def hit_policy(text: str) -> tuple[HitPolicy, Aggregation | None] | None:
    folded = _folded(text)
    return POLICIES.get(folded) or POLICIES.get(folded.replace(" ", ""))


def policy_text(policy: HitPolicy, aggregation: Aggregation | None) -> str:
    """A hit policy in words: `collect sum`."""
    return " ".join(one.lower() for one in (policy, aggregation) if one is not None)
