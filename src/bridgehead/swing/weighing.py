"""What weighing a bridge on its hinge tells, in one direction: its unbalance and the friction of its sphere.

Forces in N, levers in m from the hinge, moments in N m. A direction is weighed by lifting the side to which it points,
and the other one; a centroid off to that side comes out positive.
"""

from dataclasses import dataclass

from bridgehead.swing.bridge import Bridge

PLATE = 0.98
"""Share of the sphere's radius at which friction holds against tilting (the usual formula; from memory)."""


@dataclass(frozen=True, slots=True)
class Lift:
    """The force that made one side slip upwards, and its lever."""

    force: float
    lever: float

    @property
    def moment(self) -> float:
        return self.force * self.lever


@dataclass(frozen=True, slots=True)
class Free:
    """Friction holds more than the unbalance, so that the feet hang free: each side is lifted until it slips.

    Lifting the heavy side must overcome both, lifting the light one has the unbalance's help: P L = Mz ± Mg.
    """

    this: Lift
    other: Lift

    @property
    def unbalanced(self) -> float:
        return (self.this.moment - self.other.moment) / 2

    @property
    def friction(self) -> float:
        return (self.this.moment + self.other.moment) / 2


@dataclass(frozen=True, slots=True)
class Resting:
    """The unbalance holds more than friction, so that the bridge rests on the feet of this side: it is lifted there
    until it slips, P = (Mg + Mz)/L, and let down until it slips back, P' = (Mg - Mz)/L."""

    rising: float
    sinking: float
    lever: float

    @property
    def unbalanced(self) -> float:
        return (self.rising + self.sinking) * self.lever / 2

    @property
    def friction(self) -> float:
        return (self.rising - self.sinking) * self.lever / 2


Weighing = Free | Resting


def eccentricity(bridge: Bridge, weighing: Weighing) -> float:
    """In m, towards the side that was weighed."""
    return weighing.unbalanced / bridge.weight


def friction(bridge: Bridge, weighing: Weighing) -> float:
    """The coefficient of the sphere against tilting; turning is better known from what the jacks pull in a trial."""
    return weighing.friction / (PLATE * bridge.hinge.sphere * bridge.weight)
