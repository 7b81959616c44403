"""Functions of Java that an expression may name (DMN 1.5, 10.3.2.13.3): a closed table, done in Python.

`function(x) external {java: {class: "java.lang.Math", method signature: "cos(double)"}}` is the cosine. No Java runs
here, and what the table does not hold is refused: FE210 when checked, null when evaluated.
"""

import math
import re
import struct
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from bridgehead.feel import tree
from bridgehead.feel.functions.java import BITS, BOXES, TABLE
from bridgehead.feel.operations import is_whole
from bridgehead.feel.types import Type
from bridgehead.feel.values import DECIMAL, Function

_SHORT = {
    "java.lang.String": "String",
    "[Ljava.lang.Object;": "Object...",
    "java.lang.Object...": "Object...",
    **{f"java.lang.{box}": kind for box, kind in BOXES.items()},
}
_SIGNATURE = re.compile(r"\s*(\w+)\s*\(([^()]*)\)\s*", re.ASCII)


def name_of(node: tree.Function) -> tuple[str, str] | None:
    """The class and the signature that an external function names in writing; None where it does not."""
    match node.body:
        case tree.Context((("java", tree.Context(entries)),)):
            named = dict(entries)
            match named.get("class"), named.get("method signature"):
                case tree.Literal(str() as owner), tree.Literal(str() as signature):
                    return owner, signature
    return None


def function(node: tree.Function) -> Function | None:
    """The function that an external one stands for; None where it is not in the table."""
    named = name_of(node)
    return None if named is None else java(*named, tuple((one.name, one.type) for one in node.parameters))


def java(owner: str, signature: str, parameters: tuple[tuple[str, Type | None], ...]) -> Function | None:
    """A function of Java by class and signature, as `java.lang.Math` and `max(double, double)`.

    It gives null for what its types cannot hold. None where the table does not have it for so many parameters.
    """
    name, kinds = _signed(signature)
    row = TABLE.get((owner, name, kinds))
    if row is None or len(parameters) != len(kinds):
        return None
    return Function(parameters, lambda *arguments: _called(row, kinds, arguments), outside=kinds)


def _signed(signature: str) -> tuple[str, tuple[str, ...]]:
    """The name of a method and its types; the name is blank where the text is no signature."""
    found = _SIGNATURE.fullmatch(signature)
    if found is None:
        return "", ()
    return found[1], tuple(_SHORT.get(kind.strip(), kind.strip()) for kind in found[2].split(",") if kind.strip())


def refused(node: tree.Function) -> dict[str, str | int]:
    """Why an external function stands for none: what was found, and what was expected."""
    named = name_of(node)
    done = "one of those of java.lang.Math, String and the number classes that are done here"
    if named is None:
        return {"found": "a function outside of FEEL names no method of Java", "expected": done}
    owner, signature = named
    name, kinds = _signed(signature)
    called = f"«{owner}.{signature}»"
    if (owner, name, kinds) not in TABLE:
        return {"found": f"{called} is no function outside of FEEL that may be called", "expected": done}
    found = f"the count of parameters is {len(node.parameters)}, and that of {called} {len(kinds)}"
    return {"found": found, "expected": "the same count"}


def _called(row: Callable[..., Any], kinds: tuple[str, ...], arguments: tuple[Any, ...]) -> Any:
    given = [_to_java(argument, kind) for argument, kind in zip(arguments, kinds, strict=True)]
    if any(one is None for one in given):
        return None
    try:
        value = row(*given)
    except (ArithmeticError, ValueError, TypeError):
        return None
    if isinstance(value, int) and kinds[0] in BITS:
        value = _around(value, BITS[kinds[0]])
    return _to_feel(value, single="float" in kinds)


def _around(value: int, bits: int) -> int:
    """A whole number of so many bits, as Java has it, where what follows the greatest is the least."""
    most = 1 << (bits - 1)
    return (value + most) % (2 * most) - most


def holds(kind: str, value: Any) -> bool:
    """Whether a type of Java, as «int», has a value for one of FEEL."""
    return _to_java(value, kind) is not None


def _to_java(value: Any, kind: str) -> Any:
    """A value of FEEL as the Java type holds it; None where it cannot."""
    match kind, value:
        case "Object...", _:
            return value if isinstance(value, list) else [value]
        case ("String", str()) | ("boolean", bool()):
            return value
        case "char", str():
            return value if len(value) == 1 else None
        case "double" | "float", Decimal():
            return _single(float(value)) if kind == "float" else float(value)
        case (("byte" | "short" | "int" | "long"), Decimal()):
            most = 2 ** (BITS[kind] - 1)
            return int(value) if is_whole(value) and -most <= value < most else None
    return None


def _single(value: float) -> float:
    """The nearest number of 32 bits."""
    try:
        return float(struct.unpack("f", struct.pack("f", value))[0])
    except OverflowError:
        return math.copysign(math.inf, value)


def _to_feel(value: Any, *, single: bool) -> Any:
    """A value of Java as FEEL has it: of a floating number the fewest digits that tell it from its neighbours."""
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        texts = (f"{value:.{digits}g}" for digits in range(1, 18))
        same = _single if single else float
        return DECIMAL.create_decimal(next(text for text in texts if same(float(text)) == same(value)))
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value
