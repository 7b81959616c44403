"""The records of a register as a file: CSV, Excel or Parquet."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import pyarrow as pa
from django.http import FileResponse, HttpRequest
from ninja import Router

from bridgehead.access import require
from bridgehead.actions.look import look_at_all
from bridgehead.primitives.moment import now
from bridgehead.queries.register_table import Headings, register_table
from bridgehead.tables import write
from bridgehead.web.api.callers import Bearer, caller

router = Router()

MEDIA_TYPES: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}


@router.get(
    "/matters/{path:matter}/registers/{name}/table",
    auth=Bearer("export"),
    summary="Export the records of a register; what is personal for a reason, which is kept as a look",
)
def export_records(
    request: HttpRequest,
    matter: str,
    name: str,
    form: Literal["csv", "xlsx", "parquet"] = "csv",
    headings: Headings = "zh",
    stage: str | None = None,
    reason: str | None = None,
) -> FileResponse:
    actor = caller(request)
    require(actor, "export")
    opened = None if reason is None else look_at_all(matter, name, reason, actor, now())
    records = register_table(matter, name, actor, stage=stage, opened=opened, headings=headings)
    return table_file(name, form, records)


def table_file(name: str, form: str, records: pa.RecordBatchReader) -> FileResponse:
    """A table as a file to keep, in one of the forms of `MEDIA_TYPES`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"records.{form}"
        write(path, records)
        file = path.open("rb")  # it is there until it is closed, though its name goes
    return FileResponse(file, as_attachment=True, filename=f"{name}.{form}", content_type=MEDIA_TYPES[form])
