"""The recording of a run in as many steps as somebody can look at: what was measured, and what the plan says of it."""

from collections.abc import Mapping
from math import degrees

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from bridgehead.instruments.operation.live import IN
from bridgehead.instruments.operation.watching.figures import Standing, figures
from bridgehead.primitives import quantity as units
from bridgehead.queries.run import Run
from bridgehead.tables import recording

Numbers = NDArray[np.float64]


def samples(run: Run, steps: int) -> dict[str, object]:
    """For each of so many even steps of time its end, in s since 1970, and the last value of each channel in it; a step
    in which none was taken has None, which is a gap.
    """
    channels = [*run.live.channels]
    tables = [*recording.rows(run.folder, ["arrived", *channels])]
    if not tables or not sum(map(len, tables)):
        return {"at": [], "channels": {}, "figures": {}}
    table = pa.concat_tables(tables)
    arrived = table["arrived"].cast(pa.int64()).to_numpy() / recording.MICRO
    ends = np.linspace(arrived[0], arrived[-1], steps + 1)[1:]
    step = float(ends[-1] - ends[-2]) if steps > 1 else 0.0
    found = {
        name: _last_of(table[name].to_numpy(), arrived, ends, max(run.live.channels[name].stale.value, step))
        for name in channels
    }
    return {
        "at": ends.tolist(),
        "channels": {name: _told(values) for name, values in found.items()},
        "figures": _figures(run, found, ends),
    }


def _last_of(values: Numbers, arrived: Numbers, ends: Numbers, reach: float) -> Numbers:
    """At each end the last value before it, not further back than it reaches, in s."""
    position = np.where(np.isnan(values), -1, np.arange(len(values)))
    latest = np.maximum.accumulate(position)[np.searchsorted(arrived, ends, side="right") - 1]
    return np.where((latest >= 0) & (ends - arrived[latest] <= reach), values[latest], np.nan)


def _told(values: Numbers) -> list[float | None]:
    return [None if np.isnan(each) else round(float(each), 6) for each in values]


def _figures(run: Run, found: Mapping[str, Numbers], ends: Numbers) -> list[dict[str, float]]:
    state, course = run.record.state, run.course
    standing = Standing(None, state.get("opened"), state.get("started"))
    angle, speed = (_in_si(run, found, what) for what in ("angle", "turning speed"))
    return [
        {name: round(value, 6) for name, value in figures(course, standing, a, s, float(end)).items()}
        for a, s, end in zip(angle, speed, ends, strict=True)
    ]


def _in_si(run: Run, found: Mapping[str, Numbers], what: str) -> list[float | None]:
    name = run.live.measuring(what)  # type: ignore[arg-type]
    if name is None:
        return [None] * len(next(iter(found.values())))
    dimension, example = IN[what]  # type: ignore[index]
    size = units.read(f"1 {run.live.channels[name].unit}", dimension, example).value
    return [None if np.isnan(each) else float(each) * size for each in found[name]]


def planned(run: Run, steps: int) -> list[tuple[float, float]]:
    """The plan's angle in deg by seconds after the start, to the end of the turn."""
    course = run.course
    return [
        (round(float(each), 1), round(degrees(course.planned(float(each))), 4))
        for each in np.linspace(0, course.turn.time, steps)
    ]
