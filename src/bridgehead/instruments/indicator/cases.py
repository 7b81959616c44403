"""The cases of a register, as an engine of columns has them, and FEEL over them.

They come as a table of Arrow, or as a copy of a register (`tables.copies`): all its records, be they claims or not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, cached_property

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa

from bridgehead import feel
from bridgehead.feel.columns import translate
from bridgehead.instruments.indicator.counts import COUNTED_AT
from bridgehead.instruments.indicator.scope import columns, scope
from bridgehead.rulebook.rulebook import Table
from bridgehead.tables.copies import RECORD, Copy, newest
from bridgehead.tables.parquet import scan

MEMORY = "1GB"
"""What DuckDB may hold in memory for all that this process counts; beyond it writes to disk."""


@dataclass(frozen=True)
class Cases:
    """Cases in columns of DuckDB, with the table of their register, and the moment at which they are counted by the
    clock of the city.
    """

    table: Table
    rows: ir.Table
    at: datetime

    def truth(self, text: str) -> ir.BooleanValue:
        """Whether something holds of each case: it does not where that is null or unknown."""
        return ibis.coalesce(self._value(text), False)

    def counts_for(self, of: str) -> ir.BooleanValue:
        """Whether a case weighs anything: where something holds of it, or its number is not nought."""
        value = self._value(of)
        return ibis.coalesce(value if value.type().is_boolean() else value != 0, False)

    def summed(self, of: str, held: ir.BooleanValue) -> ir.NumericValue:
        """How many of the cases that are `held` to it something holds of, or what they weigh together."""
        value = self._value(of)
        if value.type().is_boolean():
            return self.rows.count(where=held & ibis.coalesce(value, False))
        return ibis.coalesce(value.sum(where=held), 0)

    def _value(self, text: str) -> ir.Value:
        return translate(feel.parse(text, self._scope), {**self.columns, COUNTED_AT: self._at}, self._scope).value

    @cached_property
    def columns(self) -> Mapping[str, ir.Value]:
        """By the name that FEEL has for it."""
        return {name: self.rows[each.name] for name, each in columns(self.table).items()}

    @cached_property
    def _scope(self) -> feel.Scope:
        return scope(self.table)

    @cached_property
    def _at(self) -> ir.Value:
        return ibis.literal(self.at, type="timestamp(6)")

    def some(self, *conditions: ir.BooleanValue) -> "Cases":
        return replace(self, rows=self.rows.filter(*conditions)) if conditions else self

    def asked(self, plan: ir.Table) -> pa.Table:
        """What comes of a plan over the cases."""
        backend = plan.get_backend()
        return backend.con.sql(backend.compile(plan)).to_arrow_table()


def open_cases(cases: pa.Table | Copy, table: Table, at: datetime) -> Cases:
    """Raises BridgeheadError as `tables.parquet.scan` does where the columns of a copy do not fit."""
    connection = ibis.duckdb.from_connection(_database().cursor())
    if isinstance(cases, Copy):
        every = connection.read_parquet([str(file) for file in cases.files])
        found = every if len(cases.files) == 1 else newest(every)
        return Cases(table, scan(cases.folder, [*columns(table).values()], found, beside=[RECORD]), at)
    connection.con.register("cases", cases)
    return Cases(table, connection.table("cases"), at)


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """One for this process."""
    return duckdb.connect(config={"memory_limit": MEMORY})
