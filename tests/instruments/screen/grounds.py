"""The city's negative list, and its made-up zones."""

from functools import cache
from pathlib import Path

from bridgehead.catalog import KINDS
from bridgehead.documents import geojson
from bridgehead.instruments.screen import Screen
from bridgehead.instruments.screen.ground import Ground, zones
from bridgehead.rulebook.load import load

RULEBOOK = Path(__file__).parents[3] / "rulebooks/datong/ecology-negative-list"
SAMPLES = RULEBOOK / "samples"


@cache
def central_money() -> Screen:
    part = load(RULEBOOK, KINDS).instruments["screen", "central-money"]
    assert isinstance(part, Screen)
    return part


@cache
def kept() -> Ground:
    return zones(geojson.read(SAMPLES / "made-up-zones.geojson"), central_money())
