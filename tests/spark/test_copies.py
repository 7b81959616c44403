"""Spark reads the Parquet copy of a register as DuckDB does, and settles its claims as the service does."""

from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import ibis
import pytest

from bridgehead import published
from bridgehead.actions.award_record import Step
from bridgehead.actions.settle import run
from bridgehead.instruments.award.settlement import Engine, settle
from bridgehead.ledger.sealing import seal
from bridgehead.primitives.actor import Actor, ActorKind
from bridgehead.queries.register_table import register_table
from bridgehead.tables.copies import COPIES, RECORD, Copy, newest
from bridgehead.work.copying import copy_registers
from tests.cities import MOMENT, TOURISM, publish
from tests.claims_in_ledger import REGISTER, file_and_handle

pytestmark = pytest.mark.django_db

SUPERVISOR = Actor(ActorKind.STAFF, "made-up supervisor", frozenset({"supervisor"}))
ON = date(2023, 10, 16)


def test_spark_reads_the_same_copy_and_settles_it_as_the_service_does(session: Any, tmp_path: Path) -> None:
    publish()
    random = Random(7)
    for acts in (40, 12, 5, 2):
        file_and_handle(random, acts)
        seal(MOMENT)
        copy_registers(tmp_path, MOMENT)
    folder = tmp_path / COPIES / TOURISM / REGISTER
    copy = Copy.read(folder)
    assert len(copy.files) > 1
    wanted = register_table(TOURISM, REGISTER, SUPERVISOR).read_all()
    session.read.parquet(*map(str, copy.files)).createOrReplaceTempView("segments")
    read = newest(ibis.pyspark.connect(session).table("segments")).order_by(RECORD).select(*wanted.column_names)
    assert read.to_pyarrow().to_pylist() == wanted.to_pylist() == copy.rows().read_all().to_pylist()

    kept = run(Step(TOURISM, "special-train", SUPERVISOR, MOMENT), ON).settlement.table().to_pylist()
    assert {row["outcome"] for row in kept} > {"granted"}
    rulebook = published.current(TOURISM)[1]
    for engine in Engine:
        assert settle(rulebook, "special-train", folder, on=ON, engine=engine).table().to_pylist() == kept
