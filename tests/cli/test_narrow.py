"""On a narrow terminal every figure stays whole: the commands run in a real terminal of few columns."""

import os
import pty
import struct
import subprocess
import sys
from fcntl import ioctl
from pathlib import Path
from termios import TIOCSWINSZ

import pytest
from rich.cells import cell_len

from bridgehead.cli.output import console, print_table
from tests.cli.calling import ROOT, TOURISM, TRAINS

COMMAND = [sys.executable, "-c", "from bridgehead.cli.main import run; run()"]
OF = ["--award", "special-train", "--claims", TRAINS]
SHOWN = {
    "check": (["check", TOURISM], ["1,500,000", "1 × 500,000", "100%\n"]),
    "settle": (["settle", TOURISM, *OF, "--on", "2023-11-01", "--out", "{out}"], ["100,000", "50,000"]),
    "explain": (["explain", TOURISM, *OF, "--claim", "TJ-002"], ["400"]),
    "simulate": (
        ["simulate", TOURISM, *OF, "--on", "2023-11-01", "--vary", "minimum passengers=300..500 step 100"],
        ["450,000", "300", "+", "-"],
    ),
}


def in_terminal(arguments: list[str], columns: int) -> str:
    """What a command shows in a terminal without colours."""
    leader, follower = pty.openpty()
    ioctl(follower, TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = {**os.environ, "NO_COLOR": "1", "TERM": "xterm", "PYTHONPATH": str(ROOT / "src")}
    environment.pop("COLUMNS", None)
    with subprocess.Popen(
        [*COMMAND, *arguments], cwd=ROOT, stdout=follower, stderr=subprocess.DEVNULL, env=environment
    ) as running:
        os.close(follower)
        parts = []
        while True:
            try:
                part = os.read(leader, 65536)
            except OSError:  # a terminal ends so on Linux
                break
            if not part:
                break
            parts.append(part)
        running.wait()
    os.close(leader)
    return b"".join(parts).decode().replace("\r\n", "\n")


NARROW = [("zh", 40), ("en", 60), ("en", 40), ("zh", 60)]
DAILY = {("check", *NARROW[0]), ("settle", *NARROW[1]), ("explain", *NARROW[2]), ("simulate", *NARROW[3])}
"""Each command once, and each width in each language."""


@pytest.mark.parametrize(
    ("command", "lang", "columns"),
    [
        pytest.param(*each, marks=() if each in DAILY else pytest.mark.slow)
        for each in ((command, *narrow) for command in SHOWN for narrow in NARROW)
    ],
)
def test_figures_stay_whole(command: str, lang: str, columns: int, tmp_path: Path) -> None:
    arguments, figures = SHOWN[command]
    shown = in_terminal([each.format(out=tmp_path / "out.csv") for each in arguments] + ["--lang", lang], columns)
    for figure in figures:
        assert figure in shown
    tables = [line for line in shown.splitlines() if "─" in line]
    assert all(cell_len(line) <= columns for line in tables)


def test_marks_stand_under_their_figures(tmp_path: Path) -> None:
    lines = in_terminal(["check", TOURISM], 40).splitlines()
    at = next(at for at, line in enumerate(lines) if "每趟奖励5" in line)
    assert all(cell_len(line) <= 40 for line in lines[:at])
    end = cell_len(lines[at][: lines[at].index("5万元")])
    assert lines[at + 1][end : end + 5] == "-----"


def test_what_is_told_of_a_claim_cannot_drive_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("Claim",), [("\x1b[2J wiped",)])
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "␛[2J wiped" in shown


def test_a_place_in_line_100_is_told_as_it_stands(capsys: pytest.CaptureFixture[str]) -> None:
    console().print("ramp.yaml:100:3: OP101")
    print_table(("Place",), [("ramp.yaml:100:3",)])
    told = capsys.readouterr().out
    assert told.startswith("ramp.yaml:100:3: OP101\n")
    assert told.count("ramp.yaml:100:3") == 2
