"""Types tell what can never work, and only that."""

import pytest

from bridgehead import feel
from bridgehead.feel.types import DATE, NUMBER, STRING, Variable
from bridgehead.primitives.errors import Place

SCOPE = {"passengers": Variable(NUMBER), "stop": Variable(STRING), "completed on": Variable(DATE)}


@pytest.mark.parametrize(
    "text",
    [
        'stop in ("a", "b") and passengers >= 400',
        'completed on in [date("2023-05-04")..date("2023-09-30")]',
        "passengers = null",
        "sum([1, 2]) + max(1, 2)",
        "for x in [1, 2] return x + 1",
        'completed on + @"P1M" < completed on',
        "passengers in [1, 2]",
        "floor(n: passengers / 3) > 2",
    ],
)
def test_what_can_work_is_not_blamed(text: str) -> None:
    assert feel.check(feel.parse(text, SCOPE), text) == ()


def test_places_are_those_of_the_text() -> None:
    text = 'passengers >= 400\nand stop = 5 and completed on > "2023-05-04"'
    found = feel.check(feel.parse(text, SCOPE), text)
    assert [(one.code, one.place) for one in found] == [("FE206", Place("", 2, 5)), ("FE206", Place("", 2, 18))]
