"""Every figure of a rulebook's own: of its conditions, prizes, values and dates, with the clause that it cites."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, get_args

from pydantic.fields import FieldInfo

from bridgehead import feel
from bridgehead.feel.types import ANY as ANY_TYPE
from bridgehead.feel.types import ContextType, Variable
from bridgehead.primitives.errors import Place
from bridgehead.rulebook.document import Document, Path
from bridgehead.rulebook.figures import Figure, Kind, Operators, When, find, same_unit
from bridgehead.rulebook.literals import ANY, EXACT, Measure, Reader, duration
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.rulebook.schema import Expression, Label, Part
from bridgehead.rulebook.values import Value

MONEY, SHARE, DATE, COUNT = (frozenset({kind}) for kind in (Kind.MONEY, Kind.SHARE, Kind.DATE, Kind.COUNT))
AT_MOST, AT_LEAST, ABOVE = (frozenset({operator}) for operator in ("<=", ">=", ">"))

PLAIN: Mapping[str, tuple[frozenset[Kind], Operators]] = {
    "total": (MONEY, EXACT | AT_MOST),
    "at most": (MONEY, AT_MOST),
    "above": (MONEY, ABOVE),
    "rate": (SHARE, EXACT),
    "share": (SHARE, EXACT),
    "shares": (SHARE, EXACT),
    "first": (frozenset({Kind.QUOTA, Kind.COUNT}), AT_MOST),
    "on": (DATE, AT_MOST),
    "after": (COUNT, ANY),
}
"""The words of a rulebook whose value is a figure: its kinds, and what the notice may say of it.

Every other number of a schema is none of a notice's: digits of a column, rounding.
"""
PAYMENTS = frozenset({"pay", "of"})
ENTRIES = frozenset({"prizes", "conditions", "tiers", "bands", "bonuses", "ceilings", "instalments", "derived"})
"""What stands in one entry of these belongs together."""


@dataclass(frozen=True, slots=True)
class RuleFigure:
    """One figure of a rulebook. `clauses` are those in which it may stand, the one that it cites first.

    An `implied` figure may stand in the notice and need not: another use of a value, the first of all places.
    `entry` is the prize, tier or condition that it belongs to; `word` is the key under which it stands,
    `units` are the words that may follow a count.
    """

    value: Fraction | date
    kinds: frozenset[Kind]
    operators: Operators
    name: str
    place: Place
    clauses: tuple[str, ...]
    entry: tuple[str, ...]
    word: str = ""
    units: frozenset[str] = frozenset()
    implied: bool = False
    assumed: bool = False


def rule_figures(rulebook: Rulebook) -> tuple[RuleFigure, ...]:
    """The figures of every instrument and value of a rulebook, in the order of its files.

    A value is a figure where it is declared, with the comparisons of all its uses; a value that no rule uses decides
    nothing and is none. Figures that stand in an assumption are marked as assumed.
    """
    parts = [figure for key in rulebook.instruments for figure in _Walk.of(rulebook, key).figures()]
    uses: dict[str, list[_Use]] = {}
    for part in parts:
        if isinstance(part, _Use):
            uses.setdefault(part.value_name, []).append(part)
    figures = [part for part in parts if isinstance(part, RuleFigure)]
    figures += [used for name, found in uses.items() for use in found for used in _used(rulebook, name, use)]
    figures += _declared(rulebook, uses)
    return tuple(_with_assumptions(rulebook, figures))


@dataclass(frozen=True, slots=True)
class _Use:
    """A value named in an expression; `figure` is what it would be there as a number."""

    value_name: str
    figure: RuleFigure

    def marked(self, kinds: frozenset[Kind]) -> "_Use":
        return replace(self, figure=replace(self.figure, kinds=kinds, operators=AT_LEAST))


@dataclass(frozen=True, slots=True)
class _Walk:
    """The walk through one instrument: its file, the names in scope, and the clauses that any of it cites."""

    part: Part
    document: Document
    name: str
    scope: Mapping[str, Variable]
    fields: Mapping[str, Measure]
    cited: tuple[str, ...]
    numbers: tuple[str, ...] = field(default=())

    @classmethod
    def of(cls, rulebook: Rulebook, key: tuple[str, str]) -> "_Walk":
        part, document = rulebook.instruments[key], rulebook.documents[rulebook.files[key]]
        claims = getattr(part, "claims", None)
        tables = sorted(rulebook.tables.items(), key=lambda entry: entry[0] == claims)
        fields = {
            name: Measure(table.column(name).type, _words(table.units.get(name)))
            for _, table in tables
            for name in table.deciding
        }
        values = ContextType(fields={name: Variable(ANY_TYPE) for name in rulebook.values})
        own = [*fields, *getattr(part, "derived", ()), *getattr(part, "places", ())]
        scope = {**{name: Variable(ANY_TYPE) for name in own}, "values": Variable(values)}
        numbers = rulebook.notice.numbers() if rulebook.notice else ()
        cited = [value for path, value in document.walk() if path[-1:] == ("cites",) and isinstance(value, str)]
        return cls(part, document, key[1], scope, fields, tuple(map(_number, cited)), numbers)

    def figures(self) -> Iterator[RuleFigure | _Use]:
        return self._part(self.part, (), None)

    def _part(self, part: Part, path: Path, cites: str | None) -> Iterator[RuleFigure | _Use]:
        own = getattr(part, "cites", None)
        if own and path:
            cites = own
        for name, info in type(part).model_fields.items():
            if name not in part.model_fields_set:
                continue
            inner = (*path, info.alias or name)
            if name == "tiers":
                yield from self._tiers(part, inner, cites)
            else:
                yield from self._value(getattr(part, name), inner, cites, _is_feel(info))

    def _value(self, value: object, path: Path, cites: str | None, is_feel: bool) -> Iterator[RuleFigure | _Use]:
        word = _word(path)
        match value:
            case Part() if {"first", "last"} <= type(value).model_fields.keys():
                yield from self._places(value, path, cites)
            case Part():
                yield from self._part(value, path, cites)
            case dict():
                for key, inner in value.items():
                    yield from self._value(inner, (*path, key), cites, is_feel)
            case tuple():
                yield from self._length(value, path, cites)
                for index, inner in enumerate(value):
                    yield from self._value(inner, (*path, index), cites, is_feel)
            case str() if is_feel:
                yield from self._expression(value, path, cites, Reader(self.fields, payment=word in PAYMENTS))
            case str() if word == "after" and (length := duration(value)):
                yield self._figure(length.count, *PLAIN["after"], path, cites)
            case Decimal() | int() if word in PLAIN and not isinstance(value, bool):
                yield self._figure(Fraction(value), *PLAIN[word], path, cites)
            case date() if word in PLAIN:
                yield self._figure(value, *PLAIN[word], path, cites)

    def _tiers(self, payment: Any, path: Path, cites: str | None) -> Iterator[RuleFigure | _Use]:
        """Each tier begins at a mark of the figure that the payment goes by."""
        reader = Reader(self.fields)
        marks = reader.kinds_beside(feel.parse(payment.by, self.scope))
        for index, tier in enumerate(payment.tiers):
            for found in self._expression(tier.from_, (*path, index, "from"), cites, reader):
                yield (
                    found.marked(marks) if isinstance(found, _Use) else replace(found, kinds=marks, operators=AT_LEAST)
                )
            yield from self._value(tier.pay, (*path, index, "pay"), cites, True)

    def _places(self, places: Part, path: Path, cites: str | None) -> Iterator[RuleFigure]:
        first, last = (Fraction(getattr(places, name)) for name in ("first", "last"))
        quota = frozenset({Kind.QUOTA})
        if first == last:
            yield self._figure(first, quota, EXACT, path, cites)
            return
        yield replace(self._figure(first, quota, AT_LEAST, path, cites), implied=first == 1)
        yield self._figure(last, quota, AT_MOST, path, cites)

    def _length(self, value: tuple[object, ...], path: Path, cites: str | None) -> Iterator[RuleFigure]:
        """In two instalments; once per claimant."""
        word = _word(path)
        if word == "instalments" and value:
            yield replace(self._figure(Fraction(len(value)), COUNT, ANY, path, cites), implied=True)
        if word == "once per" and value:
            yield replace(self._figure(Fraction(1), COUNT, EXACT | AT_MOST, path, cites), implied=True)

    def _expression(self, text: str, path: Path, cites: str | None, reader: Reader) -> Iterator[RuleFigure | _Use]:
        for literal in reader.literals(feel.parse(text, self.scope)):
            before = text[: literal.span[0]]
            place = self.document.inside(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
            constant = literal.constant if literal.constant is not None else Fraction(0)
            figure = self._figure(constant, literal.kinds, literal.operators, path, cites)
            figure = replace(figure, place=place, units=literal.units, implied=literal.implied)
            yield figure if literal.value_name is None else _Use(literal.value_name, figure)

    def _figure(
        self, value: Fraction | date, kinds: frozenset[Kind], operators: Operators, path: Path, cites: str | None
    ) -> RuleFigure:
        return RuleFigure(
            value=value,
            kinds=kinds,
            operators=operators,
            name=" › ".join([self.name, *map(str, path)]),
            place=self.document.place(*path),
            clauses=self._clauses(cites),
            entry=_entry(self.name, path),
            word=_word(path),
        )

    def _clauses(self, cites: str | None) -> tuple[str, ...]:
        """The cited clause and those below it; a part that cites none stands where its file cites."""
        cited = (_number(cites),) if cites else self.cited
        return within(cited, self.numbers)


def within(cited: tuple[str, ...], numbers: tuple[str, ...]) -> tuple[str, ...]:
    """The cited clauses, then all the clauses below them."""
    below = [number for number in numbers if any(number.startswith(f"{clause}.") for clause in cited)]
    return tuple(dict.fromkeys([*cited, *below]))


def _number(citation: str) -> str:
    return citation.partition("#")[2]


def _word(path: Path) -> str:
    """The last key of a path that is a word of the schema: that of a list or mapping for what stands in it."""
    words = [step for step in path if isinstance(step, str)]
    return "shares" if "shares" in words[-2:] else words[-1] if words else ""


def _entry(name: str, path: Path) -> tuple[str, ...]:
    ends = [index + 2 for index, step in enumerate(path[:-1]) if step in ENTRIES]
    return (name, *map(str, path[: ends[-1]] if ends else path))


def _is_feel(info: FieldInfo) -> bool:
    """Whether a field, or each entry of it, is FEEL."""
    marks = Expression.__metadata__  # type: ignore[attr-defined]
    return marks[0] in info.metadata or _holds(info.annotation, marks[0])


def _holds(annotation: Any, mark: object) -> bool:
    return mark in getattr(annotation, "__metadata__", ()) or any(_holds(each, mark) for each in get_args(annotation))


def _words(unit: Label | None) -> frozenset[str]:
    return frozenset({unit.zh, unit.en}) if unit else frozenset()


# -- values ------------------------------------------------------------------------------------------------------------


def _used(rulebook: Rulebook, name: str, use: _Use) -> Iterator[RuleFigure]:
    """The versions of a value where a rule uses it: they may stand in the rule's clause too."""
    value: Value = rulebook.values[name]
    for version in value.from_.values():
        if (constant := _constant(version)) is not None:
            kinds = _kinds(value, version, [use])
            title = f"{use.figure.name} (values.{name})"
            yield replace(use.figure, value=constant, kinds=kinds, name=title, units=_words(value.unit), implied=True)


def _declared(rulebook: Rulebook, uses: Mapping[str, list[_Use]]) -> Iterator[RuleFigure]:
    """The versions of each value that a rule uses, and their first days; that of the first version need not be said."""
    document = rulebook.documents.get("values.yaml")
    numbers = rulebook.notice.numbers() if rulebook.notice else ()
    for name, found in uses.items():
        value: Value = rulebook.values[name]
        clauses = within((_number(value.cites),), numbers)
        operators = frozenset().union(*(use.figure.operators for use in found))
        for index, (day, version) in enumerate(value.from_.items()):
            entry = ("values", name, day.isoformat())
            place = document.place(name, "from", day) if document else Place()
            title = f"values.{name}"
            if (constant := _constant(version)) is not None:
                kinds = _kinds(value, version, found)
                yield RuleFigure(constant, kinds, operators, title, place, clauses, entry, "", _words(value.unit))
            yield RuleFigure(day, DATE, AT_LEAST, f"{title} from", place, clauses, entry, implied=index == 0)


def _constant(version: object) -> Fraction | date | None:
    if isinstance(version, bool):
        return None
    if isinstance(version, Decimal | int):
        return Fraction(version)
    return version if isinstance(version, date) else None


def _kinds(value: Value, version: object, uses: list[_Use]) -> frozenset[Kind]:
    """What a value measures: its unit says so, else the fields with which it is compared."""
    if isinstance(version, date):
        return DATE
    if value.unit:
        measured = find(f"2{value.unit.zh}").figures
        unit = measured[0].kind if len(measured) == 1 else Kind.COUNT
        return COUNT | {Kind.QUOTA} if unit in (Kind.COUNT, Kind.NUMBER) else frozenset({unit})
    return frozenset().union(*(use.figure.kinds for use in uses))


# -- assumptions -------------------------------------------------------------------------------------------------------


def _with_assumptions(rulebook: Rulebook, figures: list[RuleFigure]) -> Iterator[RuleFigure]:
    """Mark the figures that an assumption names: one of their own file, or of `about.yaml`; for a value, any."""
    everywhere = _said(rulebook.about.assumes) if rulebook.about else []
    said = {name: _said(getattr(part, "assumes", ())) for (_, name), part in rulebook.instruments.items()}
    said["values"] = [figure for found in said.values() for figure in found]
    for figure in figures:
        named = [*everywhere, *said.get(figure.entry[0], ())]
        yield replace(figure, assumed=any(says(each, figure) for each in named))


def _said(labels: Iterable[Label]) -> list[Figure]:
    return [figure for label in labels for text in (label.zh, label.en) for figure in find(text).figures]


def says(said: Figure, meant: RuleFigure) -> bool:
    """Whether a figure of a text is that of a rule in kind and value, whatever it is compared by.

    A number without a unit may be of any kind; a day without its year of any year.
    """
    if isinstance(said.value, When):
        day, when = meant.value, said.value
        if not isinstance(day, date) or when.day is None:
            return False
        return when.day == day.day and when.month in (None, day.month) and when.year in (None, day.year)
    if not same_unit(said.unit, meant.units):
        return False
    return said.value == meant.value and (
        said.kind in meant.kinds or (said.kind is Kind.NUMBER and meant.kinds != DATE)
    )
