"""The page of what an indicator counts of a register: each rate with its numerator and denominator, and their cases."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bridgehead.access import may
from bridgehead.instruments.indicator import Indicator
from bridgehead.instruments.indicator.counted import MONTH, Counted, Cube, Taken
from bridgehead.instruments.indicator.counts import Counts
from bridgehead.primitives.words import Phrase
from bridgehead.queries.counted import SIDES, Titles, called, counted, label_of, opens_to_all, titles
from bridgehead.queries.counting import Counting, table_of
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.rulebook.schema import Label
from bridgehead.web.accounts import tokens
from bridgehead.web.api.tables import table_file

FORMS = {"csv": "CSV", "xlsx": "Excel"}

Where = Mapping[str, object]
"""The group of each name that is asked for; the month by its first day."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A rate, and where its numerator and its denominator lead; None where the cases are not for whoever looks."""

    rate: Counted
    of: str | None
    to: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """A group with its rates, each with its heading, and its times, each None where no case of it has one."""

    called: Phrase | Label
    figures: list[tuple[Label, Figure]]
    times: list[tuple[Label, Taken | None]]


@dataclass(frozen=True)
class Page:
    """What an indicator counts, for whoever looks."""

    matter: str
    rulebook: Rulebook
    indicator: Indicator
    counts: Counts
    counting: Counting
    staff: bool
    units: Titles

    @property
    def cube(self) -> Cube:
        return self.counting.cube

    @property
    def times(self) -> list[tuple[Label, Taken]]:
        """Of all cases."""
        found = self.counting.times.get(None, {}).get(None, [])
        return [(self.counts.times[each.name].title, each) for each in found]

    def figures(self, where: Where) -> Iterator[tuple[Label, Figure]]:
        """Each rate in each of its ways, with the title of the rate."""
        return self._opening(self.cube.rates(where), where)

    def _opening(self, rates: Iterable[Counted], where: Where) -> Iterator[tuple[Label, Figure]]:
        for rate in rates:
            of, to = (self._opens(rate, side, where) for side in SIDES)
            yield self.counts.rates[rate.name].title, Figure(rate, of, to)

    def groups(self, name: str, where: Where) -> Iterator[Group]:
        """Each group of a name; its times where all months are asked for."""
        times = {} if where else self.counting.times.get(name, {})
        for group, rates in self.cube.groups(name, where).items():
            taken = {(each.name, each.percent): each for each in times.get(group, ())}
            yield Group(
                called(self.rulebook, self.indicator, name, group, self.units),
                [*self._opening(rates, {**where, name: group})],
                [(title, taken.get((each.name, each.percent))) for title, each in self.times if times],
            )

    @cached_property
    def _open(self) -> set[tuple[str, str]]:
        """The rates whose cases are for whoever looks."""
        known = self.counts.tallies
        return {each for each in known if self.staff or opens_to_all(self.rulebook, self.indicator, *each)}

    def _opens(self, rate: Counted, side: str, where: Where) -> str | None:
        if not rate.sums.to or (rate.name, rate.way) not in self._open:
            return None
        asked = {"rate": rate.name, **({"way": rate.way} if rate.way else {}), "side": side}
        asked |= {name: _written(group) for name, group in where.items()}
        return f"{reverse('board-counted', args=(self.matter, self.indicator.name))}?{urlencode(asked)}"


def page(request: HttpRequest, matter: str, rulebook: Rulebook, indicator: Indicator) -> HttpResponse:
    about: dict[str, object] = {"matter": matter, "rulebook": rulebook, "indicator": indicator}
    found, counts = counted(matter, indicator.name), indicator.counts
    assert counts is not None
    if found is None:
        return render(request, "portal/counted.html", about)
    staff = may(tokens.whoever(request), "see records")
    shown = Page(matter, rulebook, indicator, counts, found[0], staff, titles())
    month = _month(request.GET.get("month", ""), shown.cube)
    where = {MONTH: month} if month else {}
    names = [*counts.by, *([] if month else [MONTH])]
    about |= {
        "at": found[1],
        "day": label_of(rulebook, indicator, counts.month_of),
        "month": month,
        "months": [(f"{each:%Y-%m}", called(rulebook, indicator, MONTH, each, {})) for each in shown.cube.months],
        "rates": [(counts.rates[each.rate.name], each) for _, each in shown.figures(where)],
        "times": [] if month else shown.times,
        "tables": [(label_of(rulebook, indicator, name), [*shown.groups(name, where)]) for name in names],
        "targets": shown.counting.targets,
        "forms": FORMS.items(),
    }
    return render(request, "portal/counted.html", about)


def file(matter: str, indicator: Indicator, form: str) -> FileResponse:
    """All counts as a table, by month and group. Raises Http404 where nothing was counted yet."""
    found = counted(matter, indicator.name)
    if found is None or form not in FORMS:
        raise Http404
    return table_file(indicator.name, form, table_of(found[0].cube).to_reader())


def _month(text: str, cube: Cube) -> date | None:
    return next((each for each in cube.months if f"{each:%Y-%m}" == text), None)


def _written(group: object) -> str:
    return f"{group:%Y-%m}" if isinstance(group, date) else "" if group is None else str(group)
