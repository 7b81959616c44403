"""Write a number in any of the forms of a notice."""

from decimal import Decimal

HAN_DIGITS = "零一二三四五六七八九"
FORMAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"


def han(number: int, digits: str = HAN_DIGITS, small: str = "十百千") -> str:
    """A number as a Chinese numeral: 205 is 二百零五."""

    def below_ten_thousand(number: int) -> str:
        written, gap = "", False
        for place in (3, 2, 1, 0):
            digit = number // 10**place % 10
            if digit:
                written += ("零" if gap and written else "") + digits[digit] + (small[place - 1] if place else "")
            gap = not digit
        return written

    if number == 0:
        return "零"
    written, rest_begins = "", False
    for unit, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        section = number // unit % 10**4
        if section:
            zero = written and (section < 1000 or rest_begins)
            written += ("零" if zero else "") + below_ten_thousand(section) + name
        rest_begins = bool(written) and not section
    return written


def forms(number: int) -> list[str]:
    plain, thousands = str(number), f"{number:,}"
    wide = plain.translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})
    scaled = [f"{Decimal(number) / 10**4:f}万", f"{Decimal(number) / 10**8:f} 亿"]
    return [plain, thousands, wide, *scaled, han(number), han(number, FORMAL_DIGITS, "拾佰仟"), f"**{plain}**"]
