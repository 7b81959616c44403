"""A run watched again from its raw samples: the same alarms by the same file, others by one with other thresholds."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from bridgehead.instruments.operation import Operation
from bridgehead.instruments.operation.ledgered import CLOSED, OPEN
from bridgehead.instruments.operation.watching.alarms import Change
from bridgehead.instruments.operation.watching.figures import Standing
from bridgehead.instruments.operation.watching.frame import Frame
from bridgehead.instruments.operation.watching.watch import Watch
from bridgehead.ledger import events
from bridgehead.queries.run import Run
from bridgehead.tables import recording

TICK = 0.1
"""Seconds between looks at what passes with time where nothing arrived."""


def again(run: Run, operation: Operation) -> Iterator[Change]:
    """The changes of alarms, in order. Channels that the recording has not are never sampled."""
    watch = Watch(operation, run.record.state["window"])
    standings = _standings(run)
    last: float | None = None
    for frame, arrived in _frames(run, watch.names):
        while standings and standings[0][0] <= arrived:
            watch.standing = standings.pop(0)[1]
        while last is not None and arrived - last > 2 * TICK:
            last += TICK
            yield from watch.tick(last)
        _, changes = watch.take(frame, arrived)
        yield from changes
        last = arrived


def _standings(run: Run) -> list[tuple[float, Standing]]:
    """What people commanded, by the moments of the run from which on it held."""
    found: list[tuple[float, Standing]] = []
    phase: str | None = None
    opened = started = None
    moved = run.record.events.filter(kind__in=("entered/1", "commanded/1")).order_by("n")
    for body in moved.values_list("body", flat=True):
        data = events.read(bytes(body)).data
        stage = data.get("stage", phase)
        phase = None if stage in (OPEN, CLOSED) else stage
        opened, started = data.get("opened", opened), data.get("started", started)
        found.append((data["moment"], Standing(phase, opened, started)))
    return found


def _frames(run: Run, names: list[str]) -> Iterator[tuple[Frame, float]]:
    for table in recording.rows(run.folder):
        micro = [table[each].cast(pa.int64()).to_numpy() / recording.MICRO for each in ("at", "arrived")]
        known = [f"{name}{recording.RAW}" in table.column_names for name in names]
        nothing = np.full(len(table), np.nan)
        columns = [
            table[f"{name}{recording.RAW}"].to_numpy() if has else nothing
            for name, has in zip(names, known, strict=True)
        ]
        values = np.column_stack(columns)
        frames = zip(table["source"].to_pylist(), table["n"].to_pylist(), *micro, values, strict=True)
        for source, n, at, arrived, row in frames:
            yield Frame(source, n, float(at), row), float(arrived)
