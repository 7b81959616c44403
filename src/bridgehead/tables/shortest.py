"""Numbers in a column of no more digits than they need."""

import pyarrow as pa
import pyarrow.compute as pc

from bridgehead.tables.rows import MOST_DIGITS


def shortest(numbers: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column of decimals in the narrowest type that holds them all; not one of their digits is lost."""
    low, high = 0, numbers.type.scale
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if _has_scale(numbers, middle) else (middle + 1, high)
    bounds = pc.min_max(numbers).as_py()
    whole = max((abs(one).adjusted() + 1 for one in bounds.values() if one), default=0)
    precision = max(whole + low, low, 1)
    return numbers.cast((pa.decimal128 if precision <= MOST_DIGITS else pa.decimal256)(precision, low))


def _has_scale(numbers: pa.ChunkedArray, scale: int) -> bool:
    """Whether none of them has more digits after the point."""
    try:
        numbers.cast(pa.decimal256(76, scale))
    except pa.ArrowInvalid:
        return False
    return True
