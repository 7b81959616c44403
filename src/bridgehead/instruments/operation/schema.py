"""An operation that runs live within limits: what turns, in which windows, and which limits it must keep."""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field as Required
from pydantic import model_validator

from bridgehead.instruments.operation import quantities as in_
from bridgehead.instruments.operation.formulas import FIGURES
from bridgehead.instruments.operation.live import Live
from bridgehead.instruments.operation.twin import Twin
from bridgehead.primitives import quantity as units
from bridgehead.primitives.quantity import NotAQuantity, Quantity
from bridgehead.rulebook.schema import Assumption, Citation, Day, Label, Name, Number, Part, Share, Slug, Text, wrong
from bridgehead.swing.limits import AT_LEAST
from bridgehead.swing.limits import Quantity as Bounded


class Curve(Part):
    radius: in_.Length
    cites: Citation | None = None


class Beam(Part):
    """`back` and `fore` are its arms along the axis; one without a curve is straight."""

    mass: in_.Mass
    back: in_.Length
    fore: in_.Length
    curve: Curve | None = None


class Spot(Part):
    """From the point above the pier: along the axis, and inward, to the centre of the curve."""

    along: in_.Offset
    inward: in_.Offset


class Ballast(Part):
    mass: in_.Mass
    at: Spot


class Hinge(Part):
    radius: in_.Length
    sphere: in_.Length
    at: Spot


class Feet(Part):
    radius: in_.Length
    gap: in_.Length
    friction: Share
    carry: Share


class Strands(Part):
    """Of each jack."""

    count: Annotated[int, Required(ge=1, le=200)]
    area: in_.Area
    modulus: in_.Pressure
    length: in_.Length
    lever: in_.Length


class Jacks(Part):
    capacity: in_.Force
    stroke: in_.Length
    let_back: in_.Speed | None = None


class FinalDrive(Part):
    stiffness: in_.Stiffness
    lever: in_.Length


class Friction(Part):
    static: Share
    moving: Share
    fading: in_.Turning
    dwell: in_.Time

    @model_validator(mode="after")
    def _static_is_more(self) -> Self:
        if self.static < self.moving:
            found = f"static friction of {self.static} below the moving one of {self.moving}"
            raise wrong("OP103", found, "as much at least", at=("static",))
        return self


class Stops(Part):
    free: in_.Length
    lever: in_.Length
    stiffness: in_.Stiffness
    damping: in_.Damping


class Bridge(Part):
    beam: Beam
    hinge: Hinge
    feet: Feet
    strands: Strands
    jacks: Jacks
    friction: Friction
    stops: Stops
    final_drive: FinalDrive | None = None
    ballast: tuple[Ballast, ...] = ()
    damping: Share


class Lift(Part):
    force: in_.Force
    lever: in_.Length


class Weighing(Part):
    """One direction. With the feet free each side was lifted: `this`, to which the direction points, and the `other`.

    On its feet `this` side was lifted, and let down until it slipped back: `sinking`.
    """

    this: Lift
    other: Lift | None = None
    sinking: in_.Force | None = None

    @model_validator(mode="after")
    def _of_one_case(self) -> Self:
        if (self.other is None) == (self.sinking is None):
            found = "a weighing with both «other» and «sinking»" if self.other else "a weighing of one force"
            raise wrong("OP106", found, "«other» where the feet hang free, «sinking» where it rests on them")
        return self


class Weighings(Part):
    """Along the axis, towards its fore end; and inward, to the centre of the curve."""

    along: Weighing | None = None
    inward: Weighing | None = None


BOUNDS: Mapping[Bounded, tuple[units.Dimension, str]] = {
    Bounded.TURNING_SPEED: (units.TURNING, "0.02 rad/min"),
    Bounded.TIP_SPEED: (units.SPEED, "1.2 m/min"),
    Bounded.TIP_ACCELERATION: (units.ACCELERATION, "1 mm/s²"),
    Bounded.ECCENTRICITY: (units.LENGTH, "5 cm"),
    Bounded.RESERVE: (units.NONE, "2"),
    Bounded.MARGIN: (units.TIME, "15 min"),
}
"""In what each bounded quantity is written."""

Bound = Text | Number


class Limit(Part):
    """One limit, of any of the quantities that a plan knows, and whose it is.

    `seen` is false of one whose source nobody has seen on paper. One that is not in force is shown and not kept.
    """

    of: Literal[
        "turning speed",
        "tip speed",
        "tip acceleration",
        "eccentricity",
        "reserve of traction",
        "margin to the end of the window",
    ]
    at_most: Bound | None = None
    at_least: Bound | None = None
    source: Label
    seen: bool
    in_force: bool = True
    cites: Citation | None = None

    @property
    def quantity(self) -> Bounded:
        return Bounded(self.of)

    @model_validator(mode="after")
    def _bounds_what_it_says(self) -> Self:
        way, other = ("at least", "at most") if self.quantity in AT_LEAST else ("at most", "at least")
        if getattr(self, other.replace(" ", "_")) is not None:
            raise wrong("OP104", f"«{other}» of the {self.of}", way, at=(other,))
        if getattr(self, way.replace(" ", "_")) is None:
            raise wrong("OP104", f"the {self.of} without its bound", way)
        self.bound  # noqa: B018  (a wrong quantity is told here)
        return self

    @cached_property
    def bound(self) -> Quantity:
        """The bound in SI."""
        way, written = ("at least", self.at_least) if self.quantity in AT_LEAST else ("at most", self.at_most)
        dimension, example = BOUNDS[self.quantity]
        try:
            return units.read(str(written), dimension, example)
        except NotAQuantity as error:
            raise wrong("OP101", error.found, error.expected, error.near, at=(way,)) from None


class Window(Part):
    """One without a length has no end of its own, as a trial beside the track; one without an angle takes its share."""

    title: Label
    angle: in_.Angle | None = None
    length: in_.Time | None = None
    day: Day | None = None
    cites: Citation | None = None


class Whole(Part):
    angle: in_.Angle
    cites: Citation | None = None


class Pace(Part):
    """The speed that is wished, on average where the turn is long."""

    speed: in_.Turning
    cites: Citation | None = None


class Inching(Part):
    """The last piece: the tip creeps, then goes in steps, each fed, slipped, let go and settled in a cycle."""

    creep: in_.Speed
    steps: Annotated[int, Required(ge=1, le=1000)]
    cycle: in_.Time


class Operation(Part):
    """A bridge that turns."""

    name: Annotated[Slug, Required(alias="operation")]
    title: Label
    cites: Citation | None = None
    whole: Whole
    pace: Pace
    ramp: in_.Time
    control_damping: Share
    inching: Inching
    bridge: Bridge
    weighing: Weighings | None = None
    limits: Annotated[dict[Name, Limit], Required(min_length=1)]
    windows: Annotated[dict[Name, Window], Required(min_length=1)]
    live: Live | None = None
    twin: Twin | None = None
    assumes: tuple[Assumption, ...] = ()

    @property
    def measured(self) -> tuple[str, ...]:
        """What the FEEL of its live part may name."""
        return (*FIGURES, *self.live.channels, *self.live.derived) if self.live else ()
