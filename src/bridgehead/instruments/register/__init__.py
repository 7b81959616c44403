"""A register promises to take in: it names its fields."""

from bridgehead.instruments.register.check import check
from bridgehead.instruments.register.fields import Field
from bridgehead.instruments.register.schema import Register, table
from bridgehead.rulebook.kind import Kind

KIND = Kind(schema=Register, check=check, table=table)

__all__ = ["KIND", "Field", "Register", "table"]
