"""The frame of a city's industry: its published sets of names, its chains, and what each product supplies."""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Self

from pydantic import Field as Limit
from pydantic import model_validator

from bridgehead.rulebook.schema import Assumption, Citation, Label, Name, Part, Slug, wrong
from bridgehead.rulebook.variable_name import VariableName

Count = Annotated[int, Limit(ge=1, le=99)]


class Member(Part):
    """One of a set; `makes` is what it is to make of the city, where that was published."""

    title: Label
    makes: Label | None = None
    cites: Citation | None = None


class Named(Part):
    """A set of which the notice says how many there are. Members that it does not name are slots, never invented."""

    title: Label
    in_all: Count
    members: dict[Name, Member] = Limit(default_factory=dict)
    cites: Citation | None = None

    @property
    def open(self) -> int:
        """How many were not named."""
        return self.in_all - len(self.members)

    @model_validator(mode="after")
    def _has_no_more_than_it_says(self) -> Self:
        if self.open < 0:
            found = f"{len(self.members)} members of {self.in_all}"
            raise wrong("CH101", found, f"at most {self.in_all}, as the notice counts them", at=("members",))
        return self


class Product(Part):
    """What firms make, and the products that it goes into."""

    title: Label
    supplies: tuple[Name, ...] = ()
    cites: Citation | None = None


class Branch(Part):
    """One chain with its products, the first of which may be all that is known of it."""

    title: Label
    products: Annotated[dict[Name, Product], Limit(min_length=1)]
    cites: Citation | None = None


class Firms(Part):
    """Where the firms stand: a register, and its fields that say what a firm is called, what it makes, and in which
    part of the city it is.
    """

    register_: Annotated[Slug, Limit(alias="register")]
    called: VariableName
    make: VariableName
    in_: Annotated[VariableName | None, Limit(alias="in")] = None


class Chain(Part):
    """The chains that a city named, beside other sets of names. A product that fewer than `enough` firms make is weak.

    `in all` is how many chains there are by the notice.
    """

    name: Annotated[Slug, Limit(alias="chain")]
    title: Label
    cites: Citation | None = None
    sets: dict[Name, Named] = Limit(default_factory=dict)
    in_all: Count | None = None
    chains: Annotated[dict[Name, Branch], Limit(min_length=1)]
    firms: Firms
    enough: Annotated[int, Limit(ge=1, le=999)] = 2
    assumes: tuple[Assumption, ...] = ()

    @model_validator(mode="after")
    def _has_as_many_as_it_says(self) -> Self:
        if self.in_all is not None and len(self.chains) > self.in_all:
            found = f"{len(self.chains)} chains of {self.in_all}"
            raise wrong("CH101", found, f"at most {self.in_all}, as the notice counts them", at=("chains",))
        return self

    @model_validator(mode="after")
    def _has_each_product_once(self) -> Self:
        seen: dict[str, str] = {}
        for branch, each in self.chains.items():
            for product in each.products:
                if product in seen:
                    found = f"the product «{product}», which stands in «{seen[product]}» too"
                    raise wrong("CH102", found, "a name of its own", at=("chains", branch, "products", product))
                seen[product] = branch
        return self

    @cached_property
    def products(self) -> Mapping[str, Product]:
        """Of all chains, in the order of the file."""
        return {name: product for each in self.chains.values() for name, product in each.products.items()}

    @cached_property
    def branch_of(self) -> Mapping[str, str]:
        """The chain in which a product stands."""
        return {product: name for name, each in self.chains.items() for product in each.products}

    @cached_property
    def suppliers(self) -> Mapping[str, tuple[str, ...]]:
        """What goes into each product."""
        return {
            name: tuple(other for other, each in self.products.items() if name in each.supplies)
            for name in self.products
        }
