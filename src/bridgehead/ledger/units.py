"""The units that were added, by all that they are called."""

from collections.abc import Mapping

from bridgehead.ledger.models import Unit


def slugs() -> Mapping[str, str]:
    """The slug of each unit by its slug and by its titles."""
    return {word: unit.slug for unit in Unit.objects.all() for word in (unit.slug, *unit.title.values())}
