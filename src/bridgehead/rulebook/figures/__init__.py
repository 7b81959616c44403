"""Every figure of a text: numbers, money, percentages, dates, times, quotas and grades, in Chinese and in English."""

from bridgehead.rulebook.figures.figure import Extent, Figure, Found, Kind, Operators, PassedOver, Span, When
from bridgehead.rulebook.figures.scan import find
from bridgehead.rulebook.figures.words import MEASURES, PARTS, PLACES, is_one_of, same_unit

__all__ = [
    "MEASURES",
    "PARTS",
    "PLACES",
    "Extent",
    "Figure",
    "Found",
    "Kind",
    "Operators",
    "PassedOver",
    "Span",
    "When",
    "find",
    "is_one_of",
    "same_unit",
]
