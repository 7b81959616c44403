"""What a live run recorded, as the samples of a trial: channels by what they measure, from their units to SI.

Winding up lasts from the jacks' first feed until the angle leaves where it stood, and turning from then until nearly
all is turned. Samples are means over tenths of a second, so that a hundred a second and ten tell alike.
"""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from bridgehead.instruments.operation.live import IN, Live, Measured
from bridgehead.primitives import quantity as units
from bridgehead.swing.identify import Samples
from bridgehead.tables.recording import MICRO

Numbers = NDArray[np.float64]
NEEDED: tuple[Measured, ...] = ("angle", "pull left", "pull right", "feed")
APART = 0.1
"""Seconds from one mean to the next."""
SURE = 6.0
"""Standard deviations of a sensor's noise beyond which something has moved."""
REST = 20
"""Samples at the beginning in which it stands."""
NEARLY = 0.95
"""The share of what was turned at which turning ends, and inching may begin."""


def channels(live: Live) -> dict[Measured, str | None]:
    """The channel that measures each of what is needed; None where none does."""
    return {each: live.measuring(each) for each in NEEDED}


def samples(live: Live, recorded: Sequence[pa.Table]) -> Samples:
    """Of a recording with the moment `at` and the channels of what is NEEDED, all of which are there."""
    table = pa.concat_tables(recorded)
    moments = table["at"].cast(pa.int64()).to_numpy() / MICRO
    bins = np.floor((moments - moments[:1]) / APART).astype(int)
    told, bins = np.unique(bins, return_inverse=True)
    angle, left, right, fed = (_means(_in_si(live, each, table), bins) for each in NEEDED)
    seen = np.flatnonzero(np.isfinite(left) & np.isfinite(right) & np.isfinite(fed))
    angle, left, right, fed = (each[seen] for each in (angle, left, right, fed))
    winding, turning = _parts(angle, fed)
    return Samples(told[seen] * APART, angle, fed, left, right, winding, turning)


def _in_si(live: Live, what: Measured, table: pa.Table) -> Numbers:
    name = live.measuring(what)
    assert name is not None
    dimension, example = IN[what]
    size = units.read(f"1 {live.channels[name].unit}", dimension, example).value
    values: Numbers = table[name].to_numpy().astype(float) * size
    return values


def _means(values: Numbers, bins: NDArray[np.intp]) -> Numbers:
    """Of each bin, not a number where it has no sample."""
    known = np.isfinite(values)
    count = np.bincount(bins, known)
    with np.errstate(invalid="ignore"):
        means: Numbers = np.bincount(bins, np.where(known, values, 0.0)) / count
    return means


def _parts(angle: Numbers, fed: Numbers) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """The rows in which strands were wound up, and in which they turned the bridge."""
    rows = np.arange(len(angle))
    slipped, begun = _leaves(angle), _leaves(fed)
    turned = np.where(np.isfinite(angle), angle, -np.inf)
    ended = (
        int(np.argmax(turned >= _rest(angle) + NEARLY * (turned.max(initial=0.0) - _rest(angle)))) if len(angle) else 0
    )
    return (rows >= begun) & (rows <= slipped), (rows > slipped) & (rows < ended)


def _rest(values: Numbers) -> float:
    return float(np.nanmedian(values[:REST])) if np.isfinite(values[:REST]).any() else 0.0


def _leaves(values: Numbers) -> int:
    """The first row in which a sensor tells more than where it stood and its noise; behind the last where none does."""
    noise = float(np.nanstd(np.diff(values[:REST]))) if np.isfinite(values[:REST]).sum() > 2 else 0.0
    gone = np.flatnonzero(values > _rest(values) + SURE * max(noise, 1e-9))
    return int(gone[0]) if len(gone) else len(values)
