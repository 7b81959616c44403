"""An indicator promises to measure: figures of a period, how they grew, and what is said of them."""

from bridgehead.instruments.indicator.check import check
from bridgehead.instruments.indicator.measured import Rate, rates
from bridgehead.instruments.indicator.schema import Indicator, Series
from bridgehead.rulebook.kind import Kind

KIND = Kind(schema=Indicator, check=check)

__all__ = ["KIND", "Indicator", "Rate", "Series", "check", "rates"]
