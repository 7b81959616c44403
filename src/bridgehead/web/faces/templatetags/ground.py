"""The ground of a map, for the script that draws it."""

import json

from django import template

from bridgehead.primitives.places import polygons

register = template.Library()


@register.filter
def outline(area: str) -> str:
    """An area as the coordinates of a GeoJSON MultiPolygon (RFC 7946)."""
    return json.dumps([[[[float(x), float(y)] for x, y in ring] for ring in rings] for rings in polygons(area)])
