"""Reasons and decisions in sentences, Chinese and English.

A sentence says what was seen, what the notice asks for, how far the one is from the other, and which clause says so:
住宿 0 晚，公告要求 1 晚以上，差 1 晚（第2条）。
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from bridgehead.instruments.award.needs import Bounds, Breach, Need, NoneOf, OneOf
from bridgehead.primitives import words
from bridgehead.primitives.types import FieldType
from bridgehead.primitives.words import NO_UNIT, Phrase


@dataclass(frozen=True, slots=True)
class Subject:
    """What is looked at, in a reader's words: the label of a field, or the text of a computed value."""

    label: Phrase
    kind: FieldType | None = None
    unit: Phrase = NO_UNIT
    choices: Mapping[str, Phrase] = field(default_factory=dict)
    currency: str = ""

    def say(self, value: object) -> Phrase:
        if isinstance(value, str) and value in self.choices:
            return self.choices[value]
        return words.value(value, self.kind, self.unit, self.currency)


def needed(subject: Subject, need: Need[object]) -> Phrase | None:
    """What the notice asks for, in a few words; None where only the formula itself can say it."""
    match need:
        case Bounds(None, None):
            return None
        case Bounds(low, None, closed, _):
            return _end(subject, low, True, closed)
        case Bounds(None, high, _, closed):
            return _end(subject, high, False, closed)
        case Bounds(low, high, True, True):
            low_end, high_end = subject.say(low), subject.say(high)
            return Phrase(f"{low_end.zh}至{high_end.zh}", f"{low_end.en} to {high_end.en}")
        case Bounds(low, high, low_closed, high_closed):
            above, below = _end(subject, low, True, low_closed), _end(subject, high, False, high_closed)
            return Phrase(f"{above.zh}、{below.zh}", f"{above.en}, {below.en}")
        case OneOf(values):
            return words.one_of(map(subject.say, _flat(values)))
        case NoneOf(values):
            said = words.one_of(map(subject.say, _flat(values)))
            return Phrase(f"{said.zh}以外", f"other than {said.en}")
    return None


# What an end of a range is called: (it is the low one, it belongs to the range, it is a date).
_ENDS = {
    (True, True, False): Phrase("{}以上", "{} or more"),
    (True, False, False): Phrase("超过 {}", "over {}"),
    (False, True, False): Phrase("不超过 {}", "{} or less"),
    (False, False, False): Phrase("不足 {}", "under {}"),
    (True, True, True): Phrase("{}起", "{} or later"),
    (True, False, True): Phrase("{}之后", "after {}"),
    (False, True, True): Phrase("不晚于{}", "{} or earlier"),
    (False, False, True): Phrase("{}之前", "before {}"),
}


def _end(subject: Subject, value: object, low: bool, closed: bool) -> Phrase:
    said, words = subject.say(value), _ENDS[low, closed, isinstance(value, date)]
    return Phrase(words.zh.format(said.zh), words.en.format(said.en))


def short(subject: Subject, broken: Breach) -> Phrase:
    """差 1 晚 / 1 night short; days are counted for dates and moments, points for percentages."""
    amount, low = broken.distance, broken.too_low
    if subject.kind in (FieldType.DATE, FieldType.DATE_TIME):
        days = "1 day" if amount == 1 else f"{amount:,} days"
        return Phrase(f"早 {amount:,} 天", f"{days} early") if low else Phrase(f"晚 {amount:,} 天", f"{days} late")
    if subject.kind is FieldType.PERCENT:
        points = words.number(Decimal(amount) * 100).zh
        said = Phrase(f"{points} 个百分点", "1 percentage point" if points == "1" else f"{points} percentage points")
    else:
        said = subject.say(amount)
    return Phrase(f"差 {said.zh}", f"{said.en} short") if low else Phrase(f"超出 {said.zh}", f"{said.en} over")


@dataclass(frozen=True, slots=True)
class Statement:
    """One reason, cell by cell: what was looked at, what was seen and needed, how far apart, by which clause.

    `holds` is None where fields are missing; `subject` then names them, and `seen` is None. `measured` values stand
    after their label with a space (住宿 0 晚), others with a word (停靠站为太原站). A `formula` is quoted as written.
    """

    condition: str
    holds: bool | None
    subject: Phrase
    seen: Phrase | None
    needed: Phrase
    off: Phrase | None = None
    clause: Phrase | None = None
    measured: bool = False
    formula: bool = False


def sentence(reason: Statement) -> Phrase:
    """One reason as a sentence with its full stop."""
    body = _formula(reason) if reason.formula else _comparison(reason)
    if reason.clause is None:
        return Phrase(f"{body.zh}。", f"{body.en}.")
    return Phrase(f"{body.zh}（{reason.clause.zh}）。", f"{body.en} ({reason.clause.en}).")


def _comparison(reason: Statement) -> Phrase:
    need_zh = f"公告要求{_placed(reason.needed.zh, reason.measured)}"
    need_en = f"the notice asks for {reason.needed.en}"
    if reason.seen is None:
        return Phrase(f"未填{reason.subject.zh}，{need_zh}", f"{reason.subject.en} not given; {need_en}")
    seen_zh = f"{reason.subject.zh}{_placed(reason.seen.zh, reason.measured)}"
    seen_en = f"{reason.subject.en}: {reason.seen.en}"
    if reason.holds:
        return Phrase(f"{seen_zh}，{need_zh}，符合", f"{seen_en}; {need_en}: met")
    off_zh, off_en = (f"，{reason.off.zh}", f"; {reason.off.en}") if reason.off else ("", "")
    return Phrase(f"{seen_zh}，{need_zh}{off_zh}", f"{seen_en}; {need_en}{off_en}")


def _formula(reason: Statement) -> Phrase:
    rule_zh, rule_en = f"“{reason.needed.zh}”", f"“{reason.needed.en}”"
    if reason.seen is None:
        return Phrase(
            f"未填{reason.subject.zh}，无法判断{rule_zh}", f"{reason.subject.en} not given; cannot judge {rule_en}"
        )
    met_zh, met_en = ("符合", "meets") if reason.holds else ("不符合", "does not meet")
    return Phrase(
        f"{reason.seen.zh}，{met_zh}公告要求的{rule_zh}",
        f"{reason.seen.en}: {met_en} what the notice asks for, {rule_en}",
    )


def _placed(text: str, measured: bool) -> str:
    if text == words.BLANK.zh or not measured:
        return f"为{text}"
    return f" {text}" if text[0].isdigit() or text[0] == "-" else text


def clause(citation: str | None) -> Phrase | None:
    """`notice.md#2.1` is 第2.1条, clause 2.1."""
    if citation is None:
        return None
    number = citation.rpartition("#")[2]
    return Phrase(f"第{number}条", f"clause {number}")


def _flat(values: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(item for value in values for item in (value if isinstance(value, list | tuple) else (value,)))
