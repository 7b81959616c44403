"""Wind on a bridge that turns: gusts round a mean, and the moment about the hinge that they make."""

from dataclasses import dataclass

AIR = 1.25
"""kg/m³."""


@dataclass(frozen=True, slots=True)
class Wind:
    """Mean speed in m/s; gusts as a share of it (standard deviation), and how long one lasts in s.

    The area in m² has its shape in it (drag coefficient); `lever` in m is how far its middle is from the hinge,
    positive where the wind turns the bridge on.
    """

    speed: float
    gusts: float
    lasting: float
    area: float
    lever: float

    @property
    def factor(self) -> float:
        """N m for each m²/s²: ρ/2 A e."""
        return AIR / 2 * self.area * self.lever
