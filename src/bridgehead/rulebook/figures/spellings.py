"""Odd spellings of numerals that a reader of the text takes for digits: ③, Ⅷ, 8O, 30W, 八 万, 点八."""

import re
from unicodedata import decimal, normalize, numeric

from bridgehead.rulebook.figures.numerals import DIGITS, HAN, MULTIPLIERS

_HAN_DIGIT = f"[{''.join(DIGITS)}]"
_BLANKS = "[ \t\u00a0\u3000]{1,3}"
_PAID = "[万萬亿億%％]|元(?![旦宵素件器首月])"

SPACED = rf"(?<=[{HAN}]){_BLANKS}(?=[{MULTIPLIERS}]|{_HAN_DIGIT}{_BLANKS}[{MULTIPLIERS}元])"
"""Blanks within one numeral; 一等奖十 二等奖五 are two."""
SIGNS = rf"(?:(?<=[第前])[①-⓿㈠-㈩❶-➓㊀-㊉Ⅰ-Ⅻ]|[①-⑳❶-➓Ⅰ-Ⅻ](?={_PAID})|[Ⅰ-Ⅻ](?=[级等])|[¼-¾⅐-⅞])"
"""Signs that stand for a number; before a sentence they mark the items of a list."""
BARE_POINT = rf"(?:(?<=分之)|(?<=[打按为至到，。、（(：:\s])|^)点(?={_HAN_DIGIT}{{1,4}})(?=.{{1,4}}折|(?<=分之点))"

_OTHER_DIGIT = re.compile(r"[^\x00-\x7f\D]")
_LETTER_WAN = re.compile(r"(?<=[0-9])[Ww](?![A-Za-z0-9])")
_LETTERS_AMONG = re.compile(
    r"(?<![A-Za-z0-9.])(?=[0-9OoIl,.]{0,12}[0-9])(?=[0-9,.]{0,12}[OoIl])[0-9OoIl,.]{2,13}(?=[ ]?[百千]?(?:[万亿%]|元))"
)
_ZERO_AMONG = re.compile(rf"(?<={_HAN_DIGIT})[0Oo]{{1,8}}(?=[{HAN}元])")
_DIGITS = str.maketrans("OoIl", "0011")


def sign(character: str) -> str:
    """The digits of a sign that stands for a number: 12 for ⑫, 1/2 for ½."""
    number = numeric(character)
    return str(int(number)) if number.is_integer() else normalize("NFKC", character).replace("\u2044", "/")


def plain(text: str) -> str:
    """The text of the same length with plain digits: of any script, and where letters were typed for them."""
    text = _OTHER_DIGIT.sub(lambda found: str(decimal(found.group())), text)
    text = _LETTER_WAN.sub("万", text)
    text = _ZERO_AMONG.sub(lambda found: "〇" * len(found.group()), text)
    return _LETTERS_AMONG.sub(lambda found: found.group().translate(_DIGITS), text)
