"""Examples: those of every rulebook hold and touch everything; a wrong one is told, claim by claim."""

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from bridgehead.catalog import KINDS
from bridgehead.primitives.errors import BridgeheadError, Place
from bridgehead.queries.examples import Difference, Report, run_examples, try_examples
from bridgehead.rulebook.load import load

ROOT = Path(__file__).parents[2]
RULEBOOKS = sorted(path.parent for path in (ROOT / "rulebooks").rglob("about.yaml"))
SOUND = ROOT / "tests/rulebook/sound"


def report(folder: Path) -> Report:
    return run_examples(load(folder, KINDS))


def changed(folder: Path, file: str, *changes: tuple[str, str]) -> Path:
    """The sound rulebook with other words in one of its files."""
    shutil.copytree(SOUND, folder, dirs_exist_ok=True)
    text = (folder / file).read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    (folder / file).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("folder", RULEBOOKS, ids=lambda folder: folder.name)
def test_the_examples_of_a_rulebook_hold_and_touch_everything(folder: Path) -> None:
    found = report(folder)
    assert [result.differences for result in found.results if not result.holds] == []
    assert [untouched for untouched in found.untouched if untouched] == []


def test_what_differs_is_told_with_the_claim_the_key_and_both_values(tmp_path: Path) -> None:
    folder = changed(
        tmp_path,
        "examples.yaml",
        ("place: 1, amount: 5000", "place: 2, amount: 5000.01"),
        ("failed: [stay]", "failed: [stay, group]"),
        ("C: {outcome: refused, failed: [group]}", "C: {outcome: granted}"),
    )
    file = str(folder / "examples.yaml")
    assert [result.place for result in report(folder).results] == [Place(file, 10, 5), Place(file, 19, 5)]
    assert [result.differences for result in report(folder).results] == [
        (
            Difference("A", "place", 2, 1, Place(file, 17, 50)),
            Difference("A", "amount", Decimal("5000.01"), Decimal("5000.00"), Place(file, 17, 61)),
            Difference("B", "failed", ("group", "stay"), ("stay",), Place(file, 18, 37)),
        ),
        (Difference("C", "outcome", "granted", "refused", Place(file, 25, 20)),),
    ]


def test_a_mistake_in_one_example_fails_that_one_alone(tmp_path: Path) -> None:
    folder = changed(
        tmp_path,
        "examples.yaml",
        ("number: C, people", "number: C, peeple"),
        ("examples:", "  an old one: {}\nexamples:"),
    )
    found = try_examples(folder)
    assert [[mistake.code for mistake in result.mistakes] for result in found.results] == [[], ["RB502"]]
    assert [result.holds for result in found.results] == [True, False]
    assert [mistake.code for mistake in found.mistakes] == ["RB506"]


def test_a_mistake_elsewhere_stops_all(tmp_path: Path) -> None:
    folder = changed(tmp_path, "award.yaml", ("nights >= 2", "nihgts >= 2"))
    with pytest.raises(BridgeheadError, match="FE101"):
        try_examples(folder)


def test_a_changed_rule_fails_the_examples_that_speak_of_it(tmp_path: Path) -> None:
    folder = changed(tmp_path, "values.yaml", ("2024-03-01: 30", "2024-03-01: 29"))
    assert [result.holds for result in report(folder).results] == [True, False]


def test_claims_of_one_example_do_not_meet_those_of_another(tmp_path: Path) -> None:
    refused, first = "C: {outcome: refused, failed: [group]}", "C: {outcome: granted, place: 1}"
    folder = changed(tmp_path, "examples.yaml", ("number: C, people: 29", "number: C"), (refused, first))
    assert [result.differences for result in report(folder).results] == [(), ()]


def test_what_no_example_touches_is_named(tmp_path: Path) -> None:
    folder = changed(tmp_path, "award.yaml", ("  stay: nights >= 2", "  stay: nights >= 2\n  some: people >= 0"))
    (untouched,) = report(folder).untouched
    assert untouched.award == "group-visit"
    assert untouched.never_held == ()
    assert untouched.never_failed == ("window", "claims due", "some")
    assert untouched.never_granted == ()
