"""Every figure of a text: numbers, money, percentages, dates, times, quotas and grades, in Chinese and in English."""

from bridgehead.rulebook.figures.figure import FIRM, Figure, Found, Kind, Operators, PassedOver, Span, When
from bridgehead.rulebook.figures.scan import find

__all__ = ["FIRM", "Figure", "Found", "Kind", "Operators", "PassedOver", "Span", "When", "find"]
