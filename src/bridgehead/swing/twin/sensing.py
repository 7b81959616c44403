"""What is measured of a bridge that turns, and how well."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sensors:
    """Standard deviations: of the encoder and of the sensor at the tip in m at the tip, of the load cells as a share.

    `range` is how far from its end in m the tip is seen; `offset` how far in m at the tip the encoder is off, `scale`
    the share by which the cells show too much.
    """

    encoder: float
    tip: float
    cells: float
    range: float
    offset: float = 0.0
    scale: float = 0.0
