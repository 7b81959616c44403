"""An operation promises to run live within limits: a bridge that turns, in its windows, under its limits."""

from bridgehead.instruments.operation.check import check
from bridgehead.instruments.operation.planned import planned, weighed
from bridgehead.instruments.operation.schema import Operation
from bridgehead.rulebook.kind import Kind

KIND = Kind(schema=Operation, check=check)

__all__ = ["KIND", "Operation", "check", "planned", "weighed"]
