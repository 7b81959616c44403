"""Read one cell with care: every form in which people write a number, a date, a yes; nothing guessed, nothing rounded.

These readers see only the cells that the quick conversion of a whole column leaves over.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Context, Decimal
from functools import partial
from typing import NamedTuple
from unicodedata import normalize
from zoneinfo import ZoneInfo

from bridgehead.primitives import identifiers, places
from bridgehead.primitives.errors import nearest
from bridgehead.primitives.types import Column, FieldType
from bridgehead.primitives.words import Phrase
from bridgehead.tables.rows import NO_LABELS, Labels

EXACT = Context(prec=1000)
LARGEST_INTEGER = 2**63 - 1
LONGEST_VALUE = 100
"""Characters: a number or a date that is longer is neither."""

HALF_WIDTH = str.maketrans("０１２３４５６７８９．，－−＋％：／", "0123456789.,--+%:/")
NUMBER = re.compile(r"([+-]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(\.[0-9]+)?([eE][+-]?[0-9]{1,4})?(%?)")
DATE_FORMS = (
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})",
    r"(?P<year>[0-9]{4})/(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})",
    r"(?P<year>[0-9]{4})\.(?P<month>[0-9]{1,2})\.(?P<day>[0-9]{1,2})",
    r"(?P<year>[0-9]{4})\s*年\s*(?P<month>[0-9]{1,2})\s*月\s*(?P<day>[0-9]{1,2})\s*日",
    r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
)
TIME_FORMS = (
    r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]{1,6}))?)?",
    r"(?P<hour>[0-9]{1,2})\s*[时点]\s*(?P<minute>[0-9]{1,2})\s*分(?:\s*(?P<second>[0-9]{1,2})\s*秒)?",
)
DATES = tuple(re.compile(form) for form in DATE_FORMS)
MOMENTS = tuple(
    re.compile(rf"{day}(?:\s*T\s*|\s+|(?<=日)){time}\s*(?P<offset>Z|[+-][0-9]{{2}}:?[0-9]{{2}})?")
    for day in DATE_FORMS
    for time in TIME_FORMS
)
TRUTHS = {"是": True, "true": True, "yes": True, "否": False, "false": False, "no": False}
BETWEEN_CHOICES = re.compile(r"\s*[;；|\n]\s*")
LISTED = re.compile(r"\s*、\s*")
MOST_NAMED = 12

COMMA = re.compile(r"\s*[,，]\s*")

WHOLE = Phrase("整数", "a whole number")
DAY = Phrase("日期，如 2023-05-04、2023/5/4 或 2023年5月4日", "a date, as in 2023-05-04, 2023/5/4 or 2023年5月4日")
MOMENT = Phrase(
    "日期和时间，如 2023-05-04 09:10 或 2023-05-04T09:10:00+08:00",
    "a date and time, as in 2023-05-04 09:10 or 2023-05-04T09:10:00+08:00",
)

Reader = Callable[[str], object]
"""Trimmed text that is not blank, to a value; raises UnreadableError."""


class Form(NamedTuple):
    """Of a text that has a form: the code of its mistake, what is expected, and what makes its one spelling of it."""

    code: str
    expected: Phrase
    read: Callable[[str], str]


FORMS: Mapping[FieldType, Form] = {
    FieldType.TELEPHONE: Form(
        "TB055",
        Phrase("电话号码，如 0352-1234567 或 +86 352 1234567", "a telephone number, as in +86 352 1234567"),
        identifiers.telephone,
    ),
    FieldType.IDENTITY_NUMBER: Form(
        "TB056",
        Phrase("18位公民身份号码，末位是校验码", "an identity number of 18 signs, the last of which checks the others"),
        identifiers.identity_number,
    ),
    FieldType.CREDIT_CODE: Form(
        "TB057",
        Phrase(
            "18位统一社会信用代码，末位是校验码",
            "a unified social credit code of 18 signs, the last of which checks the others",
        ),
        identifiers.credit_code,
    ),
    FieldType.E_MAIL: Form(
        "TB058",
        Phrase("电子邮箱地址，如 name@example.org", "an e-mail address, as in name@example.org"),
        identifiers.e_mail,
    ),
    FieldType.PLACE: Form(
        "TB059",
        Phrase(
            "经度在前、纬度在后的点，如 POINT (113.3 40.1)",
            "a point, longitude before latitude, as in POINT (113.3 40.1)",
        ),
        places.point,
    ),
    FieldType.AREA: Form(
        "TB060",
        Phrase(
            "首尾相接的多边形，如 POLYGON ((113 40, 114 40, 114 41, 113 40))",
            "a polygon that ends where it begins, as in POLYGON ((113 40, 114 40, 114 41, 113 40))",
        ),
        places.area,
    ),
}
"""The texts that are read into one spelling, which is what is compared."""


class UnreadableError(ValueError):
    """The cell cannot be read; `expected` completes the words "expected ..." and 应为…, `nearest` is what was probably
    meant.
    """

    def __init__(self, code: str, expected: Phrase, nearest: str | None = None) -> None:
        self.code, self.expected, self.nearest = code, expected, nearest
        super().__init__(code, expected)


def reader(column: Column, zone: ZoneInfo, labels: Labels = NO_LABELS) -> Reader:
    """The careful reader for the cells of a column."""
    match column.type:
        case FieldType.INTEGER | FieldType.DECIMAL | FieldType.MONEY | FieldType.PERCENT:
            return partial(number, column=column)
        case FieldType.BOOLEAN:
            return truth
        case FieldType.DATE:
            return day
        case FieldType.DATE_TIME:
            return partial(moment, zone=zone)
        case FieldType.CHOICE:
            return partial(choice, known=_choices_by_word(column, labels))
        case FieldType.CHOICES:
            return partial(choices, known=_choices_by_word(column, labels))
        case FieldType.FILES:
            return files
        case kind if kind in FORMS:
            return partial(formed, form=FORMS[kind])
        case _:  # one of TEXTS
            return str


def number(text: str, column: Column) -> Decimal | int:
    """Exact: 1,234.50 and １２３４; 50% for 0.5 in a column of percents; 1.5e3 in one that is floating."""
    kind = WHOLE if column.type is FieldType.INTEGER else Phrase("数字", "a number")
    found = NUMBER.fullmatch(text.translate(HALF_WIDTH)) if len(text) <= LONGEST_VALUE else None
    if found is None or not (found[2] or found[3]) or (found[4] and not column.floating):
        long = f"1,234{'.5' if column.scale else ''}"
        raise UnreadableError("TB034", Phrase(f"{kind.zh}，如 1234 或 {long}", f"{kind.en}, as in 1234 or {long}"))
    sign, whole, fraction, exponent, percent = found.groups(default="")
    value = Decimal(sign + whole.replace(",", "") + fraction + exponent)
    if percent:
        if column.type is not FieldType.PERCENT:
            raise UnreadableError("TB034", Phrase(f"不带 % 的{kind.zh}", f"{kind.en} without %"))
        value = value.scaleb(-2, EXACT)
    elif column.type is FieldType.PERCENT and abs(value) > 1:
        share = f"{value.scaleb(-2, EXACT):f}"
        zh = f"0 到 1 之间的比例，或带百分号：{text}% 即 {share}"
        raise UnreadableError("TB036", Phrase(zh, f"a share from 0 to 1, or the percent sign: {text}% for {share}"))
    return _fitting(value, column)


def _fitting(value: Decimal, column: Column) -> Decimal | int:
    """The value, if it needs no more digits than the column has."""
    value = value.normalize(EXACT)
    if -int(value.as_tuple().exponent) > column.scale:
        some = Phrase(f"小数点后不超过 {column.scale} 位", f"at most {column.scale} digits after the point")
        raise UnreadableError("TB035", some if column.scale else WHOLE)
    if abs(value) >= 10 ** (column.digits - column.scale):
        most = column.digits - column.scale
        raise UnreadableError("TB035", Phrase(f"小数点前不超过 {most} 位", f"at most {most} digits before the point"))
    if column.type is not FieldType.INTEGER:
        return value
    if abs(value) > LARGEST_INTEGER:
        zh, en = f"不大于 {LARGEST_INTEGER} 的整数", f"a whole number up to {LARGEST_INTEGER}"
        raise UnreadableError("TB035", Phrase(zh, en))
    return int(value)


def truth(text: str) -> bool:
    try:
        return TRUTHS[text.casefold()]
    except KeyError:
        said = Phrase("是或否、true 或 false、yes 或 no", "是 or 否, true or false, yes or no")
        raise UnreadableError("TB037", said) from None


def day(text: str) -> date:
    """A date, or one with midnight, as spreadsheets write it. The year stands first and has four digits."""
    plain = text.translate(HALF_WIDTH).removesuffix(" 00:00:00")
    for form in DATES:
        if found := form.fullmatch(plain):
            try:
                return date(*map(int, found.group("year", "month", "day")))
            except ValueError:
                zh, en = f"{DAY.zh}；日历上没有这一天", f"{DAY.en}; the calendar has no such day"
                raise UnreadableError("TB038", Phrase(zh, en), _last_of_month(found)) from None
    raise UnreadableError("TB038", DAY)


def _last_of_month(found: re.Match[str]) -> str | None:
    """The last day of the month in which a day was written that it does not have."""
    year, month = int(found["year"]), int(found["month"])
    if not (year and 1 <= month <= 12 and int(found["day"])):
        return None
    return f"{year:04}-{month:02}-{monthrange(year, month)[1]:02}"


def moment(text: str, zone: ZoneInfo) -> datetime:
    """Wall-clock time in the zone; a time with an offset is turned into it. A date alone has no time, so is refused."""
    plain = text.translate(HALF_WIDTH)
    for form in MOMENTS:
        if found := form.fullmatch(plain):
            try:
                return _moment(found, zone)
            except (ValueError, OverflowError):
                zh, en = f"{MOMENT.zh}；没有这样的日期或时间", f"{MOMENT.en}; there is no such day or time"
                raise UnreadableError("TB039", Phrase(zh, en)) from None
    raise UnreadableError("TB039", MOMENT)


def _moment(found: re.Match[str], zone: ZoneInfo) -> datetime:
    named = found.groupdict(default="")
    year, month, day_, hour, minute = (int(named[unit]) for unit in ("year", "month", "day", "hour", "minute"))
    second, fraction = int(named["second"] or 0), int(named.get("fraction", "").ljust(6, "0"))
    wall = datetime(year, month, day_, hour, minute, second, fraction)  # noqa: DTZ001 - wall-clock time
    if not found["offset"]:
        return wall
    instant = datetime.fromisoformat(wall.isoformat() + found["offset"])
    return instant.astimezone(zone).replace(tzinfo=None)


def choice(text: str, known: dict[str, str]) -> str:
    """One of the choices, by its name or a label."""
    found = known.get(folded(text))
    if found is None:
        near, said = nearest(folded(text), known), one_of(dict.fromkeys(known.values()))
        if near:
            said = Phrase(f"{said.zh}；是不是“{known[near]}”？", f"{said.en}; did you mean «{known[near]}»?")
        raise UnreadableError("TB040", said, known[near] if near else None)
    return found


def one_of(names: Iterable[str]) -> Phrase:
    listed = tuple(names)
    named, beyond = listed[:MOST_NAMED], len(listed) - MOST_NAMED
    zh, en = (f"等{len(listed)}项", f" and {beyond} more") if beyond > 0 else ("", "")
    return Phrase(f"以下之一：{'、'.join(named)}{zh}", f"one of {', '.join(named)}{en}")


def choices(text: str, known: dict[str, str]) -> list[str]:
    """Several choices, between ; or 、 or | or line breaks, each once, in the order written."""
    if folded(text) in known:
        return [known[folded(text)]]
    parts = [part for each in BETWEEN_CHOICES.split(text) for part in _parts(each, known)]
    return list(dict.fromkeys(_one_choice(part, known) for part in parts if part))


def _parts(text: str, known: dict[str, str]) -> list[str]:
    """A choice may have 、 in its name: what is one is not taken apart."""
    return [text] if folded(text) in known else LISTED.split(text)


def _one_choice(part: str, known: dict[str, str]) -> str:
    """One of several choices; where it is some of them between commas, what stands between them is told."""
    words = [folded(word) for word in COMMA.split(part)]
    if folded(part) in known or len(words) == 1 or not any(word in known for word in words):
        return choice(part, known)
    said = one_of(dict.fromkeys(known.values()))
    if all(word in known for word in words):
        meant = "、".join(known[word] for word in words)
        said = Phrase(meant, meant)
    zh, en = "选项之间用“、”“；”“;”或“|”，不用逗号", "choices between 、 or ； or ; or |, not commas"
    raise UnreadableError("TB040", Phrase(f"{zh}：{said.zh}", f"{en}: {said.en}"))


def files(text: str) -> list[str]:
    """The names of several files, between the same signs as choices, each once."""
    parts = [part for each in BETWEEN_CHOICES.split(text) for part in LISTED.split(each)]
    return list(dict.fromkeys(part for part in parts if part))


def formed(text: str, form: Form) -> str:
    """A text in the one spelling of its form."""
    try:
        return form.read(text.translate(HALF_WIDTH))
    except ValueError:
        raise UnreadableError(form.code, form.expected) from None


def folded(word: str) -> str:
    """A word as it is compared: width, capitals and runs of blanks do not count."""
    return " ".join(normalize("NFKC", word).casefold().split())


def _choices_by_word(column: Column, labels: Labels) -> dict[str, str]:
    words = {folded(name): name for name in column.choices}
    for name, others in labels.choices.get(column.name, {}).items():
        for other in others if name in column.choices else ():
            words.setdefault(folded(other), name)
    return words
