"""A watch over a made-up run as a process of its own, in a home that is given."""

import os
import subprocess
import sys
import time
from pathlib import Path

from bridgehead.instruments.operation.ledgered import Shown, folder_of, shown

RAMP = "datong/flyover-ramp-a"
ROOT = Path(__file__).parents[1]
PROGRAM = (sys.executable, "-c", "from bridgehead.cli.main import run; run()")
OF_THE_TESTS = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "BRIDGEHEAD_HOME")
TRIES, BETWEEN = 600, 0.1


def environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in OF_THE_TESTS}
    return {**kept, "BRIDGEHEAD_RULEBOOKS": str(ROOT / "rulebooks")}


def watching(home: Path, *more: str, window: str = "trial") -> subprocess.Popen[str]:
    command = [*PROGRAM, "swing", "run", str(ROOT / "rulebooks" / RAMP), "--window", window, "--home", str(home)]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [*command, *(more or ("--made-up",))], env=environment(), stdout=pipe, stderr=pipe, text=True
    )


def plant(*more: str, window: str = "trial") -> subprocess.Popen[str]:
    """What stands for a plant, which turns, over the link that is named."""
    command = [*PROGRAM, "swing", "plant", str(ROOT / "rulebooks" / RAMP), "--window", window, "--turning", *more]
    return subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True)


def folder(home: Path, number: str = "ramp-a-1") -> Path:
    return folder_of(home, RAMP, number)


def until_shown(home: Path, frames: int, number: str = "ramp-a-1", after: float = 0.0) -> Shown:
    """What it shows once it has kept so many frames."""
    for _ in range(TRIES):
        told = shown(folder(home, number))
        if told is not None and told.told["kept"] >= frames and told.written > after:
            return told
        time.sleep(BETWEEN)
    raise AssertionError("the watch did not come up")
