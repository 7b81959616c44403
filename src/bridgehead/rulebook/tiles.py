"""Tiles: what of a matter stands on the board of the city, in which order; `about.yaml` arranges them.

The kinds are a closed list. What a kind asks and how it looks stands in `web/board/tiles.py`, one line a kind.
"""

from collections.abc import Iterator, Mapping
from typing import Literal, get_args

from bridgehead.primitives.errors import Mistake
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.rulebook.schema import Label, Name, Part

TileKind = Literal["deadlines", "intake", "kept", "trend", "money", "places", "registers", "rotation"]
OF: Mapping[TileKind, str] = {
    "deadlines": "register",
    "intake": "register",
    "kept": "register",
    "trend": "register",
    "money": "award",
    "places": "award",
    "registers": "register",
    "rotation": "operation",
}
"""Of which kind of part a tile tells."""


class Tile(Part):
    """A tile of a kind: `of` one part of the rulebook, else of all that it can tell of; `title` where the usual one
    does not do.
    """

    tile: TileKind
    of: Name | None = None
    title: Label | None = None


USUAL = tuple(Tile(tile=kind) for kind in get_args(TileKind))
"""How tiles stand where a rulebook arranges none."""


def tiles_of(rulebook: Rulebook) -> tuple[Tile, ...]:
    arranged: tuple[Tile, ...] = rulebook.about.tiles
    return arranged or USUAL


def unknown_parts(rulebook: Rulebook) -> Iterator[Mistake]:
    """The tiles of parts that the rulebook does not have."""
    document = rulebook.documents["about.yaml"]
    for index, each in enumerate(rulebook.about.tiles):
        if each.of is not None and (
            unknown := rulebook.unknown(OF[each.tile], each.of, document, "tiles", index, "of")
        ):
            yield unknown
