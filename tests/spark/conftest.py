"""One session of Spark for all the tests here: starting one takes longer than most of them.

So they stand in a folder of their own, which `make spark` runs in one process, beside the daily loop; and what costs
Spark a job (a plan, some compiled code, a few tasks) is asked for many expressions or claims at once.
"""

import importlib.util
import shutil
from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="session", autouse=True)
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The session that the engine finds and uses: of few partitions, as the claims are few, but of more than one."""
    if importlib.util.find_spec("pyspark") is None or shutil.which("java") is None:
        pytest.skip("pyspark or Java is absent")
    from pyspark.sql import SparkSession

    short_lived = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # Java compiles lightly what will run but a minute
    started = (
        SparkSession.builder.master("local[2]")
        .config("spark.driver.extraJavaOptions", short_lived)
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", "3")
        .config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse")))
        .getOrCreate()
    )
    started.sparkContext.setLogLevel("OFF")
    yield started
    started.stop()
