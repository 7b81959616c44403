"""A screen promises to refuse by criteria and by place: projects that fall in a class of a negative list."""

from bridgehead.instruments.screen.check import check
from bridgehead.instruments.screen.schema import Screen
from bridgehead.rulebook.kind import Kind

KIND = Kind(schema=Screen, check=check)

__all__ = ["KIND", "Screen", "check"]
