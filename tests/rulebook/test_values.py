"""Values in force: which version holds on which day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgehead.rulebook.values import Value

DAY = timedelta(days=1)


def value(versions: dict[date, Decimal], until: date | None = None) -> Value:
    return Value.model_validate(
        {
            "cites": "notice.md#1",
            "label": {"zh": "值", "en": "value"},
            "from": versions,
            **({"until": until} if until else {}),
        }
    )


MAY, JULY, SEPTEMBER = date(2023, 5, 4), date(2023, 7, 1), date(2023, 9, 30)


@pytest.mark.parametrize(
    ("day", "figure"),
    [
        (MAY - DAY, None),
        (MAY, Decimal(400)),
        (JULY - DAY, Decimal(400)),
        (JULY, Decimal(300)),
        (SEPTEMBER, Decimal(300)),
        (SEPTEMBER + DAY, None),
    ],
)
def test_a_version_holds_from_its_day_until_the_next(day: date, figure: Decimal | None) -> None:
    dated = value({MAY: Decimal(400), JULY: Decimal(300)}, until=SEPTEMBER)
    assert dated.on(day) == figure


@given(
    st.lists(st.dates(date(2020, 1, 1), date(2030, 1, 1)), min_size=1, unique=True).map(sorted),
    st.dates(date(2019, 1, 1), date(2031, 1, 1)),
    st.dates(date(2019, 1, 1), date(2031, 1, 1)),
)
def test_a_gap_is_the_first_day_without_a_version(days: list[date], one: date, other: date) -> None:
    first, last = sorted([one, other])
    dated = value({day: Decimal(number) for number, day in enumerate(days)}, until=max(days) + 30 * DAY)
    gap = dated.gap(first, last)
    if gap is None:
        assert dated.on(first) is not None
        assert dated.on(last) is not None
    else:
        assert first <= gap <= last
        assert dated.on(gap) is None
        assert gap == first or dated.on(gap - DAY) is not None
