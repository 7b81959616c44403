"""The conditions of an award, split at `and` into atoms. Each owns one bit of a claim's masks, failed and missing.

The same atoms are lowered to columns (`eligibility.py`) and run on one claim (`case.py`), so that the reasons for a
decision can be made from its two masks and the claim's values whenever they are read.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from bridgehead import feel
from bridgehead.documents.document import Path
from bridgehead.feel import tree
from bridgehead.feel.substitution import substitute
from bridgehead.feel.types import DATE_TIME, NumberType, Scope, Variable
from bridgehead.instruments.award import aggregates
from bridgehead.instruments.award.amounts import bracketed
from bridgehead.instruments.award.schema import Award, Prize

BITS = 62
"""Bits of a mask: an int64 without its sign, and one to spare."""

WINDOW, DUE, REQUIRED, PAY = "window", "claims due", "required", "pay"
"""Names of the conditions that an award has beside those that it names itself."""


@dataclass(frozen=True, slots=True)
class Atom:
    """One thing that must hold: a FEEL test or, where `test` is None, only that the fields in `needs` are known.

    `prize` is None for a condition of the whole award. `text` is its part of the expression at `path` in the file.
    """

    bit: int
    condition: str
    prize: str | None
    text: str
    test: tree.Expression | None
    needs: tuple[str, ...]
    cites: str | None
    path: Path

    @property
    def mask(self) -> int:
        return 1 << self.bit


@dataclass(frozen=True)
class Atoms:
    """Every atom of an award by its bit, those of the award before those of its prizes.

    `allocating` are the fields by which the claims that meet all of them are ordered, summed, held under ceilings and
    paid.
    """

    all: tuple[Atom, ...]
    prizes: tuple[str, ...]
    allocating: tuple[str, ...]

    @cached_property
    def common(self) -> int:
        """The mask of what every claim must meet."""
        return self._mask(None)

    def of(self, prize: str) -> int:
        """The mask of what only this prize asks for."""
        return self._mask(prize)

    def in_mask(self, mask: int) -> tuple[Atom, ...]:
        return tuple(atom for atom in self.all if atom.mask & mask)

    def explaining(self, failed: int) -> str:
        """The prize by whose conditions a claim is judged: the first that has none false, else the one that it is for.

        That is where the fewest tests of a kind fail (`kind = "growth"`), and then the fewest of all.
        """

        def misses(prize: str) -> tuple[int, int]:
            false = failed & self.of(prize)
            return (false & self._kinds).bit_count(), false.bit_count()

        return min(self.prizes, key=misses)

    @cached_property
    def _kinds(self) -> int:
        """The mask of the tests that hold a field against words."""
        return sum(atom.mask for atom in self.all if atom.test is not None and _of_kind(atom.test))

    def _mask(self, prize: str | None) -> int:
        return sum(atom.mask for atom in self.all if atom.prize == prize)


class _Draft(NamedTuple):
    """An atom that has no bit yet."""

    condition: str
    prize: str | None
    text: str
    test: tree.Expression | None
    needs: tuple[str, ...]
    cites: str | None
    path: Path


class _Reader:
    """Reads FEEL of an award, and tells which fields of the register it needs, through derived figures and places."""

    def __init__(self, award: Award, names: Scope, derived: Mapping[str, tree.Expression]) -> None:
        self.names = names
        self._derived = derived
        self._behind: dict[str, tuple[str, ...]] = {}
        for name, figure in derived.items():
            self._behind[name] = self._fields(figure, {})
        self._places = {name: self.needs(figure.by.by) for name, figure in award.places.items()}

    def tests(self, text: str, condition: str, prize: str | None, cites: str | None, path: Path) -> Iterator[_Draft]:
        """The parts of a condition: one for each operand of its outermost `and`."""
        whole = feel.parse(text, self.names)
        for part in whole.operands if isinstance(whole, tree.And) else (whole,):
            yield _Draft(condition, prize, text[slice(*part.span)], part, self._fields(part, {}), cites, path)

    def needs(self, text: str) -> tuple[str, ...]:
        return self._fields(feel.parse(text, self.names), {})

    def operand(self, text: str) -> str:
        """A text as one side of a comparison."""
        plain = isinstance(feel.parse(text, self.names), tree.Name | tree.Path | tree.Literal)
        return text if plain else bracketed(text)

    def ranked_by(self, text: str) -> tuple[str, ...]:
        """What a key of the rank needs; there a name of `places` stands before a field of that name."""
        places = {name: Variable(NumberType(scale=0)) for name in self._places}
        return self._fields(feel.parse(text, {**self.names, **places}), self._places)

    def required(
        self, prize: str | None, needs: Iterable[str], cites: str | None, beside: Iterable[_Draft]
    ) -> Iterator[_Draft]:
        """One atom that these fields are known, but for the optional ones and those that the atoms `beside` read."""
        read = {field for draft in beside if self._strict(draft.test) for field in draft.needs}
        required = (name for name in needs if not self.names[name].optional and name not in read)
        if fields := tuple(dict.fromkeys(required)):
            yield _Draft(REQUIRED, prize, ", ".join(fields), None, fields, cites, ())

    def _strict(self, test: tree.Expression | None) -> bool:
        return test is not None and strict(substitute(test, self._derived))

    def _fields(self, expression: tree.Expression, places: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
        read = (node.name for node in feel.walk(expression) if isinstance(node, tree.Name))
        fields = (places.get(name) or self._behind.get(name) or (name,) for name in read if name in self.names)
        return tuple(dict.fromkeys(field for each in fields for field in each if field != "values"))


def split(award: Award, names: Scope, derived: Mapping[str, tree.Expression]) -> Atoms:
    """The atoms of an award, whose FEEL may use `names`; of these the figures `derived` are over fields and values.

    1. window and last day for claims; 2. conditions; 3. for each prize its `when` and the foot of its tiers. Which
    ranked prize a claim gets is known last, so every claim must meet what any of them asks.
    4. Then the fields that must be known beside those that these read: of every claim, and of the claims for a prize.
    """
    reader = _Reader(award, names, derived)
    common = [*_period(award, reader)]  # 1
    common += [draft for name in award.conditions for draft in _condition(award, name, reader)]  # 2
    prizes = {name: [*_prize(award, name, reader)] for name in award.prizes}  # 3
    needs = {name: [*_prize_needs(award.prizes[name], reader)] for name in award.prizes}
    if award.rank:
        common += [draft for drafts in prizes.values() for draft in drafts]
        prizes = {}
    shared = [field for field in _union(needs.values()) if award.rank or all(field in each for each in needs.values())]
    everyone = [*_common_needs(award, reader), *shared]
    common += reader.required(None, everyone, award.cites, common)  # 4
    for name, drafts in prizes.items():
        cites = award.prizes[name].cites or award.cites
        drafts += reader.required(
            name, [field for field in needs[name] if field not in everyone], cites, common + drafts
        )
    drafts = [*common, *(draft for each in prizes.values() for draft in each)]
    atoms = tuple(Atom(bit, **draft._asdict()) for bit, draft in enumerate(drafts))
    allocating = _union([everyone, *needs.values(), [award.as_of] if award.as_of else []])
    return Atoms(atoms, tuple(award.prizes), allocating)


def _union(lists: Iterable[list[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(field for each in lists for field in each))


def _period(award: Award, reader: _Reader) -> Iterator[_Draft]:
    if award.window:
        text = f"{award.window.field} in {award.window.in_}"
        whole = feel.parse(text, reader.names)
        cites = award.window.cites or award.cites
        yield _Draft(WINDOW, None, text, whole, (award.window.field,), cites, ("window", "in"))
    due = award.claims_due
    if due and due.field:
        whole = feel.parse(by_the_end_of(due.by, due.field, reader.names), reader.names)
        yield _Draft(
            DUE, None, f"{due.field} <= {due.by}", whole, (due.field,), due.cites or award.cites, ("claims due",)
        )


def by_the_end_of(day: date, field: str, names: Scope) -> str:
    """The FEEL test that the date, or date and time, in a field is not after a day."""
    if names[field].type == DATE_TIME:
        return f'{field} < date and time("{day + timedelta(days=1)}T00:00:00")'
    return f'{field} <= date("{day}")'


def _condition(award: Award, name: str, reader: _Reader) -> Iterator[_Draft]:
    condition = award.conditions[name]
    path = ("conditions", name, "test" if condition.test else "decide")
    yield from reader.tests(condition.text, name, None, condition.cites or award.cites, path)


def _common_needs(award: Award, reader: _Reader) -> Iterator[str]:
    """The fields by which claims are ordered, summed up or held under a ceiling."""
    yield from award.once_per
    parties = [(award.per, award.each)]
    parties += [(bonus.per, bonus.each) for bonus in award.bonuses.values()]
    parties += [(ceiling.per, ceiling.each) for ceiling in award.ceilings]
    for per, each in parties:
        yield from (per,) if per else ()
        yield from (each.field,) if each else ()
    yield from (award.one_of.per,) if award.one_of and award.one_of.per else ()
    yield from (award.budget.by,) if award.budget and award.budget.by else ()
    sums = [award.reach, *(bonus.reach for bonus in award.bonuses.values())]
    for text in (*sums, *(key.by for key in award.order or ()), *(each.by.by for each in award.places.values())):
        yield from reader.needs(text) if text else ()
    for key in award.rank or ():
        yield from reader.ranked_by(key.by)


def _prize(award: Award, name: str, reader: _Reader) -> Iterator[_Draft]:
    prize = award.prizes[name]
    owner = None if award.rank else name
    cites = prize.cites or award.cites
    if prize.when:
        yield from reader.tests(prize.when, name, owner, cites, ("prizes", name, "when"))
    if prize.pay and prize.pay.by and not aggregates.found(feel.parse(prize.pay.by, reader.names)):
        foot = f"{reader.operand(prize.pay.by)} >= {reader.operand(prize.pay.tiers[0].from_)}"
        yield from reader.tests(foot, PAY, owner, cites, ("prizes", name, "pay"))


def _prize_needs(prize: Prize, reader: _Reader) -> Iterator[str]:
    """The fields by which the claims for a prize are ordered and paid."""
    pay = prize.pay
    paid = (pay.of, pay.by, *(tier.pay for tier in pay.tiers)) if pay else ()
    for text in (*(key.by for key in prize.order or ()), *paid):
        yield from reader.needs(text) if text else ()


def _of_kind(test: tree.Expression) -> bool:
    match test:
        case tree.Comparison(operator="=", right=right):
            words: tuple[tree.Expression, ...] = (right,)
        case tree.In(tests=tests):
            words = tests
        case _:
            return False
    return all(isinstance(word, tree.Literal) and isinstance(word.value, str) for word in words)


def strict(test: tree.Expression | None) -> bool:
    """Whether a test is unknown wherever a field that it reads is unknown."""
    return test is not None and not any(map(_lenient, feel.walk(test)))


def _lenient(node: tree.Expression) -> bool:
    if isinstance(node, tree.Call):
        return not all(isinstance(argument, tree.Literal) for argument in node.arguments)
    return isinstance(node, _LENIENT)


_LENIENT = (
    *(tree.And, tree.Or, tree.If, tree.Quantified, tree.For, tree.Filter, tree.Function),
    *(tree.Context, tree.Table, tree.UnaryTests),
)
"""What may have a value where a field that it reads is unknown."""
