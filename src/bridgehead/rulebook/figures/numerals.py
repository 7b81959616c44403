"""Numerals, Arabic, Chinese and mixed, and their exact values."""

import re
from fractions import Fraction
from math import prod

DIGITS = {
    **{character: value for value, characters in enumerate(
        ["零〇○", "一壹", "二两贰貳俩", "三叁仨", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖"]
    ) for character in characters},
}  # fmt: skip
SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
TENS = {"廿": 20, "卅": 30}
LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}

HAN = "".join([*DIGITS, *SMALL, *TENS, *LARGE])
MULTIPLIERS = "".join([*SMALL, *LARGE])
GAP = r"[ \t]{0,3}(?:\n[ \t>]{0,8})?"
"""What may part a numeral from its unit: little space, one line break."""

ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3})++(?![0-9])|[0-9]++)(?:\.[0-9]++)?"
METRIC = "(?![米克瓦伏卡货])"  # 千米, 千克: the multiplier belongs to the unit
MIXED = rf"{ARABIC}(?:{GAP}(?:个(?=[亿億]))?(?:[百佰千仟]?[万萬亿億]{{1,2}}|[百佰千仟]{METRIC})(?:{ARABIC}(?!年))?)*"
"""45万, 4.5亿, 1.5 万亿, 2千, 1亿2000万, 2个亿."""
DECIMALS = rf"点[{''.join(DIGITS)}]{{1,8}}+(?![十百拾佰是])[万萬亿億]{{0,2}}"
"""零点五, 三点五万; but 三点五十分 is a time, and 三点一是 the first of three points."""
NUMERAL = rf"(?:{MIXED}|[{HAN}]{{1,32}}+(?:{DECIMALS})?)"

_ZERO_AMONG = re.compile(rf"(?P<digits>[{''.join(DIGITS)}]+[零〇○][{''.join(DIGITS)}]*)(?P<scale>[万萬亿億]{{1,2}})$")
"""三〇万, 一二〇万: spelled digit by digit, before what multiplies all of it."""
PART = re.compile(rf"(?P<arabic>{ARABIC})|(?P<han>[{HAN}])|\s+")
LONGEST = 32  # characters; longer strings of digits are codes, not quantities


def value(numeral: str) -> Fraction | None:
    """The number that a numeral means, or None where it means none (三四, 千百, 万) or is too long to be a quantity.

    三万五 is 35,000: a last digit without its unit has a tenth of the unit before it.
    """
    if len(numeral) > LONGEST:
        return None
    whole, point, parts = numeral.partition("点")
    if point:
        return _with_decimals(whole, parts)
    if len(numeral) > 1 and all(character in DIGITS for character in numeral):
        return _spelled(numeral)
    if zero := _ZERO_AMONG.match(numeral):
        number = _spelled(zero["digits"])
        return None if number is None else number * prod(LARGE[multiplier] for multiplier in zero["scale"])
    sums = _Sums()
    for part in PART.finditer(numeral):
        if part["arabic"] and not sums.number(Fraction(part["arabic"].replace(",", "")), arabic=True):
            return None
        if part["han"] and not sums.character(part["han"]):
            return None
    return sums.total()


def _with_decimals(whole: str, parts: str) -> Fraction | None:
    """三点五万: the digits behind the point, then what all of it is multiplied by."""
    number, digits = value(whole), parts.rstrip("".join(LARGE))
    if number is None:
        return None
    decimals = Fraction(int("".join(str(DIGITS[digit]) for digit in digits)), 10 ** len(digits))
    return (number + decimals) * prod(LARGE[multiplier] for multiplier in parts[len(digits) :])


def _spelled(numeral: str) -> Fraction | None:
    """二〇二三 digit by digit; two digits side by side (三四个) are an estimate, unless a zero is among them."""
    digits = [DIGITS[character] for character in numeral]
    if len(digits) == 2 and 0 not in digits:
        return None
    return Fraction(int("".join(map(str, digits))))


class _Sums:
    """The running sums of a numeral, as read from left to right: beyond 亿, beyond 万, below, and the open digit."""

    def __init__(self) -> None:
        self.yi = self.wan = self.below = Fraction(0)
        self.open: Fraction | None = None
        self.unit = 0  # of the last multiplier
        self.exact = False  # a zero or Arabic digits: no unit is left out
        self.small = 10**4  # the last unit below 万: they fall from left to right

    def number(self, number: Fraction, *, arabic: bool) -> bool:
        if self.open is not None:
            return False
        self.open = number
        self.exact = self.exact or arabic
        return True

    def character(self, character: str) -> bool:
        if character in DIGITS:
            if DIGITS[character] == 0:
                self.exact = True
                if self.unit:
                    return self.open is None
            return self.number(Fraction(DIGITS[character]), arabic=False)
        if character in TENS:
            self.below += TENS[character]
            self.unit, self.small = 10, 10
            return self.open is None
        if character in SMALL:
            return self._small(SMALL[character])
        return self._large(LARGE[character])

    def _small(self, unit: int) -> bool:
        if unit >= self.small or (self.open is None and self.below and unit > 10):
            return False
        self.below += (Fraction(1) if self.open is None else self.open) * unit
        self.open, self.unit, self.small, self.exact = None, unit, unit, False
        return True

    def _large(self, unit: int) -> bool:
        section = self.below + (self.open or 0)
        if unit == LARGE["亿"]:
            if self.yi or not section + self.wan:
                return False
            self.yi, self.wan = (self.wan + section) * unit, Fraction(0)
        else:
            if self.wan or not section:
                return False
            self.wan = section * unit
        self.below, self.open, self.unit, self.small, self.exact = Fraction(0), None, unit, 10**4, False
        return True

    def total(self) -> Fraction | None:
        last = self.open or Fraction(0)
        if self.unit and not self.exact:
            last = last * self.unit / 10
        return self.yi + self.wan + self.below + last
