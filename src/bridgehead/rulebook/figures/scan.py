"""Find every figure of a text, in time linear in its length."""

import re
from dataclasses import replace
from fractions import Fraction

from bridgehead.rulebook.figures import words
from bridgehead.rulebook.figures.comparisons import compare
from bridgehead.rulebook.figures.estimates import approximate
from bridgehead.rulebook.figures.figure import SAID_NOTHING, Extent, Figure, Found, Kind, PassedOver, When
from bridgehead.rulebook.figures.numerals import GAP
from bridgehead.rulebook.figures.reading import Reading, read
from bridgehead.rulebook.figures.token import Token
from bridgehead.rulebook.figures.tokens import tokens as read_tokens


def find(text: str, clauses: frozenset[str] = frozenset()) -> Found:
    """Every figure of a text, and every numeral that is none, in the order of the text.

    `clauses` are the numbers of the text's own clauses: 与2.1相同 refers to one.

    1. Make the text ready for reading (`reading.py`).
    2. Read token by token: what is no figure, dates, times, fractions, ratios, numbers, each with its unit.
    3. Read the words around each that make it approximate or compare it.
    4. Let the numbers of an enumeration or a range take the unit of the last, and a range its two comparisons.
    5. Let dates take the year and month that stand before them.
    """
    reading = read(text)  # 1
    tokens = [compare(reading.text, approximate(reading.text, each)) for each in read_tokens(reading.text)]  # 2, 3
    _share_units(reading.text, tokens)  # 4
    _inherit_dates(reading.text, tokens)  # 5
    for token in tokens:
        if token.kind is Kind.NUMBER and reading.text[token.start : token.end] in clauses and not token.comparison:
            token.reason = words.ARTICLE
    return Found(
        tuple(_figure(text, reading, token) for token in tokens if not token.reason),
        tuple(_passed_over(text, reading, token) for token in tokens if token.reason),
    )


# -- 4. enumerations and ranges ----------------------------------------------------------------------------------------

_BETWEEN_RANGE = re.compile(rf"{GAP}(?:{words.RANGE}){GAP}")
_BETWEEN_LIST = re.compile(rf"{GAP}(?:{words.AND}){GAP}")


def _share_units(text: str, tokens: list[Token]) -> None:
    """From the last to the first: a bare number takes the unit of the next in its enumeration; a range compares."""
    for left, right in zip(reversed(tokens[:-1]), reversed(tokens[1:]), strict=True):
        if left.reason and left.reason not in (words.ARTICLE, words.NO_UNIT):
            continue
        start = left.right if left.comparison is None else left.core_end
        between = text[start : right.core] if right.core - start <= 12 else "…"
        ranged = _BETWEEN_RANGE.fullmatch(between)
        if ranged:
            _take_dots(text, left, right)
        if right.reason or not (ranged or _BETWEEN_LIST.fullmatch(between)):
            continue
        if left.reason == words.NO_UNIT and right.kind is not Kind.NUMBER:
            left.reason = ""
        if ranged or left.kind is Kind.NUMBER:
            _take_unit(left, right)
        if ranged and left.kind == right.kind and left.comparison is None:
            left.operators = frozenset({">" if "!" in left.operators else ">="})
            right.operators = frozenset({"<" if "!" in right.operators or "<" in right.operators else "<="})


_DOTTED = re.compile(r"(1[0-2]|0?[1-9])\.(3[01]|[12][0-9]|0?[1-9])")


def _take_dots(text: str, left: Token, right: Token) -> None:
    """9.30 behind 2023.5.4 is a day."""
    dotted = _DOTTED.fullmatch(text, right.start, right.core_end)
    if right.kind is Kind.NUMBER and isinstance(left.value, When) and left.value.day and dotted:
        right.kind, right.value = Kind.DATE, When(left.value.year, int(dotted[1]), int(dotted[2]))


def _take_unit(left: Token, right: Token) -> None:
    if left.kind is Kind.NUMBER and isinstance(left.value, Fraction):
        if right.kind is Kind.DATE and isinstance(right.value, When):
            _take_year(left, right.value)
            return
        left.kind, left.unit = right.kind, right.unit
        if left.scale == 1 and left.value < 1000:
            left.value, left.scale = left.value * right.scale, right.scale
        if right.kind is Kind.SHARE and right.unit in words.SHARES:
            left.value = left.value * Fraction(*words.SHARES[right.unit])
        if right.kind is Kind.QUOTA and left.operators == SAID_NOTHING:
            left.operators = right.operators
    if right.kind in (Kind.COUNT, Kind.NUMBER) and left.kind is Kind.QUOTA:
        right.kind = Kind.QUOTA


def _take_year(left: Token, right: When) -> None:
    number = int(left.value) if isinstance(left.value, Fraction) else 0
    if right.months == 3 and right.month and 1 <= number <= 4:
        left.kind, left.value = Kind.DATE, When(right.year, number * 3, months=3)
    elif right.day is None and right.month is None and 1900 <= number <= 2100:
        left.kind, left.value = Kind.DATE, When(number)
    elif right.day is None and right.month is not None and 1 <= number <= 12:
        left.kind, left.value = Kind.DATE, When(right.year, number)
    elif right.day is not None and 1 <= number <= 31:
        left.kind, left.value = Kind.DATE, When(right.year, right.month, number)


# -- 5. dates ----------------------------------------------------------------------------------------------------------


_EVERY = re.compile("(?:每年|[次每当本下]月)度?$")
"""A day that comes again has no year, or no month, of its own."""


def _inherit_dates(text: str, tokens: list[Token]) -> None:
    """Years and months that are left out are those of the date before, or of the date at the end of the same range."""
    last: When | None = None
    yearly = ranged = False
    for position, token in enumerate(tokens):
        when = token.value
        if token.reason or not isinstance(when, When):
            continue
        following = tokens[position + 1].value if position + 1 < len(tokens) else None
        if when.year is None and token.operators == {">="} and isinstance(following, When) and following.year:
            when = replace(when, year=following.year, month=when.month or following.month)
        yearly = bool(_EVERY.search(text, max(0, token.core - 4), token.core)) or (yearly and ranged)
        ranged = token.operators == {">="}
        if last is not None and when.year is None and not yearly:
            month = last.month if when.month is None and when.day is not None else when.month
            when = replace(when, year=last.year, month=month)
            if token.next_year and when.year is not None:
                when = replace(when, year=when.year + 1)
        token.value = when
        last = when if when.year is not None or last is None or last.year is None else last


# -- figures -----------------------------------------------------------------------------------------------------------


def _figure(text: str, reading: Reading, token: Token) -> Figure:
    span = reading.span(token.left, token.right)
    return Figure(
        kind=token.kind,
        value=token.value,
        unit=token.unit,
        operators=token.operators,
        text=text[span[0] : span[1]],
        span=span,
        core=reading.span(token.core, token.core_end),
        numeral=reading.span(token.start, token.end),
        comparison=reading.span(*token.comparison) if token.comparison else None,
        approximate=token.approximate,
        extent=_extent(reading.text, token) if token.kind is Kind.MONEY else Extent.NOT_SAID,
        pays=token.kind is Kind.NUMBER and _may_pay(reading.text, token),
    )


_BETWEEN = r"[^0-9，。；、,;.\n]{0,4}$"
_FOR_ALL = re.compile(f"(?:{words.FOR_ALL}){_BETWEEN}")
_FOR_EACH = re.compile(f"(?:{words.FOR_EACH}){_BETWEEN}")
_BEHIND = re.compile(f"(?P<all>{words.FOR_ALL_AFTER})|(?P<each>{words.FOR_EACH_AFTER})")


def _extent(text: str, token: Token) -> Extent:
    """For whom money is, by the words right before it, or else by those right behind it."""
    before = text[max(0, token.left - 14) : token.left]
    if _FOR_EACH.search(before):
        return Extent.EACH
    if _FOR_ALL.search(before):
        return Extent.ALL
    behind = _BEHIND.match(text, token.right)
    return Extent(str(behind.lastgroup)) if behind else Extent.NOT_SAID


_COUNTS_NOTHING = re.compile(r"[ \t]{0,3}(?:[，。；、！？,;)!?]|\.(?![0-9])|\n|$)")
_SPEAKS_OF_MONEY = re.compile(f"{words.MONEY_VERBS}|{words.MONEY_AFTER}|{words.MONEY_BEFORE}")
_SENTENCE_BEFORE = re.compile(r"[^。；;\n]{0,60}$")
_SENTENCE_BEHIND = re.compile(r"[^。；;\n]{0,60}")


def _may_pay(text: str, token: Token) -> bool:
    """Whether nothing is said that a bare number counts, where it is said for each or its sentence speaks of money."""
    if not _COUNTS_NOTHING.match(text, token.right):
        return False
    before = _SENTENCE_BEFORE.search(text[max(0, token.left - 60) : token.left])
    behind = _SENTENCE_BEHIND.match(text, token.right)
    sentence = f"{before.group() if before else ''} {behind.group() if behind else ''}"
    return bool(_FOR_EACH.search(text[max(0, token.left - 14) : token.left]) or _SPEAKS_OF_MONEY.search(sentence))


def _passed_over(text: str, reading: Reading, token: Token) -> PassedOver:
    span = reading.span(token.start, token.end)
    return PassedOver(text[span[0] : span[1]], span, token.reason)
