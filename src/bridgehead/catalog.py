"""The one table of instruments: the first key of a YAML file, and the kind of promise that it makes."""

from collections.abc import Mapping
from typing import Any

from bridgehead.instruments import award, chain, indicator, operation, register, screen
from bridgehead.rulebook.kind import Kind

KINDS: Mapping[str, Kind[Any]] = {
    "award": award.KIND,
    "chain": chain.KIND,
    "indicator": indicator.KIND,
    "operation": operation.KIND,
    "register": register.KIND,
    "screen": screen.KIND,
}
