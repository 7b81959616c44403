"""How the figures of an indicator are said: what a rate compares, and the rate with the digits that it has."""

from collections.abc import Mapping
from decimal import Decimal

from bridgehead.instruments.indicator.measured import TARGET, Rate
from bridgehead.instruments.indicator.schema import SINCE_THE_START, YEAR_ON_YEAR
from bridgehead.primitives.words import Phrase

RATIO = Phrase("比例", "ratio")
COMPARED: Mapping[str, Phrase] = {
    YEAR_ON_YEAR: Phrase("同比", "year on year"),
    SINCE_THE_START: Phrase("比年初", "since the start of the year"),
    TARGET: Phrase("完成目标", "of the target"),
}
SHORT: Mapping[str, Phrase] = {
    YEAR_ON_YEAR: Phrase("同比", "y/y"),
    SINCE_THE_START: Phrase("比年初", "ytd"),
    TARGET: Phrase("完成目标", "target"),
}
"""For columns of a terminal."""


def compared(rate: Rate, words: Mapping[str, Phrase] = COMPARED) -> Phrase:
    return words.get(rate.path[-1], RATIO)


def printed(rate: Decimal) -> str:
    """0.174 is 17.4%, and 0.110 is 11.0%."""
    return f"{rate.scaleb(2):f}%"
