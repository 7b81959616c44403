"""Every case of the compatibility kit passes, but those that `open.txt` lists with a reason.

A line of the list: FOLDER/FILE CASE, then notimpl, notyet or never, then why; parts are separated by commas.
"""

from pathlib import Path

import pytest

from bridgehead.dmn import tck

REASONS = {"notimpl", "notyet", "never"}
MOST_OPEN = 3


def read_open() -> dict[str, str]:
    lines = (Path(__file__).parent / "open.txt").read_text(encoding="utf-8").splitlines()
    listed = {}
    for line in lines:
        case, kind, why = (part.strip() for part in line.split(",", 2))
        assert kind in REASONS
        assert why
        listed[case] = kind
    return listed


OPEN = read_open()


@pytest.mark.parametrize("level", ["compliance-level-2", "compliance-level-3", "non-compliant"])
def test_the_cases_of_a_level_pass(shared: Path, level: str) -> None:
    outcomes = list(tck.run(shared / "dmn-tck" / level))
    assert outcomes
    folders = {outcome.folder for outcome in outcomes}
    failed = {str(outcome): outcome.wrong for outcome in outcomes if not outcome.passed}
    assert len({str(outcome) for outcome in outcomes}) == len(outcomes), "no case stands twice"
    unexpected = {case: wrong for case, wrong in failed.items() if case not in OPEN}
    assert unexpected == {}
    passing = {case for case in OPEN if case.partition("/")[0] in folders} - failed.keys()
    assert passing == set(), "these pass, and need not be listed"


def test_few_cases_are_open() -> None:
    assert len(OPEN) <= MOST_OPEN
