"""How an operation runs live: its channels, what is derived of them, alarms, phases, check lists and interlocks."""

import re
from typing import Annotated, Literal, Self

from pydantic import Field as Required
from pydantic import model_validator

from bridgehead.instruments.operation import quantities as in_
from bridgehead.primitives import quantity as units
from bridgehead.primitives.quantity import NotAQuantity
from bridgehead.rulebook.schema import Citation, Expression, Label, Name, Number, Part, Slug, Text, wrong
from bridgehead.rulebook.variable_name import VariableName

Measured = Literal[
    "angle",
    "turning speed",
    "pull left",
    "pull right",
    "feed",
    "tilt along",
    "tilt inward",
    "foot gap",
    "vibration",
    "wind",
    "other",
]
"""What a channel measures, as the console draws it."""
ONCE: frozenset[Measured] = frozenset(
    ("angle", "turning speed", "pull left", "pull right", "feed", "tilt along", "tilt inward", "wind")
)
"""Of these an operation has one channel at most."""
IN: dict[Measured, tuple[units.Dimension, str]] = {
    "angle": (units.ANGLE, "deg"),
    "turning speed": (units.TURNING, "deg/min"),
    "pull left": (units.FORCE, "kN"),
    "pull right": (units.FORCE, "kN"),
    "feed": (units.LENGTH, "mm"),
    "tilt along": (units.ANGLE, "deg"),
    "tilt inward": (units.ANGLE, "deg"),
    "foot gap": (units.LENGTH, "mm"),
    "vibration": (units.ACCELERATION, "mm/s²"),
    "wind": (units.SPEED, "m/s"),
}
"""In what each is measured; what is «other» in any unit."""

CAMERA = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?/[A-Za-z0-9._~/-]*(\?[A-Za-z0-9._~=&-]*)?")
"""An address without a name and a password, and without a sign that means something in a policy of contents."""

Level = Literal["yellow", "red"]
Phase = Literal["inspect", "trial", "turn", "inch", "fix"]
Command = Literal["open window", "start", "faster", "slower", "inch", "stop", "dump pressure"]
Moving = Literal["start", "faster", "inch"]
"""Commands that begin or hasten a movement: interlocks are for these alone, and nothing keeps anybody from stopping."""

Roles = Annotated[tuple[Slug, ...], Required(min_length=1)]


class Channel(Part):
    """A sensor. What lies outside of `range` is no measurement; a change by more than `spike` from one sample to the
    next is believed when further samples repeat it; a value that stays the same to the last digit for longer than
    `frozen` is none, and the last one holds until it is `stale`.
    """

    label: Label
    of: Measured = "other"
    unit: Text
    rate: in_.Frequency
    range: Annotated[tuple[Number, ...], Required(min_length=2)]
    stale: in_.Time
    spike: Annotated[Number, Required(gt=0)] | None = None
    frozen: in_.Time | None = None

    @model_validator(mode="after")
    def _makes_sense_by_itself(self) -> Self:
        if len(self.range) != 2 or self.range[0] >= self.range[1]:
            found = f"a range from {' to '.join(map(str, self.range))}"
            raise wrong("OP108", found, "the lesser first, as in [0, 30]", at=("range",))
        if self.stale.value * self.rate.value < 1:
            found = f"stale after {self.stale.written} at {self.rate.written}"
            raise wrong("OP109", found, "the time of one sample at least", at=("stale",))
        if self.of in IN:
            dimension, example = IN[self.of]
            try:
                units.read(f"1 {self.unit}", dimension, f"1 {example}")
            except NotAQuantity as error:
                found = f"«{self.unit}» for the {self.of}"
                raise wrong("OP107", found, f"a unit such as {example}", error.near, at=("unit",)) from None
        return self


class Derived(Part):
    """A figure made of channels: by a formula, or as the change of one over a time."""

    label: Label
    unit: Text
    is_: Expression | None = None
    change_of: Name | None = None
    over: in_.Time | None = None

    @model_validator(mode="after")
    def _in_one_way(self) -> Self:
        by_formula, by_change = self.is_ is not None, self.change_of is not None and self.over is not None
        if by_formula == by_change or (by_formula and (self.change_of or self.over)):
            found = "a derived figure that is made in no way, or in two"
            raise wrong("OP110", found, "«is», or «change of» and «over»")
        return self


class Alarm(Part):
    """What a crew is told of: at once, or where it `lasts` so long. It stays until `clears` holds, which is how it is
    kept from coming and going; without it, until neither level holds. `phases` are those in which it is judged.
    """

    label: Label
    yellow: Expression | None = None
    red: Expression | None = None
    clears: Expression | None = None
    lasts: in_.Time | None = None
    phases: tuple[Phase, ...] = ()
    advice: Label | None = None
    cites: Citation | None = None

    @model_validator(mode="after")
    def _has_a_level(self) -> Self:
        if self.yellow is None and self.red is None:
            raise wrong("OP111", "an alarm without a level", "«yellow» or «red», as FEEL")
        return self


class Check(Part):
    """A line of a check list, and the roles of which one signs it."""

    label: Label
    by: Roles
    cites: Citation | None = None


class Step(Part):
    """A phase: what must be signed before it is entered."""

    checks: dict[Name, Check] = Required(default_factory=dict)


class Interlock(Part):
    """What must hold, by fresh measurements, for commands that begin or hasten a movement."""

    label: Label
    for_: Annotated[tuple[Moving, ...], Required(min_length=1)]
    when: Expression
    cites: Citation | None = None


class Acknowledging(Part):
    """Which roles acknowledge alarms of each level."""

    yellow: Roles
    red: Roles


class Camera(Part):
    """A place on the console for a camera. `at` gives its pictures, in the network of the site; without it the place
    says that there is none.
    """

    label: Label
    at: Text | None = None

    @model_validator(mode="after")
    def _is_an_address(self) -> Self:
        if self.at is not None and not CAMERA.fullmatch(self.at):
            expected = "an address such as http://10.0.0.7:8080/turntable.mjpg"
            raise wrong("OP118", f"«{self.at}» for a camera", expected, at=("at",))
        return self

    @property
    def source(self) -> str | None:
        """What a page may load for it, and nothing else."""
        return self.at.partition("?")[0] if self.at else None


class Railway(Part):
    """Where the railway lies: a line at a distance from the hinge, at an angle to the beam before it turns."""

    away: in_.Offset
    bearing: in_.Angle


class Live(Part):
    """What the console watches, and who does what."""

    channels: Annotated[dict[VariableName, Channel], Required(min_length=1)]
    derived: dict[VariableName, Derived] = Required(default_factory=dict)
    alarms: dict[Name, Alarm] = Required(default_factory=dict)
    acknowledge: Acknowledging
    phases: Annotated[dict[Phase, Step], Required(min_length=1)]
    interlocks: dict[Name, Interlock] = Required(default_factory=dict)
    railway: Railway | None = None
    cameras: dict[Name, Camera] = Required(default_factory=dict)

    def measuring(self, what: Measured) -> str | None:
        """The channel of something that an operation measures once."""
        return next((name for name, channel in self.channels.items() if channel.of == what), None)
