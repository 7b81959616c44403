"""Every figure of a text: numbers, money, percentages, dates, times, quotas and grades, in Chinese and in English."""

from bridgehead.rulebook.figures.figure import Extent, Figure, Found, Kind, Operators, PassedOver, Span, When
from bridgehead.rulebook.figures.scan import find
from bridgehead.rulebook.figures.words import same_unit

__all__ = ["Extent", "Figure", "Found", "Kind", "Operators", "PassedOver", "Span", "When", "find", "same_unit"]
