"""The last screening of a screen, as the ledger holds it: each project with its verdict, and the ground for a map."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from bridgehead import published
from bridgehead.instruments.screen import Screen
from bridgehead.instruments.screen.ground import Plot
from bridgehead.instruments.screen.ledgered import SCREENS, grounds
from bridgehead.instruments.screen.screened import Screened, screened
from bridgehead.instruments.screen.wording import VERDICTS
from bridgehead.ledger import models
from bridgehead.primitives.words import within


@dataclass(frozen=True, slots=True)
class Screening:
    """What was found, by the rules and the ground of then."""

    screen: Screen
    at: datetime
    projects: tuple[Screened, ...]
    zones: tuple[Plot, ...]

    def features(self, language: str) -> Iterator[Mapping[str, Any]]:
        """The zones, then the projects, as features of GeoJSON with what a map says of each."""
        for zone in self.zones:
            kind = self.screen.zones[zone.kind].title
            about = {"zone": zone.kind, "of": [*self.screen.zones].index(zone.kind), "says": within(kind, language)}
            yield _feature(zone, about)
        for each in self.projects:
            about = {"verdict": each.verdict.value, "says": within(VERDICTS[each.verdict], language)}
            yield _feature(each.project, about)


def last_screening(matter: str, name: str) -> Screening | None:
    """None where nothing was screened yet."""
    of_screens = models.Record.objects.filter(matter=matter, register=SCREENS, number=name)
    head = of_screens.values_list("head", flat=True).first()
    return None if head is None else _screening(matter, name, bytes(head))


@lru_cache(maxsize=8)
def _screening(matter: str, name: str, head: bytes) -> Screening:
    """By the head of the record's chain, with which all of it changes."""
    held = models.Record.objects.get(matter=matter, register=SCREENS, number=name)
    screen = published.by_hash(held.state["rulebook"]).instruments["screen", name]
    assert isinstance(screen, Screen)
    of_projects, of_zones = grounds(held.state, screen)
    return Screening(screen, held.updated_at, tuple(screened(screen, of_projects, of_zones)), of_zones.plots)


def _feature(plot: Plot, about: Mapping[str, object]) -> Mapping[str, Any]:
    polygons = [[ring.tolist() for ring in rings] for rings in plot.feature.polygons]
    geometry = {"type": "MultiPolygon", "coordinates": polygons}
    return {"type": "Feature", "properties": {"name": plot.name, **about}, "geometry": geometry}
