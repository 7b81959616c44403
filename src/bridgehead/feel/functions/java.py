"""The functions of Java that FEEL may call, done in Python: by class, name and types of parameters."""

import math
import re
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

Ways = dict[tuple[str, ...], Callable[..., Any]]

BITS = {"byte": 8, "short": 16, "int": 32, "long": 64}
BOXES = {"Byte": "byte", "Short": "short", "Integer": "int", "Long": "long", "Float": "float", "Double": "double"}

_CONVERSION = re.compile(r"%%|%[-+ 0,]*\d{0,3}(?:\.\d{1,2})?[sdf]")


def _text_format(pattern: str, arguments: list[Any]) -> str:
    """`String.format`, as far as Python has the same: %s, %d and %f with a sign, a width and digits."""
    if "%" in _CONVERSION.sub("", pattern):
        raise ValueError("a conversion that is not known here")
    return pattern % tuple(_format_argument(argument) for argument in arguments)


def _format_argument(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else value


def _whole_number(bits: int, text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,20}", text):
        raise ValueError("not a whole number")
    number, most = int(text), 1 << (bits - 1)
    if not -most <= number < most:
        raise ValueError("more than the type holds")
    return number


def _round(value: float) -> int:
    return math.floor(value + 0.5)


def _of_each(function: Callable[..., Any], count: int, *kinds: str) -> Ways:
    return {(kind,) * count: function for kind in kinds}


_NUMBERS = ("int", "long", "float", "double")
_MATH: dict[str, Ways] = {
    **{
        name: {("double",): getattr(math, name)}
        for name in ("cos", "sin", "tan", "acos", "asin", "atan", "cosh", "sinh", "tanh")
    },
    **{name: {("double",): getattr(math, name)} for name in ("exp", "expm1", "log", "log10", "log1p", "sqrt", "cbrt")},
    **{name: {("double", "double"): getattr(math, name)} for name in ("pow", "hypot", "atan2")},
    "ceil": {("double",): lambda value: float(math.ceil(value))},
    "floor": {("double",): lambda value: float(math.floor(value))},
    "rint": {("double",): lambda value: float(round(value))},
    "signum": {("double",): lambda value: math.copysign(1.0, value) if value else value},
    "toDegrees": {("double",): math.degrees},
    "toRadians": {("double",): math.radians},
    "abs": _of_each(abs, 1, *_NUMBERS),
    "max": _of_each(max, 2, *_NUMBERS),
    "min": _of_each(min, 2, *_NUMBERS),
    "round": _of_each(_round, 1, "float", "double"),
    "floorDiv": _of_each(lambda one, other: one // other, 2, "int", "long"),
    "floorMod": _of_each(lambda one, other: one % other, 2, "int", "long"),
}


def _box(kind: str) -> dict[str, Ways]:
    """`valueOf` and `parseInt` or its like."""
    read: Callable[[str], Any] = partial(_whole_number, BITS[kind]) if kind in BITS else float
    return {
        "valueOf": {("String",): read, (kind,): lambda value: value},
        f"parse{kind.capitalize()}": {("String",): read},
    }


_CLASSES: dict[str, dict[str, Ways]] = {
    "Math": _MATH,
    "String": {
        "valueOf": {
            **_of_each(str, 1, "char", "int", "long"),
            ("boolean",): lambda value: "true" if value else "false",
        },
        "format": {("String", "Object..."): _text_format},
    },
    "Boolean": {"valueOf": {("String",): lambda text: text.lower() == "true", ("boolean",): lambda value: value}},
    **{box: _box(kind) for box, kind in BOXES.items()},
}
TABLE: dict[tuple[str, str, tuple[str, ...]], Callable[..., Any]] = {
    (f"java.lang.{owner}", method, kinds): function
    for owner, methods in _CLASSES.items()
    for method, ways in methods.items()
    for kinds, function in ways.items()
}
