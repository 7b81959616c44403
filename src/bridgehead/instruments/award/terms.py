"""The terms of an award: its words together with the fields, values and FEEL that they speak of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bridgehead import feel
from bridgehead.feel import tree
from bridgehead.feel.substitution import substitute
from bridgehead.feel.types import NumberType, Scope, Variable
from bridgehead.instruments.award import aggregates
from bridgehead.instruments.award.amounts import amount
from bridgehead.instruments.award.atoms import Atoms, split
from bridgehead.instruments.award.derived import Models, tree_of
from bridgehead.instruments.award.schema import Award, Order, Prize
from bridgehead.instruments.award.scope import scope
from bridgehead.rulebook.rulebook import Rulebook, Table
from bridgehead.rulebook.schema import Label
from bridgehead.rulebook.values import Value


@dataclass(frozen=True)
class Terms:
    """What deciding needs of an award, whether for one claim or for many."""

    award: Award
    table: Table
    values: Mapping[str, Value]
    models: Models = field(default_factory=dict)
    currency: str = ""
    """In which its money is, by ISO 4217; empty where neither the award nor a readable `about.yaml` says so."""

    @cached_property
    def names(self) -> Scope:
        """What FEEL may name."""
        return scope(self.award, self.table, self.values, self.models)

    @cached_property
    def rank_names(self) -> Scope:
        """What the keys of `rank` may name: the places of `places` too."""
        places = {name: Variable(NumberType(precision=18, scale=0)) for name in self.award.places}
        return {**self.names, **places}

    @cached_property
    def derived(self) -> Mapping[str, tree.Expression]:
        """Derived figures over fields and values alone: one may use those written before it."""
        found: dict[str, tree.Expression] = {}
        for name, figure in self.award.all_derived.items():
            found[name] = substitute(tree_of(figure, self.names, self.models), found)
        return found

    def inline(self, expression: tree.Expression) -> tree.Expression:
        """An expression over fields and values alone, with what is derived written out."""
        return substitute(expression, self.derived)

    @cached_property
    def atoms(self) -> Atoms:
        return split(self.award, self.names, self.derived)

    @property
    def number(self) -> str:
        """The field that numbers the claims: the register's first unique one."""
        return next(name for name in self.table.deciding if name in self.table.unique)

    def called(self, prize: str) -> Label:
        """What readers call a prize: its title, else that of the award; its name, where the award's is not its alone.

        Prizes by rank are told apart by their places.
        """
        found = self.award.prizes[prize]
        if found.title is None and found.rank is None and len(self.award.prizes) > 1:
            return Label(zh=prize, en=prize)
        return found.title or self.award.title

    @cached_property
    def amounts(self) -> Mapping[str, str]:
        """What each prize pays, in FEEL."""
        return {name: amount(prize, self.award.rounding) for name, prize in self.award.prizes.items()}

    @cached_property
    def fixed_amounts(self) -> Mapping[str, int] | None:
        """The same as numbers, where each is one; None where what a prize pays hangs on the claim."""
        constant = all(text.isdigit() for text in self.amounts.values())
        return {name: int(text) for name, text in self.amounts.items()} if constant else None

    @cached_property
    def open_amounts(self) -> Mapping[str, str]:
        """What prizes pay that may pay a claim nothing, or no amount at all: those of no fixed figure above nought."""
        pays = {name: text for name, text in self.amounts.items() if self.award.prizes[name].pay}
        return {name: text for name, text in pays.items() if not (text.isdigit() and int(text))}

    @cached_property
    def uses_totals(self) -> bool:
        """Whether what a prize pays depends on a total of its party."""
        return any(aggregates.found(feel.parse(text, self.names)) for text in self.amounts.values())

    @cached_property
    def rivals(self) -> tuple[str, ...]:
        """The prizes of which one claim gets the better.

        What a total of the party decides is not known before every claim has its prize: there the first is taken.
        """
        rule = self.award.one_of
        return rule.prizes if rule is not None and rule.take == "better" and not self.uses_totals else ()

    def order(self, prize: Prize) -> Order:
        """The order in which claims come to a prize; none where every claim that meets the conditions is granted."""
        return prize.order or self.award.order or self.award.rank or ()


def terms(award: Award, rulebook: Rulebook) -> Terms:
    """The terms of an award of this rulebook."""
    currency = award.currency or (rulebook.about.currency if rulebook.about else "")
    return Terms(award, rulebook.tables[award.claims], rulebook.values, rulebook.models, currency)
