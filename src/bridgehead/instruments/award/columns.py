"""An award over many claims: its FEEL as columns of a table of claims.

A table of claims has the columns of its register, and beside them technical ones, whose names begin with `@`, as no
name of FEEL can: `@row`, the position in the input from 0, and `@scenario` where several are decided in one run.
A column named `values.NAME` stands for that value in place of the rulebook's, one named `@varied NAME` for a figure of
the award itself: its `budget`, or the places of a prize, the `first of PRIZE`. What has no columnar form is worked out
before, claim by claim (see `judged`): the masks in `@failed` and `@missing`, an amount in `@amount TEXT`, and a key of
an order in `@key TEXT`, as its rank among all that the claims have.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, partial, reduce
from operator import and_

import ibis
import ibis.expr.types as ir

from bridgehead import feel
from bridgehead.feel import tree
from bridgehead.feel.columns import Columnar, translate
from bridgehead.feel.substitution import dotted
from bridgehead.feel.types import BOOLEAN, DATE, NumberType, Scope, Type
from bridgehead.instruments.award import scope
from bridgehead.instruments.award.amounts import CENT_DIGITS
from bridgehead.instruments.award.atoms import Atom
from bridgehead.instruments.award.schema import CalendarPeriod, SortKey
from bridgehead.instruments.award.terms import Terms

ROW, SCENARIO, VARIED = "@row", "@scenario", "@varied "
FAILED, MISSING, PAID, KEY = "@failed", "@missing", "@amount ", "@key "
MONEY = f"decimal(18, {CENT_DIGITS})"


@dataclass(frozen=True)
class _OnDemand(Mapping[str, ir.Value]):
    """Columns by name, each made when it is first asked for: a plan names few of many."""

    makers: Mapping[str, Callable[[], ir.Value]]
    made: dict[str, ir.Value] = field(default_factory=dict)

    def __getitem__(self, name: str) -> ir.Value:
        if name not in self.made:
            self.made[name] = self.makers[name]()
        return self.made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.makers)

    def __len__(self) -> int:
        return len(self.makers)


@dataclass(frozen=True)
class Claims:
    """A table of claims under the terms of an award."""

    terms: Terms
    table: ir.Table

    @cached_property
    def columns(self) -> Mapping[str, ir.Value]:
        """What FEEL may name, as columns: fields by the column that decides, values by their dotted names."""
        deciding, there = self.terms.table.deciding, set(self.table.columns)
        as_of = self.terms.award.as_of
        dated = as_of is not None and deciding[as_of] in there
        fields = {name: partial(self.table.__getitem__, deciding[name]) for name in deciding if deciding[name] in there}
        values = {f"values.{name}": partial(self._value, name) for name in self.terms.values}
        return _OnDemand(fields | {name: make for name, make in values.items() if dated or name in there})

    def _value(self, name: str) -> ir.Value:
        """A value as it holds on the date of each claim; NULL, which is unknown, before its first day."""
        if f"values.{name}" in self.table.columns:
            return self.table[f"values.{name}"]
        value, as_of = self.terms.values[name], self.terms.award.as_of
        assert as_of is not None
        on = self.columns[as_of].cast("date")
        kind = _column_type(scope.value_type(value))
        versions = [(on >= first, ibis.literal(figure, type=kind)) for first, figure in reversed(value.from_.items())]
        over = [(on > value.until, ibis.null(kind))] if value.until else []
        return ibis.cases(*over, *versions, else_=ibis.null(kind))

    def figure(self, name: str, written: int | Decimal, kind: str) -> ir.Value:
        """A figure of the award itself: as it is varied in each row, else as it is written."""
        varied = VARIED + name
        return self.table[varied].cast(kind) if varied in self.table.columns else ibis.literal(written, kind)

    @property
    def varies(self) -> bool:
        """Whether a figure of the award itself is varied."""
        return any(name.startswith(VARIED) for name in self.table.columns)

    def feel(
        self, expression: str | tree.Expression, names: Scope | None = None, more: Mapping[str, ir.Value] | None = None
    ) -> Columnar:
        """The value of an expression in each row; `more` are columns that `names` adds to those of the award."""
        known = names or self.terms.names
        parsed = feel.parse(expression, known) if isinstance(expression, str) else expression
        plain = self.terms.inline(parsed)
        read = {dotted(node) for node in feel.walk(plain)}
        columns = {name: self.columns[name] for name in self.columns if name in read}
        return translate(plain, {**columns, **(more or {})}, known)

    @cached_property
    def truths(self) -> tuple[Columnar, ...]:
        """Whether each atom holds, by its bit: NULL where that is unknown; a FEEL null counts as false."""
        return tuple(self.truth(atom) for atom in self.terms.atoms.all)

    def truth(self, atom: Atom) -> Columnar:
        """Whether one atom holds. Raises NotColumnar."""
        if atom.test is None:
            known = reduce(and_, [self.columns[name].notnull() for name in atom.needs])
            return Columnar(ibis.ifelse(known, True, ibis.null("boolean")), ~known, nullable=False)
        found = self.feel(atom.test)
        if not found.nullable:
            return found
        decided = ibis.coalesce(found.value, False)
        if found.unknown is not None:
            decided = ibis.ifelse(found.unknown, ibis.null("boolean"), decided)
        return Columnar(decided, found.unknown, nullable=False)

    def amount(self, pay: str) -> ir.DecimalValue:
        """What a prize or bonus pays each claim, by its FEEL (see `amounts`)."""
        worked_out = PAID + pay
        return self.table[worked_out] if worked_out in self.table.columns else self.feel(pay).value.cast(MONEY)

    def holds(self, atom: Atom) -> ir.BooleanValue:
        return self.truths[atom.bit].value

    def sort_keys(self, keys: tuple[SortKey, ...], places: Mapping[str, ir.Value] | None = None) -> list[ir.Value]:
        """The keys of an order. They sort by the value as it is stored, every microsecond of it.

        FEEL itself compares dates and times by whole seconds; so read, an order would tie two claims of one second and
        leave the place, and the money, to the next key, though the register knows which came first.
        """
        names = self.terms.rank_names if places else self.terms.names
        found = [(self._key(key.by, names, places), key.descending) for key in keys]
        return [ibis.desc(value) if descending else ibis.asc(value) for value, descending in found]

    def _key(self, by: str, names: Scope, places: Mapping[str, ir.Value] | None) -> ir.Value:
        worked_out = KEY + by
        return self.table[worked_out] if worked_out in self.table.columns else self.feel(by, names, places).value

    def period(self, each: CalendarPeriod | None) -> list[ir.Value]:
        """The calendar period of each claim, as grouping columns."""
        if each is None:
            return []
        on = self.columns[each.field]
        if each.unit == "day":
            return [on.cast("date")]
        parts = {"month": [on.month()], "quarter": [on.quarter()], "year": []}
        return [on.year(), *parts[each.unit]]

    @property
    def scenario(self) -> list[ir.Value]:
        """The grouping by which scenarios are kept apart."""
        return [self.table[SCENARIO]] if SCENARIO in self.table.columns else []


def _column_type(kind: Type) -> str:
    """The type of a column that holds the values of a type of FEEL."""
    if isinstance(kind, NumberType):
        return f"decimal({kind.precision}, {kind.scale})" if kind.scale else "int64"
    return {DATE: "date", BOOLEAN: "boolean"}.get(kind, "string")
