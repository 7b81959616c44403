"""What the value of a built-in function is, where the arguments tell more than the signature (DMN 1.5, 10.3.4).

Above all the digits and the scale of a number: they hold every value that the function gives for arguments of those
types, so that a column can keep it exactly.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal

from bridgehead.feel import infer, tree
from bridgehead.feel.infer import digits, exact
from bridgehead.feel.types import ANY, NUMBER, ContextType, ListType, NumberType, Type

Arguments = Sequence[tree.Expression]

# Of a text or a list: neither could be held with more characters or items than ten digits count.
LENGTH = NumberType(precision=10, scale=0)


def _length(arguments: Arguments) -> Type:
    return LENGTH


def _same(arguments: Arguments) -> Type:
    return arguments[0].type


def _rounded(arguments: Arguments) -> Type:
    """To a scale that is written out, or to whole numbers; a carry may need one digit more."""
    known = digits(arguments[0].type)
    to = _constant(arguments[1]) if len(arguments) > 1 else 0
    if known is None or to is None:
        return NUMBER
    whole, scale = known
    return arguments[0].type if to >= scale else exact(max(whole, -to) + 1, max(to, 0))


def _constant(node: tree.Expression) -> int | None:
    """A whole number that is written out."""
    match node:
        case tree.Literal(Decimal() as value) if infer.number(value).scale == 0:
            return int(value)
        case tree.Negation(operand):
            opposite = _constant(operand)
            return None if opposite is None else -opposite
    return None


def _modulo(arguments: Arguments) -> Type:
    """Less than the divisor, with as many digits after the point as either has."""
    dividend, divisor = (digits(argument.type) for argument in arguments)
    return NUMBER if dividend is None or divisor is None else exact(divisor[0], max(dividend[1], divisor[1]))


def _extreme(arguments: Arguments) -> Type:
    """One of the arguments, or of the items of the only one."""
    only = arguments[0].type
    if len(arguments) == 1 and isinstance(only, ListType):
        return only.item
    return infer.join(argument.type for argument in arguments)


def _sum(arguments: Arguments) -> Type:
    """Of as many numbers as are written out; a list may have any number of them."""
    only = arguments[0]
    numbers = only.items if len(arguments) == 1 and isinstance(only, tree.List) else arguments
    known = digits(infer.join(number.type for number in numbers))
    if known is None:
        return NUMBER
    carry = len(str(len(numbers) - 1)) if len(numbers) > 1 else 0
    return exact(known[0] + carry, known[1])


def _list(arguments: Arguments) -> Type:
    """A list with items of the only list that is given; a value alone is a list of one."""
    of = arguments[0].type
    return of if isinstance(of, ListType) else ListType() if of == ANY else ListType(item=of)


def _lists(arguments: Arguments) -> Type:
    return ListType(item=infer.join(infer.items(argument.type) for argument in arguments))


def _appended(arguments: Arguments) -> Type:
    first, *more = arguments
    return ListType(item=infer.join((infer.items(first.type), *(one.type for one in more))))


def _value_at(arguments: Arguments) -> Type:
    """Of the entry, where the context is known and the key is written out."""
    match arguments[0].type, arguments[1]:
        case ContextType(fields=fields), tree.Literal(str() as key) if fields and key in fields:
            return fields[key].type
    return ANY


_ROUNDINGS = ("decimal", "floor", "ceiling", "round up", "round down", "round half up", "round half down")

BY_ARGUMENTS: dict[str, Callable[[Arguments], Type]] = {
    **dict.fromkeys(_ROUNDINGS, _rounded),
    **dict.fromkeys(("sublist", "remove", "reverse", "distinct values", "sort"), _list),
    **dict.fromkeys(("concatenate", "union"), _lists),
    "append": _appended,
    "get value": _value_at,
    "abs": _same,
    "min": _extreme,
    "max": _extreme,
    "sum": _sum,
    "modulo": _modulo,
    "count": _length,
    "string length": _length,
}
