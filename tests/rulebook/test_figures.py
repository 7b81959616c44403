"""Every figure of a text is found, with its exact value, whatever its form and whatever stands around it."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgehead.rulebook.figures import Kind, When, find
from tests.rulebook.writing import HAN_DIGITS, forms, han


def said(text: str) -> list[tuple[Kind, object, set[str]]]:
    return [(figure.kind, figure.value, set(figure.operators)) for figure in find(text).figures]


def values(text: str) -> list[object]:
    return [figure.value for figure in find(text).figures]


@given(number=st.integers(1, 9_999_9999_9999), data=st.data())
def test_a_number_is_found_in_any_of_its_forms(number: int, data: st.DataObject) -> None:
    written = data.draw(st.sampled_from(forms(number)))
    assert said(f"奖励{written}元。") == [(Kind.MONEY, number, set())]
    assert values(f"人数为{written}人；") == [number]


@given(
    number=st.integers(1, 9_9999_9999),
    before=st.text(alphabet="政府对机构，。；：（）\n 组织 x", max_size=40),
    after=st.text(alphabet="，。；）\n政府对机构游客", max_size=40),
    data=st.data(),
)
def test_text_around_a_figure_does_not_change_what_is_found(
    number: int, before: str, after: str, data: st.DataObject
) -> None:
    written = data.draw(st.sampled_from(forms(number)))
    found = find(f"{before}。共{written}元。{after}")
    assert [figure.value for figure in found.figures] == [number]


@given(number=st.integers(10_000, 9_999_999), data=st.data())
def test_a_number_broken_by_the_end_of_a_line_is_one_number(number: int, data: st.DataObject) -> None:
    written = data.draw(st.sampled_from([str(number), f"{number:,}", han(number)]))
    at = data.draw(st.integers(1, len(written)))
    assert values(f"资金共{written[:at]}\n{written[at:]}元。") == [number]


@given(day=st.dates(date(1950, 1, 1), date(2049, 12, 31)), data=st.data())
def test_a_day_is_found_in_any_of_its_forms(day: date, data: st.DataObject) -> None:
    year = "".join(HAN_DIGITS[int(digit)] for digit in str(day.year)).replace("零", "〇")
    written = data.draw(
        st.sampled_from(
            [
                f"{day.year}年{day.month}月{day.day}日",
                f"{day.year} 年 {day.month} 月 {day.day} 日",
                f"{year}年{han(day.month).replace('一十', '十')}月{han(day.day)}日",
                day.isoformat(),
                f"{day.year}/{day.month}/{day.day}",
                f"{day.day} {day:%B} {day.year}",
                f"{day:%B} {day.day}, {day.year}",
            ]
        )
    )
    assert values(f"公告：{written}。") == [When(day.year, day.month, day.day)]


@given(start=st.dates(date(2000, 1, 1), date(2040, 12, 31)), length=st.integers(1, 300))
def test_the_end_of_a_period_takes_the_year_of_its_start(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    if end.year != start.year:
        return
    text = f"{start.year}年{start.month}月{start.day}日至{end.month}月{end.day}日"
    assert said(text) == [
        (Kind.DATE, When(start.year, start.month, start.day), {">="}),
        (Kind.DATE, When(end.year, end.month, end.day), {"<="}),
    ]


@given(
    st.text(max_size=200)
    | st.text(alphabet="0123456789０１,.，。万亿千百十一二三半前第至年月日:-/%\n 人元A(（)", max_size=200)
)
def test_any_text_can_be_read_and_no_digit_is_lost(text: str) -> None:
    found = find(text)
    spans = sorted([figure.span for figure in found.figures] + [passed.span for passed in found.passed_over])
    for index, character in enumerate(text):
        if character in "0123456789０１２３４５６７８９":
            assert any(start <= index < end for start, end in spans), (index, character, spans)
    for figure in found.figures:
        assert text[figure.span[0] : figure.span[1]] == figure.text
        assert (
            figure.span[0]
            <= figure.core[0]
            <= figure.numeral[0]
            < figure.numeral[1]
            <= figure.core[1]
            <= figure.span[1]
        )


MONEY = [
    ("45万元", 450_000),
    ("4.5亿元", 450_000_000),
    ("1.5 万亿元", 1_500_000_000_000),
    ("2千元", 2000),
    ("3万5千元", 35_000),
    ("三万五千元", 35_000),
    ("壹拾万元整", 100_000),
    ("１００，０００元", 100_000),
    ("人民币5万元", 50_000),
    ("¥100,000", 100_000),
    ("CNY 50,000", 50_000),
    ("100,000 yuan", 100_000),
    ("1.5 million yuan", 1_500_000),
]
SHARES = [
    ("50%", "1/2"),
    ("百分之五十", "1/2"),
    ("百分之百", "1"),
    ("50 per cent", "1/2"),
    ("5成", "1/2"),
    ("3‰", "3/1000"),
    ("三分之一", "1/3"),
    ("2/3", "2/3"),
    ("八五折", "17/20"),
    ("半数", "1/2"),
    ("3个百分点", "3/100"),
]


@pytest.mark.parametrize(("text", "value"), MONEY)
def test_money(text: str, value: int) -> None:
    assert said(text) == [(Kind.MONEY, value, set())]


@pytest.mark.parametrize(("text", "value"), SHARES)
def test_percentages_and_parts(text: str, value: str) -> None:
    assert said(text) == [(Kind.SHARE, Fraction(value), set())]


COMPARISONS = [
    ("400人以上", 400, {">="}),
    ("400人及以上", 400, {">="}),
    ("不少于400人", 400, {">="}),
    ("超过1,000人", 1000, {">"}),
    ("不低于3次", 3, {">="}),
    ("200人以下", 200, {"<="}),
    ("不超过3次", 3, {"<="}),
    ("不满18周岁", 18, {"<"}),
    ("5万元（含）以上", 50_000, {">="}),
    ("5万元（不含）以上", 50_000, {">"}),
    ("more than 1,000 people", 1000, {">"}),
    ("at least two nights", 2, {">="}),
    ("400 or more people", 400, {">="}),
    ("4A级及以上", 4, {">="}),
    ("400人", 400, set()),
]


@pytest.mark.parametrize(("text", "value", "operators"), COMPARISONS)
def test_a_comparison_is_part_of_the_figure(text: str, value: int, operators: set[str]) -> None:
    assert [(value, operators) for _, value, operators in said(text)] == [(value, operators)]


PLACES = [
    ("前3个", [(3, {"<="})]),
    ("前三名", [(3, {"<="})]),
    ("first 8 organisers", [(8, {"<="})]),
    ("第1名", [(1, {"="})]),
    ("第2至5名", [(2, {">="}), (5, {"<="})]),
    ("第2名至第5名", [(2, {">="}), (5, {"<="})]),
    ("第二至第五", [(2, {">="}), (5, {"<="})]),
    ("2nd to 5th", [(2, {">="}), (5, {"<="})]),
    ("第51—100名", [(51, {">="}), (100, {"<="})]),
]


@pytest.mark.parametrize(("text", "places"), PLACES)
def test_quotas_and_places(text: str, places: list[tuple[int, set[str]]]) -> None:
    assert said(text) == [(Kind.QUOTA, value, operators) for value, operators in places]


DATES = [
    ("5月4日", [When(None, 5, 4)]),
    ("2023年5月4日—10月31日", [When(2023, 5, 4), When(2023, 10, 31)]),
    ("5月4日至10日", [When(None, 5, 4), When(None, 5, 10)]),
    ("4 May to 30 September 2023", [When(2023, 5, 4), When(2023, 9, 30)]),
    ("2022年1-9月", [When(2022), When(2022, 1), When(2022, 9)]),
    ("2021—2025年", [When(2021), When(2025)]),
    ("2023年前三季度", [When(2023, 9, months=9)]),
    ("2023年底", [When(2023, 12, 31)]),
]


@pytest.mark.parametrize(("text", "days"), DATES)
def test_dates_take_what_they_leave_out_from_the_date_beside_them(text: str, days: list[When]) -> None:
    assert values(text) == days


def test_times_are_minutes_after_midnight() -> None:
    assert values("8:00-18:00，上午8时至下午6时30分") == [480, 1080, 480, 1110]


def test_numbers_of_an_enumeration_share_the_last_unit() -> None:
    assert said("分别奖励3、2和1万元") == [
        (Kind.MONEY, 30_000, set()),
        (Kind.MONEY, 20_000, set()),
        (Kind.MONEY, 10_000, set()),
    ]


NOT_FIGURES = [
    "12345热线",
    "一带一路",
    "三区三线",
    "一律统一办理，一定做到，十分重要，万一",
    "三公经费",
    "依照第十二条",
    "同政发〔2023〕12号",
    "（一）总则",
    "1. 学生",
    "## 2.1 旅游专列",
    "电话：0352-1234567",
    "G20峰会",
    "百姓",
]


@pytest.mark.parametrize("text", NOT_FIGURES)
def test_what_is_no_figure_is_passed_over_for_a_reason(text: str) -> None:
    found = find(text)
    assert not found.figures
    assert found.passed_over
    assert all(passed.reason for passed in found.passed_over)


def test_the_number_of_a_clause_of_the_text_is_no_figure() -> None:
    assert not find("其他条件与2.1相同", clauses=frozenset({"2.1"})).figures
    assert values("其他条件与2.1相同") == [Fraction(21, 10)]
