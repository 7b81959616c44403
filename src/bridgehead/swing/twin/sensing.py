"""What is measured of a bridge that turns, and how well."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sensors:
    """Standard deviations: of the encoder and of the sensor at the tip in m at the tip, of the load cells as a share,
    of the strokes in m.

    `range` is how far from its end in m the tip is seen; `offset` how far in m at the tip the encoder is off, `scale`
    the share by which the cells show too much. The encoder drifts by `drift` m/s at the tip. Of the angle's
    readings the share `spikes` is off by `spike` m at the tip, and at the share `drop_outs` there begin `lasting` s
    without any.
    """

    encoder: float
    tip: float
    cells: float
    stroke: float
    range: float
    offset: float = 0.0
    scale: float = 0.0
    drift: float = 0.0
    spikes: float = 0.0
    spike: float = 0.0
    drop_outs: float = 0.0
    lasting: float = 0.0
