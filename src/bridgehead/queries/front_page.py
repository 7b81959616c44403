"""The city's front page on a day: a headline for each matter, each figure asked of the system behind it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from bridgehead import published
from bridgehead.instruments.award.allocation.paid import Confirmed
from bridgehead.instruments.award.ledgered import places
from bridgehead.instruments.award.schema import Award
from bridgehead.instruments.chain import Chain, links
from bridgehead.instruments.indicator import Indicator
from bridgehead.instruments.indicator.measured import amounts, compiled
from bridgehead.instruments.operation import Operation
from bridgehead.instruments.register import Register
from bridgehead.instruments.screen import Screen
from bridgehead.primitives import words
from bridgehead.primitives.words import Phrase
from bridgehead.queries.as_of import AsOf
from bridgehead.queries.awarded import shown_places
from bridgehead.queries.course import course
from bridgehead.queries.course import told as said_of
from bridgehead.queries.listed_firms import listed_firms
from bridgehead.rulebook.headline import FigureKind, Headline, Told
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.rulebook.schema import Label

UNKNOWN = Phrase("–", "–")


@dataclass(frozen=True)
class Page:
    """A matter by the rules of a day, and the ledger as it stood at its end, or stands now."""

    matter: str
    rulebook: Rulebook
    ledger: AsOf
    at: datetime
    day: date

    def part(self, told: Told, kind: str) -> object:
        return self.rulebook.instruments[kind, told.of]


@dataclass(frozen=True, slots=True)
class Story:
    """A headline with what its figures are; `instead` is what is said of an award, under its title, where a figure
    would say that places are left and it is being settled or closed.
    """

    matter: str
    rulebook: Rulebook
    headline: Headline
    figures: Mapping[str, Phrase]
    instead: Mapping[str, tuple[Label, Phrase]]


def stories(day: date, at: datetime) -> list[Story]:
    """The stories of a day, as they stood at its end in the zone of each rulebook, or stand at the moment `at` where
    the day is not over; in the order of their places. Nothing is told of a matter whose notice came later.
    """
    found = [story for matter in published.matters() if (story := _story(matter, day, at))]
    return sorted(found, key=lambda each: (each.headline.place, each.matter))


def _story(matter: str, day: date, at: datetime) -> Story | None:
    zone = published.current(matter)[1].about.zone
    over = datetime.combine(day + timedelta(days=1), datetime.min.time(), zone)
    past = over if over <= at else None
    _, rulebook = published.in_force(matter, (past or at) - timedelta(microseconds=1))
    headline: Headline | None = rulebook.about.headline
    if headline is None or day < rulebook.about.published_on:
        return None
    page = Page(matter, rulebook, AsOf(past), past or at, day)
    figures = {name: KINDS[told.figure](page, told) for name, told in headline.figures.items()}
    left = ((name, told) for name, told in headline.figures.items() if told.figure == "places left")
    instead = {name: said for name, told in left if (said := _not_left(page, told))}
    return Story(matter, rulebook, headline, figures, instead)


def _records(page: Page, told: Told) -> Phrase:
    stages = page.ledger.stages(page.matter, told.of)
    return words.number(sum(count for stage, count in stages.items() if not told.stages or stage in told.stages))


def _ended(page: Page, told: Told) -> Phrase:
    return words.number(_final(page, told, final=True))


def _open(page: Page, told: Told) -> Phrase:
    return words.number(_final(page, told, final=False))


def _final(page: Page, told: Told, *, final: bool) -> int:
    register = page.part(told, "register")
    assert isinstance(register, Register)
    stages = page.ledger.stages(page.matter, told.of)
    return sum(
        count for name, count in stages.items() if (name in register.stages and register.stages[name].final) == final
    )


def _late(page: Page, told: Told) -> Phrase:
    return words.number(page.ledger.late(page.matter, told.of, page.at))


def _places(page: Page, told: Told) -> tuple[Confirmed, ...]:
    """The places that everybody may know of."""
    return places(shown_places(page.ledger.award(page.matter, told.of)))


def _left(page: Page, told: Told) -> Phrase:
    return words.number(max(0, _in_all(_award(page, told)) - len(_places(page, told))))


def _award(page: Page, told: Told) -> Award:
    award = page.part(told, "award")
    assert isinstance(award, Award)
    return award


def _in_all(award: Award) -> int:
    return sum((each.rank.count if each.rank else each.first) or 0 for each in award.prizes.values())


def _not_left(page: Page, told: Told) -> tuple[Label, Phrase] | None:
    """What is true of an award of which it would not be that places are left; None where it would."""
    award, state = _award(page, told), page.ledger.award(page.matter, told.of)
    stands = course(award, state, page.day)
    return None if stands.is_open else (award.title, said_of(stands, len(shown_places(state)), _in_all(award)))


def _given(page: Page, told: Told) -> Phrase:
    return words.number(len(_places(page, told)))


def _paid(page: Page, told: Told) -> Phrase:
    return words.money(sum((each.amount for each in _places(page, told)), Decimal(0)), page.rulebook.about.currency)


def _measured(page: Page, told: Told) -> Decimal | None:
    indicator = page.part(told, "indicator")
    assert isinstance(indicator, Indicator)
    assert told.at is not None
    value = compiled(told.at, indicator)(amounts(indicator))
    return value if isinstance(value, Decimal) else None


def _rate(page: Page, told: Told) -> Phrase:
    value = _measured(page, told)
    return UNKNOWN if value is None else words.percent(value)


def _amount(page: Page, told: Told) -> Phrase:
    value = _measured(page, told)
    return UNKNOWN if value is None else words.number(value)


def _angle(page: Page, told: Told) -> Phrase:
    operation = page.part(told, "operation")
    assert isinstance(operation, Operation)
    return words.number(Decimal(operation.whole.angle.number))


def _windows(page: Page, told: Told) -> Phrase:
    operation = page.part(told, "operation")
    assert isinstance(operation, Operation)
    return words.number(len(operation.windows))


def _classes(page: Page, told: Told) -> Phrase:
    screen = page.part(told, "screen")
    assert isinstance(screen, Screen)
    return words.number(len(screen.classes))


def _open_classes(page: Page, told: Told) -> Phrase:
    screen = page.part(told, "screen")
    assert isinstance(screen, Screen)
    return words.number(sum(not each.published for each in screen.classes.values()))


def _missing(page: Page, told: Told) -> Phrase:
    chain = page.part(told, "chain")
    assert isinstance(chain, Chain)
    found = links(chain, listed_firms(page.matter, page.rulebook, chain, page.ledger))
    return words.number(sum(link.state == "missing" for link in found))


KINDS: Mapping[FigureKind, Callable[[Page, Told], Phrase]] = {
    "records": _records,
    "open": _open,
    "ended": _ended,
    "late": _late,
    "places left": _left,
    "given": _given,
    "paid": _paid,
    "rate": _rate,
    "amount": _amount,
    "angle": _angle,
    "windows": _windows,
    "classes": _classes,
    "open classes": _open_classes,
    "missing": _missing,
}
