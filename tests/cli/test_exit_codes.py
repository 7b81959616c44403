"""The code with which each command leaves: 0 fine, 1 problems were found, 2 the call is wrong (docs/reference)."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

from bridgehead.cli import main
from tests.cli.calling import ROOT, TOURISM, TRAINS, bridgehead

OF_TRAINS = ("--award", "special-train", "--claims", TRAINS)
OVER_RULEBOOKS = {
    "check": (),
    "test": (),
    "settle": (*OF_TRAINS, "--on", "2023-10-16", "--out", "OUT"),
    "explain": (*OF_TRAINS, "--claim", "TJ-006"),
    "simulate": (*OF_TRAINS, "--vary", "minimum nights=1, 2"),
}
"""The commands that take a rulebook, and what each needs besides."""


def _as_it_is(folder: Path) -> Path:
    return folder


def _nowhere(folder: Path) -> Path:
    return folder.with_name("nowhere")


def _a_file(folder: Path) -> Path:
    return folder / "about.yaml"


def _without_base(folder: Path) -> Path:
    (folder / "about.yaml").unlink()
    return folder


def _broken_yaml(folder: Path) -> Path:
    (folder / "values.yaml").write_text("a: [\n")
    return folder


def _unknown_value(folder: Path) -> Path:
    (folder / "values.yaml").unlink()
    return folder


def _failing_example(folder: Path) -> Path:
    examples = folder / "examples.yaml"
    examples.write_text(examples.read_text("utf-8").replace("amount: 100000", "amount: 1", 1), "utf-8")
    return folder


def _uncovered_sum(folder: Path) -> Path:
    award = folder / "special-train.yaml"
    award.write_text(award.read_text("utf-8").replace("first: 3", "first: 4", 1), "utf-8")
    return folder


TABLE: list[tuple[Callable[[Path], Path], dict[str, int]]] = [
    (_as_it_is, {"check": 0, "test": 0, "settle": 0, "explain": 0, "simulate": 0}),
    (_nowhere, {"check": 2, "test": 2, "settle": 2, "explain": 2, "simulate": 2}),
    (_a_file, {"check": 2, "test": 2, "settle": 2, "explain": 2, "simulate": 2}),
    (_without_base, {"check": 2, "test": 2, "settle": 2, "explain": 2, "simulate": 2}),
    (_broken_yaml, {"check": 1, "test": 2, "settle": 2, "explain": 2, "simulate": 2}),
    (_unknown_value, {"check": 1, "test": 2, "settle": 2, "explain": 2, "simulate": 2}),
    (_failing_example, {"test": 1}),
    (_uncovered_sum, {"check": 1}),
]


@pytest.mark.parametrize(
    ("spoil", "command", "code"),
    [
        pytest.param(spoil, command, code, id=f"{command}{spoil.__name__}")
        for spoil, codes in TABLE
        for command, code in codes.items()
    ],
)
def test_a_command_over_a_rulebook(tmp_path: Path, spoil: Callable[[Path], Path], command: str, code: int) -> None:
    folder = spoil(Path(shutil.copytree(ROOT / TOURISM, tmp_path / "rulebook")))
    more = [str(tmp_path / "out.csv") if word == "OUT" else word for word in OVER_RULEBOOKS[command]]
    done = bridgehead(command, str(folder), *more)
    assert done.exit_code == code, done.output
    assert bool(done.stderr) == (code == 2)


CALLS = {
    ("schema",): 0,
    ("schema", "award"): 0,
    ("schema", "awrd"): 2,
    ("feel", "1 + 1"): 0,
    ("feel", "1 +"): 2,
    ("feel", "1", "--context", "nowhere.json"): 2,
    ("check", TOURISM, "--source", "nowhere.txt"): 2,
    ("explain", TOURISM, *OF_TRAINS, "--claim", "TJ-000"): 2,
    ("explain", TOURISM, "--award", "special-train", "--claims", "nowhere.csv", "--claim", "TJ-001"): 2,
    ("simulate", TOURISM, *OF_TRAINS, "--vary", "nothing=1"): 2,
    ("check",): 2,
    ("nothing",): 2,
    ("--help",): 0,
    ("--version",): 0,
    **{(command, "--wrong"): 2 for command in typer.main.get_command(main.app).commands},
}


@pytest.mark.parametrize(("call", "code"), CALLS.items(), ids=[" ".join(call)[:60] for call in CALLS])
def test_any_other_call(call: tuple[str, ...], code: int) -> None:
    assert bridgehead(*call).exit_code == code
