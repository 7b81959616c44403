"""Why is a decision null in some of many cases? They are worked out once more, since noting the reasons takes long."""

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from bridgehead.dmn.mistakes import mistake
from bridgehead.dmn.run import Decisions
from bridgehead.primitives.errors import BridgeheadError, Mistake

Column: TypeAlias = pa.Array | pa.ChunkedArray
LOOKED_AT = 1_000
"""Rows that are null, among which the first is looked for that has a reason; a decision may mean to be null."""
_TOLD = ("DM201", "DM202")  # of what is given, which is told once for all rows


def rows(made: Mapping[str, Column]) -> list[int]:
    """The rows, from 0, in which a decision, or a part of it, is null."""
    masks = [column.is_null() for column in made.values() if column.null_count]
    return pc.indices_nonzero(reduce(pc.or_, masks)).to_pylist() if masks else []


def reasons(decisions: Decisions, name: str, case: Mapping[str, object], now: object) -> list[Mistake]:
    """Why a decision is null in one case; of a limit that only row by row is passed, that."""
    found: list[Mistake] = []
    try:
        decisions.decide(name, case, now=now, reasons=found)
    except BridgeheadError as error:
        return [*error.mistakes]
    return [one for one in found if one.code != _TOLD[0]]


def told(
    decisions: Decisions, name: str, cases: Sequence[Mapping[str, object]], numbers: Sequence[int], now: object
) -> Mistake | None:
    """A warning with the first reason that one of the cases has: DM204; `numbers` are those of all rows that are null,
    the first of which are the cases.
    """
    for number, case in zip(numbers, cases, strict=False):
        for reason in reasons(decisions, name, case, now):
            if reason.code not in _TOLD:
                count = f"{len(numbers):,} {'row' if len(numbers) == 1 else 'rows'}"
                said = {"why": f"{reason.code} {reason.message}", "expected": reason.expected}
                return mistake("DM204", reason.place, reason.nearest, found=name, count=count, row=number, **said)
    return None
