"""Lists, texts, counts and decisions over a million records, beside django-helpdesk where it has the same job.

Whole requests, each in the process that answers, without a socket and without the background; programs take turns.
"""

import math
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.asked import asking
from benchmarks.ours import NAME
from benchmarks.process import run
from benchmarks.table import Line, duration
from tests.served import environment

PEER = "django-helpdesk"
OURS, THEIRS = "ours", "theirs"
Ask = Callable[..., Any]
Taken = tuple[float, float]
"""Seconds that went by, and those of the processor."""

P95 = {
    "listed": ("a list, filtered, in an order, 25 a page", 0.1),
    "further": ("a page that comes next, of those before a day", 0.1),
    "text": ("texts of two to fourteen characters, frequent, rare and absent", 0.3),
    "two": ("texts of two characters", 0.3),
    "text in stage": ("texts, of records in one stage", 0.3),
    "counts": ("counts by unit and month", 0.3),
}
"""What is asked for, and its bar at the 95th of a hundred."""
PAGES = {
    "board": ("the board", 0.3),
    "public list": ("the public page of records behind a figure", 0.15),
    "desk list": ("a list of the desk, filtered, in an order or searched", 0.15),
    "inbox": ("the inbox of a clerk or of a handler", 0.15),
    "supervision": ("the page of what is late", 0.15),
    "record page": ("the page of a record", 0.1),
}
"""The same of pages for people."""
BESIDE = {
    "plain": "the newest 25",
    "due": "25 of one unit and stage, by deadline",
    "two": "texts of two characters, the newest 25",
    "counts": "counts by unit and month",
}
"""What django-helpdesk has as well."""


def filled(folder: Path, records: int, urls: tuple[str, str] | None) -> None:
    """Both programs with the same stories; what was filled before stays."""
    for name, program, at in ((OURS, "made_reports", 0), (THEIRS, "made_tickets", 1)):
        home, mark = folder / name, folder / f"{name}-{records}"
        if not mark.exists():
            environ = environment(urls[at] if urls else None) | {"PYTHONPATH": os.pathsep.join(sys.path)}
            run([sys.executable, "-m", f"benchmarks.{program}", str(home), str(records)], environ)
            mark.touch()


def measure(
    folder: Path, database: str, urls: tuple[str, str] | None, records: int, rounds: int, turns: int
) -> list[Line]:
    """The measures on a database that is filled; `turns` of each of ours in a round, and in each third round one of the
    peer's, after one that does not count.
    """
    group = f"{records:,} records on {database}: whole requests in their process, {rounds} rounds of {turns}"
    with ExitStack() as both:
        ours, theirs = (
            both.enter_context(
                asking(
                    (sys.executable, "-m", f"benchmarks.{program}", str(folder / name)),
                    environment(urls[at] if urls else None) | {"PYTHONPATH": os.pathsep.join(sys.path)},
                )
            )
            for at, (name, program) in enumerate(((OURS, "asked_of_ours"), (THEIRS, "asked_of_helpdesk")))
        )
        seconds = {job: _rounds(ours, job, rounds, turns) for job in (*P95, *PAGES)}
        gate = _rounds(ours, "decided", rounds, 10 * turns)
        beside = {job: _in_turns(ours, theirs, job, rounds // 3, turns) for job in BESIDE}
        hits = ours("hits")
    lines = []
    for job, (said, bar) in (P95 | PAGES).items():
        lines.append(_line(group, f"{said}: p95", seconds[job], 0.95, bar))
    lines.append(_line(group, "an entitlement at the gate: p99", gate, 0.99, 0.005))
    same = sum(len({*each}) == 1 for each in hits.values())
    most = max(each[0] for each in hits.values())
    said = f"words whose hits are those of LIKE, of up to {most:,}"
    lines.append(Line(group, said, f"{same} of {len(hits)}", "", "all", same == len(hits)))
    for job, said in BESIDE.items():
        mine, other = (median(each for each, _ in found) for found in beside[job])
        lines.append(Line(group, f"{PEER}: {said}, the median", duration(other)))
        lines.append(Line(group, f"{NAME}: {said}, the median", duration(mine), f"{other / mine:,.0f}x {PEER}"))
    return lines


def _line(group: str, said: str, taken: Sequence[Taken], share: float, bar: float) -> Line:
    found, used = (_at([each[part] for each in taken], share) for part in (0, 1))
    middle = duration(median(each for each, _ in taken))
    beside = f"{middle} the median; {duration(used)} of the processor"
    return Line(group, said, duration(found), beside, duration(bar), found <= bar)


def _rounds(ask: Ask, job: str, rounds: int, turns: int) -> list[Taken]:
    """After a round that does not count."""
    ask(job, range(turns))
    return [each for at in range(rounds) for each in ask(job, range(at * turns, (at + 1) * turns))]


def _in_turns(ours: Ask, theirs: Ask, job: str, rounds: int, turns: int) -> tuple[list[Taken], list[Taken]]:
    mine: list[Taken] = []
    other: list[Taken] = []
    for at in range(max(rounds, 1) + 1):
        mine += ours(job, range(at * turns, (at + 1) * turns))
        other += theirs(job, [at])
    return mine, other[1:]


def _at(seconds: Sequence[float], share: float) -> float:
    return sorted(seconds)[math.ceil(len(seconds) * share) - 1]
