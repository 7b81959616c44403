"""A program that is asked to do a job some times, and tells the seconds of each: a line of JSON in, one out."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
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


def _seconds(job: Job, n: int) -> float:
    start = perf_counter()
    job(n)
    return perf_counter() - start


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
