"""The numbers that stand in the conditions and prizes of an award, and the award with names in their place.

A number that stands in FEEL, as in `paid sights >= 2`, or beside it, as in `at most: 100000`, is no value of
`values.yaml`; it becomes one here, so that what moves a value moves it too. It is called by where it stands: `reach`,
`test of CONDITION`, `when of PRIZE`, `pay of PRIZE`; from the second on at one place with its count behind, `reach 2`.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from bridgehead import feel
from bridgehead.documents.document import Path
from bridgehead.feel import tree
from bridgehead.instruments.award.amounts import formula
from bridgehead.instruments.award.formulas import formulas
from bridgehead.instruments.award.schema import Award, Payment, Prize
from bridgehead.instruments.award.terms import Terms
from bridgehead.rulebook.schema import Label
from bridgehead.rulebook.values import Value

WORDS = ("test", "when", "pay")
"""Where of a condition or a prize a number can be moved; it can be in what must be reached too."""
REACH = ("reach",)


@dataclass(frozen=True, slots=True)
class Literal:
    """A number by its name and place. Of one in FEEL the `span` in the text at `path`, the `part` of that text between
    its outermost `and` in which it stands, and the field that it is held against; else the path is that of the number.
    """

    name: str
    value: str
    now: Decimal
    path: Path
    span: tree.Span | None = None
    part: tree.Expression | None = None
    beside: str | None = None

    @property
    def where(self) -> str:
        """`reach`, or `test of CONDITION`, `when of PRIZE`, `pay of PRIZE`."""
        return str(self.path[0]) if self.path == REACH else f"{self.path[2]} of {self.path[1]}"

    @property
    def alone(self) -> bool:
        """Whether there is no text around it."""
        return self.part is None or isinstance(self.part, tree.Literal)

    @property
    def pays(self) -> bool:
        """Whether it is an amount of money that is paid."""
        return self.alone and self.path[-1] in ("of", "pay", "at most")


def literals(terms: Terms) -> tuple[Literal, ...]:
    """All of them, in the order of the file; none of an award without the date `as of` which values hold."""
    if terms.award.as_of is None:
        return ()
    found: list[Literal] = []
    for each in (*_in_feel(terms), *_beside(terms.award)):
        count = 1 + sum(one.where == each.where for one in found)
        name = each.where if count == 1 else f"{each.where} {count}"
        found.append(replace(each, name=name, value=f"moved figure {len(found) + 1}"))
    return tuple(found)


def named(terms: Terms, moved: Collection[Literal]) -> Terms:
    """The terms with a value in the place of each of these numbers, which is as it was on all days."""
    if not moved:
        return terms
    award = terms.award
    for path in {each.path for each in moved if each.span is not None}:
        award = _with(award, path, _text(terms, path, [each for each in moved if each.path == path]))
    numbers = {each.path: f"values.{each.value}" for each in moved if each.span is None}
    for name, prize in award.prizes.items():
        mine = {
            path[3:]: text for path, text in numbers.items() if path[1] == name
        }  # all that are beside FEEL are pays
        if prize.pay and mine:
            award = _paying(award, name, prize, Payment(of=formula(prize.pay, mine)))
    label = Label(zh="改动的数字", en="The figure that is moved")
    values = {
        each.value: Value.model_construct(cites="", label=label, unit=None, from_={date.min: each.now}, until=None)
        for each in moved
    }
    return replace(terms, award=award, values={**terms.values, **values})


def _in_feel(terms: Terms) -> Iterator[Literal]:
    for each in formulas(terms.award):
        if each.path != REACH and (each.path[0] not in ("conditions", "prizes") or each.path[2] not in WORDS):
            continue
        whole = feel.parse(each.text, terms.names)
        for part in whole.operands if isinstance(whole, tree.And) else (whole,):
            fields = _fields(part)
            for node in sorted(feel.walk(part), key=lambda node: node.span):
                if isinstance(node, tree.Literal) and isinstance(node.value, Decimal):
                    yield Literal("", "", node.value, each.path, node.span, part, fields.get(node.span))


def _beside(award: Award) -> Iterator[Literal]:
    """The numbers of a payment that are no FEEL: its bands and its most."""
    for name, prize in award.prizes.items():
        pay, path = prize.pay, ("prizes", name, "pay")
        if pay is None:
            continue
        for at, band in enumerate(pay.bands):
            yield Literal("", "", band.above, (*path, "bands", at, "above"))
            yield Literal("", "", band.rate, (*path, "bands", at, "rate"))
        if pay.at_most is not None:
            yield Literal("", "", pay.at_most, (*path, "at most"))


def _fields(part: tree.Expression) -> Mapping[tree.Span, str]:
    """The field that a number is compared with, by where the number stands."""
    found = {}
    for node in feel.walk(part):
        if isinstance(node, tree.Comparison):
            for one, other in ((node.left, node.right), (node.right, node.left)):
                if isinstance(one, tree.Name) and isinstance(other, tree.Literal):
                    found[other.span] = one.name
    return found


def _text(terms: Terms, path: Path, moved: Collection[Literal]) -> str:
    """The FEEL at a path with the names of values in the place of numbers."""
    text = next(each.text for each in formulas(terms.award) if each.path == path)
    for each in sorted(moved, key=lambda each: each.span or (0, 0), reverse=True):
        assert each.span is not None
        text = f"{text[: each.span[0]]}values.{each.value}{text[each.span[1] :]}"
    return text


def _with(award: Award, path: Path, text: str) -> Award:
    """The award with another text at a path of its formulas."""
    if path == REACH:
        return award.model_copy(update={"reach": text})
    where, name, *rest = path
    if where == "conditions":
        condition = award.conditions[str(name)].model_copy(update={"test": text})
        return award.model_copy(update={"conditions": {**award.conditions, str(name): condition}})
    prize = award.prizes[str(name)]
    match rest:
        case ["when"]:
            changed = {**award.prizes, str(name): prize.model_copy(update={"when": text})}
            return award.model_copy(update={"prizes": changed})
        case ["pay", "tiers", int(at), word]:
            assert prize.pay is not None
            tier = prize.pay.tiers[at].model_copy(update={"from_" if word == "from" else "pay": text})
            tiers = (*prize.pay.tiers[:at], tier, *prize.pay.tiers[at + 1 :])
            return _paying(award, str(name), prize, prize.pay.model_copy(update={"tiers": tiers}))
        case ["pay", word]:
            assert prize.pay is not None
            return _paying(award, str(name), prize, prize.pay.model_copy(update={str(word): text}))
    raise AssertionError(path)


def _paying(award: Award, name: str, prize: Prize, pay: Payment) -> Award:
    changed = prize.model_copy(update={"pay": pay})
    return award.model_copy(update={"prizes": {**award.prizes, name: changed}})
