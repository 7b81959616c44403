"""What the twin of a bridge needs beyond its plan: how pumps answer, how the wind blows, how well it is measured."""

from typing import Annotated

from pydantic import Field as Required

from bridgehead.instruments.operation import quantities as in_
from bridgehead.rulebook.schema import Part, Share


class Pumps(Part):
    """Lag of the first order; the share of its speed that a jack loses, and how long, when it takes its strands anew;
    the time in which pressure that is dumped falls to 1/e."""

    lag: in_.Time
    dip: Share
    hand_over: in_.Time
    dump: in_.Time


class Wind(Part):
    """Mean speed; gusts as a share of it, and how long one lasts; the area with its shape in it, and how far its middle
    is from the hinge, positive where the wind turns the bridge on."""

    speed: in_.Speed
    gusts: Share
    lasting: in_.Time
    area: in_.Area
    lever: in_.Offset


class Faults(Part):
    """Of the angle: how fast the encoder drifts at the tip; the share of readings that are spikes, and how far off at
    the tip; the share at which a drop-out begins, and how long it lasts."""

    drift: in_.Speed
    spikes: Share
    spike: in_.Length
    drop_outs: Share
    lasting: in_.Time


class Sensors(Part):
    """Standard deviations, of both sensors of the angle as lengths at the tip, seen within `range` of its end."""

    encoder: in_.Length
    tip: in_.Length
    cells: Share
    stroke: in_.Length
    range: in_.Length
    faults: Faults | None = None


class Sway(Part):
    """How the body tilts and its arms swing: the stiffness that holds it upright, damping of all that swings, the slope
    of the hinge's plate, the slideway's unevenness and its waves in a round, a foot's stiffness, the period of an arm's
    first vertical mode, and the share of an acceleration in plan that the curve turns into a vertical one."""

    rocking: in_.Rocking
    damping: Share
    level: in_.Slope
    slideway: in_.Length
    waves: Annotated[int, Required(ge=1, le=100)]
    foot: in_.Stiffness
    vertical: in_.Time
    coupling: Share


class Twin(Part):
    """Without a `sway` it stands stiff and level."""

    pumps: Pumps
    wind: Wind
    sensors: Sensors
    sway: Sway | None = None
