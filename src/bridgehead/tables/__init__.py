"""Typed tables in and out: CSV, Excel, Parquet; what cannot be read exactly is a reject, never a guess.

`tables.parquet.scan` reads Parquet as a plan; it is not loaded here, since plans take long to load.
"""

from bridgehead.tables.found import DIGITS, SCALE, as_they_stand, columns, kinds, require_headings
from bridgehead.tables.reading import Reading, read
from bridgehead.tables.repeated import Repeated, alike, repeated
from bridgehead.tables.rows import LOST, NO_LABELS, REJECTS, Labels, Progress, arrow_schema, arrow_type, in_words
from bridgehead.tables.shortest import shortest
from bridgehead.tables.writing import JSON, LACKING, as_csv, json_text, write, writer_of

__all__ = [
    "DIGITS",
    "JSON",
    "LACKING",
    "LOST",
    "NO_LABELS",
    "REJECTS",
    "SCALE",
    "Labels",
    "Progress",
    "Reading",
    "Repeated",
    "alike",
    "arrow_schema",
    "arrow_type",
    "as_csv",
    "as_they_stand",
    "columns",
    "in_words",
    "json_text",
    "kinds",
    "read",
    "repeated",
    "require_headings",
    "shortest",
    "write",
    "writer_of",
]
