"""The engines that run an award over many claims: DuckDB in this process, Spark on a cluster. One plan for both.

Claims come with `@row`, their position in the input from 0, in whose order the decisions are given.
"""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis.util import gen_name

from bridgehead.instruments.award.columns import ROW

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

MEMORY = "2GB"
"""What DuckDB may hold in memory; beyond it writes to disk."""


class Engine(StrEnum):
    DUCKDB = "duckdb"
    SPARK = "spark"


def open_claims(claims: pa.Table | Path, engine: Engine) -> ir.Table:
    """Claims from an Arrow table or a Parquet file, which is not read before the engine runs."""
    return _in_duckdb(claims) if engine is Engine.DUCKDB else _in_spark(claims)


def keep(table: ir.Table) -> ir.Table:
    """The rows of a table, computed once and held by the engine as long as its connection lasts."""
    backend = table.get_backend()
    if backend.name != Engine.DUCKDB:
        return table.cache()
    name = gen_name("kept")
    backend.create_table(name, table, temp=True)
    return backend.table(name)


def beside(rows: pa.Table, table: ir.Table) -> ir.Table:
    """Rows made here, in the engine of a table, so that they can be joined to it."""
    backend, name = table.get_backend(), gen_name("beside")
    if backend.name == Engine.DUCKDB:
        backend.con.register(name, rows)
    else:
        _session().createDataFrame(rows).createOrReplaceTempView(name)
    return backend.table(name)


def _in_duckdb(claims: pa.Table | Path) -> ir.Table:
    connection = ibis.duckdb.connect(memory_limit=MEMORY)
    if isinstance(claims, Path):
        return connection.read_parquet(claims, file_row_number=True).rename({ROW: "file_row_number"})
    connection.con.register("claims", _numbered(claims))
    return connection.table("claims")


def _in_spark(claims: pa.Table | Path) -> ir.Table:
    from pyspark.sql.functions import monotonically_increasing_id

    session = _session()
    if isinstance(claims, Path):
        frame = session.read.parquet(str(claims)).withColumn(ROW, monotonically_increasing_id())
    else:
        frame = session.createDataFrame(_numbered(claims))
    name = gen_name("claims")
    frame.createOrReplaceTempView(name)
    return ibis.pyspark.connect(session).table(name)


def _session() -> "SparkSession":
    """The session of this process; wall-clock times are read as they stand, whatever the machine's zone."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("bridgehead").config("spark.sql.session.timeZone", "UTC")
    session = (
        builder.config("spark.sql.timestampType", "TIMESTAMP_NTZ").config("spark.ui.enabled", "false").getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    return session


def _numbered(claims: pa.Table) -> pa.Table:
    return claims.append_column(ROW, pa.array(range(claims.num_rows), pa.int64()))
