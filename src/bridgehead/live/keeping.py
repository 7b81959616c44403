"""What a run keeps: frames go to the disk in a thread, and full segments are closed by a process, one by one."""

import asyncio
import json
import logging
from collections import deque
from collections.abc import Container, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import PIPE
from typing import Any

from bridgehead.instruments.operation.ledgered import NOW
from bridgehead.instruments.operation.watching.watch import Row
from bridgehead.tables import closing, recording
from bridgehead.tables.recording import Segment

log = logging.getLogger(__name__)


class Keeping:
    """In a folder, which is there. `closed` are segments of which the ledger may not know yet."""

    def __init__(
        self, folder: Path, channels: Sequence[str], frames_a_segment: int, known: Container[str] = ()
    ) -> None:
        self._folder = folder
        self._full = deque(recording.left_open(folder))
        self.closed = recording.closed(folder, known)
        self._recorder = recording.Recorder(folder, channels, frames_a_segment)
        self._disk = ThreadPoolExecutor(1, thread_name_prefix="disk")
        self._one_by_one, self._closings = asyncio.Lock(), list[asyncio.Task[None]]()

    def begin(self) -> None:
        """What a watch that died left open is closed now, beside what is taken."""
        self._close_full()

    def take(self, row: Row) -> None:
        frame = row.frame
        self._recorder.take((frame.source, frame.n, frame.at, row.arrived), row.values, frame.values, row.faults)

    async def keep(self, told: Mapping[str, Any]) -> None:
        """Bring what was taken to the disk, and then show what is told."""
        await asyncio.get_running_loop().run_in_executor(self._disk, self._kept, told)
        self._close_full()

    async def end(self, told: Mapping[str, Any]) -> None:
        """Keep the last, and wait until all is closed."""
        self._full += await asyncio.get_running_loop().run_in_executor(self._disk, self._recorder.end)
        self._disk.shutdown()
        _replace(self._folder / NOW, told)
        self._close_full()
        await asyncio.gather(*self._closings)

    def _kept(self, told: Mapping[str, Any]) -> None:
        if (full := self._recorder.flush()) is not None:
            self._full.append(full)
        _replace(self._folder / NOW, told)

    def _close_full(self) -> None:
        self._closings = [each for each in self._closings if not each.done()]
        while self._full:
            self._closings.append(asyncio.create_task(self._closed_aside(self._full.popleft())))

    async def _closed_aside(self, path: Path) -> None:
        """One that could not be closed stays open, can be read, and is tried again when the run is gone on with."""
        async with self._one_by_one:
            process = await asyncio.create_subprocess_exec(*closing.command(path), stdout=PIPE)
            said, _ = await process.communicate()
        if process.returncode:
            log.error("%s could not be closed: the process ended with %s", path.name, process.returncode)
        else:
            self.closed.append(Segment(**json.loads(said)))


def _replace(path: Path, told: Mapping[str, Any]) -> None:
    """What is shown is replaced as a whole; it need not outlive a power cut."""
    made = path.with_suffix(".part")
    made.write_text(json.dumps(told, ensure_ascii=False, allow_nan=False))
    made.replace(path)
