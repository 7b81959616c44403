"""Quantities of engineering as they are written, `6000 t` or `1 deg/min`, read into SI units and radians."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite, pi

from bridgehead.primitives.errors import nearest

Dimension = tuple[int, int, int, int]
"""Powers of kg, m, s and rad. An angle counts, so that a speed of turning is taken for no frequency."""

NONE: Dimension = (0, 0, 0, 0)
MASS: Dimension = (1, 0, 0, 0)
LENGTH: Dimension = (0, 1, 0, 0)
AREA: Dimension = (0, 2, 0, 0)
TIME: Dimension = (0, 0, 1, 0)
FREQUENCY: Dimension = (0, 0, -1, 0)
ANGLE: Dimension = (0, 0, 0, 1)
SPEED: Dimension = (0, 1, -1, 0)
ACCELERATION: Dimension = (0, 1, -2, 0)
TURNING: Dimension = (0, 0, -1, 1)
FORCE: Dimension = (1, 1, -2, 0)
PRESSURE: Dimension = (1, -1, -2, 0)
STIFFNESS: Dimension = (1, 0, -2, 0)
DAMPING: Dimension = (1, 0, -1, 0)
ROCKING: Dimension = (1, 2, -2, -1)

UNITS: Mapping[str, tuple[float, Dimension]] = {
    "kg": (1.0, MASS),
    "t": (1e3, MASS),
    "m": (1.0, LENGTH),
    "cm": (1e-2, LENGTH),
    "mm": (1e-3, LENGTH),
    "s": (1.0, TIME),
    "min": (60.0, TIME),
    "h": (3600.0, TIME),
    "Hz": (1.0, FREQUENCY),
    "rad": (1.0, ANGLE),
    "deg": (pi / 180, ANGLE),
    "N": (1.0, FORCE),
    "kN": (1e3, FORCE),
    "MN": (1e6, FORCE),
    "Pa": (1.0, PRESSURE),
    "MPa": (1e6, PRESSURE),
    "GPa": (1e9, PRESSURE),
    "%": (1e-2, NONE),
}
"""The units that are known: what one of them is in SI, and its dimension."""

_WRITTEN = re.compile(r"([+-]?\d+(?:\.\d+)?(?:e[+-]?\d{1,3})?)(?: ?(\D.*))?", re.ASCII)
_PART = re.compile(r"(.+?)(?:\^?([23²³]))?")
_POWERS = {None: 1, "2": 2, "3": 3, "²": 2, "³": 3}


class NotAQuantity(ValueError):
    """Says what was found, what was expected, and the nearest unit where there is one."""

    def __init__(self, found: str, expected: str, near: str | None = None) -> None:
        super().__init__(f"{found}; expected {expected}")
        self.found = found
        self.expected = expected
        self.near = near


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value in SI, beside the number and the unit in which it was written."""

    value: float
    number: str
    unit: str

    @property
    def written(self) -> str:
        return f"{self.number} {self.unit}".strip()


def read(text: str, dimension: Dimension, example: str) -> Quantity:
    """A quantity of a dimension. Raises NotAQuantity; `example` is what is told to be expected.

    >>> read("1 deg/min", TURNING, "1 deg/min").value == pi / 180 / 60
    True
    """
    match = _WRITTEN.fullmatch(text.strip())
    if not match:
        raise NotAQuantity(f"«{text}»", f"a number and its unit, as in {example}")
    number, unit = match.groups()
    size, found = (1.0, NONE) if unit is None else _unit(unit, example)
    if found != dimension:
        raise NotAQuantity(f"«{text}»" if unit else f"«{text}» without its unit", f"a quantity as in {example}")
    value = float(number) * size
    if not isfinite(value):
        raise NotAQuantity(f"«{text}»", f"a number that can be, as in {example}")
    return Quantity(value, number, unit or "")


def _unit(text: str, example: str) -> tuple[float, Dimension]:
    """A product and quotient of units: `kN`, `deg/min`, `N s/m`, `mm²`."""
    size, dimension = 1.0, list(NONE)
    for at, side in enumerate(text.split("/")):
        for word in side.split():
            part = _PART.fullmatch(word)
            assert part is not None
            name, power = part[1], _POWERS[part[2]] * (-1 if at else 1)
            if name not in UNITS:
                raise NotAQuantity(f"the unit «{name}»", f"a unit as in {example}", nearest(name, UNITS))
            unit, powers = UNITS[name]
            size *= unit**power
            dimension = [have + power * more for have, more in zip(dimension, powers, strict=True)]
    return size, (dimension[0], dimension[1], dimension[2], dimension[3])
