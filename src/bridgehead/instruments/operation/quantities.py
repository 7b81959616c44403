"""Quantities in a file: text such as `6000 t`, read by its dimension."""

from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from bridgehead.primitives import quantity as units
from bridgehead.primitives.quantity import NotAQuantity, Quantity
from bridgehead.rulebook.schema import shown, wrong


def _of(dimension: units.Dimension, example: str, *, positive: bool = True) -> Any:
    def read(value: object) -> Quantity:
        if isinstance(value, Quantity):
            return value
        if not isinstance(value, str):
            raise wrong("OP101", f"{shown(value)} without a unit", f"a quantity as in {example}")
        try:
            found = units.read(value, dimension, example)
        except NotAQuantity as error:
            raise wrong("OP101", error.found, error.expected, error.near) from None
        if positive and found.value <= 0:
            raise wrong("OP102", f"«{value}»", "more than nothing")
        return found

    schema = WithJsonSchema({"type": "string", "description": f"as in {example}"})
    return Annotated[Quantity, BeforeValidator(read), PlainSerializer(lambda one: one.written), schema]


Mass = _of(units.MASS, "6000 t")
Length = _of(units.LENGTH, "45 m")
Offset = _of(units.LENGTH, "-1.2 m", positive=False)
Area = _of(units.AREA, "140 mm²")
Angle = _of(units.ANGLE, "62 deg")
Time = _of(units.TIME, "90 min")
Frequency = _of(units.FREQUENCY, "50 Hz")
Turning = _of(units.TURNING, "1 deg/min")
Speed = _of(units.SPEED, "1.2 m/min")
Acceleration = _of(units.ACCELERATION, "1 mm/s²")
Force = _of(units.FORCE, "2000 kN")
Pressure = _of(units.PRESSURE, "195 GPa")
Stiffness = _of(units.STIFFNESS, "20 MN/m")
Rocking = _of(units.ROCKING, "20000 MN m/rad")
Slope = _of(units.NONE, "0.1 mm/m")
Damping = _of(units.DAMPING, "100 kN s/m")
