"""Which links of the chains are missing, weak or strong: who makes a product, who would buy it, who could supply it.

1. A firm buys what supplies anything that it makes, unless it makes that itself; and it could supply who makes what its
   own products go into, unless it makes that itself.
2. Without a maker a product is missing where a firm would buy it (补链); else it would lengthen the chain where a firm
   could supply it (延链), and is open where none could. With fewer makers than are enough it is weak (强链).
3. What is missing most comes first: by how many firms would buy it or could supply it, then in the order of the file.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from bridgehead.instruments.chain.schema import Chain, Product
from bridgehead.rulebook.schema import Label

State = Literal["missing", "weak", "longer", "strong", "open"]
ORDER: tuple[State, ...] = ("missing", "weak", "longer", "strong", "open")


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm by the name under which it is known, what it makes, and where it is."""

    name: str
    makes: frozenset[str]
    place: Label | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """One product with the firms that make it, those that would buy it, and those that could supply its makers."""

    product: str
    branch: str
    about: Product
    makers: tuple[Firm, ...]
    buyers: tuple[Firm, ...]
    suppliers: tuple[Firm, ...]
    enough: int

    @property
    def state(self) -> State:
        if not self.makers:
            return "missing" if self.buyers else "longer" if self.suppliers else "open"
        return "weak" if len(self.makers) < self.enough else "strong"


def links(chain: Chain, firms: Iterable[Firm]) -> list[Link]:
    """A link for each product of the chains, the most missed first."""
    makers: dict[str, list[Firm]] = {name: [] for name in chain.products}
    buyers: dict[str, list[Firm]] = {name: [] for name in chain.products}
    suppliers: dict[str, list[Firm]] = {name: [] for name in chain.products}
    for firm in firms:
        made = firm.makes & makers.keys()
        bought = {supplier for name in made for supplier in chain.suppliers[name]} - made  # 1
        supplied = {to for name in made for to in chain.products[name].supplies} - made
        for found, names in ((makers, made), (buyers, bought), (suppliers, supplied)):
            for name in names:
                found[name].append(firm)
    linked = [
        Link(
            name,
            chain.branch_of[name],
            about,
            tuple(makers[name]),
            tuple(buyers[name]),
            tuple(suppliers[name]),
            chain.enough,
        )
        for name, about in chain.products.items()
    ]
    return sorted(linked, key=lambda each: (ORDER.index(each.state), -len(each.buyers), -len(each.suppliers)))  # 2, 3
