"""What is right is not called wrong; `tests/rulebook/broken/award` has what is."""

import shutil
from pathlib import Path

import pytest

from bridgehead.catalog import KINDS
from bridgehead.rulebook.load import inspect

SOUND = Path(__file__).parents[2] / "rulebook" / "sound"
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
    "places": "places: {size: {by: people desc}}\nrank: [0.5 * size + nights, number]\nprizes: [{rank: 1, pay: 300}]",
    "derived from derived": (
        "derived: {stays: people * nights, score: 0.5 * stays}\nconditions: {score: score > 3}\n"
        "prizes: {all: {pay: 2 * score}}"
    ),
    "total of a party": (
        "per: organiser\neach: quarter of completed on\norder: [people, number]\n"
        "prizes: {all: {pay: {by: sum(people), tiers: [{from: 10, pay: 100}, {from: 20, pay: 300}]}}}"
    ),
    "list": "conditions: {kinds: 'count([kind, organiser]) >= 2'}\nprizes: {all: {pay: 100}}",
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


@pytest.mark.parametrize("name", AWARDS)
def test_a_sound_award_has_no_mistake(name: str, tmp_path: Path) -> None:
    shutil.copytree(SOUND, tmp_path, dirs_exist_ok=True)
    (tmp_path / "examples.yaml").unlink()
    (tmp_path / "award.yaml").write_text(HEAD + AWARDS[name], encoding="utf-8")
    assert [str(mistake) for mistake in inspect(tmp_path, KINDS)[1]] == []
