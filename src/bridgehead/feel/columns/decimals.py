"""Sums and products of decimals as operations of Ibis, typed as engines type them.

Ibis gives a product of decimals the type of one of its factors, and refuses a sum of two of which neither holds the
other. It finds the SQL of an operation by the name of its class, so these keep the names of those they replace.
"""

import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
from ibis.common.annotations import attribute


def _sum_type(operation: ops.Binary) -> dt.Decimal:
    left, right = operation.left.dtype, operation.right.dtype
    scale = max(left.scale, right.scale)
    return dt.Decimal(max(left.precision - left.scale, right.precision - right.scale) + scale + 1, scale)


def _product_type(operation: ops.Binary) -> dt.Decimal:
    """Spark's, which has one digit more than DuckDB's."""
    left, right = operation.left.dtype, operation.right.dtype
    return dt.Decimal(left.precision + right.precision + 1, left.scale + right.scale)


class Add(ops.Add):  # type: ignore[misc]
    dtype = attribute(_sum_type)


class Subtract(ops.Subtract):  # type: ignore[misc]
    dtype = attribute(_sum_type)


class Multiply(ops.Multiply):  # type: ignore[misc]
    dtype = attribute(_product_type)


OPERATIONS: dict[str, type[ops.Binary]] = {"+": Add, "-": Subtract, "*": Multiply}
