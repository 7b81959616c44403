"""Where the boxes and ties of a chain map stand: what supplies stands left of what it goes into.

1. A product stands as many columns to the right as the longest way of supplies that leads to it; a tie that closes a
   circle is left out of that.
2. Within its column it stands in the order of the file.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bridgehead.instruments.chain import Chain, Link

WIDE, HIGH = 200, 76
ACROSS, BETWEEN = 56, 16
EDGE = 8


@dataclass(frozen=True, slots=True)
class Box:
    """A link, and where its upper left corner is."""

    link: Link
    x: int
    y: int
    wide: int = WIDE
    high: int = HIGH


@dataclass(frozen=True, slots=True)
class Map:
    """Boxes, the paths of the ties between them, and the size of the whole."""

    boxes: tuple[Box, ...]
    ties: tuple[str, ...]
    wide: int
    high: int


def drawn(chain: Chain, links: Iterable[Link], branch: str | None = None) -> Map:
    """The map of all products; or of those of one branch, with what supplies them and what they go into."""
    by_name = {link.product: link for link in links}
    shown = _shown(chain, branch)
    columns: dict[int, list[str]] = {}
    for name, column in _columns(chain, shown).items():
        columns.setdefault(column, []).append(name)
    at = {
        name: Box(by_name[name], EDGE + column * (WIDE + ACROSS), EDGE + row * (HIGH + BETWEEN))
        for column, names in enumerate(names for _, names in sorted(columns.items()))
        for row, name in enumerate(names)
    }
    ties = tuple(_tie(at[name], at[to]) for name in shown for to in chain.products[name].supplies if to in at)
    wide = max(box.x for box in at.values()) + WIDE + EDGE
    high = max(box.y for box in at.values()) + HIGH + EDGE
    return Map(tuple(at[name] for name in shown), ties, wide, high)


def _shown(chain: Chain, branch: str | None) -> list[str]:
    """Products in the order of the file."""
    if branch is None:
        return [*chain.products]
    own = chain.chains[branch].products
    near = {other for name in own for other in (*chain.products[name].supplies, *chain.suppliers[name])}
    return [name for name in chain.products if name in own or name in near]


def _columns(chain: Chain, shown: list[str]) -> dict[str, int]:
    """The column of each product that is shown."""
    order, circles = _suppliers_first(chain)
    found = dict.fromkeys(shown, 0)
    for name in (each for each in order if each in found):
        for to in chain.products[name].supplies:
            if to in found and (name, to) not in circles:
                found[to] = max(found[to], found[name] + 1)
    return found


def _suppliers_first(chain: Chain) -> tuple[list[str], set[tuple[str, str]]]:
    """Each product before what it goes into, and the ties that close a circle: a walk in depth, by a stack of its own,
    since a chain may be longer than Python calls deep.
    """
    finished: dict[str, None] = {}
    circles: set[tuple[str, str]] = set()
    for start in chain.products:
        way: dict[str, Iterator[str]] = {} if start in finished else {start: iter(chain.products[start].supplies)}
        while way:
            name, onward = next(reversed(way.items()))
            to = next(onward, None)
            if to is None:
                way.pop(name)
                finished[name] = None
            elif to in way:
                circles.add((name, to))
            elif to in chain.products and to not in finished:
                way[to] = iter(chain.products[to].supplies)
    return [*reversed(finished)], circles


def _tie(supplier: Box, buyer: Box) -> str:
    """A curve from the right side of one box to the left side of the other."""
    x, y = supplier.x + supplier.wide, supplier.y + supplier.high // 2
    to_x, to_y = buyer.x, buyer.y + buyer.high // 2
    bend = max(ACROSS, abs(to_x - x) // 3)
    return f"M{x} {y}C{x + bend} {y} {to_x - bend} {to_y} {to_x} {to_y}"
