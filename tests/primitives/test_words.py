"""Values as a reader sees them."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from bridgehead.primitives import words
from bridgehead.primitives.types import FieldType
from bridgehead.primitives.words import Phrase

NIGHTS = Phrase("晚", "nights")


@pytest.mark.parametrize(
    ("amount", "zh", "en"),
    [
        (100_000, "10 万元", "CNY 100,000"),
        (450_000, "45 万元", "CNY 450,000"),
        (1_500_000, "150 万元", "CNY 1,500,000"),
        (25_000, "2.5 万元", "CNY 25,000"),
        (250_000_000, "2.5 亿元", "CNY 250,000,000"),
        (123_450_000, "12,345 万元", "CNY 123,450,000"),
        (2_000, "2,000 元", "CNY 2,000"),
        (12_345, "12,345 元", "CNY 12,345"),
        (Decimal("100000.10"), "100,000.10 元", "CNY 100,000.10"),
        (0, "0 元", "CNY 0"),
    ],
)
def test_money_is_in_ten_thousands_where_round(amount: int | Decimal, zh: str, en: str) -> None:
    assert words.money(amount, "CNY") == Phrase(zh, en)


@pytest.mark.parametrize(
    ("value", "kind", "unit", "zh", "en"),
    [
        (0, FieldType.INTEGER, NIGHTS, "0 晚", "0 nights"),
        (1, FieldType.INTEGER, NIGHTS, "1 晚", "1 night"),
        (12_345, FieldType.INTEGER, Phrase("人", "people"), "12,345 人", "12,345 people"),
        (Decimal("0.635"), FieldType.PERCENT, words.NOTHING, "63.5%", "63.5%"),
        (Decimal("1.50"), FieldType.DECIMAL, words.NOTHING, "1.5", "1.5"),
        (Decimal("1E+3"), FieldType.DECIMAL, words.NOTHING, "1,000", "1,000"),
        (date(2023, 5, 4), FieldType.DATE, words.NOTHING, "2023年5月4日", "4 May 2023"),
        (
            datetime.fromisoformat("2023-05-04T08:30"),
            FieldType.DATE_TIME,
            words.NOTHING,
            "2023年5月4日 08:30",
            "4 May 2023 08:30",
        ),
        (True, FieldType.BOOLEAN, words.NOTHING, "是", "yes"),
        (None, FieldType.TEXT, words.NOTHING, "空白", "blank"),
        (["恒山", "悬空寺"], FieldType.CHOICES, words.NOTHING, "恒山、悬空寺", "恒山, 悬空寺"),
    ],
)
def test_a_value_is_written_by_its_type(value: object, kind: FieldType, unit: Phrase, zh: str, en: str) -> None:
    assert words.value(value, kind, unit) == Phrase(zh, en)


def test_a_choice_of_places_is_read_out() -> None:
    assert words.one_of(map(words.same, ("大同站", "大同南站"))) == Phrase("大同站或大同南站", "大同站 or 大同南站")
    assert words.one_of(map(words.same, "甲乙丙")) == Phrase("甲、乙或丙", "甲, 乙 or 丙")
    assert words.one_of([words.same("甲")]) == Phrase("甲", "甲")
