"""Approximate figures: 十余万, 四五百, 数百, 近百, 约300, 300左右."""

import re
from dataclasses import dataclass
from fractions import Fraction

from bridgehead.rulebook.figures import words
from bridgehead.rulebook.figures.figure import Kind, Operators
from bridgehead.rulebook.figures.numerals import DIGITS, GAP, HAN, LARGE, MULTIPLIERS, value
from bridgehead.rulebook.figures.token import LEFT, Token


@dataclass(frozen=True, slots=True)
class Estimate:
    """What an approximate numeral is built on, how the truth lies to it, and the numeral as far as it goes."""

    number: Fraction
    operators: Operators
    end: int
    last: str


_MORE = re.compile(
    rf"{GAP}(?:余(?![额下])|多|(?<=[十百千万0])来(?=[{HAN}个家人名户天元])|(?<=[十拾])几)(?P<scale>{GAP}[百佰千仟万萬亿億]*)"
)
_SIDE_BY_SIDE = re.compile(
    rf"(?P<head>[{HAN}]*?)(?P<low>[一二两三四五六七八])(?P<high>[{HAN}])(?P<tail>[{MULTIPLIERS}]*)"
)


def estimate(text: str, numeral: str, end: int) -> Estimate | None:
    """The approximate numeral that ends at `end` or goes on there, or None for an exact one or none.

    10余万 is built on 100,000, 四五百 on 400, 万余, which leaves the digit out, on 10,000.
    """
    if more := _MORE.match(text, end):
        whole = numeral + "".join(more["scale"].split())
        number = led(whole)
        return (
            None
            if number is None
            else Estimate(number, words.AFTER, more.start("scale") + len(more["scale"].rstrip()), whole)
        )
    if (number := _side_by_side(numeral)) is not None:
        return Estimate(number, words.AT_LEAST, end, numeral)
    return None


def stands_for_one(text: str, at: int, end: int) -> bool:
    """Whether the words around a 万 or 亿 without a digit say that it is one: 每万人, 亿元以上; not 单位：万元."""
    return bool(words.LEADS.search(text[max(0, at - LEFT) : at]) or words.FOLLOWS.match(text, end))


def led(numeral: str) -> Fraction | None:
    """The value of a numeral, led by 一 where its digit is left out."""
    return value("一" + numeral if numeral[0] in LARGE else numeral)


def _side_by_side(numeral: str) -> Fraction | None:
    """The lesser of two digits side by side: 四五百, 十三四, 三五."""
    found = _SIDE_BY_SIDE.fullmatch(numeral)
    if not found or found["high"] not in DIGITS or found["head"][-1:] in DIGITS:
        return None
    low, high = DIGITS[found["low"]], DIGITS[found["high"]]
    return value(found["head"] + found["low"] + found["tail"]) if high == low + 1 or (low, high) == (3, 5) else None


VAGUE = re.compile(
    "(?:" + "|".join(f"(?P<b{number}>{word})" for number, (_, word) in enumerate(words.ABOUT_BEFORE)) + ")[ ]?$"
)
_AFTER = re.compile(rf"{GAP}(?:{words.ABOUT_AFTER})")


def approximate(text: str, token: Token) -> Token:
    """The token with the words that make it approximate, which become part of it: 约, 近, 数, 左右."""
    if token.reason:
        return token
    if found := VAGUE.search(text[max(0, token.core - LEFT) : token.core]):
        operators, _ = words.ABOUT_BEFORE[int(str(found.lastgroup)[1:])]
        if _fits(text, token, found.group().strip()):
            token.left = token.core = token.core - len(found.group())
            token.approximate, token.operators = True, operators
    if found := _AFTER.match(text, token.core_end):
        token.core_end = token.right = found.end()
        token.approximate = True
    return token


def _fits(text: str, token: Token, word: str) -> bool:
    """近三年 are the last three years, 数 and 上 need a 百 or 千 behind them, and 人数百分之五 is exact."""
    if word in words.VAGUE_DIGITS:
        return text[token.start] in MULTIPLIERS and token.kind in (Kind.COUNT, Kind.MONEY, Kind.NUMBER)
    if word in words.NOT_OF_TIME:
        return token.kind not in (Kind.DATE, Kind.TIME) and token.unit not in words.DURATIONS
    return True
