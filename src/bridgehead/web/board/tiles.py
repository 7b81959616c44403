"""The one table of tiles: the kind that a rulebook names -> what it asks, and the template that draws it.

A kind that is new has a line here and its name in `rulebook/tiles.py`, and nothing else knows it.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from bridgehead.primitives.words import Phrase
from bridgehead.queries.city import DAYS, Standing, standing
from bridgehead.queries.deadlines_kept import DAYS as KEPT_DAYS
from bridgehead.queries.deadlines_kept import DeadlinesKept, added, deadlines_kept
from bridgehead.queries.rotations import Rotation
from bridgehead.queries.services import Offer, Service
from bridgehead.queries.trend import Step, Trend, trend
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.rulebook.schema import Label
from bridgehead.rulebook.tiles import OF, Tile, TileKind, tiles_of
from bridgehead.web.board.opens import Opens
from bridgehead.web.faces.templatetags.said import in_words


@dataclass(frozen=True)
class Board:
    """What tiles are made of; what several of them need is asked once for all registers."""

    offered: tuple[Service, ...]
    at: datetime
    opens: Opens
    step: Step = "days"

    @cached_property
    def standings(self) -> Mapping[tuple[str, str], Standing]:
        found = standing(list(self.offered), self.at)
        return {(each.service.matter, each.service.register.name): each for each in found}

    def of(self, services: tuple[Service, ...]) -> list[Standing]:
        """How those of the registers stand that show something to everybody."""
        keys = ((each.matter, each.register.name) for each in services)
        return [self.standings[key] for key in keys if key in self.standings]

    @cached_property
    def trend(self) -> Trend:
        return trend([each.service for each in self.standings.values()], self.at, self.step)

    @cached_property
    def kept(self) -> DeadlinesKept:
        return deadlines_kept((self.at - timedelta(days=KEPT_DAYS)).date())

    def today(self, service: Service) -> date:
        return self.at.astimezone(service.rulebook.about.zone).date()


@dataclass(frozen=True, slots=True)
class Matter:
    """What of a matter is offered, and what turns."""

    name: str
    rulebook: Rulebook
    services: tuple[Service, ...]
    turning: tuple[Rotation, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and what it opens; None where there is no list behind it."""

    value: int
    opens: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """A register with its figures."""

    service: Service
    in_time: Figure
    late: Figure
    today: Figure
    week: Figure


@dataclass(frozen=True, slots=True)
class Moved:
    """What came in of some registers, step by step: as a table, and as the same for a chart."""

    services: tuple[Service, ...]
    days: tuple[date, ...]
    counts: tuple[tuple[int, ...], ...]
    step: Step
    opens: str | None

    @property
    def rows(self) -> list[tuple[date, tuple[int, ...]]]:
        """The newest step first."""
        return [*zip(self.days, zip(*self.counts, strict=True), strict=True)][::-1]

    @property
    def total(self) -> int:
        return sum(map(sum, self.counts))

    @property
    def figures(self) -> str:
        """What the chart draws, as JSON."""
        names = [in_words(each.register.title) for each in self.services]
        series = [{"name": name, "values": counts} for name, counts in zip(names, self.counts, strict=True)]
        return json.dumps({"labels": [f"{day.month}-{day.day}" for day in self.days], "series": series})


@dataclass(frozen=True, slots=True)
class Paid:
    """An award against its budget."""

    offer: Offer
    currency: str
    budget: Decimal
    spent: Decimal
    opens: str

    @property
    def percent(self) -> int:
        return int(100 * self.spent / self.budget) if self.budget else 0


@dataclass(frozen=True, slots=True)
class Given:
    """An award with places."""

    offer: Offer
    opens: str


Asked = Mapping[str, object] | None
"""What the template is given; None where there is nothing to show, and so no tile."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a tile is called where the rulebook does not say it, what it asks of some services or rotations, and how it
    is drawn.
    """

    title: Phrase
    asks: Callable[[Board, tuple[Any, ...]], Asked]
    template: str
    width: Literal["", "broad", "whole"] = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A tile as it is drawn; `about` is the part that it tells of, None where that is all of the matter."""

    kind: Kind
    title: Phrase | Label
    about: Label | None
    found: Mapping[str, object]


def drawn(board: Board, matter: Matter) -> Iterator[Drawn]:
    """The tiles of one matter, as its rulebook arranges them, without those that have nothing to show."""
    for tile in tiles_of(matter.rulebook):
        kind, some = KINDS[tile.tile], _meant(tile, matter)
        if some and (found := kind.asks(board, some)) is not None:
            yield Drawn(kind, tile.title or kind.title, None if tile.title else _about(tile, matter), found)


def row(board: Board, each: Standing) -> Row:
    service, opens, today = each.service, board.opens.register, board.today(each.service)
    return Row(
        service,
        Figure(each.in_time, opens(service, "running")),
        Figure(each.late, opens(service, "late")),
        Figure(each.today, opens(service, since=today)),
        Figure(each.week, opens(service, since=today - timedelta(days=DAYS - 1))),
    )


def _summed(board: Board, services: tuple[Service, ...]) -> Asked:
    """The figures of one register open its lists; the sums of several lead to the table that tells them apart."""
    rows = [row(board, each) for each in board.of(services)]
    if not rows:
        return None
    if len(rows) == 1:
        return {"row": rows[0], "running": Figure(rows[0].in_time.value + rows[0].late.value, rows[0].in_time.opens)}
    below = _below(services)
    names = ("in_time", "late", "today", "week")
    sums = {name: Figure(sum(getattr(each, name).value for each in rows), below) for name in names}
    return {"row": Row(services[0], **sums), "running": Figure(sums["in_time"].value + sums["late"].value, below)}


def _registers(board: Board, services: tuple[Service, ...]) -> Asked:
    rows = [row(board, each) for each in board.of(services)]
    return {"rows": rows, "name": services[0].rulebook.about.name} if rows else None


def _kept(board: Board, services: tuple[Service, ...]) -> Asked:
    shown = [each.service for each in board.of(services)]
    known = [board.kept.sums[key] for each in shown if (key := (each.matter, each.register.name)) in board.kept.sums]
    if not known or board.kept.counted is None:
        return None
    opens = board.opens.register(shown[0]) if len(shown) == 1 else _below(services)
    return {
        "sums": added(known),
        "opens": opens,
        "counted": board.kept.counted,
        "zone": services[0].rulebook.about.zone,
    }


def _below(services: tuple[Service, ...]) -> str:
    """The table in which sums are told apart."""
    return f"#registers-{services[0].rulebook.about.name}"


def _trend(board: Board, services: tuple[Service, ...]) -> Asked:
    shown = tuple(each.service for each in board.of(services))
    if not shown:
        return None
    counts = tuple(board.trend.counts[each.matter, each.register.name] for each in shown)
    days = board.trend.days
    opens = board.opens.register(shown[0], since=days[0]) if len(shown) == 1 else _below(services)
    return {"moved": Moved(shown, days, counts, board.step, opens)}


def _money(board: Board, services: tuple[Service, ...]) -> Asked:
    paid = [
        Paid(
            offer,
            offer.award.currency or each.rulebook.about.currency,
            offer.award.budget.total,
            offer.award.budget.total - offer.money_left,
            board.opens.award(each, offer),
        )
        for each in services
        for offer in each.offers
        if offer.award.budget is not None and offer.money_left is not None
    ]
    return {"paid": paid} if paid else None


def _places(board: Board, services: tuple[Service, ...]) -> Asked:
    given = [
        Given(offer, board.opens.award(each, offer))
        for each in services
        for offer in each.offers
        if any(prize.places for prize in offer.prizes)
    ]
    return {"given": given} if given else None


def _rotation(board: Board, turning: tuple[Rotation, ...]) -> Asked:
    return {"turning": [(each, board.opens.run(each)) for each in turning]}


def _meant(tile: Tile, matter: Matter) -> tuple[Service, ...] | tuple[Rotation, ...]:
    """The services of which a tile tells, with the one award that is meant alone; or what turns."""
    services = matter.services
    if OF[tile.tile] == "operation":
        return tuple(each for each in matter.turning if tile.of in (None, each.operation.name))
    if tile.of is None:
        return services
    if OF[tile.tile] == "register":
        return tuple(each for each in services if each.register.name == tile.of)
    return tuple(
        Service(each.matter, each.rulebook, each.register, (offer,))
        for each in services
        for offer in each.offers
        if offer.award.name == tile.of
    )


def _about(tile: Tile, matter: Matter) -> Label | None:
    services = matter.services
    titles = {each.register.name: each.register.title for each in services}
    if OF[tile.tile] == "operation":
        titles = {each.operation.name: each.operation.title for each in matter.turning}
    if OF[tile.tile] == "award":
        titles = {offer.award.name: offer.award.title for each in services for offer in each.offers}
    return titles.get(tile.of) if tile.of else None


KINDS: Mapping[TileKind, Kind] = {
    "deadlines": Kind(Phrase("在办期限", "Deadlines that run"), _summed, "board/tiles/deadlines.html"),
    "intake": Kind(Phrase("今日受理", "Came in today"), _summed, "board/tiles/intake.html"),
    "kept": Kind(Phrase("按期办结", "Deadlines kept"), _kept, "board/tiles/kept.html"),
    "trend": Kind(Phrase("受理走势", "What came in"), _trend, "board/tiles/trend.html", "broad"),
    "money": Kind(Phrase("预算与已用", "Money against budgets"), _money, "board/tiles/money.html", "whole"),
    "places": Kind(Phrase("剩余名额", "Places left"), _places, "board/tiles/places.html", "whole"),
    "registers": Kind(Phrase("按事项", "By register"), _registers, "board/tiles/registers.html", "whole"),
    "rotation": Kind(Phrase("转体", "Rotation"), _rotation, "board/tiles/rotation.html", "whole"),
}
