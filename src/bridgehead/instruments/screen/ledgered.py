"""How a screen stands in the ledger: one record for all its screenings, each with the two files that it read.

Its state: `projects` and `zones` (the GeoJSON of the last screening, as text), and `verdicts` (by the name of each
project). With the rulebook of the event they say all that the screening found.
"""

import json
from collections.abc import Mapping
from typing import Any

from bridgehead.documents import geojson
from bridgehead.instruments.screen.ground import Ground, projects, zones
from bridgehead.instruments.screen.schema import Screen

SCREENS = "screens"
"""The register, of every matter, in which its screens stand by their names."""
MOST_BYTES = 2**20
"""Of the two files together, which an event carries whole."""
NO_PROJECTS = json.dumps({"type": "FeatureCollection", "crs": geojson.CRS, "features": []})
"""The file of a screening that only puts zones on record."""


def grounds(state: Mapping[str, Any], screen: Screen) -> tuple[Ground, Ground]:
    """The projects and the zones of files that were read once, as texts by these names."""
    kept = zones(geojson.parse(state["zones"].encode(), "zones"), screen)
    return projects(geojson.parse(state["projects"].encode(), "projects"), screen, kept), kept
