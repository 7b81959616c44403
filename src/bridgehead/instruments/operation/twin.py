"""What the twin of a bridge needs beyond its plan: how pumps answer, how the wind blows, how well it is measured."""

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


class Sensors(Part):
    """Standard deviations, of both sensors of the angle as lengths at the tip, seen within `range` of its end."""

    encoder: in_.Length
    tip: in_.Length
    cells: Share
    range: in_.Length


class Twin(Part):
    pumps: Pumps
    wind: Wind
    sensors: Sensors
