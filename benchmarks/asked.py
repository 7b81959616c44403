"""A program that is asked to do a job some times, and tells the seconds of each: a line of JSON in, one out.

Beside the seconds that went by it tells those of the processor, its own and those of its server of the database: what
else the machine does is in the first, and hardly in the second.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

Job = Callable[[int], object]
"""What is done the nth time; each time something a little different is asked for."""


def answer(jobs: Mapping[str, Job], told: Mapping[str, Callable[[], object]]) -> None:
    """Do what is asked until nobody asks any more. What is `told` is the answer itself."""
    for line in sys.stdin:
        asked = json.loads(line)
        name = asked["job"]
        found = told[name]() if name in told else [_seconds(jobs[name], n) for n in asked["turns"]]
        print(json.dumps(found), flush=True)


def _seconds(job: Job, n: int) -> tuple[float, float]:
    processes = ("self", *_server())
    start, used = perf_counter(), sum(map(_used, processes))
    job(n)
    return perf_counter() - start, sum(map(_used, processes)) - used


def _server() -> tuple[str, ...]:
    """The process that serves the connection, where the database has one; those that help it are not counted."""
    from django.db import connection

    connection.ensure_connection()
    return (str(connection.connection.info.backend_pid),) if connection.vendor == "postgresql" else ()


def _used(process: str) -> float:
    """Seconds on a processor, of all threads."""
    threads = Path("/proc", process, "task").glob("*/schedstat")
    return sum(int(each.read_text().split()[0]) for each in threads) / 1e9


@contextmanager
def asking(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[Callable[..., Any]]:
    """A function that asks a program, which lives as long as the block: `ask(job)`, `ask(job, turns)`."""
    process = subprocess.Popen(
        [*command], env={**environment}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    assert process.stdin is not None
    assert process.stdout is not None
    into, out = process.stdin, process.stdout

    def ask(job: str, turns: Sequence[int] = ()) -> Any:
        print(json.dumps({"job": job, "turns": [*turns]}), file=into, flush=True)
        line = out.readline()
        if not line:
            raise RuntimeError(f"{' '.join(command)} ended at «{job}»")
        return json.loads(line)

    try:
        yield ask
    finally:
        into.close()
        process.wait()
