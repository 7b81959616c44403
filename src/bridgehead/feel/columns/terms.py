"""What an expression becomes in columns: one FEEL value a row, with null and unknown kept apart."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import reduce
from operator import ge, gt, le, lt, or_
from typing import Any
from typing import Literal as OneOf

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir

from bridgehead.feel.types import NULL, Type

Engine = OneOf["any", "duckdb"]  # what runs a query: any engine, or DuckDB alone, which can do more
Operator = OneOf["=", "!=", "<", "<=", ">", ">="]
ORDERS: dict[Operator, Callable[[Any, Any], Any]] = {"<": lt, "<=": le, ">": gt, ">=": ge}
MIRRORED: dict[Operator, Operator] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


class Refusal(Exception):
    """Why a construct has no columnar form; the walk over the tree adds where it stands."""

    def __init__(self, code: str, reason: str, expected: str = "") -> None:
        self.code, self.reason, self.expected = code, reason, expected
        super().__init__(reason)


def require_apart(names: Iterable[str]) -> None:
    """Refuse the names of entries or outputs that engines, which pay no heed to case, take for the same."""
    seen: dict[str, str] = {}
    for name in names:
        other = seen.setdefault(name.lower(), name)
        if other != name:
            raise Refusal("FE305", f"«{other}» and «{name}» differ in case alone", "entries that differ otherwise, too")


class Varies(Enum):
    """Stands for the constant of a term that is none."""

    VARIES = "varies"


VARIES = Varies.VARIES


@dataclass(frozen=True, slots=True)
class Term:
    """One FEEL value a row.

    `value` is SQL NULL where the FEEL value is null or unknown. `unknown` tells the rows where it is unknown and is
    itself never NULL; None: nowhere. `nullable` says whether null may occur. `constant` is the value of a constant.
    """

    value: ir.Value
    type: Type
    unknown: ir.BooleanValue | None = None
    nullable: bool = False
    constant: object = VARIES

    @property
    def absent(self) -> bool:
        """Whether the value may be SQL NULL."""
        return self.nullable or self.unknown is not None


def leaf(value: ir.Value, kind: Type, *, optional: bool) -> Term:
    """The term of a column: its NULL is null where it is optional, else unknown."""
    operation = value.op()
    present = isinstance(operation, ops.Literal) and operation.value is not None
    if present or not value.type().nullable:
        return Term(value, kind)
    return Term(value, kind, nullable=True) if optional else Term(value, kind, unknown=value.isnull())


def null() -> Term:
    return Term(ibis.null(), NULL, nullable=True, constant=None)


def anywhere(*terms: Term) -> ir.BooleanValue | None:
    """Where any of the terms is unknown."""
    unknowns = [term.unknown for term in terms if term.unknown is not None]
    return reduce(or_, unknowns) if unknowns else None


def paired(join: Callable[[Term, Term], Term], terms: Sequence[Term]) -> Term:
    """All terms joined two by two, by what may take them in any grouping: the SQL of many is not deep."""
    while len(terms) > 1:
        pairs = [terms[at : at + 2] for at in range(0, len(terms), 2)]
        terms = [join(*pair) if len(pair) == 2 else pair[0] for pair in pairs]
    return terms[0]


def strict(value: ir.Value, kind: Type, *operands: Term, null: bool = False) -> Term:
    """A result that is unknown where an operand is, else null where an operand is or, with `null`, by itself.

    `value` must be NULL in all these rows, as SQL's own operators are.
    """
    nullable = null or any(operand.nullable for operand in operands)
    unknown = anywhere(*operands)
    if unknown is not None and not nullable:
        unknown = is_null(value)
    return Term(value, kind, unknown, nullable)


def is_null(value: ir.Value) -> ir.BooleanValue:
    """Where a value is NULL. Of `NOT x` and of `x IN` constants it asks for x: Ibis writes both without brackets, and
    `NOT x IS NULL` is `NOT (x IS NULL)`."""
    operation = value.op()
    if isinstance(operation, ops.Not):
        return is_null(operation.arg.to_expr())
    if isinstance(operation, ops.InValues):
        return is_null(operation.value.to_expr())
    return value.isnull()


def masked(value: ir.Value, kind: Type, *operands: Term, nullable: bool = False) -> Term:
    """A result that would hide its operands' NULL (as IS NOT DISTINCT FROM does): NULL again where one is unknown."""
    unknown = anywhere(*operands)
    if unknown is not None:
        value = ibis.ifelse(unknown, ibis.null(value.type()), value)
    return Term(value, kind, unknown, nullable)


def shadowed(term: Term, *others: Term) -> Term:
    """The term, unknown also where any of the others is."""
    if anywhere(*others) is None:
        return term
    return masked(term.value, term.type, term, *others, nullable=term.nullable)
