"""A made-up plant of many channels: its rulebook, its frames, and a process that sends them by the clock.

`python -m benchmarks.made_plant RULEBOOK URL` sends until it is ended.
"""

import asyncio
import re
import shutil
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np

from bridgehead.cli.operation import read
from bridgehead.instruments.operation import Operation
from bridgehead.instruments.operation.watching.frame import Frame

RAMP = Path("rulebooks/datong/flyover-ramp-a")
CHANNELS, WATCHED = 200, "gauge 1"
OVER, UNDER = 100.0, 0.0
"""What the watched gauge tells while its alarm stands, and while it does not."""
REST = {"wind": 3.0, "foot gap": 15.0}
"""Of a bridge that stands, in the channels' units; all else is about nothing."""


def rulebook(folder: Path, rate: int, stale: str) -> Path:
    """The example's, with as many gauges more as make CHANNELS, so many samples a second, and an alarm over one."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(RAMP, folder)
    file = folder / "ramp-a.yaml"
    text = re.sub(r"rate: \d+ Hz", f"rate: {rate} Hz", file.read_text(encoding="utf-8"))
    text = re.sub(r"stale: [\d.]+ s", f"stale: {stale}", text)
    more = CHANNELS - len(re.findall(r"rate: \d+ Hz", text))
    kept = f"unit: MPa, rate: {rate} Hz, range: [-300, 300], stale: {stale}"
    gauges = "".join(
        f"    gauge {n}: {{label: {{zh: 应变计{n}, en: Gauge {n}}}, {kept}}}\n" for n in range(1, more + 1)
    )
    alarm = f"    gauge: {{label: {{zh: 应变计, en: Gauge}}, red: {WATCHED} > 50}}\n"
    text = text.replace("  channels:\n", f"  channels:\n{gauges}", 1).replace("  alarms:\n", f"  alarms:\n{alarm}", 1)
    file.write_text(text, encoding="utf-8")
    return folder


class Frames:
    """Of a bridge that stands, with noise. The watched gauge goes over its limit and back each `every` frames."""

    def __init__(self, operation: Operation, every: int) -> None:
        assert operation.live is not None
        channels = operation.live.channels
        self.names, self._every, self._n = [*channels], every, 0
        self._watched = self.names.index(WATCHED)
        self._rest = np.array([REST.get(each.of, 0.0) for each in channels.values()])
        self._chance = np.random.default_rng(1)

    def at(self, moment: float) -> Frame:
        """The next frame, sampled at a moment in s since 1970."""
        self._n += 1
        values = self._rest + self._chance.normal(0.0, 0.001, len(self._rest))
        values[self._watched] = OVER if self._n // self._every % 2 else UNDER
        return Frame(1, self._n, moment, values)


async def by_the_clock(frames: Frames, rate: int) -> AsyncIterator[Frame]:
    """So many a second; one that is due while the machine is busy is sampled when it comes to it."""
    due = time.monotonic()
    while True:
        due += 1 / rate
        await asyncio.sleep(max(due - time.monotonic(), 0.0))
        yield frames.at(time.time())


def main(folder: Path, url: str, rate: int = 100, every: int = 97) -> None:
    from bridgehead.live.opcua import send

    frames = Frames(read(folder), every)
    asyncio.run(send(url, frames.names, by_the_clock(frames, rate)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
