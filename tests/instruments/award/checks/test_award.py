"""What is right is not called wrong, and can be settled; `tests/rulebook/broken/award` has what is wrong."""

import shutil
from datetime import date, datetime
from pathlib import Path

import pytest

from bridgehead.catalog import KINDS
from bridgehead.primitives.decision import Outcome
from bridgehead.rulebook.load import inspect, load

SOUND = Path(__file__).parents[3] / "rulebook" / "sound"
HEAD = """
award: group-visit
title: {zh: 团队游奖励, en: Reward for group visits}
cites: notice.md#1
claims: visit-claim
currency: CNY
"""

AWARDS = {
    "for all": "prizes: {all: {pay: 100}}",
    "order by filing": "order: [submitted at, number]\nbudget: 1000\nprizes: {all: {pay: 100}}",
    "order by figures": "order: [people desc, completed on, number]\nprizes: {all: {first: 3, pay: 100}}",
    "ties": "rank: [people desc]\nties: same\nprizes: [{rank: 1, pay: 300}, {rank: 2..3, pay: 100}]",
    "ties that share the money": (
        "budget: 1000\nwhen short: share\nrank: [people desc]\nties: same\nprizes: [{rank: 1..3, pay: 300}]"
    ),
    "ties of no two claims": "budget: 1000\nrank: [people desc, number]\nties: same\nprizes: [{rank: 1..3, pay: 300}]",
    "places": "places: {size: {by: people desc}}\nrank: [0.5 * size + nights, number]\nprizes: [{rank: 1, pay: 300}]",
    "derived from derived": (
        "derived: {stays: people * nights, score: 0.5 * stays}\nconditions: {score: score > 3}\n"
        "prizes: {all: {pay: 2 * score}}"
    ),
    "total of a party": (
        "per: organiser\neach: quarter of completed on\norder: [people, number]\n"
        "prizes: {all: {pay: {by: sum(people), tiers: [{from: 10, pay: 100}, {from: 20, pay: 300}]}}}"
    ),
    "row by row": "conditions: {kinds: 'count([kind, organiser]) >= 2'}\nprizes: {all: {pay: 100}}",
    "window with an open end": (
        'as of: completed on\nwindow: {field: submitted at, in: \'[date and time("2024-03-01T00:00:00")'
        '..date and time("2024-07-01T00:00:00"))\'}\nprizes: {all: {when: people >= values.minimum people, pay: 100}}'
    ),
    "window of whole days": (
        'as of: completed on\nwindow: {field: completed on, in: \'(date("2024-02-29")..date("2024-07-01"))\'}\n'
        "prizes: {all: {when: people >= values.minimum people, pay: 100}}"
    ),
    "pool in proportion": "budget: 1000\nwhen short: share\nprizes: {all: {pay: 100}}",
    "budget by kind": (
        "budget: {total: 1000, by: kind, shares: {school: 0.7, company: 0.3}}\norder: [number]\n"
        "prizes: {all: {pay: 100}}"
    ),
    "prizes that exclude one another": (
        "prizes: {a: {pay: 100}, b: {pay: 10 * people}}\none of: {prizes: [a, b], per: organiser}"
    ),
    "instalments": (
        "prizes: {all: {pay: 100}}\ninstalments:\n  - {share: 0.4}\n"
        "  - {share: 0.6, after: P1Y, from: visit-claim, when: nights >= 2, otherwise: lost}"
    ),
}


CLAIM = {
    "organiser": "made up",
    "kind": "school",
    "people": 30,
    "nights": 2,
    "completed on": date(2024, 3, 10),
    "submitted at": datetime(2024, 3, 11, 9),  # noqa: DTZ001 (wall-clock time)
}


def written(folder: Path, award: str) -> Path:
    shutil.copytree(SOUND, folder, dirs_exist_ok=True)
    (folder / "examples.yaml").unlink()
    (folder / "award.yaml").write_text(HEAD + award, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", AWARDS)
def test_a_sound_award_has_no_mistake(name: str, tmp_path: Path) -> None:
    assert [str(mistake) for mistake in inspect(written(tmp_path, AWARDS[name]), KINDS)[1]] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", AWARDS)
def test_a_sound_award_decides_every_claim_that_is_complete(name: str, tmp_path: Path) -> None:
    rulebook = load(written(tmp_path, AWARDS[name]), KINDS)
    run = KINDS["award"].run_examples
    assert run is not None
    claims = [{**CLAIM, "number": "A"}, {**CLAIM, "number": "B", "people": 40}]
    (trial,) = run(rulebook.instruments["award", "group-visit"], rulebook, [claims], date(2024, 8, 1))
    assert [decision.number for decision in trial.decisions] == ["A", "B"]
    assert Outcome.UNDETERMINED not in {decision.outcome for decision in trial.decisions}
    assert trial.granted
