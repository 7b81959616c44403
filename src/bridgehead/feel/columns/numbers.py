"""Exact numbers in columns: whole numbers as int64, all others as DECIMAL whose digits are known and cast on purpose.

The type of a number carries its bound: `precision` digits in all, `scale` of them after the point. Each operation works
out the bound of its result and casts to exactly that; where the engine has that type already, the cast costs nothing.
What may need more than 34 digits is refused: the scalar executor would round it to 34 and a column would not.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import MAX_PREC, Context, Decimal
from typing import Literal as OneOf

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from bridgehead.feel.columns.decimals import OPERATIONS
from bridgehead.feel.columns.terms import Refusal, Term, strict
from bridgehead.feel.types import ContextType, ListType, NumberType, Type, Variable

DIGITS = 34  # the scalar executor's context
WHOLE_DIGITS = 18  # any whole number of so many digits fits an int64, any DECIMAL of so many is held in 64 bits
ENGINE_DIGITS = 38  # the widest DECIMAL of DuckDB and Spark
INT64_DIGITS = 20  # of the DECIMAL into which an engine turns an int64 by itself (DuckDB 19, Spark 20)
_EXACT = Context(prec=MAX_PREC)  # a thread's own context would round a constant to 28 digits
BYTES_DIGITS = {1: 3, 2: 5, 4: 10, 8: 19}  # digits of an SQL integer of so many bytes


def bounded(whole: int, scale: int) -> NumberType:
    """The type of a number with so many digits before and after the point; too many are refused."""
    if whole + scale > DIGITS:
        raise Refusal("FE302", f"the value may need {whole + scale} digits", f"at most {DIGITS}: declare fewer digits")
    return NumberType(precision=max(whole + scale, 1), scale=scale)


def digits(term: Term) -> tuple[int, int]:
    """Digits before and after the point."""
    kind = term.type
    assert isinstance(kind, NumberType)
    assert kind.precision is not None
    assert kind.scale is not None
    return kind.precision - kind.scale, kind.scale


def column_type(kind: dt.DataType, declared: object) -> NumberType:
    """The bound of a numeric column: the declared one, else that of its SQL type."""
    if kind.is_integer():
        precision, scale = BYTES_DIGITS[kind.nbytes], 0
    elif kind.is_decimal() and kind.precision is not None:
        precision, scale = kind.precision, kind.scale
    else:
        raise Refusal("FE305", f"the column holds {kind}, which is not exact", "int64 or DECIMAL(digits, scale)")
    if isinstance(declared, NumberType) and declared.precision is not None and declared.scale is not None:
        precision, scale = min(precision, declared.precision + scale - declared.scale), scale
    return bounded(precision - scale, scale)


def literal(number: Decimal) -> Term:
    """A constant, with as few digits as it needs."""
    if not number.is_finite():
        raise Refusal("FE302", f"{number} is not finite")
    _, figures, exponent = number.normalize(_EXACT).as_tuple()
    assert isinstance(exponent, int)
    kind = bounded(max(len(figures) + exponent, 0), max(-exponent, 0))
    value = ibis.literal(int(number)) if _small(kind) else _constant(number, kind)
    return Term(value, kind, constant=number)


def _constant(number: Decimal, kind: NumberType) -> ir.DecimalValue:
    """A DECIMAL; one below zero as minus its amount, since writing the SQL would round it to 28 digits. A small one
    goes as a text: written with an exponent it would be a DOUBLE."""
    amount, kept = number.copy_abs(), dt.Decimal(*_sql(kind))
    value: ir.DecimalValue = (
        ibis.literal(f"{amount:f}").cast(kept) if "E" in str(amount) else ibis.literal(amount, type=kept)
    )
    return -value if number < 0 else value


def is_whole(term: Term) -> bool:
    return bool(term.value.type().is_integer())


def exact(term: Term, kind: NumberType | None = None) -> ir.NumericValue:
    """The value with the SQL type of `kind`, by default of its own bound."""
    kind = kind or bounded(*digits(term))
    return term.value.cast(dt.int64) if is_whole(term) and _small(kind) else _decimal(term, kind)


def sql_type(kind: NumberType, *, whole: bool) -> dt.DataType:
    """The SQL type of a bound, for whole numbers or for others."""
    return dt.int64 if whole and _small(kind) else dt.Decimal(*_sql(kind))


def _small(kind: NumberType) -> bool:
    return kind.scale == 0 and kind.precision is not None and kind.precision <= WHOLE_DIGITS


def _sql(kind: NumberType) -> tuple[int, int]:
    assert kind.precision is not None
    assert kind.scale is not None
    return kind.precision, kind.scale


def _decimal(term: Term, kind: NumberType) -> ir.DecimalValue:
    if isinstance(term.constant, Decimal):
        return _constant(term.constant, kind)
    return term.value.cast(dt.Decimal(*_sql(kind)))


def _plain(term: Term) -> ir.NumericValue:
    """Constants as they are written, all else with the SQL type of the bound."""
    return term.value if isinstance(term.constant, Decimal) else exact(term)


def common(*terms: Term) -> NumberType:
    """The narrowest type that holds every value of the terms."""
    return bounded(max(digits(term)[0] for term in terms), max(digits(term)[1] for term in terms))


def widest(kinds: Sequence[Type]) -> Type:
    """The type that holds the values of all, which have one SQL type: numbers of one may have more digits in one."""
    first = kinds[0]
    match first:
        case NumberType() if all(isinstance(kind, NumberType) for kind in kinds):
            return common(*(Term(ibis.null(), kind) for kind in kinds))
        case ListType() if all(isinstance(kind, ListType) for kind in kinds):
            return ListType(item=widest([kind.item for kind in kinds if isinstance(kind, ListType)]))
        case ContextType(fields=fields) if fields and all(isinstance(kind, ContextType) for kind in kinds):
            each = [kind.fields or {} for kind in kinds if isinstance(kind, ContextType)]
            return ContextType(
                fields={name: Variable(widest([one[name].type for one in each]), optional=True) for name in fields}
            )
    if any(kind != first for kind in kinds):
        raise Refusal("FE305", f"values of types {first} and of others", "values of one type")
    return first


def combine(operator: OneOf["+", "-", "*"], left: Term, right: Term) -> Term:
    """Sum, difference or product, exact."""
    (left_whole, left_scale), (right_whole, right_scale) = digits(left), digits(right)
    if operator == "*":
        kind = bounded(left_whole + right_whole, left_scale + right_scale)
    else:
        kind = bounded(max(left_whole, right_whole) + 1, max(left_scale, right_scale))
    if is_whole(left) and is_whole(right) and _small(kind):
        first, second = _plain(left), _plain(right)
        value = {"+": first + second, "-": first - second, "*": first * second}[operator]
        return strict(value, kind, left, right)
    first, second = _decimal(left, bounded(left_whole, left_scale)), _decimal(right, bounded(right_whole, right_scale))
    precision, scale = _sql(kind)
    if precision > WHOLE_DIGITS >= max(first.type().precision, second.type().precision):
        # An engine multiplies two narrow decimals as narrow ones and overflows: one is widened first.
        first = first.cast(dt.Decimal(WHOLE_DIGITS + 1, left_scale))
    value = OPERATIONS[operator](first, second).to_expr().cast(dt.Decimal(precision, scale))
    return strict(value, kind, left, right)


def negate(term: Term) -> Term:
    return strict(-_plain(term), term.type, term)


def comparable(left: Term, right: Term) -> tuple[ir.Value, ir.Value]:
    """Both values, such that engines compare them exactly: as they are, where the common type has room.

    A constant takes the type of the column, so that the engine need not cast the column.
    """
    if is_whole(left) and is_whole(right):
        return left.value, right.value
    for constant, column in ((left, right), (right, left)):
        if isinstance(constant.constant, Decimal) and not is_whole(column) and common(left, right) == column.type:
            return exact(left, common(left, right)), exact(right, common(left, right))
    before = max(INT64_DIGITS if is_whole(term) else digits(term)[0] for term in (left, right))
    after = max(digits(left)[1], digits(right)[1])
    if before + after > ENGINE_DIGITS:
        kind = common(left, right)
        return _decimal(left, kind), _decimal(right, kind)
    if dt.castable(left.value.type(), right.value.type()) or dt.castable(right.value.type(), left.value.type()):
        return left.value, right.value
    # Ibis compares two decimals only where one type holds the other.
    return left.value.cast(dt.Decimal(before + after, after)), right.value


def comparable_lists(left: Term, right: Term) -> tuple[ir.ArrayValue, ir.ArrayValue]:
    """Two lists in one type, in which engines compare them item by item, null equal to null."""
    kind, values = alike_lists(left, right)
    if kind.name not in ("number", "string", "boolean", "date"):
        raise Refusal("FE305", f"lists of {kind} are compared", "lists of numbers, texts, truth values or dates")
    return values[0], values[1]


def alike_lists(*lists: Term) -> tuple[Type, list[ir.ArrayValue]]:
    """The type of the items of all, and the lists cast to it."""
    kinds = [one.type.item if isinstance(one.type, ListType) else one.type for one in lists]
    if not all(
        isinstance(one.type, ListType) and kind.name == kinds[0].name for one, kind in zip(lists, kinds, strict=True)
    ):
        raise Refusal("FE305", f"lists of {kinds[0]} and of other types", "lists of one type")
    if isinstance(kinds[0], NumberType):
        wanted = common(*(replace(one, type=kind) for one, kind in zip(lists, kinds, strict=True)))
        whole = all(one.value.type().value_type.is_integer() for one in lists)
        return wanted, [one.value.cast(dt.Array(sql_type(wanted, whole=whole))) for one in lists]
    if any(one.value.type() != lists[0].value.type() for one in lists):
        raise Refusal("FE305", "lists of contexts with other entries", "lists of one type")
    return widest(kinds), [one.value for one in lists]
