"""Read a text token by token: numerals with their units, and what only looks like one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from bridgehead.rulebook.figures import currencies, words
from bridgehead.rulebook.figures.comparisons import JUST_BEFORE
from bridgehead.rulebook.figures.dates import (
    DATE,
    DAY_ALONE,
    TIME,
    is_of_next_year,
    is_rough,
    read_date,
    read_time,
)
from bridgehead.rulebook.figures.estimates import VAGUE, estimate, led, stands_for_one
from bridgehead.rulebook.figures.figure import Kind, Span, When
from bridgehead.rulebook.figures.numerals import DIGITS, GAP, HAN, LARGE, MULTIPLIERS, NUMERAL, value
from bridgehead.rulebook.figures.token import LEFT, Token

_SKIPS = {f"skip{number}": reason for number, (reason, _) in enumerate(words.NOT_FIGURES)}
_SKIP = "|".join(f"(?P<skip{number}>{pattern})" for number, (_, pattern) in enumerate(words.NOT_FIGURES))
_START = re.compile(
    rf"[0-9{HAN}半前首翻次翌①-⓿㈠-㉃(〔[【“\"'‘第{''.join(sorted({idiom[0] for idiom in words.IDIOMS}))}]"
    r"|[减折对](?=半)|[双加](?=倍)|双(?=人)|[上下中凌早晚]|[附表图序编注版页电热传手邮]|(?<![A-Za-z0-9])[A-Za-z]"
)
_SKIPPED = re.compile(_SKIP, re.MULTILINE)
_NUMBER = re.compile(NUMERAL)
_GRADE = re.compile(r"(?P<digit>[0-9]{1,2})A(?![A-Za-z])级?|(?P<letters>A{2,5})(?![A-Za-z])级?")
_PART_OF = re.compile(
    rf"(?P<whole>{NUMERAL}){GAP}分之{GAP}(?P<part>{NUMERAL})|(?P<over>[0-9]{{1,3}})/(?P<under>[1-9][0-9]{{0,2}})(?![0-9/])"
)
_HALF = re.compile(
    rf"(?P<share>一?(?<![上下大前后多夜])半(?=[数价额])|一半|(?<=过)半(?![年天日个夜导径]))"
    rf"|(?<![上下大前后])半(?={GAP}(?:年|天|日|个月|小时|个小时))"
)
_FIXED = [(re.compile(pattern), kind, number, unit) for pattern, kind, number, unit in words.FIXED]
_DOUBLINGS = re.compile(words.DOUBLINGS)
_TERM = r"[0-9]{1,3}(?:\.[0-9]+)?|[一二两三四五六七八九十]"
_SIDE_BY_SIDE = re.compile(words.SIDE_BY_SIDE)
_RATIO = re.compile(rf"(?P<left>{_TERM})[ ]?(?::|比)[ ]?(?P<right>{_TERM})(?![0-9:]|[ ]?[:比])")
_ENGLISH_NUMBER = re.compile(
    r"(?P<few>"
    + "|".join(sorted(words.ENGLISH_NUMBERS, key=len, reverse=True))
    + r")(?:[ -](?P<scale>hundred|thousand|million))?(?![A-Za-z])(?=[ -][a-z])",
    re.IGNORECASE,
)


def tokens(text: str) -> Iterator[Token]:
    position = 0
    while start := _START.search(text, position):
        at = start.start()
        found = _tokens_at(text, at)
        yield from found
        position = max([at + 1, *(token.core_end for token in found)])


def _tokens_at(text: str, at: int) -> list[Token]:
    """What begins at this place: one token, some for a ratio, none where no numeral begins."""
    if skipped := _SKIPPED.match(text, at):
        return [_skip(skipped.start(), skipped.end(), _SKIPS[str(skipped.lastgroup)])]
    if (marker := _line_marker(text, at)) is not None:
        return [marker]
    for reader in (_date, _time, _fixed, _part, _ratio, _grade, _number, _english_number):
        if found := reader(text, at):
            return found
    return []


def _skip(start: int, end: int, reason: str) -> Token:
    return Token(start, start, start, end, end, end, Kind.NUMBER, Fraction(0), reason=reason)


_LINE_START = re.compile(r"(?:^|\n)[ \t>#*+•·—–-]{0,14}$|[。；;：:][ \t]{0,4}$")
_MARKER = re.compile(
    r"(?:[0-9]{1,4}(?:\.[0-9]{1,4}){0,8})(?=[ \t]+\S)"
    rf"|[0-9]{{1,3}}[.)、．](?![0-9])|[{HAN}]{{1,3}}[、.．](?![{HAN}])"
)
_PAGE = re.compile(r"[0-9]{1,3}[ \t]?[-—–]?[ \t]{0,8}(?=\n|$)")


def _line_marker(text: str, at: int) -> Token | None:
    """The number of a heading or list item, or of a page, where a line begins with it."""
    before = text[max(0, at - 16) : at]
    begun = _LINE_START.search(before)
    if not begun or (at > 16 and begun.group()[:1] not in tuple("\n。；;：:")):
        return None
    if begun.group()[:1] not in tuple("。；;：:") and (page := _PAGE.match(text, at)):
        return _skip(at, page.end(), "a page number")
    marker = _MARKER.match(text, at)
    if not marker:
        return None
    heading = "#" in begun.group()
    if marker.group()[-1] in ".)、．" or heading:
        return _skip(at, marker.end(), "the number of a heading" if heading else "a list marker")
    return None


def _date(text: str, at: int) -> list[Token]:
    found = DATE.match(text, at)
    if found and (when := read_date(found)):
        end = found.end()
        rough, later = is_rough(found), is_of_next_year(found)
        return [Token(at, at, at, end, end, end, Kind.DATE, when, approximate=rough, next_year=later)]
    found = DAY_ALONE.match(text, at)
    if found and (day := value(found["day"])) and 1 <= day <= 31:
        end = found.end()
        return [Token(at, at, at, end, end, end, Kind.DATE, When(None, None, int(day)))]
    return []


def _time(text: str, at: int) -> list[Token]:
    found = TIME.match(text, at)
    if not found or (minutes := read_time(found)) is None:
        return []
    return [Token(at, at, at, found.end(), found.end(), found.end(), Kind.TIME, minutes)]


def _fixed(text: str, at: int) -> list[Token]:
    """What has its value without a numeral: 翻一番, 双倍, 减半, 首批."""
    if doubled := _DOUBLINGS.match(text, at):
        times, end = value(doubled["times"]), doubled.end()
        span = doubled.span("times")
        return [Token(at, at, *span, end, end, Kind.COUNT, Fraction(2) ** int(times), "倍")] if times else []
    for pattern, kind, number, unit in _FIXED:
        if found := pattern.match(text, at):
            end = found.end()
            token = Token(at, at, at, end, end, end, kind, number, unit or found.groupdict().get("of") or "")
            token.operators = frozenset({"="}) if "of" in found.groupdict() else token.operators
            return [token]
    return []


def _part(text: str, at: int) -> list[Token]:
    if half := _HALF.match(text, at):
        end = half.end()
        if half["share"]:
            end += text[end : end + 1] in ("数", "价", "额")
            return [Token(at, at, at, half.end(), end, end, Kind.SHARE, Fraction(1, 2))]
        unit = _unit(text, half.end())
        return [Token(at, at, at, half.end(), unit.end, unit.end, Kind.COUNT, Fraction(1, 2), unit.name)]
    found = _PART_OF.match(text, at)
    if not found:
        return []
    part, whole = value(found["part"] or found["over"]), led(found["whole"] or found["under"])
    if part is None or not whole:
        return []
    return [Token(at, at, at, found.end(), found.end(), found.end(), Kind.SHARE, part / whole)]


def _ratio(text: str, at: int) -> list[Token]:
    found = _RATIO.match(text, at)
    if found and text[max(0, at - 1) : at] not in (":", "比"):
        return _shares(found, [found.span("left"), found.span("right")])
    return _side_by_side(text, at)


def _side_by_side(text: str, at: int) -> list[Token]:
    """六四加权: a ratio without a sign between its terms."""
    found = _SIDE_BY_SIDE.match(text, at)
    if not found or (not found["weighed"] and sum(DIGITS[term] for term in found["terms"]) != 10):
        return []
    return _shares(found, [(start, start + 1) for start in range(*found.span("terms"))])


def _shares(found: re.Match[str], spans: list[Span]) -> list[Token]:
    """What each term of a ratio has of the whole; none where the whole is nothing."""
    terms = [value(found.string[slice(*span)]) or Fraction(0) for span in spans]
    return [
        Token(start, start, start, end, end, end, Kind.SHARE, term / sum(terms), "of a ratio")
        for (start, end), term in zip(spans, terms, strict=True)
        if sum(terms)
    ]


def _grade(text: str, at: int) -> list[Token]:
    found = _GRADE.match(text, at)
    if not found:
        return []
    grade = Fraction(found["digit"] or len(found["letters"]))
    return [Token(at, at, at, found.end(), found.end(), found.end(), Kind.GRADE, grade, "A")]


@dataclass(frozen=True, slots=True)
class Unit:
    """What follows a numeral: its kind, its name, what one of it is worth, and where it ends."""

    kind: Kind
    name: str
    worth: Fraction
    end: int


_UNIT = re.compile(
    rf"{GAP}(?:(?P<money>{words.MONEY_AFTER})(?![a-z])|(?P<coin>{'|'.join(words.COINS)})|(?P<share>{words.SHARE_AFTER})"
    rf"|(?P<grade>星级|等奖|级(?![别联数市]))|(?P<count>{'|'.join(words.COUNTED)}|{words.LATIN_UNITS}))"
    r"|(?P<rank>st|nd|rd|th)(?![a-z])|[ ]?(?P<scale>thousand|million|billion|bn|k)(?![a-z])"
    rf"|(?P<english>{words.ENGLISH_COUNTED})"
)
_NO_UNIT = ("per ", "or ", "and ", "to ", "of ", "in ", "on ", "at ", "by ", "for ", "is ", "are ", "the ", "each")


def _unit(text: str, at: int) -> Unit:
    found = _UNIT.match(text, at)
    if not found:
        return Unit(Kind.NUMBER, "", Fraction(1), at)
    end = found.end()
    if found["money"]:
        return Unit(Kind.MONEY, currencies.said(found["money"]), Fraction(1), end)
    if found["coin"]:
        worth = next(worth for coin, worth in words.COINS.items() if found["coin"] in coin)
        return Unit(Kind.MONEY, currencies.OWN, worth, end)
    if found["share"]:
        name = next((name for name in words.SHARES if found["share"].endswith(name)), "%")
        return Unit(Kind.SHARE, name, Fraction(*words.SHARES[name]), end)
    if found["grade"]:
        return Unit(Kind.GRADE, found["grade"], Fraction(1), end)
    if found["rank"]:
        return Unit(Kind.QUOTA, "place", Fraction(1), end)
    if found["scale"]:
        unit = _unit(text, end)
        return replace(unit, worth=unit.worth * words.ENGLISH_SCALE[found["scale"]])
    if found["english"] and text[at : end + 1].lstrip().startswith(_NO_UNIT):
        return Unit(Kind.NUMBER, "", Fraction(1), at)
    return Unit(Kind.COUNT, (found["count"] or found["english"]).strip(" -‑"), Fraction(1), end)


_ORDINAL = re.compile(
    rf"(?:(?P<first>前|(?<![A-Za-z])(?:[Ff]irst|[Tt]op) )|(?P<place>第)|(?P<money>{words.MONEY_BEFORE}))[ ]?$"
)
_MONEY_VERB = re.compile(rf"(?:{words.MONEY_VERBS})[^0-9，。；、,;.\n]{{0,6}}$")
_LETTER = re.compile("[A-Z]")
_IDENTIFIER = re.compile(r"(?:[A-Za-z][-–+]?|[A-Za-z]/[A-Z]{1,2} ?|\.)$")
_AND_A_HALF = re.compile(r"(?<=[年天岁倍成])半(?![年天岁倍价数])|(?<=个)半(?P<of>月|小时)")
_AND_COINS = re.compile(words.AND_COINS)
_AND_MORE = re.compile(r"(?<=个)多(?P<of>月|小时)|(?<=[年天岁倍元])多(?=[，。；、,;)）\s前后以的来内]|$)")


def _number(text: str, at: int) -> list[Token]:
    found = _NUMBER.match(text, at)
    if not found:
        return []
    numeral, end = found.group(), found.end()
    before = text[max(0, at - LEFT) : at]
    ordinal = _ORDINAL.search(before)
    unit = _unit(text, end)
    if len(numeral) > 1 and unit.kind is Kind.GRADE and all(character in DIGITS for character in numeral):
        return _grades(numeral, at, unit)
    guess = estimate(text, numeral, end)
    if guess:
        numeral, end, unit = guess.last, guess.end, _unit(text, guess.end)
    number = guess.number if guess else _price_cut(numeral) if unit.name == "折" else value(numeral)
    if number is None and stands_for_one(text, at, end):
        number = led(numeral)
    if number is None:
        return [_skip(at, end, "a numeral without one value")]
    if reason := _no_figure(numeral, unit, ordinal, before, bool(_LETTER.match(text, end))):
        return [replace(_skip(at, end, reason), value=number)]
    core = at - len(ordinal.group()) if ordinal else at
    token = Token(core, core, at, end, unit.end, unit.end, unit.kind, number * unit.worth, unit.name)
    token.scale = _scale(numeral)
    token.approximate, token.operators = guess is not None, guess.operators if guess else token.operators
    chosen = _is_chosen(text, before, unit)
    _rank(token, ordinal, unit, paid=_MONEY_VERB.search(before) is not None, chosen=chosen)
    _add_what_follows(text, token, unit)
    token.right = token.core_end
    return [token]


def _is_chosen(text: str, before: str, unit: Unit) -> bool:
    in_all = words.CHOSEN_IN_ALL.search(before) and words.OF_NOTHING_ELSE.match(text, unit.end)
    return bool(in_all or words.CHOSEN_BEFORE.search(before) or words.CHOSEN_AFTER.match(text, unit.end))


def _rank(token: Token, ordinal: re.Match[str] | None, unit: Unit, *, paid: bool, chosen: bool) -> None:
    """What the words around a number make of it: money, a place, one of a series, a quota."""
    if ordinal and ordinal["money"]:
        token.kind, token.core_end, token.unit = (
            Kind.MONEY,
            unit.end if unit.kind is Kind.MONEY else token.end,
            currencies.said(ordinal["money"]),
        )
    elif ordinal and ordinal["place"] and unit.name in words.SERIES:
        token.operators = frozenset({"="})
    elif ordinal and unit.kind in (Kind.COUNT, Kind.NUMBER) and unit.name not in words.DURATIONS:
        token.kind = Kind.QUOTA
        token.operators = frozenset({"<=" if ordinal["first"] else "="})
    elif unit.name in words.CHOSEN and chosen:
        token.kind = Kind.QUOTA
    elif unit.kind is Kind.QUOTA:
        token.operators = frozenset({"="})
    elif unit.kind is Kind.NUMBER and token.scale > 1 and paid:
        token.kind = Kind.MONEY


def _add_what_follows(text: str, token: Token, unit: Unit) -> None:
    """两年半 is half a year more, 一年多 some months, 三元五角 half a yuan more."""
    if unit.kind is Kind.MONEY and isinstance(token.value, Fraction):
        coins = _AND_COINS.match(text, token.core_end)
        for name, size in (("tenths", 10), ("cents", 100)) if coins else ():
            if coins and coins[name]:
                token.value += (value(coins[name]) or Fraction(0)) / size
                token.core_end = coins.end()
    if half := _AND_A_HALF.match(text, token.core_end):
        if isinstance(token.value, Fraction):
            token.value += unit.worth / 2
        token.core_end = half.end()
        token.unit += half["of"] or ""
    elif more := _AND_MORE.match(text, token.core_end):
        token.approximate, token.operators, token.core_end = True, words.AFTER, more.end()
        token.unit += more["of"] or ""


def _grades(numeral: str, at: int, unit: Unit) -> list[Token]:
    """一二等奖: two grades in one word."""
    ends = [*range(at + 1, at + len(numeral)), unit.end]
    return [
        Token(start, start, start, start + 1, end, end, Kind.GRADE, Fraction(DIGITS[digit]), unit.name)
        for start, digit, end in zip(range(at, at + len(numeral)), numeral, ends, strict=True)
    ]


def _price_cut(numeral: str) -> Fraction | None:
    """八五折, 85折 and 8.5折 leave 8.5 tenths of the price; so do 零点八五折 and 0.85折, which say it as a share."""
    plain = numeral if "点" in numeral else "".join(str(DIGITS.get(character, character)) for character in numeral)
    number = value(plain)
    if number is None:
        return None
    return number / 10 if number >= 10 else number * 10 if 0 < number < 1 else number


def _scale(numeral: str) -> int:
    """What a last 万 or 亿 multiplies by."""
    return LARGE.get(numeral[-1], 1) * (LARGE.get(numeral[-2], 1) if numeral[-2:-1] in LARGE else 1) if numeral else 1


def _no_figure(numeral: str, unit: Unit, ordinal: re.Match[str] | None, before: str, attached: bool) -> str:
    """Why a numeral is none, or "" where it is a figure."""
    han = numeral[0] in HAN
    if han and unit.kind is Kind.NUMBER and not ordinal:
        if "点" in numeral or (VAGUE.search(before) and numeral[0] in MULTIPLIERS):
            return ""
        if len(numeral) == 1 or not any(character in MULTIPLIERS for character in numeral):
            return words.NO_UNIT if not JUST_BEFORE.search(before) else ""
        if numeral[0] in "百千万亿":
            return words.NO_UNIT
    if not han and unit.kind is Kind.NUMBER:
        if (_IDENTIFIER.search(before) or attached) and not (ordinal and ordinal["money"]):
            return "part of a name or code"
        if len(numeral) > 1 and numeral[0] == "0" and numeral[1] != ".":
            return "part of a name or code"
    return ""


def _english_number(text: str, at: int) -> list[Token]:
    found = _ENGLISH_NUMBER.match(text, at)
    if not found:
        return []
    scale = {"hundred": 100, **words.ENGLISH_SCALE}.get((found["scale"] or "").lower(), 1)
    unit = _unit(text, found.end())
    ordinal = _ORDINAL.search(text[max(0, at - LEFT) : at])
    core = at - len(ordinal.group()) if ordinal else at
    number = Fraction(words.ENGLISH_NUMBERS[found["few"].lower()] * scale) * unit.worth
    token = Token(core, core, at, found.end(), unit.end, unit.end, unit.kind, number, unit.name)
    if ordinal and ordinal["first"] and unit.kind in (Kind.COUNT, Kind.NUMBER):
        token.kind, token.operators = Kind.QUOTA, frozenset({"<="})
    return [token]
