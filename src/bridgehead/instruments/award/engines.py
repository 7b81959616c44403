"""The engines that run an award over many claims: DuckDB in this process, Spark on a cluster. One plan for both.

Claims come with `@row`, their position in the input from 0, in whose order the decisions are given.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

import duckdb
import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
import pyarrow as pa
from ibis.util import gen_name

from bridgehead.instruments.award.columns import ROW
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.primitives.types import Column
from bridgehead.tables import NO_LABELS, Labels
from bridgehead.tables.copies import COUNTS, RECORD, Copy, is_copy, newest
from bridgehead.tables.parquet import scan

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

MEMORY = "2GB"
"""What DuckDB may hold in memory, all settlements of this process together; beyond it writes to disk."""


ibis.options.sql.fuse_selects = False  # the engines merge nested selects themselves; Ibis doubles the time of a plan


class Engine(StrEnum):
    DUCKDB = "duckdb"
    SPARK = "spark"


def open_claims(
    claims: pa.Table | Path, engine: Engine, columns: Sequence[Column] = (), labels: Labels = NO_LABELS
) -> ir.Table:
    """Claims from an Arrow table, or the columns of a Parquet file, which is not read before the engine runs; or of a
    copy (`tables.copies`), whose rows that hold are looked for once, in the order of its records.

    Raises BridgeheadError where the file does not have these columns in types that fit (see `tables.parquet.scan`),
    and with AW062 where Spark is not installed or does not start.
    """
    opened = _in_duckdb(claims) if engine is Engine.DUCKDB else _in_spark(claims)
    if not isinstance(claims, Path):
        return opened
    read = scan(claims, columns, opened, labels=labels, beside=[ROW])
    return keep(read.order_by(ROW)) if is_copy(claims) else read


def keep(table: ir.Table) -> ir.Table:
    """The rows of a table, computed once and held by the engine as long as its connection lasts.

    What the columns are is known: the engine is not asked, as `create_table` of Ibis does at some length.
    """
    backend = table.get_backend()
    if backend.name != Engine.DUCKDB:
        return table.cache()
    name = gen_name("kept")
    backend.con.execute(f'CREATE TEMP TABLE "{name}" AS {backend.compile(table)}')
    kept = ops.DatabaseTable(name, schema=table.schema(), source=backend, namespace=ops.Namespace())
    return cast(ir.Table, kept.to_expr())


def beside(rows: pa.Table, table: ir.Table) -> ir.Table:
    """Rows made here, in the engine of a table, so that they can be joined to it."""
    backend, name = table.get_backend(), gen_name("beside")
    if backend.name == Engine.DUCKDB:
        backend.con.register(name, rows)
    else:
        _session().createDataFrame(rows).createOrReplaceTempView(name)
    return backend.table(name)


def stream(table: ir.Table, rows: int) -> Iterator[pa.RecordBatch]:
    """The rows of a table in their order, so many at a time, while the engine works."""
    backend = table.get_backend()
    if backend.name != Engine.DUCKDB:
        yield from table.to_pyarrow_batches(chunk_size=rows)
        return
    yield from backend.con.sql(backend.compile(table)).to_arrow_reader(rows)  # ibis calls what DuckDB 2 has renamed


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """One for this process: to open one takes as long as to settle some thousand claims."""
    return duckdb.connect(config={"memory_limit": MEMORY})


def _in_duckdb(claims: pa.Table | Path) -> ir.Table:
    """On a connection of its own, to which alone all that a settlement makes is known."""
    connection = ibis.duckdb.from_connection(_database().cursor())
    if isinstance(claims, Path) and is_copy(claims):
        return _counting(connection.read_parquet([str(file) for file in Copy.read(claims).files]))
    if isinstance(claims, Path):
        columns = f'* EXCLUDE (file_row_number), file_row_number AS "{ROW}"'
        source = connection.con.read_parquet(str(claims), file_row_number=True)
        source.project(columns).create_view("claims")
    else:
        connection.con.register("claims", _numbered(claims))
    return connection.table("claims")


def _in_spark(claims: pa.Table | Path) -> ir.Table:
    session = _session()
    from pyspark.sql.functions import monotonically_increasing_id

    if isinstance(claims, Path) and is_copy(claims):
        frame = session.read.parquet(*(str(file) for file in Copy.read(claims).files))
    elif isinstance(claims, Path):
        frame = session.read.parquet(str(claims)).withColumn(ROW, monotonically_increasing_id())
    else:
        frame = session.createDataFrame(_numbered(claims))
    name = gen_name("claims")
    frame.createOrReplaceTempView(name)
    opened = ibis.pyspark.connect(session).table(name)
    return _counting(opened) if isinstance(claims, Path) and is_copy(claims) else opened


def _counting(segments: ir.Table) -> ir.Table:
    """The claims of a copy."""
    found = newest(segments)
    return found.filter(found[COUNTS]).rename({ROW: RECORD})


def _session() -> "SparkSession":
    """The session of this process; wall-clock times are read as they stand, whatever the machine's zone."""
    try:
        from pyspark.errors import PySparkRuntimeError
        from pyspark.sql import SparkSession
    except ModuleNotFoundError as why:
        raise BridgeheadError([_no_spark("Spark is not installed")]) from why
    builder = SparkSession.builder.appName("bridgehead").config("spark.sql.session.timeZone", "UTC")
    builder = builder.config("spark.sql.timestampType", "TIMESTAMP_NTZ").config("spark.ui.enabled", "false")
    try:
        session = builder.getOrCreate()
    except PySparkRuntimeError as why:
        raise BridgeheadError([_no_spark(f"Spark does not start: {why}")]) from why
    session.sparkContext.setLogLevel("ERROR")
    return session


def _no_spark(found: str) -> Mistake:
    expected = "for --engine spark both the extra, as pip install 'bridgehead[spark]' adds it, and Java 17 or newer"
    return Mistake("AW062", found, None, expected)


def _numbered(claims: pa.Table) -> pa.Table:
    return claims.append_column(ROW, pa.array(range(claims.num_rows), pa.int64()))
