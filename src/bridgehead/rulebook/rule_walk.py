"""The walk through an instrument for its figures: numbers and dates under certain keys, and constants of FEEL."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, get_args

from pydantic.fields import FieldInfo

from bridgehead import feel
from bridgehead.documents.document import Document, Path
from bridgehead.feel.types import ANY as ANY_TYPE
from bridgehead.feel.types import ContextType, Variable
from bridgehead.primitives.deadline import Term, Unit
from bridgehead.primitives.hours import MINUTE
from bridgehead.primitives.period import Period
from bridgehead.primitives.quantity import Quantity
from bridgehead.rulebook.denomination import NO_UNIT, Denomination, denomination
from bridgehead.rulebook.figures import MEASURES, PARTS, Kind, Operators
from bridgehead.rulebook.figures.currencies import called
from bridgehead.rulebook.given import given
from bridgehead.rulebook.literals import BEYOND, EXACT, Literal, Measure, Reader, duration
from bridgehead.rulebook.rule_figure import COUNT, DATE, MONEY, QUOTA, SHARE, TIME, Entry, RuleFigure
from bridgehead.rulebook.rulebook import Key, Rulebook, Table
from bridgehead.rulebook.schema import Expression, Label, Part, clause_number

AT_MOST, AT_LEAST = (frozenset({operator}) for operator in ("<=", ">="))

FIGURES: Mapping[str, tuple[frozenset[Kind], Operators]] = {
    "total": (MONEY, EXACT | AT_MOST),
    "at most": (MONEY, AT_MOST),
    "above": (MONEY, BEYOND),
    "rate": (SHARE, EXACT),
    "share": (SHARE, EXACT),
    "shares": (SHARE, EXACT),
    "first": (QUOTA | COUNT, AT_MOST),
    "by": (DATE, AT_MOST),
    "day": (DATE, EXACT),
    "after": (COUNT, EXACT | AT_LEAST),
    "times": (COUNT, EXACT | AT_MOST),
    "warn at": (SHARE, EXACT | AT_LEAST),
    "rank": (QUOTA, EXACT),
    "in all": (COUNT, EXACT),
    "time": (SHARE, BEYOND | AT_LEAST),
    "task": (SHARE, BEYOND | AT_LEAST),
    "enough": (COUNT, EXACT | AT_LEAST),
}
"""The keys of a rulebook whose value is a figure: its kinds, and what the notice may say of it.

Every other number of a schema is none of a notice's: digits of a column, rounding.
"""
UNITS: Mapping[Unit, frozenset[str]] = {
    Unit.WORKING_DAYS: frozenset({"个工作日", "工作日", "working"}),
    Unit.WORKING_HOURS: frozenset({"个工作小时", "工作小时", "working"}),
    Unit.WORKING_MINUTES: frozenset({"工作分钟", "working"}),
    Unit.DAYS: frozenset({"天", "日", "个自然日", "days", "calendar"}),
    Unit.HOURS: frozenset({"小时", "个小时", "hours"}),
    Unit.MINUTES: frozenset({"分钟", "minutes"}),
}
"""How a notice says what a term is counted in."""
QUANTITY_UNITS: Mapping[str, frozenset[str]] = {
    "deg": frozenset({"度", "degrees", "degree"}),
    "deg/min": frozenset({"度", "degrees", "degree"}),
    "m": frozenset({"米", "m", "metres", "meters"}),
    "min": UNITS[Unit.MINUTES],
    "t": frozenset({"吨", "t", "tonnes"}),
}
"""How a notice says what a quantity is measured in."""
PICKED = frozenset({"first", "rank", "once per"})
"""The keys of a number of claims, prizes or places, which is never one of nights or of times as much."""
PAYMENTS = frozenset({"pay", "of"})
ENTRIES = frozenset(
    {"prizes", "conditions", "tiers", "bands", "bonuses", "ceilings", "instalments", "derived", "shares"}
    | {"stages", "channels", "series", "ratios", "classes", "sets"}
)


@dataclass(frozen=True, slots=True)
class Use:
    """A value named in an expression: the `figure` that it would be as a number, the `unit` of what is beside it."""

    value_name: str
    figure: RuleFigure
    unit: Denomination


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the walk is: the path, the citation that holds there, what the entry is called in the notice, and the unit
    of its amounts.
    """

    path: Path = ()
    cites: str | None = None
    label: str = ""
    unit: Denomination = NO_UNIT

    def to(self, *steps: str | int) -> "Spot":
        return replace(self, path=(*self.path, *steps))

    @property
    def word(self) -> str:
        """The last key; that of a mapping for the shares in it."""
        words = [step for step in self.path if isinstance(step, str)]
        return "shares" if words[:2] == ["budget", "shares"] else words[-1] if words else ""


@dataclass(frozen=True, slots=True)
class Walk:
    """One instrument: its file, the names in scope and in the rows of lists, their labels, and the clauses that any
    part of it cites.
    """

    part: Part
    document: Document
    name: str
    scope: Mapping[str, Variable]
    in_rows: Mapping[str, Mapping[str, Variable]]
    measures: Mapping[str, Measure]
    labels: Mapping[str, str]
    table: Table | None
    cited: tuple[str, ...]
    numbers: tuple[str, ...]
    models: Mapping[str, Any]
    currency: frozenset[str]

    @classmethod
    def of(cls, rulebook: Rulebook, key: Key) -> "Walk":
        part, document = rulebook.instruments[key], rulebook.documents[rulebook.files[key]]
        claims = getattr(part, "claims", None)
        tables = [table for _, table in sorted(rulebook.tables.items(), key=lambda entry: entry[0] == claims)]
        measures = {
            name: Measure(table.column(name).type, denomination(table.units.get(name)))
            for table in tables
            for name in table.deciding
        }
        values = ContextType(fields={name: Variable(ANY_TYPE) for name in rulebook.values})
        own = [*measures, *getattr(part, "all_derived", ()), *getattr(part, "places", ())]
        own += getattr(part, "measured", ())
        cited = [value for path, value in document.walk() if path[-1:] == ("cites",) and isinstance(value, str)]
        return cls(
            part=part,
            document=document,
            name=key[1],
            scope={
                **{name: Variable(ANY_TYPE) for name in own},
                **getattr(part, "names", {}),
                "values": Variable(values),
            },
            in_rows=getattr(part, "in_rows", {}),
            measures=measures,
            labels={name: label.zh for table in tables for name, label in table.labels.items()},
            table=rulebook.tables.get(claims or ""),
            cited=tuple(map(clause_number, cited)),
            numbers=rulebook.notice.numbers() if rulebook.notice else (),
            models=rulebook.models,
            currency=_currency(part, rulebook),
        )

    def figures(self) -> Iterator[RuleFigure | Use]:
        return self._part(self.part, Spot())

    def _part(self, part: Any, spot: Spot) -> Iterator[RuleFigure | Use]:
        if spot.path:
            title = getattr(part, "title", None)
            cites = getattr(part, "cites", None)
            unit = denomination(part.unit) if isinstance(getattr(part, "unit", None), Label) else spot.unit
            spot = replace(spot, cites=cites or spot.cites, label=title.zh if title else spot.label, unit=unit)
        for name, info in type(part).model_fields.items():
            if name not in part.model_fields_set:
                continue
            inner, value = spot.to(info.alias or name), getattr(part, name)
            if name == "tiers":
                yield from self._tiers(part, inner)
            elif name == "bands":
                yield from self._bands(part, inner)
            elif name == "shares":
                yield from self._shares(part, inner)
            elif name == "decide" and value is not None:
                yield from self._decision(part, inner)
            elif isinstance(value, Quantity):
                yield from self._quantity(part, value, inner)
            elif spot.path[:1] == ("live",) and _is_feel(info) and not getattr(part, "cites", None):
                pass  # as a quantity that cites nothing
            else:
                yield from self._value(value, inner, _is_feel(info))

    def _value(self, value: object, spot: Spot, is_feel: bool) -> Iterator[RuleFigure | Use]:
        word = spot.word
        match value:
            case Part() if {"first", "last"} <= type(value).model_fields.keys():
                yield from self._places(value, spot)
            case Part():
                yield from self._part(value, spot)
            case dict():
                if spot.path == ("channels",):
                    yield from self._hours(value, spot)
                for key, inner in value.items():
                    yield from self._value(inner, spot.to(key), is_feel)
            case Term():
                figure = self._figure(Fraction(value.amount), COUNT, EXACT | AT_MOST, spot)
                yield replace(figure, units=UNITS[value.unit])
            case tuple():
                yield from self._length(value, spot)
                for index, inner in enumerate(value):
                    yield from self._value(inner, spot.to(index), is_feel)
            case str() if is_feel:
                yield from self._expression(value, spot, Reader(self.measures, payment=word in PAYMENTS))
            case str() if word == "after" and (length := duration(value)):
                yield replace(self._figure(length.count, *FIGURES[word], spot), units=length.units)
            case int() if word == "at most" and "returns" in spot.path:
                yield self._figure(Fraction(value), COUNT, EXACT | AT_MOST, spot)
            case int() if spot.path[:1] == ("fields",):
                pass  # what a form takes
            case Decimal() if word == "amount" and spot.unit.kind is not None:
                yield self._amount(value, spot)
            case Period():
                yield replace(self._figure(value.begins, DATE, AT_LEAST, spot), implied=True)
                yield replace(self._figure(value.ends, DATE, AT_MOST, spot), implied=True)
            case Decimal() | int() if word in FIGURES and not isinstance(value, bool):
                yield self._figure(abs(Fraction(value)), *FIGURES[word], spot)
            case date() if word in FIGURES:
                yield self._figure(value, *FIGURES[word], spot)

    def _quantity(self, part: Any, value: Quantity, spot: Spot) -> Iterator[RuleFigure]:
        """A quantity of engineering is a notice's where the part around it cites one; others come from drawings."""
        if part is not self.part and getattr(part, "cites", None):
            figure = self._figure(Fraction(value.number), COUNT, EXACT | AT_MOST, spot)
            yield replace(figure, units=QUANTITY_UNITS.get(value.unit, frozenset()))

    def _amount(self, value: Decimal, spot: Spot) -> RuleFigure:
        """An amount in the unit of its series, as a text says it: how much it fell by is no less than nothing."""
        unit = spot.unit
        assert unit.kind is not None
        figure = self._figure(abs(Fraction(value)) * unit.worth, frozenset({unit.kind}), EXACT, spot)
        return replace(figure, units=unit.words, currency=unit.currency or figure.currency)

    def _hours(self, channels: Mapping[str, Any], spot: Spot) -> Iterator[RuleFigure]:
        """The office hours of the ways in, opening and closing; a notice says once what holds for several."""
        said: set[tuple[tuple[str, ...], int]] = set()
        for name, channel in channels.items():
            at = replace(spot.to(name, "hours"), cites=channel.cites or spot.cites)
            for opens, closes in channel.hours.periods if channel.hours else ():
                for moment, operators in ((opens, AT_LEAST), (closes, AT_MOST)):
                    figure = self._figure(Fraction(moment, MINUTE), TIME, EXACT | operators, at)
                    yield replace(figure, implied=(figure.clauses, moment) in said)
                    said.add((figure.clauses, moment))

    def _tiers(self, payment: Any, spot: Spot) -> Iterator[RuleFigure | Use]:
        """Each tier begins at a mark of the figure that the payment goes by."""
        reader, by = Reader(self.measures), feel.parse(payment.by, self.scope)
        marks = reader.kinds_beside(by)
        for index, tier in enumerate(payment.tiers):
            for literal in reader.literals(feel.parse(tier.from_, self.scope)):
                mark = replace(reader.beside(literal, by), kinds=marks, operators=AT_LEAST)
                yield self._used(mark, spot.to(index, "from"))
            yield from self._value(tier.pay, spot.to(index, "pay"), is_feel=True)

    def _bands(self, payment: Any, spot: Spot) -> Iterator[RuleFigure]:
        """What is paid beyond each mark: a share of what lies there where it is money, else so much for each."""
        reader, of = Reader(self.measures), feel.parse(payment.of, self.scope)
        measured = reader.unit_beside(of)
        counted, marks = reader.counts(of), reader.kinds_beside(of)
        marks = marks if counted else marks | MONEY
        rates = MONEY if counted else SHARE if marks == MONEY else MONEY | SHARE
        for index, band in enumerate(payment.bands):
            above, rate = spot.to(index, "above"), spot.to(index, "rate")
            mark = self._figure(Fraction(band.above) * measured.worth, marks, BEYOND, above)
            mark = replace(mark, units=measured.words, currency=measured.currency or mark.currency)
            yield replace(mark, implied=band.above == 0)
            yield replace(self._figure(Fraction(band.rate), rates, EXACT, rate), never=measured.words)

    def _shares(self, budget: Any, spot: Spot) -> Iterator[RuleFigure]:
        """A share of the budget is called in the notice as the choice of the field that it goes by."""
        choices = self.table.choices.get(budget.by, {}) if self.table else {}
        for choice, share in budget.shares.items():
            label = choices[choice].zh if choice in choices else ""
            figure = self._figure(Fraction(share), *FIGURES["share"], spot.to(choice))
            yield replace(figure, label=label)

    def _decision(self, part: Any, spot: Spot) -> Iterator[RuleFigure | Use]:
        """The figures of a decision, over what is given for its input data."""
        from bridgehead.dmn.whole import whole  # most rulebooks have no decisions

        file, _, name = part.decide.partition("#")
        bound = given(self.models[file].inputs(name), part.with_, self.scope)
        places = {each: found for each, found in bound.items() if found is not None}
        choices = self.table.choices if self.table else {}
        for literal in Reader(self.measures).literals(whole(self.models[file], name, places).expression):
            figure = replace(self._constant(literal, spot), place=self.document.place(*spot.path))
            called = [choices[field][word].zh for field, word in literal.choices if word in choices.get(field, {})]
            if called:
                figure = replace(figure, entries=((*figure.entries[0], *called),), label=called[0])
            yield figure if literal.value_name is None else Use(literal.value_name, figure, literal.unit)

    def _places(self, places: Any, spot: Spot) -> Iterator[RuleFigure]:
        first, last = Fraction(places.first), Fraction(places.last)
        if first == last:
            yield self._figure(first, QUOTA, EXACT, spot)
            return
        yield replace(self._figure(first, QUOTA, AT_LEAST, spot), implied=first == 1)
        yield self._figure(last, QUOTA, AT_MOST, spot)

    def _length(self, value: tuple[object, ...], spot: Spot) -> Iterator[RuleFigure]:
        """In two instalments; once per claimant."""
        if spot.word == "instalments" and value:
            yield replace(self._figure(Fraction(len(value)), COUNT, EXACT, spot), units=PARTS, implied=True)
        if spot.word == "once per" and value:
            yield replace(self._figure(Fraction(1), COUNT, EXACT | AT_MOST, spot), implied=True)

    def _expression(self, text: str, spot: Spot, reader: Reader) -> Iterator[RuleFigure | Use]:
        scope = self.in_rows[str(spot.path[1])] if spot.word == "from rows" else self.scope
        for literal in reader.literals(feel.parse(text, scope)):
            yield self._used(literal, spot)

    def _used(self, literal: Literal, spot: Spot) -> RuleFigure | Use:
        figure = self._constant(literal, spot)
        return figure if literal.value_name is None else Use(literal.value_name, figure, literal.unit)

    def _constant(self, literal: Literal, spot: Spot) -> RuleFigure:
        constant = literal.constant if literal.constant is not None else Fraction(0)
        figure = self._figure(constant, literal.kinds, literal.operators, spot)
        figure = replace(
            figure,
            place=self.document.inside(spot.path, literal.span[0]),
            units=literal.units,
            currency=literal.unit.currency or figure.currency,
            never=literal.never,
            implied=literal.implied,
        )
        if literal.factor_of in self.labels:
            entry = (*figure.entries[0], literal.factor_of)
            figure = replace(figure, entries=(entry,), label=self.labels[literal.factor_of])
        return figure

    def _figure(self, value: Fraction | date, kinds: frozenset[Kind], operators: Operators, spot: Spot) -> RuleFigure:
        return RuleFigure(
            value=value,
            kinds=kinds,
            operators=operators,
            name=" › ".join([self.name, *map(str, spot.path)]),
            place=self.document.place(*spot.path),
            clauses=self._clauses(spot.cites),
            entries=(_entry(self.name, spot.path),),
            never=MEASURES if spot.word in PICKED else frozenset(),
            currency=self.currency,
            word=spot.word,
            label=spot.label,
            reported=getattr(self.part, "reported", False),
        )

    def _clauses(self, cites: str | None) -> tuple[str, ...]:
        """The cited clause and those below it; a part that cites none stands where its file cites."""
        return within((clause_number(cites),) if cites else self.cited, self.numbers)


def within(cited: tuple[str, ...], numbers: tuple[str, ...]) -> tuple[str, ...]:
    """The cited clauses, then all the clauses below them."""
    below = [number for number in numbers if any(number.startswith(f"{clause}.") for clause in cited)]
    return tuple(dict.fromkeys([*cited, *below]))


def _currency(part: Part, rulebook: Rulebook) -> frozenset[str]:
    """What the money of an instrument may be said in: 元 in the rulebook's own currency."""
    own = rulebook.about.currency if rulebook.about else ""
    return called(getattr(part, "currency", None) or own, own) if own else frozenset()


def _entry(name: str, path: Path) -> Entry:
    ends = [index + 2 for index, step in enumerate(path[:-1]) if step in ENTRIES]
    return (name, *map(str, path[: ends[-1]] if ends else path))


def _is_feel(info: FieldInfo) -> bool:
    """Whether a field, or each entry of it, is FEEL."""
    mark = Expression.__metadata__[0]  # type: ignore[attr-defined]
    return mark in info.metadata or _holds(info.annotation, mark)


def _holds(annotation: Any, mark: object) -> bool:
    return mark in getattr(annotation, "__metadata__", ()) or any(_holds(each, mark) for each in get_args(annotation))
