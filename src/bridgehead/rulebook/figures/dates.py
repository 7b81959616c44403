"""Dates and times as they are written, in Chinese and in English."""

import re
from calendar import monthrange
from fractions import Fraction

from bridgehead.rulebook.figures.figure import When
from bridgehead.rulebook.figures.numerals import DIGITS, value

_NAMES = "january february march april may june july august september october november december"
MONTHS = {
    **{name: number for number, name in enumerate(_NAMES.split(), start=1)},
    **{name[:3]: number for number, name in enumerate(_NAMES.split(), start=1)},
    "sept": 9,
}
_MONTH = rf"(?i:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
_ANY_ZERO = f"[{''.join(DIGITS)}0Oo]"
_YEAR = f"(?:(?:19|20)[0-9]{{2}}|[一二壹贰]{_ANY_ZERO}{{3}})"
_DAY = "(?:[0-9]{1,2}|[〇零一二三四五六七八九十廿卅]{1,3})"
_ENGLISH_DAY = "[0-3]?[0-9](?:st|nd|rd|th)?"
_GAP = r"[ \t]{0,2}(?:\n[ \t>]{0,8})?"

_EARLY = "初(?![中步审级始选评赛定])"

CHINESE = (
    rf"(?P<year>{_YEAR}){_GAP}年度?(?:{_GAP}(?:(?P<month>{_DAY}){_GAP}月份?"
    rf"(?:{_GAP}(?P<day>{_DAY}){_GAP}[日号]|[底末]|(?P<rough3>{_EARLY}|[上中下]旬))?|"
    rf"第?(?P<quarter>[1-4一二三四]){_GAP}季度|前(?P<quarters>[23二两三])个?季度|(?P<half>[上下])半年度?"
    rf"|(?P<year_end>年?[底末])|(?P<rough>年?{_EARLY}))?)?"
    rf"|(?P<next>(?:次年|翌年|第二年)度?{_GAP})?(?P<month2>{_DAY}){_GAP}月(?!份?[的之]?[饼球亮牙])份?"
    rf"(?:{_GAP}(?P<day2>{_DAY}){_GAP}[日号]|[底末]|(?P<rough2>{_EARLY}|[上中下]旬))?"
    rf"|(?P<half2>[上下])半年度?|第?(?P<quarter2>[1-4一二三四]){_GAP}季度|前(?P<quarters2>[23二两三])个?季度"
)
NUMERIC = (
    r"(?P<year3>(?:19|20)[0-9]{2})(?:(?P<separator>[-/.])(?P<month3>[0-9]{1,2})(?P=separator)(?P<day3>[0-9]{1,2})(?![0-9])"
    r"|-(?P<month4>0[1-9]|1[0-2])(?![0-9]))"
)
ENGLISH = (
    rf"(?P<day5>{_ENGLISH_DAY})[ ]?(?:of )?(?P<month5>{_MONTH})(?:,?[ ]?(?P<year5>{_YEAR})(?![0-9]))?"
    rf"|(?P<month6>{_MONTH})[ ](?P<day6>{_ENGLISH_DAY})(?![0-9])(?:,?[ ](?P<year6>{_YEAR})(?![0-9]))?"
    rf"|(?P<month7>{_MONTH})[ ](?P<year7>{_YEAR})(?![0-9])"
)
QUARTER = rf"(?:(?P<year4>{_YEAR})年?[ ]?)?Q(?P<quarter3>[1-4])(?![0-9A-Za-z:.])"
DATE = re.compile(f"{QUARTER}|{CHINESE}|{NUMERIC}|{ENGLISH}")
DAY_ALONE = re.compile(rf"(?P<day>{_DAY}){_GAP}[日号](?![内游后元制均产报程标机线楼馆厅])")

_CLOCK = r"(?P<hour>[01]?[0-9]|2[0-4]):(?P<minute>[0-5][0-9])(?::[0-5][0-9])?(?![0-9:])(?:[ ]?(?P<clock>[ap]\.?m\.?))?"
_HALF_DAY = "上午|下午|凌晨|中午|晚上|晚|早上|早"
_HAN_MINUTE = "[二三四五]?十[一二三四五六七八九]?"
_OCLOCK = (
    rf"(?:时(?![间候代期刻段])|点(?=整|半|钟|[0-9]|至|到|-|—|前|后|之|以|开|结|{_HAN_MINUTE}分)"
    rf"|(?<=[零〇]点)(?![{''.join(DIGITS)}]))"
)
TIME = re.compile(
    rf"(?P<half4>{_HALF_DAY}){_GAP}(?P<hour4>{_DAY}){_GAP}点"
    rf"(?:(?P<minute4>{_DAY})分|(?P<minute5>{_HAN_MINUTE})|(?P<half_past2>半)|整|钟)?"
    rf"|(?P<half>{_HALF_DAY})?{_GAP}(?:{_CLOCK}"
    rf"|(?P<hour2>{_DAY}){_GAP}{_OCLOCK}(?:(?P<minute2>{_DAY})分|(?P<half_past>半)|整|钟)?"
    r"|(?P<hour3>1?[0-9])[ ]?(?P<clock3>[ap]\.?m\b\.?))"
)


def read_date(found: re.Match[str]) -> When | None:
    """The date that a match of DATE means, or None where there is no such day."""
    group = {name.rstrip("234567"): text for name, text in found.groupdict().items() if text}
    year = _number(group.get("year"))
    month, day = _month(group.get("month")), _number(group.get("day"))
    if quarter := _number(group.get("quarter")):
        return When(year, quarter * 3, months=3)
    if quarters := _number(group.get("quarters")):
        return When(year, quarters * 3, months=quarters * 3)
    if half := group.get("half"):
        return When(year, 6 if half == "上" else 12, months=6)
    if "year_end" in group:
        return When(year, 12, 31)
    return When(year, month, day) if _exists(year, month, day) else None


def is_rough(found: re.Match[str]) -> bool:
    """Whether a date is one of a few days: 5月上旬, 年初."""
    return any(found[name] for name in ("rough", "rough2", "rough3"))


def is_of_next_year(found: re.Match[str]) -> bool:
    return bool(found["next"])


def read_time(found: re.Match[str]) -> Fraction | None:
    """Minutes after midnight, or None where there is no such time."""
    group = {name.rstrip("2345"): text for name, text in found.groupdict().items() if text}
    hour, minute = _number(group["hour"]), _number(group.get("minute", "0"))
    if hour is None or minute is None:
        return None
    afternoon = group.get("half", "") in {"下午", "晚上", "晚"} or group.get("clock", "").startswith("p")
    if afternoon and hour < 12:
        hour += 12
    if group.get("clock", "").startswith("a") and hour == 12:
        hour = 0
    minute = 30 if "half_past" in group else minute
    return Fraction(hour * 60 + minute) if hour * 60 + minute <= 1440 else None


ZEROS = str.maketrans("0Oo", "〇〇〇")
"""二O二三年 and 二0二三年, as they are typed."""


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    digits = text.rstrip("stndrh")
    if digits[0] in DIGITS:
        digits = digits.translate(ZEROS)
    if len(digits) > 1 and all(character in DIGITS for character in digits):
        return int("".join(str(DIGITS[character]) for character in digits))
    number = value(digits)
    return None if number is None else int(number)


def _month(text: str | None) -> int | None:
    if text is None:
        return None
    return MONTHS.get(text.rstrip(".").lower()) or _number(text)


def _exists(year: int | None, month: int | None, day: int | None) -> bool:
    if month is None:
        return day is None or 1 <= day <= 31
    return 1 <= month <= 12 and (day is None or 1 <= day <= monthrange(year or 2000, month)[1])
