"""What a trial tells of a bridge: friction and stiffness from load cells, encoder and the jacks' strokes.

Static friction is the moment at which it broke away, moving friction the mean while it turned, less what sped it up,
and stiffness how the moment rose with the feed as the strands were wound up. Each has its standard error, from the
noise of the samples and from what differs between one own period and the next. What all cells show too much
alike, and what the wind turns on average, is in friction as it is found.
"""

from dataclasses import dataclass, replace
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from bridgehead.swing.bridge import Bridge

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Samples:
    """Of a trial, a sample a row: s, rad, m at the rim, N, N; whether strands were wound up for the first time, and
    whether they turned the bridge. An angle that is not a number was not seen."""

    time: Numbers
    angle: Numbers
    fed: Numbers
    left: Numbers
    right: Numbers
    winding: Flags
    turning: Flags


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value and its standard error."""

    value: float
    error: float


@dataclass(frozen=True, slots=True)
class Identified:
    """Coefficients of the hinge, and the stiffness of the strands in N m a radian."""

    static: Estimate
    moving: Estimate
    stiffness: Estimate


class TooFewSamples(ValueError):
    """Carries the part of the trial of which there are too few, and how many were found and needed."""

    def __init__(self, part: str, found: int, needed: int) -> None:
        super().__init__(part, found, needed)
        self.part, self.found, self.needed = part, found, needed


FEW = 20
"""Samples that are the fewest of each part."""
SMOOTHED = 5
"""Samples of which the mean is taken before the greatest is looked for."""


def identify(bridge: Bridge, samples: Samples) -> Identified:
    """`bridge` is that of the plan. Raises TooFewSamples."""
    for part, rows in (("winding up", samples.winding), ("turning", samples.turning)):
        if np.count_nonzero(rows) < 2 * FEW:
            raise TooFewSamples(part, int(np.count_nonzero(rows)), 2 * FEW)
    moment = (samples.left + samples.right) * bridge.strands.lever
    feet = bridge.resistance(0.0)
    of_one = bridge.resistance(1.0) - feet
    moving = _moving(bridge, samples, moment)
    stiffness, rising = _wound_up(bridge, samples, moment)
    static = _broke_away(bridge, samples, moment, moving, stiffness, rising)
    return Identified(
        static=Estimate((static.value - feet) / of_one, static.error / of_one),
        moving=Estimate((moving.value - feet) / of_one, moving.error / of_one),
        stiffness=stiffness,
    )


def known(bridge: Bridge, found: Identified) -> Bridge:
    """The bridge as its trial has it: the next plan is made with that."""
    friction = replace(bridge.friction, static=found.static.value, moving=found.moving.value)
    share = found.stiffness.value / bridge.strands.stiffness
    return replace(bridge, friction=friction, strands=replace(bridge.strands, modulus=bridge.strands.modulus * share))


def _wound_up(bridge: Bridge, samples: Samples, moment: Numbers) -> tuple[Estimate, float]:
    """Stiffness, from the feed over the moment between a fifth and nine tenths of its greatest; and N m/s at the end.

    The feed is what is off by more, so that it is the one that is fitted.
    """
    wound, fed, times = moment[samples.winding], samples.fed[samples.winding], samples.time[samples.winding]
    rows = (wound > 0.2 * wound.max()) & (wound < 0.9 * wound.max())
    if np.count_nonzero(rows) < FEW:
        raise TooFewSamples("winding up", int(np.count_nonzero(rows)), FEW)
    (yielding, _), spread = np.polyfit(wound[rows] / wound.max(), fed[rows], 1, cov=True)
    stiffness = float(bridge.strands.lever * wound.max() / yielding)
    late = wound > 0.7 * wound.max()
    rising = float(np.polyfit(times[late], wound[late], 1)[0])
    return Estimate(stiffness, stiffness * float(sqrt(spread[0, 0]) / yielding)), rising


def _broke_away(
    bridge: Bridge, samples: Samples, moment: Numbers, moving: Estimate, stiffness: Estimate, rising: float
) -> Estimate:
    """The greatest moment of the winding up, less what it rose by while the bridge already slipped.

    A slip under Ms - Md, with the moment rising by q a second, lets it rise by q²J/2k(Ms - Md) more. That it begins
    more slowly, as friction fades, makes as much again uncertain.
    """
    wound = moment[samples.winding]
    smooth = np.convolve(wound, np.full(SMOOTHED, 1 / SMOOTHED), mode="valid")
    top = float(smooth.max())
    beyond = rising**2 * bridge.inertia / (2 * stiffness.value * max(top - moving.value, 0.01 * top))
    noise = float(np.std(wound[-FEW:] - np.convolve(wound, np.full(3, 1 / 3), mode="same")[-FEW:]))
    step = rising * float(np.median(np.diff(samples.time)))
    return Estimate(top - beyond, sqrt(noise**2 / SMOOTHED + step**2 + beyond**2))


def _moving(bridge: Bridge, samples: Samples, moment: Numbers) -> Estimate:
    """The mean over own periods in which it turned throughout, less J times what the speed rose by in each."""
    rows = samples.turning & np.isfinite(samples.angle)
    times, angles, pulled = samples.time[rows], samples.angle[rows], moment[rows]
    periods = ((times - times[0]) / bridge.period).astype(int)
    fitted = [
        (np.polyfit(times[mine] - times[mine].mean(), angles[mine], 2), float(pulled[mine].mean()))
        for mine in (periods == period for period in range(int(periods[-1])))
        if np.count_nonzero(mine) >= 4
    ]
    if len(fitted) < 4:
        raise TooFewSamples("own periods of turning", len(fitted), 4)
    usual = float(np.median([fit[1] for fit, _ in fitted]))
    means = [mean - 2 * bridge.inertia * float(fit[0]) for fit, mean in fitted if fit[1] > 0.8 * usual]
    off = np.array(means) - np.mean(means)
    alike = min(max(float(off[1:] @ off[:-1] / (off @ off)), 0.0), 0.8)  # a gust lasts longer than a period
    spread = float(np.std(means, ddof=1)) * sqrt((1 + alike) / (1 - alike) / len(means))
    return Estimate(float(np.mean(means)), spread)
