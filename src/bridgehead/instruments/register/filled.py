"""What is filled in, read and judged beside each field, in both languages.

1. Each value, a form's text or typed, is read as a cell of a table is: one spelling, nothing guessed. What is not
   personal stays in the clear, so that no free text there has a number of somebody.
2. A field that is not to be seen is blank; one that is required is not. Unknown is not null: a required field that is
   blank is unknown, and what is said of it is open; an optional one is null. What is given for one that is not to be
   seen is refused, unless a stage is left: it may decide who sees the record, so that it is not dropped unsaid.
3. Checks, where all that they name is known.

Of what is past it is judged whether it is to come by the moment that is passed in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from bridgehead import feel
from bridgehead.instruments.register.facts import NO_VALUES, VERIFIED, deciding, evaluated, holds
from bridgehead.instruments.register.fields import Field
from bridgehead.instruments.register.schema import Register
from bridgehead.primitives.errors import LONGEST, nearest
from bridgehead.primitives.numbers_of_people import disclosed, found_in
from bridgehead.primitives.types import LISTS, Column, FieldType
from bridgehead.primitives.words import Phrase
from bridgehead.tables import Labels
from bridgehead.tables.cells import UnreadableError, one_of, reader

OF_WHO_REPORTS = {"person", "organisation", "identity number", "credit code", "telephone", "e-mail"}
"""The types that say who reports, which someone anonymous need not say."""
FREE = frozenset(("text", "long text", "organisation", "reference", "files"))
"""The types in which anything can be written; of files it is what they are called."""
NAMED = Phrase(
    "您选择了匿名，请把这一项清空，或者取消匿名。",
    "You chose to stay anonymous: leave this blank, or choose otherwise.",
)
"""Nothing is dropped unsaid, and nobody who is promised to stay anonymous can be looked up."""
NO_SUCH_FIELD = Phrase("没有这一项。", "There is no such field.")
MOST_NEAREST = 100
"""Names of fields that there are not, of which the nearest is looked for: a request may have very many."""
REQUIRED = Phrase("此项必填。", "This must be filled in.")


@dataclass(frozen=True, slots=True)
class NotAsked(Phrase):
    """What is said of a value in a field that is not asked for, as its condition does not hold."""


@dataclass(frozen=True, slots=True)
class Near(Phrase):
    """What is said of a value, with the right one that is nearest to it."""

    nearest: str


@dataclass(frozen=True, slots=True)
class Filled:
    """The values that could be read, by field, and the mistakes beside each field; an unknown field has no value."""

    values: Mapping[str, object]
    mistakes: Mapping[str, tuple[Phrase, ...]]


def validate(
    register: Register,
    filled: Mapping[str, object],
    *,
    zone: ZoneInfo,
    values: Mapping[str, object] = NO_VALUES,
    anonymous: bool | None = False,
    stage: str | None = None,
) -> Mapping[str, tuple[Phrase, ...]]:
    """The mistakes of what is filled in, by field; see `read`."""
    return read(register, filled, zone=zone, values=values, anonymous=anonymous, stage=stage).mistakes


def read(
    register: Register,
    filled: Mapping[str, object],
    *,
    zone: ZoneInfo,
    values: Mapping[str, object] = NO_VALUES,
    anonymous: bool | None = False,
    stage: str | None = None,
    units: Mapping[str, str] | None = None,
    at: datetime | None = None,
) -> Filled:
    """Values and mistakes of what is filled in at intake, or to leave a `stage`, which asks for its `fills` alone.

    A value is a text of a form or typed (int, Decimal, bool, date, datetime, list of texts); None and blanks are blank.
    What staff found of a field that they verify stands under `NAME verified`, and decides. `zone` and `values` are
    those of the rulebook, the latter on the day. Who is `anonymous`, where that is allowed, leaves blank what is
    personal and says who reports; None is whoever may, and need not. What the register numbers by itself is not asked
    for. `units` are the slugs of units by all their names, of which a field of type unit must be one; without them it
    is taken as it stands. A day that is `past` is not after the moment `at`; without it none is refused for that.
    """
    now = at.astimezone(zone).replace(tzinfo=None) if at else None
    mistakes: dict[str, list[Phrase]] = {}
    known: dict[str, object] = {}
    for name, given in filled.items():  # 1
        field = _field(register, name)
        if field is None:
            mistakes[name] = [_no_such_field(register, name)] if len(mistakes) < MOST_NEAREST else [NO_SUCH_FIELD]
        elif not _is_blank(given):
            value, expected = _value(field, name, given, zone)
            if expected is None and field.past and now is not None:
                expected = _to_come(value, now)
            if field.type == "unit" and units is not None and expected is None:
                value, expected = _unit(str(value), units)
            if expected is None:
                known[name] = value
                if said := _disclosing(field, value):
                    mistakes[name] = said
            else:
                mistakes[name] = [_expected(expected)]
    unknown: set[str] = set()
    unread = {name: feel.UNKNOWN for name in mistakes if name in register.fields and name not in known}
    for name, field in register.fields.items():  # 2
        seen = field.visible_when is None or holds(field.visible_when, register, {**unread, **known}, values)
        if seen in (False, None):
            known.pop(name, None)
            unread.pop(name, None)
            mistakes.pop(name, None)
            if stage is None and not _is_blank(filled.get(name)):
                mistakes[name] = [_not_asked(str(field.visible_when))]
        elif name not in known:
            required = seen is True and _is_required(register, name, known, values, stage)
            excused = anonymous is not False and says_who(register, field)
            unknown |= {name} if required or name in mistakes else set()
            if required and not excused:
                mistakes.setdefault(name, [REQUIRED])
        if anonymous and name in known.keys() | mistakes.keys() and says_who(register, field):
            mistakes[name] = [NAMED]
    for check in register.checks.values():  # 3
        blank = dict.fromkeys(register.fields)
        context = {**blank, **deciding(register, known), **dict.fromkeys(unknown, feel.UNKNOWN)}
        if evaluated(check.that, context, values) in (False, None):
            mistakes.setdefault(check.at, []).append(Phrase(check.says.zh, check.says.en))
    return Filled(known, {name: tuple(said) for name, said in mistakes.items()})


def _no_such_field(register: Register, name: str) -> Phrase:
    near = nearest(name[:LONGEST], register.fields)
    return Near(NO_SUCH_FIELD.zh, NO_SUCH_FIELD.en, near) if near else NO_SUCH_FIELD


def _expected(expected: Phrase) -> Phrase:
    zh, en = f"应为{expected.zh}。", f"Expected {expected.en}."
    return Near(zh, en, expected.nearest) if isinstance(expected, Near) else Phrase(zh, en)


def says_who(register: Register, field: Field) -> bool:
    """Whether a field says who reports, where that need not be said."""
    return register.anonymous == "allowed" and field.personal and field.type in OF_WHO_REPORTS


def _field(register: Register, name: str) -> Field | None:
    """The field that a value is for; `NAME verified` is what staff found of a field that they verify."""
    field = register.fields.get(name.removesuffix(f" {VERIFIED}"))
    return register.fields.get(name) or (field if field is not None and field.verified else None)


def _not_asked(condition: str) -> NotAsked:
    return NotAsked(
        f"此处应为空白：只有在 {condition} 时才填写这一项。",
        f"Expected nothing here: it is asked for only where {condition}.",
    )


def _is_required(
    register: Register, name: str, known: Mapping[str, object], values: Mapping[str, object], stage: str | None
) -> bool:
    if stage is not None:
        return name in register.stages[stage].fills
    field = register.fields[name]
    if name in register.later or (register.numbering is not None and name == register.number):
        return False
    if field.required_when is not None:
        return holds(field.required_when, register, known, values) is True
    return not field.optional


def _is_blank(given: object) -> bool:
    return given is None or (isinstance(given, str) and not given.strip()) or given in ((), [])


def _value(field: Field, name: str, given: object, zone: ZoneInfo) -> tuple[object, Phrase | None]:
    """A value as its column holds it, and what was expected where it is none that the field takes."""
    column = field.column(name)
    if column.type in LISTS and isinstance(given, list | tuple):
        value: object = list(dict.fromkeys(map(str, given)))
    else:
        try:
            value = reader(column, zone, _labels(field, name))(_text(given, column))
        except UnreadableError as error:
            zh, en, near = error.expected.zh, error.expected.en, error.nearest
            return None, Near(zh, en, near) if near else error.expected
    return value, _beyond(value, field, column)


def _disclosing(field: Field, value: object) -> list[Phrase]:
    """What is wrong with a value that would be kept in the clear."""
    if field.personal or field.type not in FREE:
        return []
    texts = value if isinstance(value, list) else [value]
    return [disclosed(found) for text in texts for found in found_in(str(text))]


def _unit(named: str, units: Mapping[str, str]) -> tuple[str | None, Phrase | None]:
    """The slug of a unit, by any of its names, in whatever case."""
    known = {word.casefold(): slug for word, slug in units.items()}
    slug = known.get(named.casefold())
    if slug is not None:
        return slug, None
    known_here = Phrase("已登记的单位", "a unit that was added")
    if near := nearest(named, units):
        return None, Near(f"{known_here.zh}，例如“{near}”", f"{known_here.en}, as in «{near}»", near)
    return None, known_here


def _to_come(value: object, now: datetime) -> Phrase | None:
    """What was expected of a day or moment that is not over yet by the clock of the city."""
    match value:
        case datetime() if value > now:
            at = f"{now:%Y-%m-%d %H:%M}"
            return Near(f"不晚于现在（{at}）的时间", f"a moment not after {at}", at)
        case date() if not isinstance(value, datetime) and value > now.date():
            on = f"{now:%Y-%m-%d}"
            return Near(f"不晚于今天（{on}）的日期", f"a day not after today, {on}", on)
    return None


def _text(given: object, column: Column) -> str:
    """A typed value as a table would write it."""
    match given:
        case bool():
            return "true" if given else "false"
        case int() | Decimal() if column.type is FieldType.PERCENT:
            return f"{Decimal(given) * 100:f}%"
        case Decimal():
            return f"{given:f}"
        case datetime() | date():
            return given.isoformat()
        case _:
            return str(given).strip()


def _labels(field: Field, name: str) -> Labels:
    choices = field.choices if isinstance(field.choices, dict) else {}
    return Labels(choices={name: {choice: (label.zh, label.en) for choice, label in choices.items()}})


def _beyond(value: object, field: Field, column: Column) -> Phrase | None:
    """What was expected of a value of the right form that its field does not take."""
    least, most = column.minimum, column.maximum
    number = value if isinstance(value, int | Decimal) else None
    if number is not None and ((least is not None and number < least) or (most is not None and number > most)):
        bounds = [f"不小于 {least}" if least is not None else "", f"不大于 {most}" if most is not None else ""]
        bound = least if least is not None and number < least else most
        return Near("、".join(filter(None, bounds)) + "的数", f"a number {column.within}", f"{bound:f}")
    if column.type is FieldType.FILES and isinstance(value, list):
        endings = field.accept or ()
        if endings and any(name.rpartition(".")[2].casefold() not in endings for name in value):
            return Phrase(f"{'、'.join(endings)} 格式的文件", f"files that end in {', '.join(endings)}")
        if field.at_most is not None and len(value) > field.at_most:
            return Phrase(f"不超过 {field.at_most} 个文件", f"at most {field.at_most} files")
    if column.type is FieldType.CHOICES and isinstance(value, list) and not {*value} <= {*column.choices}:
        return one_of(column.choices)
    return None
