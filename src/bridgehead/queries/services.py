"""What a city offers: its public registers, with the awards to which each leads and what is left of them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from bridgehead import published
from bridgehead.instruments.award import ledgered
from bridgehead.instruments.award.reasons import wording
from bridgehead.instruments.award.schema import Award, Prize
from bridgehead.instruments.register import Register
from bridgehead.ledger import models
from bridgehead.primitives.words import Phrase
from bridgehead.queries.awarded import shown_places
from bridgehead.queries.course import Course, course, told
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.rulebook.schema import Label, clause_number

Standing = Literal["open", "closed", "to come"]


@dataclass(frozen=True, slots=True)
class Left:
    """A prize with its number of places, how many of them everybody knows to be given, and the title under which it is
    known.
    """

    title: Label
    prize: Prize
    places: int | None
    given: int
    course: Course

    @property
    def told(self) -> Phrase | None:
        return None if self.places is None else told(self.course, self.given, self.places)

    @property
    def seals(self) -> list[bool]:
        """One a place, true where it is given."""
        return [at < self.given for at in range(self.places or 0)]


@dataclass(frozen=True, slots=True)
class Offer:
    """An award that can be claimed. `money_left` is of a budget, None where the award has none; `published` is whether
    everybody may see who has a place.
    """

    award: Award
    prizes: tuple[Left, ...]
    money_left: Decimal | None
    published: bool


@dataclass(frozen=True, slots=True)
class Service:
    """A register into which anybody can file, and what it leads to."""

    matter: str
    rulebook: Rulebook
    register: Register
    offers: tuple[Offer, ...]

    @property
    def cites(self) -> str | None:
        """The clause of the notice that it stands on."""
        return next((each.award.cites for each in self.offers if each.award.cites), self.register.cites)

    @property
    def clause(self) -> Phrase | None:
        return wording.clause(self.cites) if self.cites else None

    @property
    def anchor(self) -> str:
        """Where the clause stands on the page of the rulebook."""
        return clause_number(self.cites) if self.cites else ""

    def on(self, day: date) -> Standing:
        """Whether it can be filed on a day: not before its notice is published, nor when all that it leads to is
        closed.
        """
        if day < self.rulebook.about.published_on:
            return "to come"
        due = [each.award.claims_due for each in self.offers]
        return "closed" if due and all(each and each.by < day for each in due) else "open"


def services(at: datetime) -> list[Service]:
    """All of the city at a moment, those with awards first, in the order of their matters and of their rulebooks'
    files.
    """
    found = [each for matter in published.matters() for each in _of_matter(matter, at)]
    return sorted(found, key=lambda each: not each.offers)


def _of_matter(matter: str, at: datetime) -> Iterator[Service]:
    _, rulebook = published.current(matter)
    awards = [part for part in rulebook.instruments.values() if isinstance(part, Award)]
    named = [award.name for award in awards]  # by their numbers: a database may think that all records are awards
    records = models.Record.objects.filter(matter=matter, register=ledgered.AWARDS, number__in=named)
    states = {record.number: record.state for record in records}
    day = at.astimezone(rulebook.about.zone).date()
    for part in rulebook.instruments.values():
        if isinstance(part, Register):
            claimed = (award for award in awards if award.claims == part.name)
            offers = tuple(_offer(award, states.get(award.name, {}), day) for award in claimed)
            yield Service(matter, rulebook, part, offers)


def _offer(award: Award, state: Mapping[str, Any], day: date) -> Offer:
    places, stands = ledgered.places(shown_places(state)), course(award, state, day)
    given = Counter(each.prize for each in places)
    prizes = tuple(
        Left(_called(award, prize), prize, _places(prize), given[name], stands) for name, prize in award.prizes.items()
    )
    spent = sum((each.amount for each in places), Decimal(0))
    left = award.budget.total - spent if award.budget else None
    return Offer(award, prizes, left, stands.published)


def _places(prize: Prize) -> int | None:
    return prize.rank.count if prize.rank else prize.first


def _called(award: Award, prize: Prize) -> Label:
    """What a prize is called where several stand below one another."""
    if prize.title is not None or prize.rank is None:
        return prize.title or award.title
    first, last = prize.rank.first, prize.rank.last
    if first == last:
        return Label(zh=f"第{first}名", en=f"Place {first}")
    return Label(zh=f"第{first}至{last}名", en=f"Places {first} to {last}")
