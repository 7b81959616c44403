"""A figure of a text as it is read: its kind and its exact value, for readers in both languages."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from bridgehead.primitives import words
from bridgehead.primitives.words import Phrase, same
from bridgehead.rulebook.figures import Figure, Kind, Operators, When
from bridgehead.rulebook.figures.currencies import DOLLAR, OWN, YUAN_OR_YEN

KINDS: Mapping[Kind, Phrase] = {
    Kind.MONEY: Phrase("金额", "money"),
    Kind.SHARE: Phrase("百分比", "percentage"),
    Kind.DATE: Phrase("日期", "date"),
    Kind.QUOTA: Phrase("名额或名次", "quota or place"),
    Kind.TIME: Phrase("时刻", "time"),
    Kind.GRADE: Phrase("等级", "grade"),
    Kind.COUNT: Phrase("数量", "count"),
    Kind.NUMBER: Phrase("数", "number"),
}
COMPARED: Mapping[Operators, str] = {
    frozenset({">="}): "≥ ",
    frozenset({">"}): "> ",
    frozenset({"<="}): "≤ ",
    frozenset({"<"}): "< ",
}
"""Where a text leaves open whether the number itself belongs to it, no sign is shown."""
ABOUT = Phrase("约 ", "about ")
TOO_MUCH = 10**18
"""From here on an amount is no money, and written as the number that stands there."""


def read_as(figure: Figure) -> Phrase:
    """The value with its comparison: ≥ 400, 450,000 元, 50%, 2023-05-04, 08:30."""
    sign = COMPARED.get(figure.operators, "")
    said = same(_day(figure.value)) if isinstance(figure.value, When) else quantity(figure.value, figure)
    about = ABOUT if figure.approximate and not sign else same("")
    return Phrase(f"{about.zh}{sign}{said.zh}", f"{about.en}{sign}{said.en}")


def quantity(number: Fraction, figure: Figure) -> Phrase:
    """A number in the unit of a figure: what it, or a sum of such as it, comes to."""
    if figure.kind is Kind.TIME:
        return same(f"{int(number) // 60:02}:{int(number) % 60:02}")
    if figure.kind is Kind.SHARE:
        return Phrase(f"{plain(number * 100)}%", f"{plain(number * 100)}%")
    if figure.kind is Kind.MONEY:
        code = {OWN: "CNY", YUAN_OR_YEN: "¥", DOLLAR: "$"}.get(figure.unit, figure.unit)
        if not code.isalpha() or number >= TOO_MUCH:
            return same(f"{code} {plain(number)}")
        return words.money(number.numerator / Decimal(number.denominator), code)
    return same(plain(number))


def plain(number: Fraction, digits: int = 6) -> str:
    """With thousands apart, and no more digits behind the point than that."""
    said = f"{number.numerator / Decimal(number.denominator):,.{digits}f}"
    return said.rstrip("0").rstrip(".") if "." in said else said


def _day(when: When) -> str:
    parts = [f"{when.year:04}" if when.year else "", f"{when.month:02}" if when.month else ""]
    days = when.days() if when.months > 1 else None
    if days:
        return f"{days[0]:%Y-%m}/{days[1]:%Y-%m}"
    return "-".join([part for part in parts if part] + ([f"{when.day:02}"] if when.day else []))
