"""What is said of a record comes out as FEEL has it, whatever stands in its fields; an expression is compiled once."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgehead import feel
from bridgehead.instruments.register.facts import evaluated

TEXTS = (
    "paid sights >= 2",
    "paid   sights = null or nights > 1",
    'stop in ("one", "two") and not(nights = 3)',
    "paid sights + nights",
    "if nights != null then paid sights else stop",
    "count(stop) > 1",
    "paid sights >= values.least and nights > 0",
)
HELD = st.sampled_from((None, feel.UNKNOWN, 0, 2, Decimal("2.0"), True, "one", "2", date(2023, 5, 4), ["one", "two"]))


@pytest.mark.parametrize("text", TEXTS)
@given(paid=HELD, nights=HELD, stop=HELD, beside=HELD)
def test_an_expression_has_the_value_that_feel_gives_it(
    text: str, paid: object, nights: object, stop: object, beside: object
) -> None:
    context = {"sights": beside, "paid sights": paid, "nights": nights, "stop": stop, "not named": beside}
    values: dict[str, object] = {"least": 2}
    whole = {**context, "values": values}
    assert repr(evaluated(text, context, values)) == repr(feel.evaluate(text, whole))
