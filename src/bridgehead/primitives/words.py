"""How a value is written for a reader, in Chinese and in English."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Protocol

from bridgehead.primitives.types import FieldType

TEN_THOUSAND = 10_000
HUNDRED_MILLION = 100_000_000

MOST_DECIMALS = 6

CURRENCIES = {"CNY": "元", "HKD": "港元", "USD": "美元", "EUR": "欧元", "JPY": "日元"}

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """The same words in both languages."""

    zh: str
    en: str


class InBoth(Protocol):
    """What is said in both languages: a phrase, or a label of a rulebook."""

    @property
    def zh(self) -> str: ...

    @property
    def en(self) -> str: ...


def within(said: InBoth, language: str) -> str:
    """What is said, in a language: `zh` or `en`."""
    return said.en if language == "en" else said.zh


BLANK = Phrase("空白", "blank")
NOTHING = Phrase("", "")


def same(text: str) -> Phrase:
    return Phrase(text, text)


def number(value: int | Decimal) -> Phrase:
    """With thousands apart and no trailing zeros: 12,345.5; beyond six digits after the point, about."""
    plain = _plain(value)
    if len(plain.partition(".")[2]) <= MOST_DECIMALS:
        return same(plain)
    near = _plain(round(Decimal(value), MOST_DECIMALS))
    return Phrase(f"约 {near}", f"about {near}")


def percent(value: int | Decimal) -> Phrase:
    """A share of one, as a percentage: 0.635 is 63.5%."""
    return same(_plain(Decimal(value) * 100) + "%")


def money(amount: int | Decimal, currency: str) -> Phrase:
    """In 万 or 亿 where that leaves no more than one digit after the point: 10 万元, 1.5 亿元, 2,000 元, 0.50 元."""
    unit = CURRENCIES.get(currency, currency)
    exact = Decimal(amount)
    for size, name in ((HUNDRED_MILLION, "亿"), (TEN_THOUSAND, "万")):
        if abs(exact) >= size and exact % (size // 10) == 0:
            return Phrase(f"{_plain(exact / size)} {name}{unit}", f"{currency} {_plain(exact)}")
    said = f"{exact:,.2f}" if exact % 1 and exact == round(exact, 2) else _plain(exact)
    return Phrase(f"{said} {unit}", f"{currency} {said}")


def day(value: date) -> Phrase:
    return Phrase(f"{value.year}年{value.month}月{value.day}日", f"{value.day} {MONTHS[value.month - 1]} {value.year}")


def days(first: date, last: date) -> Phrase:
    """From one day to another, both included; a year that is the same is said once."""
    low, high = day(first), day(last)
    if first.year != last.year:
        return Phrase(f"{low.zh}至{high.zh}", f"{low.en} to {high.en}")
    year = f"{last.year}年"
    return Phrase(f"{low.zh}至{high.zh.removeprefix(year)}", f"{low.en.removesuffix(f' {last.year}')} to {high.en}")


def moment(value: datetime) -> Phrase:
    """A day and a time; the seconds only where there are any."""
    time = value.strftime("%H:%M:%S" if value.second or value.microsecond else "%H:%M")
    on = day(value)
    return Phrase(f"{on.zh} {time}", f"{on.en} {time}")


def span(time: timedelta) -> Phrase:
    """A length of time: hours, minutes and seconds below a day; from one day on the days begun."""
    if time >= timedelta(days=1):
        days = -(-time // timedelta(days=1))
        return Phrase(f"{days:,} 天", counted(days, "days"))
    hours, rest = divmod(time.seconds, 3600)
    parts = [(hours, "小时", "hours"), (rest // 60, "分钟", "minutes"), (rest % 60, "秒", "seconds")]
    said = (Phrase(f"{count} {zh}", counted(count, en)) for count, zh, en in parts if count)
    return listed(said, Phrase(" ", " "))


def took(time: timedelta) -> Phrase:
    """How long something took, to a tenth of an hour, or from one day on of a day: 3.5 小时, 11.2 天."""
    unit, zh, en = (
        (timedelta(days=1), "天", "days") if time >= timedelta(days=1) else (timedelta(hours=1), "小时", "hours")
    )
    tenths = (20 * time + unit) // (2 * unit)
    said = number(Decimal(tenths) / 10)
    return Phrase(f"{said.zh} {zh}", f"{said.en} {en if tenths != 10 else _singular(en)}")


def counted(count: int, unit: str) -> str:
    """1 day, 2 days"""
    return f"{count:,} {_singular(unit) if count == 1 else unit}"


def inside(said: Phrase) -> Phrase:
    """Words within a sentence: in English the first letter is a small one, unless its word has others (CNY, 4A)."""
    first = said.en.partition(" ")[0]
    plain = first[1:] == first[1:].lower() and first != "I"
    return Phrase(said.zh, said.en[:1].lower() + said.en[1:]) if plain else said


def opening(said: Phrase) -> Phrase:
    """Words at the beginning of a sentence: in English a plain word, quoted or not, gets a capital."""
    found = re.match("“?[a-z](?=[a-z-]*[ :,;”])", said.en)
    return Phrase(said.zh, found[0].upper() + said.en[found.end() :]) if found else said


def truth(value: bool) -> Phrase:
    return Phrase("是", "yes") if value else Phrase("否", "no")


def value(seen: object, kind: FieldType | None = None, unit: Phrase = NOTHING, currency: str = "") -> Phrase:
    """Any value of FEEL, in the way of its field's type, with its unit."""
    if seen is None:
        return BLANK
    if isinstance(seen, bool):
        return truth(seen)
    if isinstance(seen, int | Decimal):
        return _quantity(seen, kind, unit, currency)
    if isinstance(seen, datetime):
        return moment(seen)
    if isinstance(seen, date):
        return day(seen)
    if isinstance(seen, list | tuple):
        return listed((value(item, kind, unit, currency) for item in seen), Phrase("、", ", "))
    return spot(str(seen)) if kind is FieldType.PLACE else same(str(seen))


def spot(point: str) -> Phrase:
    """东经113.3°，北纬40.1°; 113.3° E, 40.1° N; of a point in its one spelling."""
    east, north = point.removeprefix("POINT (").removesuffix(")").split()
    across = Phrase("西经", "W") if east.startswith("-") else Phrase("东经", "E")
    along = Phrase("南纬", "S") if north.startswith("-") else Phrase("北纬", "N")
    longitude, latitude = east.removeprefix("-"), north.removeprefix("-")
    zh = f"{across.zh}{longitude}°，{along.zh}{latitude}°"
    return Phrase(zh, f"{longitude}° {across.en}, {latitude}° {along.en}")


def listed(items: Iterable[Phrase], between: Phrase) -> Phrase:
    phrases = tuple(items)
    return Phrase(between.zh.join(each.zh for each in phrases), between.en.join(each.en for each in phrases))


def quoted(items: Iterable[Phrase]) -> Phrase:
    """甲、乙、丙; “a”, “b” and “c”"""
    phrases = tuple(items)
    *first, last = (f"“{each.en}”" for each in phrases)
    return Phrase("、".join(each.zh for each in phrases), f"{', '.join(first)} and {last}" if first else last)


def one_of(items: Iterable[Phrase]) -> Phrase:
    """甲、乙或丙; A, B or C."""
    *first, last = items
    if not first:
        return last
    head = listed(first, Phrase("、", ", "))
    apart = " " if last.zh.isascii() else ""
    return Phrase(f"{head.zh}{apart}或{apart}{last.zh}", f"{head.en} or {last.en}")


def _quantity(seen: int | Decimal, kind: FieldType | None, unit: Phrase, currency: str) -> Phrase:
    if kind is FieldType.PERCENT:
        return percent(seen)
    if kind is FieldType.MONEY and currency:
        return money(seen, currency)
    said = number(seen)
    if unit == NOTHING:
        return said
    return Phrase(f"{said.zh} {unit.zh}", f"{said.en} {_singular(unit.en) if seen == 1 else unit.en}")


def _plain(value: int | Decimal) -> str:
    text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _singular(unit: str) -> str:
    """The unit of one: rulebooks give the plural."""
    return {"people": "person", "entries": "entry"}.get(unit, unit.removesuffix("s"))
