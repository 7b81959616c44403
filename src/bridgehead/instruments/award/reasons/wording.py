"""Reasons and decisions in sentences, Chinese and English.

A sentence says what was seen, what the notice asks for, how far the one is from the other, and which clause says so:
住宿 0 晚，公告要求 1 晚以上，差 1 晚（第2条）。
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from bridgehead.feel import UNKNOWN
from bridgehead.feel.temporal import DaysTime, YearsMonths
from bridgehead.instruments.award.reasons.needs import Bounds, Breach, Need, NoneOf, OneOf
from bridgehead.primitives import words
from bridgehead.primitives.types import NUMBERS, FieldType
from bridgehead.primitives.words import NOTHING, Phrase
from bridgehead.rulebook.schema import clause_number


@dataclass(frozen=True, slots=True)
class Subject:
    """What is looked at, in a reader's words: the label of a field, or the text of a computed value."""

    label: Phrase
    kind: FieldType | None = None
    unit: Phrase = NOTHING
    choices: Mapping[str, Phrase] = field(default_factory=dict)
    currency: str = ""

    @property
    def measured(self) -> bool:
        """Whether its values are figures, as far as is known."""
        return self.kind is None or self.kind in NUMBERS

    @property
    def inside(self) -> Phrase:
        """The label within a sentence."""
        return words.inside(self.label)

    def say(self, value: object) -> Phrase:
        if isinstance(value, str) and value in self.choices:
            return words.inside(self.choices[value])
        if isinstance(value, DaysTime):
            return words.span(timedelta(microseconds=value.nanoseconds // 1000))
        if isinstance(value, YearsMonths):
            return Phrase(f"{value.months:,} 个月", words.counted(value.months, "months"))
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
        case Bounds(date() as low, date() as high, True, True) if not isinstance(low, datetime):
            return words.days(low, high)
        case Bounds(datetime() as low, datetime() as high, True, False) if _midnight(low) and _midnight(high):
            return words.days(low.date(), high.date() - timedelta(days=1))
        case Bounds(low, high, True, True):
            low_end, high_end = subject.say(low), subject.say(high)
            apart = " " if subject.measured else ""
            return Phrase(f"{low_end.zh}至{apart}{high_end.zh}", f"{low_end.en} to {high_end.en}")
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
    if isinstance(value, datetime) and _midnight(value) and low == closed:
        value = value.date()  # from the beginning of a day, or until it
    said, end = subject.say(value), _ENDS[low, closed, isinstance(value, date)]
    apart = " " if end.zh.startswith("{") and said.zh[-1].isdigit() else ""
    return Phrase(end.zh.format(said.zh + apart), end.en.format(said.en))


def _midnight(value: datetime) -> bool:
    return value.time() == time.min


def short(subject: Subject, broken: Breach) -> Phrase:
    """差 1 晚 / 1 night short; time for dates and moments, points for percentages."""
    amount, low = broken.distance, broken.too_low
    if subject.kind is FieldType.DATE and isinstance(amount, int):
        amount = timedelta(days=amount)
    if isinstance(amount, timedelta):
        time = words.span(amount)
        return Phrase(f"早 {time.zh}", f"{time.en} early") if low else Phrase(f"晚 {time.zh}", f"{time.en} late")
    if subject.kind is FieldType.PERCENT:
        points = words.number(Decimal(amount) * 100).zh
        said = Phrase(f"{points} 个百分点", "1 percentage point" if points == "1" else f"{points} percentage points")
    else:
        said = subject.say(amount)
    apart = _spaced(said.zh)
    return Phrase(f"差{apart}", f"{said.en} short") if low else Phrase(f"超出{apart}", f"{said.en} over")


@dataclass(frozen=True, slots=True)
class Statement:
    """One reason in words: the cells of a table, and the sentence that says the same.

    `holds` is None where a field is missing; `subject` then names what is missing, and `is_open` says that the sentence
    only repeats the condition. `off` is how far apart the two are; `cites` is the clause as `notice.md#2`.
    """

    condition: str
    holds: bool | None
    subject: Phrase
    seen: Phrase
    needed: Phrase
    off: Phrase | None
    clause: Phrase | None
    sentence: Phrase
    is_open: bool = False
    cites: str | None = None

    @property
    def anchor(self) -> str:
        """The number of the clause, by which a page of the notice is opened at it."""
        return clause_number(self.cites or "")


GIVEN, NOT_GIVEN = Phrase("已填", "given"), Phrase("未填", "not given")
TO_BE_GIVEN = Phrase("须填写", "to be given")


def compared(subject: Subject, seen: Phrase, need: Phrase, off: Phrase | None, holds: bool) -> Phrase:
    """住宿 0 晚，公告要求 1 晚以上，差 1 晚"""
    label, asked = subject.label, placed(need.zh, subject)
    end = (
        Phrase("，符合", ", which is met") if holds else Phrase(f"，{off.zh}", f"; {off.en}") if off else Phrase("", "")
    )
    return Phrase(
        f"{label.zh}{placed(seen.zh, subject)}，公告要求{asked}{end.zh}",
        f"{label.en}: {seen.en}; the notice asks for {need.en}{end.en}",
    )


def labelled(subject: Subject, value: object) -> Phrase:
    """住宿 0 晚"""
    if value is UNKNOWN:
        return Phrase(f"{NOT_GIVEN.zh}{subject.label.zh}", f"{subject.inside.en}: {NOT_GIVEN.en}")
    said = subject.say(value)
    return Phrase(f"{subject.label.zh}{placed(said.zh, subject)}", f"{subject.inside.en}: {said.en}")


def supposed(subject: Subject, value: object) -> Phrase:
    """若住宿 1 晚，则 / With 1 night for “nights”,"""
    said = subject.say(value)
    return Phrase(f"若{subject.label.zh}{placed(said.zh, subject)}，则", f"With {said.en} for “{subject.inside.en}”,")


def judged(seen: Phrase, rule: Phrase, holds: bool) -> Phrase:
    """人数 300 人、住宿 0 晚，不符合公告的“人数 >= 400 or 住宿 >= 2”"""
    met = Phrase("符合", "meets") if holds else Phrase("不符合", "does not meet")
    return Phrase(f"{seen.zh}，{met.zh}公告的“{rule.zh}”", f"{seen.en}; this {met.en} the notice's “{rule.en}”")


NO_FIGURE_IN_FORCE = Phrase("当日没有施行的标准", "no figure is in force on the day")


def missing(lack: Phrase, need: Phrase, subject: Subject) -> Phrase:
    """未填住宿，公告要求 1 晚以上"""
    return Phrase(f"{lack.zh}，公告要求{placed(need.zh, subject)}", f"{lack.en}; the notice asks for {need.en}")


def open_question(lack: Phrase, rule: Phrase) -> Phrase:
    """未填人数，无法判断是否符合“人数 >= 400 or 住宿 >= 2”"""
    return Phrase(f"{lack.zh}，无法判断是否符合“{rule.zh}”", f"{lack.en}, so it is open whether “{rule.en}” holds")


def required(subjects: Sequence[Subject], given: bool) -> Phrase:
    """未填申报时间"""
    names, are = words.quoted(subject.inside for subject in subjects), "is" if len(subjects) == 1 else "are"
    if given:
        return Phrase(f"已填{names.zh}", f"{names.en} {are} given")
    return Phrase(f"未填{names.zh}", f"{names.en} {are} not given")


def closed(body: Phrase, where: Phrase | None) -> Phrase:
    """A sentence: the body, its clause in brackets, and the full stop."""
    body = words.opening(body)
    if where is None:
        return Phrase(f"{body.zh}。", f"{body.en}.")
    return Phrase(f"{body.zh}（{where.zh}）。", f"{body.en} ({where.en}).")


def clause(citation: str) -> Phrase:
    """`notice.md#2.1` is 第2.1条, clause 2.1."""
    number = clause_number(citation)
    return Phrase(f"第{number}条", f"clause {number}")


TRUTHS = frozenset(words.truth(value).zh for value in (True, False))


def placed(text: str, subject: Subject) -> str:
    """What follows a label: 住宿 0 晚, 停靠站为太原站, 同日同车：否."""
    if subject.kind is FieldType.BOOLEAN or text in TRUTHS:
        return f"：{text}"
    latin = text[0].isascii() and text[0].isalpha()
    if not subject.measured or latin or text == words.BLANK.zh:
        return f"为{' ' if latin else ''}{text}"
    return _spaced(text)


def _spaced(text: str) -> str:
    return f" {text}" if text[0].isdigit() or text[0] == "-" else text


def _flat(values: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(item for value in values for item in (value if isinstance(value, list | tuple) else (value,)))
