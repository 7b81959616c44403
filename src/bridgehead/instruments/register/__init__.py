"""A register promises to take in, route, answer in time and close: its fields, stages and what can be done in each.

What is filled in is read and judged in `filled` (`read`, `validate`), which brings the tables, so it is imported apart.
"""

from operator import attrgetter

from bridgehead.instruments.register.check import check
from bridgehead.instruments.register.facts import derive
from bridgehead.instruments.register.fields import Field
from bridgehead.instruments.register.lit import lit
from bridgehead.instruments.register.numbering import numbered
from bridgehead.instruments.register.record import (
    RECEIVED,
    State,
    fillable,
    intake,
    may_hold,
    moves,
    next_stage,
    outlived,
    unverified,
    verbs_in,
)
from bridgehead.instruments.register.schema import Light, Register
from bridgehead.instruments.register.stages import Stage
from bridgehead.instruments.register.verbs import INTERNAL, REPORTER, VERBS, Verb
from bridgehead.rulebook.kind import Kind

KIND = Kind(schema=Register, check=check, table=attrgetter("table"))

__all__ = [
    "INTERNAL",
    "KIND",
    "RECEIVED",
    "REPORTER",
    "VERBS",
    "Field",
    "Light",
    "Register",
    "Stage",
    "State",
    "Verb",
    "check",
    "derive",
    "fillable",
    "intake",
    "lit",
    "may_hold",
    "moves",
    "next_stage",
    "numbered",
    "outlived",
    "unverified",
    "verbs_in",
]
