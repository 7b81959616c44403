"""What the engines do differently: how a result is kept for the steps after it."""

import ibis.expr.types as ir
from ibis.util import gen_name


def keep(table: ir.Table) -> ir.Table:
    """The rows of a table, computed once and held by the engine as long as its connection lasts."""
    backend = table.get_backend()
    if backend.name == "duckdb":
        name = gen_name("kept")
        backend.create_table(name, table, temp=True)
        return backend.table(name)
    return table.cache()
