"""Deadlines in bulk, as all that run are worked out when a calendar changes: `python -m benchmarks.measures.terms`.

By the calendar of 2023 and its hours of eight to six, from moments spread evenly over nine months, beside the function
by which the service sets one deadline: both give the same of those that are done one by one.
"""

import sys
from datetime import UTC
from functools import partial
from pathlib import Path

import numpy as np
from rich.console import Console

from benchmarks.table import Line, duration, show
from benchmarks.timing import interleave
from bridgehead.catalog import KINDS
from bridgehead.primitives.deadline import Office, Term, deadline
from bridgehead.primitives.deadlines import Instants, deadlines
from bridgehead.primitives.hours import Hours
from bridgehead.rulebook.load import load

RULEBOOK = Path("rulebooks/datong/business-environment-2023")
HOURS = "8:00-18:00"
FIRST, LAST = "2023-01-02T00:00", "2023-10-01T00:00"
COUNT, ONE_BY_ONE = 1_000_000, 2_000
A_SECOND = 400_000
TERMS = ("15 working days", "40 working hours", "30 calendar days", "72 hours")
GROUP = f"{COUNT:,} deadlines in bulk"


def measure(repeats: int) -> list[Line]:
    office, starts = _office(), _starts()
    return [_line(Term.read(text), text, office, starts, repeats) for text in TERMS]


def _line(term: Term, text: str, office: Office, starts: Instants, repeats: int) -> Line:
    few = starts[:: COUNT // ONE_BY_ONE]
    moments = [each.replace(tzinfo=UTC) for each in few.tolist()]
    each = [deadline(start, term, office).at.astimezone(UTC).replace(tzinfo=None) for start in moments]
    assert deadlines(few, term, office).tolist() == each
    programs = {
        "bulk": partial(deadlines, starts, term, office),
        "one": lambda: [deadline(start, term, office) for start in moments],
    }
    taken = interleave(programs, repeats)
    rate, faster = COUNT / taken["bulk"], taken["one"] / len(moments) * COUNT / taken["bulk"]
    figure = f"{rate:,.0f} a second, {duration(taken['bulk'])}"
    return Line(GROUP, text, figure, f"{faster:,.0f}x one by one", f"{A_SECOND:,} a second", rate >= A_SECOND)


def _office() -> Office:
    office: Office = load(RULEBOOK, KINDS).office(Hours.read(HOURS))
    return office


def _starts() -> Instants:
    first, last = (np.datetime64(each, "us").astype(np.int64) for each in (FIRST, LAST))
    return np.random.default_rng(1).integers(first, last, COUNT).astype("datetime64[us]")


if __name__ == "__main__":
    show(Console(width=160), measure(int(sys.argv[1]) if len(sys.argv) > 1 else 7))
