"""`about.yaml`: whose matter it is, who published it and when, and by which clock and currency it runs."""

import re
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AfterValidator, Field, WithJsonSchema

from bridgehead.primitives import places
from bridgehead.primitives.errors import nearest
from bridgehead.rulebook.headline import Headline
from bridgehead.rulebook.schema import Assumption, Citation, Currency, Day, Label, Part, Text, shown, wrong
from bridgehead.rulebook.tiles import Tile


def _zone(value: str) -> str:
    try:
        return ZoneInfo(value).key
    except (ZoneInfoNotFoundError, ValueError):
        near, expected = nearest(value, available_timezones()), "a name of the tz database, as in Asia/Shanghai"
        raise wrong("RB220", f"the time zone «{value}»", expected, near) from None


Zone = Annotated[str, AfterValidator(_zone)]


MATTER = "[a-z0-9]+([-/][a-z0-9]+)*"


def _matter(value: str) -> str:
    if not re.fullmatch(MATTER, value):
        expected = "small letters, digits and hyphens, after a city and a slash if there is one, as in city/tourism"
        raise wrong("RB217", f"the name {shown(value)}", expected)
    return value


Matter = Annotated[str, AfterValidator(_matter), WithJsonSchema({"type": "string", "pattern": f"^{MATTER}$"})]
"""What the matter of a rulebook is called in addresses and on the command line, wherever its folder stands."""


def _area(value: str) -> str:
    try:
        return places.area(value)
    except ValueError:
        expected = "a polygon that ends where it begins, as in POLYGON ((113 40, 114 40, 114 41, 113 40))"
        raise wrong("RB222", f"the outline «{value}»", expected) from None


class Map(Part):
    """The ground on which forms ask for a place: its outline as WKT, in degrees of WGS 84, and whence it comes."""

    outline: Annotated[Text, AfterValidator(_area)]
    says: Label


class Passage(Part):
    """A figure of the notice that no rule needs, and why."""

    figure: Text
    cites: Citation
    reason: Label


class About(Part):
    """What a reader asks first of a notice. `text` says whose words its text is, `licence` what may be done with it.

    `tiles` arranges the board; on the `map` a form asks for a place; the `headline` stands on the front page.
    """

    name: Annotated[Matter, Field(alias="rulebook")]
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
    map: Map | None = None
    headline: Headline | None = None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)
