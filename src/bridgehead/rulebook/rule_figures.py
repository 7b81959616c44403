"""Every figure of a rulebook's own: of its conditions, prizes, values and dates, with the clause that it cites."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from bridgehead.primitives.errors import Mistake, Place
from bridgehead.rulebook.denomination import Denomination, denomination
from bridgehead.rulebook.figures import Figure, Kind, find, is_one_of
from bridgehead.rulebook.rule_figure import COUNT, DATE, QUOTA, RuleFigure, says
from bridgehead.rulebook.rule_walk import AT_LEAST, Use, Walk, within
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.rulebook.schema import Label, clause_number
from bridgehead.rulebook.values import Value


def rule_figures(rulebook: Rulebook) -> tuple[RuleFigure, ...]:
    """The figures of every instrument and value of a rulebook, in the order of its files.

    A value is a figure where it is declared, with the comparisons of all its uses; a value that no rule uses decides
    nothing and is none. Figures that stand in an assumption are marked as assumed.
    """
    found = [figure for key in rulebook.instruments for figure in Walk.of(rulebook, key).figures()]
    uses: dict[str, list[Use]] = {}
    for each in found:
        if isinstance(each, Use):
            uses.setdefault(each.value_name, []).append(each)
    figures = [each for each in found if isinstance(each, RuleFigure)]
    figures += [used for name, each in uses.items() for use in each for used in _used(rulebook, name, use)]
    figures += _declared(rulebook, uses)
    return tuple(_with_assumptions(rulebook, figures))


def other_units(rulebook: Rulebook) -> Iterator[Mistake]:
    """Values that are compared with what has another unit, as one in 万人 with people."""
    for key in rulebook.instruments:
        for use in Walk.of(rulebook, key).figures():
            if not isinstance(use, Use) or not use.unit.words:
                continue
            label = rulebook.values[use.value_name].unit
            meant = denomination(label)
            if label and (meant.worth != use.unit.worth or not any(is_one_of(w, use.unit.words) for w in meant.words)):
                found = f"values.{use.value_name}, in «{label.zh}», beside what is in «{use.unit.said}»"
                yield Mistake("CV108", found, use.figure.place, "one unit for both", warning=True)


# -- values ------------------------------------------------------------------------------------------------------------


def _used(rulebook: Rulebook, name: str, use: Use) -> Iterator[RuleFigure]:
    """The versions of a value where a rule uses it: they may stand in the rule's clause too."""
    value: Value = rulebook.values[name]
    measured = denomination(value.unit)
    for version in value.from_.values():
        if (constant := _constant(version, measured)) is not None:
            kinds = _kinds(value, version, [use])
            title = f"{use.figure.name} (values.{name})"
            currency = measured.currency or use.figure.currency
            figure = replace(use.figure, value=constant, kinds=kinds, name=title, implied=True)
            yield replace(figure, units=measured.words, currency=currency)


def _declared(rulebook: Rulebook, uses: Mapping[str, list[Use]]) -> Iterator[RuleFigure]:
    """The versions of each value that a rule uses, and their first days; that of the first version need not be said."""
    document = rulebook.documents.get("values.yaml")
    numbers = rulebook.notice.numbers() if rulebook.notice else ()
    for name, found in uses.items():
        value: Value = rulebook.values[name]
        measured = denomination(value.unit)
        entries = tuple(dict.fromkeys(entry for use in found for entry in use.figure.entries))
        for index, (day, version) in enumerate(value.from_.items()):
            holds_from = RuleFigure(
                value=day,
                kinds=DATE,
                operators=AT_LEAST,
                name=f"values.{name} › from",
                place=document.place(name, "from", day) if document else Place(),
                clauses=within((clause_number(value.cites),), numbers),
                entries=(("values", name, day.isoformat()),),
                implied=index == 0,
            )
            if (constant := _constant(version, measured)) is not None:
                yield replace(
                    holds_from,
                    value=constant,
                    kinds=_kinds(value, version, found),
                    operators=frozenset().union(*(use.figure.operators for use in found)),
                    name=f"values.{name}",
                    entries=(*holds_from.entries, *entries),
                    units=measured.words,
                    currency=measured.currency or frozenset().union(*(use.figure.currency for use in found)),
                    never=frozenset.intersection(*(use.figure.never for use in found)),
                    implied=False,
                )
            yield holds_from


def _constant(version: object, measured: Denomination) -> Fraction | date | None:
    """The number that a version says with its unit: 30,000 of 3 (万人)."""
    if isinstance(version, bool):
        return None
    if isinstance(version, Decimal | int):
        return Fraction(version) * measured.worth
    return version if isinstance(version, date) else None


def _kinds(value: Value, version: object, uses: list[Use]) -> frozenset[Kind]:
    """What a value measures: its unit says so, else the fields with which it is compared."""
    if isinstance(version, date):
        return DATE
    if kind := denomination(value.unit).kind:
        return COUNT | QUOTA if kind is Kind.COUNT else frozenset({kind})
    return frozenset().union(*(use.figure.kinds for use in uses))


# -- assumptions -------------------------------------------------------------------------------------------------------


def _with_assumptions(rulebook: Rulebook, figures: list[RuleFigure]) -> Iterator[RuleFigure]:
    """Mark the figures that an assumption names: one of their own file, or of `about.yaml`; for a value, any."""
    everywhere = _said(rulebook.about.assumes) if rulebook.about else []
    said = {name: _said(getattr(part, "assumes", ())) for (_, name), part in rulebook.instruments.items()}
    said["values"] = [figure for found in said.values() for figure in found]
    for figure in figures:
        named = [*everywhere, *said.get(figure.entries[0][0], ())]
        yield replace(figure, assumed=any(says(each, figure) for each in named))


def _said(labels: Iterable[Label]) -> list[Figure]:
    return [figure for label in labels for text in (label.zh, label.en) for figure in find(text).figures]
