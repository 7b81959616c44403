"""Whole processes: how long they take, and the most memory that they held, with those that they start."""

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from tempfile import TemporaryFile
from time import perf_counter, sleep

POLL = 0.005  # seconds between two looks at a running process


@dataclass(frozen=True)
class Run:
    """Seconds from start to end, those of the processors in it, and the peak of resident memory in bytes (0 where the
    system does not tell).
    """

    seconds: float
    worked: float
    peak: int
    output: str


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Run:
    """Run a command to its end; raises CalledProcessError with its output where it fails."""
    with TemporaryFile("w+", encoding="utf-8") as output:
        start, before = perf_counter(), _worked()
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=environment)
        peaks: dict[int, int] = {}
        while process.poll() is None:
            peaks |= _peaks(process.pid)
            sleep(POLL)
        seconds, worked = perf_counter() - start, _worked() - before
        output.seek(0)
        said = output.read()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, said)
    return Run(seconds, worked, sum(peaks.values()), said)


def _worked() -> float:
    """Seconds of the processors in all processes that have ended."""
    ended = getrusage(RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime


def _peaks(process: int) -> dict[int, int]:
    """`VmHWM` of a process, and of those that it started, up to now. The kernel keeps it, so that a peak between two
    looks is seen by the next one; a process that is being started still has the memory of the one that starts it.
    """
    try:
        status = Path(f"/proc/{process}/status").read_text()
        tasks = [*Path(f"/proc/{process}/task").iterdir()]
        started = [int(each) for task in tasks for each in (task / "children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return {}
    marks = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")]
    peaks = {process: int(marks[0]) * 1024} if marks else {}  # none of one that has ended
    for each in started:
        peaks |= _peaks(each)
    return peaks
