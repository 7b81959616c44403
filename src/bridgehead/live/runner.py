"""The watch over a run as a process: frames are watched and recorded, alarms told, and what people command is followed.

Five things go on beside one another. Frames are taken as they arrive. Time passes, also where none arrive. Five times a
second what was taken goes to the disk, and what is so is shown. And the ledger gets an alarm as soon as there is one,
and tells what was commanded. The disk and the ledger have a thread each, and a full piece of the recording is closed by
a process: all three may be slow, and keep nothing else waiting.
"""

import asyncio
import fcntl
import gc
import logging
import os
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connections

from bridgehead.actions import watch as notes
from bridgehead.actions.run_record import Run
from bridgehead.instruments.operation.ledgered import CLOSED, OPEN
from bridgehead.instruments.operation.schema import Operation
from bridgehead.instruments.operation.watching.alarms import Change
from bridgehead.instruments.operation.watching.figures import Standing
from bridgehead.instruments.operation.watching.watch import Watch
from bridgehead.ledger import events, models
from bridgehead.live.alarm_book import AlarmBook
from bridgehead.live.clock import RunClock
from bridgehead.live.keeping import Keeping
from bridgehead.live.links import Link
from bridgehead.primitives.actor import SERVICE
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place
from bridgehead.primitives.moment import by_machine, now

log = logging.getLogger(__name__)

SHOW, TICK, FOLLOW = 0.2, 0.02, 0.25
"""Seconds between what is shown, between looks at what passes with time, and between turns of a ledger without news."""
SECONDS_A_SEGMENT = 300


@dataclass(frozen=True, slots=True)
class Told:
    """What the ledger tells of a run: where it stands, and the commands since the last look, in order."""

    stage: str
    commands: tuple[str, ...]
    version: int


class Runner:
    """Over one run, whose record is there. Made, and its `run` awaited, once."""

    def __init__(self, record: models.Record, operation: Operation, link: Link, clock: RunClock) -> None:
        self._matter, self._number, self._pk = record.matter, record.number, record.pk
        self._link, self._clock = link, clock
        self._folder = self._run().folder
        self._folder.mkdir(parents=True, exist_ok=True)
        self._watch = Watch(operation, record.state["window"])
        self._alone = _alone(self._folder)
        self._book = AlarmBook(self._folder)
        self._watch.raised.levels.update(self._book.levels())
        fastest = max(each.rate.value for each in self._watch.live.channels.values())
        known = record.state.get("segments", {})
        self._kept = Keeping(self._folder, self._watch.names, int(fastest * SECONDS_A_SEGMENT), known)
        self._told = Told(OPEN, (), 0)
        self._news = asyncio.Event()

    async def run(self) -> None:
        """Until somebody closes the run, or this is cancelled; then all that was taken is kept."""
        gc.collect()
        gc.freeze()  # what is loaded by now stays: to look through it again would hold samples for 0.2 s
        try:
            async with _ledger() as ledger:
                self._kept.begin()
                try:
                    await asyncio.get_running_loop().run_in_executor(ledger, self._hear)
                    await self._all(ledger)
                finally:
                    await self._kept.end(self._shown())
                    await self._turn(ledger, self._note)
        finally:
            self._book.close()
            os.close(self._alone)

    async def _all(self, ledger: ThreadPoolExecutor) -> None:
        beside = (self._take(), self._tick(), self._show(), self._note_news(ledger), self._follow(ledger))
        tasks = [asyncio.create_task(each) for each in beside]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for each in done:
                each.result()
        finally:
            for each in tasks:
                each.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _take(self) -> None:
        async for frame in self._link.frames():
            row, changes = self._watch.take(frame, self._clock.now())
            if row is not None:
                self._kept.take(row)
            self._tell(changes)

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            self._tell(self._watch.tick(self._clock.now()))

    async def _show(self) -> None:
        while True:
            await self._kept.keep(self._shown())
            await asyncio.sleep(SHOW)

    async def _note_news(self, ledger: ThreadPoolExecutor) -> None:
        """What is new goes to the ledger at once, and where that fails with a later turn."""
        while True:
            await self._news.wait()
            self._news.clear()
            await self._turn(ledger, self._note)

    async def _follow(self, ledger: ThreadPoolExecutor) -> None:
        while self._told.stage != CLOSED:
            await self._turn(ledger, self._note)
            await self._turn(ledger, self._hear)
            for command in self._told.commands:
                self._link.commanded(command)
            await asyncio.sleep(FOLLOW)

    async def _turn(self, ledger: ThreadPoolExecutor, step: Callable[[], None]) -> None:
        """A database that does not answer now may answer the next time; the watch goes on meanwhile."""
        try:
            await asyncio.get_running_loop().run_in_executor(ledger, step)
        except DatabaseError as error:
            log.warning("the ledger does not answer: %s", type(error).__name__)
            await asyncio.get_running_loop().run_in_executor(ledger, connections.close_all)

    def _tell(self, changes: list[Change]) -> None:
        if changes:
            at = self._clock.now()
            self._book.write(changes, lambda key: self._watch.behind(key, at))
            self._news.set()

    def _shown(self) -> dict[str, Any]:
        """What is so, once what was taken so far is kept."""
        alarms = [{**each, "values": dict(each["values"])} for each in self._book.open.values()]
        of_the_run = {"alarms": alarms, "kept": self._watch.frames, "stage": self._told.stage}
        return self._watch.shown(self._clock.now()) | of_the_run | {"written": by_machine().timestamp()}

    def _note(self) -> None:
        """Tell the ledger what it has not yet."""
        pending, segments = [*self._book.pending], [*self._kept.closed]
        if pending and self._told.stage != CLOSED:
            notes.note_alarms(self._run(), pending)
            del self._book.pending[: len(pending)]
        for each in segments:
            notes.note_segment(self._run(), each)
        del self._kept.closed[: len(segments)]

    def _hear(self) -> None:
        """Hear from it what people did."""
        record = models.Record.objects.get(pk=self._pk)
        state, stage = record.state, record.state["stage"]
        standing = Standing(None if stage in (OPEN, CLOSED) else stage, state.get("opened"), state.get("started"))
        given = record.events.filter(kind="commanded/1", n__gt=self._told.version, n__lte=record.version).order_by("n")
        commands = [events.read(bytes(body)).data["command"] for body in given.values_list("body", flat=True)]
        self._told = Told(stage, tuple(commands), record.version)
        self._watch.standing = standing

    def _run(self) -> Run:
        return Run(self._matter, self._number, SERVICE, now())


def _alone(folder: Path) -> int:
    """The lock of a run's folder. Raises BridgeheadError with OP021 where another process watches the run."""
    lock = os.open(folder / "lock", os.O_CREAT | os.O_WRONLY, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        found = "another process watches this run"
        raise BridgeheadError([Mistake("OP021", found, Place.whole(folder.name), "one process a run")]) from None
    return lock


@asynccontextmanager
async def _ledger() -> AsyncIterator[ThreadPoolExecutor]:
    """The one thread that speaks to the database, which lets go of it at the end."""
    with ThreadPoolExecutor(1, thread_name_prefix="ledger") as executor:
        try:
            yield executor
        finally:
            await asyncio.get_running_loop().run_in_executor(executor, connections.close_all)
