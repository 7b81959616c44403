"""An award: pays by rule, quota, rank and budget."""

from bridgehead.instruments.award.check import check
from bridgehead.instruments.award.schema import Award
from bridgehead.rulebook.kind import Kind

KIND = Kind(schema=Award, check=check, claims=lambda award: award.claims)

__all__ = ["KIND", "Award"]
