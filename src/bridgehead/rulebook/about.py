"""`about.yaml`: whose matter it is, who published it and when, and by which clock and currency it runs."""

from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AfterValidator, Field

from bridgehead.primitives.errors import nearest
from bridgehead.rulebook.schema import Assumption, Citation, Currency, Day, Label, Part, Slug, Text, wrong
from bridgehead.rulebook.tiles import Tile


def _zone(value: str) -> str:
    try:
        return ZoneInfo(value).key
    except (ZoneInfoNotFoundError, ValueError):
        near, expected = nearest(value, available_timezones()), "a name of the tz database, as in Asia/Shanghai"
        raise wrong("RB220", f"the time zone «{value}»", expected, near) from None


Zone = Annotated[str, AfterValidator(_zone)]


class Passage(Part):
    """A figure of the notice that no rule needs, and why."""

    figure: Text
    cites: Citation
    reason: Label


class About(Part):
    """What a reader asks first of a notice. `text` says whose words its text is, `licence` what may be done with it.

    `tiles` arranges the board.
    """

    name: Annotated[Slug, Field(alias="rulebook")]
    title: Label
    city: Label
    issuer: Label
    published_on: Day
    time_zone: Zone
    currency: Currency
    text: Label
    licence: Text | None = None
    not_covered: Annotated[tuple[Passage, ...], Field(alias="not_covered")] = ()
    assumes: tuple[Assumption, ...] = ()
    tiles: tuple[Tile, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)
