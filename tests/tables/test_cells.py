"""Every form in which people write a value, and every form that is refused, by example."""

from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as some

from bridgehead.primitives.types import Column, FieldType
from bridgehead.tables import Labels
from bridgehead.tables.convert import convert
from bridgehead.tables.rows import REJECTS, Rows, in_words
from tests.tables.claims import ZONE

INTEGER = Column("x", FieldType.INTEGER)
HUGE = Column("x", FieldType.INTEGER, digits=30)
MONEY = Column("x", FieldType.MONEY, digits=18, scale=2)
PERCENT = Column("x", FieldType.PERCENT, scale=4)
LONG = Column("x", FieldType.DECIMAL, digits=34, scale=10)
FRACTION = Column("x", FieldType.DECIMAL, digits=3, scale=3)
BOOLEAN = Column("x", FieldType.BOOLEAN)
DATE = Column("x", FieldType.DATE)
MOMENT = Column("x", FieldType.DATE_TIME)
CHOICE = Column("x", FieldType.CHOICE, choices=("train", "high-speed train"))
CHOICES = Column("x", FieldType.CHOICES, choices=("a", "b; c"))
SITES = Column("x", FieldType.CHOICES, choices=("yungang", "hengshan", "a, b"))
BETWEEN = "choices between 、 or ； or ; or |, not commas"
WHOLE = "a whole number, as in 1234 or 1,234"
DAY = "a date, as in 2023-05-04, 2023/5/4 or 2023年5月4日"
MINUTE = "a date and time, as in 2023-05-04 09:10 or 2023-05-04T09:10:00+08:00"
IDENTITY = "an identity number of 18 signs, the last of which checks the others"
CREDIT = "a unified social credit code of 18 signs, the last of which checks the others"
POINT = "a point, longitude before latitude, as in POINT (113.3 40.1)"
POLYGON = "a polygon that ends where it begins, as in POLYGON ((113 40, 114 40, 114 41, 113 40))"
LABELS = Labels(choices={"x": {"train": ("旅游专列",)}})


def typed(column: Column, *texts: str) -> tuple[list[object], list[tuple[str, str]]]:
    """The values of the good cells, and the code and expectation of each reject."""
    rows = Rows({"x": pa.array(texts, pa.string())}, pa.array(range(len(texts)), pa.int64()), REJECTS.empty_table())
    found = convert(rows, [column], ZONE, LABELS)
    table, rejects = found.table, found.rejects
    return table["x"].to_pylist(), list(
        zip(rejects["code"].to_pylist(), rejects["expected en"].to_pylist(), strict=True)
    )


def at(*units: int) -> datetime:
    return datetime(*units)  # type: ignore[arg-type] # noqa: DTZ001 - wall-clock time


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        (INTEGER, "1234", 1234),
        (INTEGER, "-1,234,567", -1234567),
        (INTEGER, "+7", 7),
        (INTEGER, "007", 7),
        (INTEGER, "１２３４", 1234),
        (INTEGER, "１，２３４", 1234),
        (INTEGER, "3.00", 3),
        (INTEGER, "999999999999999999", 999999999999999999),
        (MONEY, "1,234.5", Decimal("1234.50")),
        (MONEY, "１２．５", Decimal("12.50")),
        (MONEY, "－３", Decimal("-3.00")),
        (MONEY, ".5", Decimal("0.50")),
        (MONEY, "1.500", Decimal("1.50")),
        (LONG, "123456789012345678901234.0123456789", Decimal("123456789012345678901234.0123456789")),
        (FRACTION, "0.125", Decimal("0.125")),
        (FRACTION, "0", Decimal("0.000")),
        (PERCENT, "50%", Decimal("0.5000")),
        (PERCENT, "５０．５％", Decimal("0.5050")),
        (PERCENT, "0.5", Decimal("0.5000")),
        (PERCENT, "1", Decimal("1.0000")),
        (PERCENT, "150%", Decimal("1.5000")),
        (BOOLEAN, "是", True),
        (BOOLEAN, "否", False),
        (BOOLEAN, "TRUE", True),
        (BOOLEAN, "no", False),
        (DATE, "2023-05-04", date(2023, 5, 4)),
        (DATE, "2023年5月4日", date(2023, 5, 4)),
        (DATE, "2024/2/29", date(2024, 2, 29)),
        (DATE, "0001-01-01", date(1, 1, 1)),
        (MOMENT, "2023-05-04 09:10", at(2023, 5, 4, 9, 10)),
        (MOMENT, "2023-05-04T09:10:11", at(2023, 5, 4, 9, 10, 11)),
        (MOMENT, "2023/5/4 9:10", at(2023, 5, 4, 9, 10)),
        (MOMENT, "2023年5月4日9时10分", at(2023, 5, 4, 9, 10)),
        (MOMENT, "2023年5月4日 9:10:11", at(2023, 5, 4, 9, 10, 11)),
        (MOMENT, "2023-05-04T09:10:11.25", at(2023, 5, 4, 9, 10, 11, 250_000)),
        (MOMENT, "2023-05-04T01:10:00Z", at(2023, 5, 4, 9, 10)),
        (MOMENT, "2023-05-03T20:10-05:00", at(2023, 5, 4, 9, 10)),
        (MOMENT, "2023-05-04 09:10:00+0800", at(2023, 5, 4, 9, 10)),
        (CHOICE, "train", "train"),
        (CHOICE, "High-Speed  Train", "high-speed train"),
        (CHOICE, "旅游专列", "train"),
        (CHOICES, "a", ["a"]),
        (CHOICES, "a、a", ["a"]),
        (CHOICES, "b; c", ["b; c"]),
        (Column("x", FieldType.TEXT), "0012", "0012"),
        (Column("x", FieldType.UNIT), "城管局", "城管局"),
        (Column("x", FieldType.E_MAIL), "Wang@Example.ORG", "Wang@example.org"),
        (Column("x", FieldType.TELEPHONE), "０３５２－２３４５６７８", "+863522345678"),
        (Column("x", FieldType.TELEPHONE), "0352-2345678转801", "+863522345678;ext=801"),
        (Column("x", FieldType.TELEPHONE), "+1 202 456 1111", "+12024561111"),
        (Column("x", FieldType.IDENTITY_NUMBER), "110105 19491231 002x", "11010519491231002X"),
        (Column("x", FieldType.CREDIT_CODE), "91110000600037341l", "91110000600037341L"),
        (Column("x", FieldType.PLACE), "point( +113.30  40.10 )", "POINT (113.3 40.1)"),
        (Column("x", FieldType.AREA), "POLYGON((0 0,10 0,10 10,0 0))", "POLYGON ((0 0, 10 0, 10 10, 0 0))"),
        (
            Column("x", FieldType.AREA),
            "multipolygon (((0 0,9 0,9 9,0 0),(5 1,6 1,6 2,5 1)),((20 0,21 0,21 1,20 0)))",
            "MULTIPOLYGON (((0 0, 9 0, 9 9, 0 0), (5 1, 6 1, 6 2, 5 1)), ((20 0, 21 0, 21 1, 20 0)))",
        ),
        (Column("x", FieldType.FILES), "名单.pdf；车票.xlsx; 名单.pdf", ["名单.pdf", "车票.xlsx"]),
    ],
)
def test_forms_that_are_read(column: Column, text: str, value: object) -> None:
    assert typed(column, text) == ([value], [])


@pytest.mark.parametrize(
    ("column", "text", "code", "expected"),
    [
        (INTEGER, "four", "TB034", WHOLE),
        (INTEGER, "1,23", "TB034", WHOLE),
        (INTEGER, "12,345,67", "TB034", WHOLE),
        (INTEGER, "1e3", "TB034", WHOLE),
        (INTEGER, "0x1F", "TB034", WHOLE),
        (INTEGER, "١٢", "TB034", WHOLE),
        (INTEGER, "-", "TB034", WHOLE),
        (INTEGER, "50%", "TB034", "a whole number without %"),
        (INTEGER, "9" * 200, "TB034", WHOLE),
        (INTEGER, "1.5", "TB035", "a whole number"),
        (INTEGER, "1" + "0" * 18, "TB035", "at most 18 digits before the point"),
        (HUGE, "1" + "0" * 19, "TB035", "a whole number up to 9223372036854775807"),
        (MONEY, "1.005", "TB035", "at most 2 digits after the point"),
        (MONEY, "12345678901234567", "TB035", "at most 16 digits before the point"),
        (MONEY, "1.2.3", "TB034", "a number, as in 1234 or 1,234.5"),
        (FRACTION, "1", "TB035", "at most 0 digits before the point"),
        (PERCENT, "63", "TB036", "a share from 0 to 1, or the percent sign: 63% for 0.63"),
        (PERCENT, "1.5", "TB036", "a share from 0 to 1, or the percent sign: 1.5% for 0.015"),
        (BOOLEAN, "1", "TB037", "是 or 否, true or false, yes or no"),
        (DATE, "5/4/2023", "TB038", DAY),
        (DATE, "23-05-04", "TB038", DAY),
        (DATE, "2023-05-04 09:00:00", "TB038", DAY),
        (DATE, "2023-02-30", "TB038", DAY + "; the calendar has no such day"),
        (MOMENT, "2023-05-04", "TB039", MINUTE),
        (MOMENT, "2023-05-04 25:00", "TB039", MINUTE + "; there is no such day or time"),
        (MOMENT, "0001-01-01 00:00+23:00", "TB039", MINUTE + "; there is no such day or time"),
        (CHOICE, "trian", "TB040", "one of train, high-speed train; did you mean «train»?"),
        (CHOICE, "bus", "TB040", "one of train, high-speed train"),
        (CHOICES, "a; z", "TB040", "one of a, b; c"),
        (SITES, "yungang,hengshan", "TB040", f"{BETWEEN}: yungang、hengshan"),
        (SITES, "hengshan; Yungang， hengshan", "TB040", f"{BETWEEN}: yungang、hengshan"),
        (SITES, "yungang,hengshn", "TB040", f"{BETWEEN}: one of yungang, hengshan, a, b"),
        (SITES, "north,south", "TB040", "one of yungang, hengshan, a, b"),
        (Column("x", FieldType.TELEPHONE), "12345678901", "TB055", "a telephone number, as in +86 352 1234567"),
        (Column("x", FieldType.TELEPHONE), "none", "TB055", "a telephone number, as in +86 352 1234567"),
        (Column("x", FieldType.IDENTITY_NUMBER), "110105194912310021", "TB056", IDENTITY),
        (Column("x", FieldType.IDENTITY_NUMBER), "110105491231002", "TB056", IDENTITY),
        (Column("x", FieldType.CREDIT_CODE), "91110000600037341M", "TB057", CREDIT),
        (Column("x", FieldType.E_MAIL), "wang at example.org", "TB058", "an e-mail address, as in name@example.org"),
        (
            Column("x", FieldType.E_MAIL),
            f"{'w' * 250}@example.org",
            "TB058",
            "an e-mail address, as in name@example.org",
        ),
        (Column("x", FieldType.PLACE), "40.1, 113.3", "TB059", POINT),
        (Column("x", FieldType.PLACE), "POINT (40.1 113.3)", "TB059", POINT),
        (Column("x", FieldType.AREA), "POLYGON ((0 0, 10 0, 10 10))", "TB060", POLYGON),
        (Column("x", FieldType.AREA), "POLYGON ((0 0, 10 0, 10 10, 1 1))", "TB060", POLYGON),
        (Column("x", FieldType.AREA), "POLYGON ((0 0, 10 0, 10 10, 0 0)) x", "TB060", POLYGON),
        (Column("x", FieldType.AREA), "POLYGON (((0 0, 10 0, 10 10, 0 0)))", "TB060", POLYGON),
        (Column("x", FieldType.AREA), "POINT (0 0)", "TB060", POLYGON),
    ],
)
def test_forms_that_are_refused(column: Column, text: str, code: str, expected: str) -> None:
    assert typed(column, text) == ([], [(code, expected)])


def test_what_was_expected_is_said_in_chinese_too() -> None:
    for column, text, expected in [
        (INTEGER, "four", "整数，如 1234 或 1,234"),
        (PERCENT, "63", "0 到 1 之间的比例，或带百分号：63% 即 0.63"),
        (CHOICE, "trian", "以下之一：train、high-speed train；是不是“train”？"),
    ]:
        rows = Rows({"x": pa.array([text])}, pa.array([2], pa.int64()), REJECTS.empty_table())
        rejects = in_words(convert(rows, [column], ZONE, LABELS).rejects, "zh")
        assert rejects.column_names == ["row", "column", "value", "code", "expected"]
        assert rejects["expected"].to_pylist() == [expected]


@given(some.decimals(allow_nan=False, allow_infinity=False, places=10, min_value=-(10**23), max_value=10**23))
def test_numbers_are_read_exactly_however_they_are_grouped(value: Decimal) -> None:
    assert typed(LONG, f"{value:f}", f"{value:,f}", f"{value:f}".translate({ord("."): "．"})) == ([value] * 3, [])


@given(some.lists(some.from_regex(r"[0-9,.%-]{1,6}", fullmatch=True), max_size=8))
def test_a_column_is_judged_like_its_cells_one_by_one(texts: list[str]) -> None:
    """The quick conversion of a whole column never reads a cell in another way than the careful one does."""
    for column in (INTEGER, MONEY, PERCENT):
        alone = [typed(column, text, "?") for text in texts]
        values = [value for found, _ in alone for value in found]
        rejects = [reject for _, refused in alone for reject in refused[: len(refused) - 1]]
        assert typed(column, *texts) == (values, rejects)


@given(some.datetimes(min_value=at(1, 1, 2), max_value=at(9999, 12, 30)))
def test_moments_are_read_back(moment: datetime) -> None:
    assert typed(MOMENT, moment.isoformat(), moment.isoformat(" ")) == ([moment] * 2, [])


COUNTIES = (
    *("110101", "120101", "130102", "140105", "140202", "140211", "140212", "140222"),
    *("140225", "150102", "210102", "310101", "330102", "440103", "500101"),
)


@pytest.mark.parametrize("county", COUNTIES)
def test_an_identity_number_is_good_whenever_its_county_came_into_being(county: str) -> None:
    """Made up, of the first of somebody's month and with the order 001."""
    column = Column("x", FieldType.IDENTITY_NUMBER)
    for born in ("19350101", "19500601", "19750605", "19821231", "19991101", "20200229"):
        number = _with_check_sign(f"{county}{born}001")
        assert typed(column, number) == ([number], [])
        wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
        assert typed(column, wrong)[1] == [("TB056", IDENTITY)]


@pytest.mark.parametrize("first", ["99010119750605001", "14020219750631001", "14020219230229001"])
def test_an_identity_number_names_a_province_and_a_day(first: str) -> None:
    column = Column("x", FieldType.IDENTITY_NUMBER)
    assert typed(column, _with_check_sign(first)) == ([], [("TB056", IDENTITY)])


def _with_check_sign(first: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return first + "10X98765432"[sum(int(sign) * weight for sign, weight in zip(first, weights, strict=True)) % 11]
