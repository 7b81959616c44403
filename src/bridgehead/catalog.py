"""The one table of instruments: the first key of a YAML file, and the kind of promise that it makes."""

from collections.abc import Mapping
from typing import Any

from bridgehead.instruments import register
from bridgehead.instruments.award.schema import Award
from bridgehead.rulebook.kind import Kind

KINDS: Mapping[str, Kind[Any]] = {
    "award": Kind(schema=Award, claims=lambda award: award.claims),
    "register": register.KIND,
}
