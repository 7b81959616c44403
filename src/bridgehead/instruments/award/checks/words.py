"""Words of an award that do not go together, need one another, or leave open who comes first."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from bridgehead.documents.document import Document, Path
from bridgehead.instruments.award.schema import Award, Order, Prize
from bridgehead.primitives.errors import Mistake
from bridgehead.primitives.types import FieldType
from bridgehead.rulebook.rulebook import Table


def check(award: Award, table: Table, document: Document) -> Iterator[Mistake]:
    yield from _together(award, document)
    yield from _ranked(award, document)
    yield from _without_order(award, document)
    for path, order in _orders(award):
        yield from _not_total(award, order, path, table, document)
        yield from _dead_keys(order, path, table, document)
        yield from _before_filing(award, order, path, table, document)
    yield from _between_equals(award, table, document)
    yield from _filed_late(award, table, document)


class Rule(NamedTuple):
    """Of an award that has the `word`, the mistake where `wrong` holds; `key` is where it is written."""

    key: str
    wrong: Callable[[Award], bool]
    message: str
    expected: str


RULES = (
    Rule("reach", lambda award: bool(award.reach and not award.per), "a sum to reach, of nobody", "per: a field"),
    Rule("each", lambda award: bool(award.each and not award.per), "a period, of nobody", "per: a field"),
    Rule(
        "when short",
        lambda award: award.when_short != "whole" and award.budget is None,
        "«when short» without money that could be short",
        "budget: an amount",
    ),
    Rule("places", lambda award: bool(award.places and not award.rank), "ranks that no rank uses", "rank: a formula"),
    Rule(
        "ties", lambda award: bool(award.ties and not (award.rank or award.order)), "ties of no order", "rank or order"
    ),
    Rule("order", lambda award: bool(award.order and award.rank), "an order beside a rank", "one of the two"),
    *(
        Rule(
            word.replace("_", " "),
            lambda award, word=word: bool(award.rank and getattr(award, word)),  # type: ignore[misc]
            f"«{word.replace('_', ' ')}» beside a rank",
            "one of the two; a rank is of single claims",
        )
        for word in ("per", "bonuses", "one_of")
    ),
    Rule(
        "budget",
        lambda award: bool(award.budget and not award.budget.by and award.budget.shares),
        "shares of a budget by nothing",
        "by: the field that tells the kinds apart",
    ),
    Rule(
        "budget",
        lambda award: bool(award.budget and award.budget.by and not award.budget.shares),
        "a budget by kind without shares",
        "shares: the share of each kind",
    ),
)


def _together(award: Award, document: Document) -> Iterator[Mistake]:
    for rule in RULES:
        if rule.wrong(award):
            yield document.mistake("AW107", rule.message, rule.key, expected=rule.expected, key=True)


def _ranked(award: Award, document: Document) -> Iterator[Mistake]:
    """Prizes with places need a rank, and beside a rank every prize has its places and no order of its own."""
    for name, prize in award.prizes.items():
        path = ("prizes", name)
        if prize.rank and not award.rank:
            yield document.mistake("AW107", "places of no rank", *path, "rank", expected="rank: by what", key=True)
        if award.rank and not prize.rank:
            yield document.mistake("AW107", "a prize without places beside a rank", *path, expected="rank: 1 or 2..5")
        for word in ("first", "order"):
            if award.rank and getattr(prize, word):
                message, expected = f"«{word}» beside a rank", "the places of the rank alone"
                yield document.mistake("AW107", message, *path, word, expected=expected, key=True)


def _without_order(award: Award, document: Document) -> Iterator[Mistake]:
    """Something that goes to those who come first, where nothing says who does."""
    open_prizes = [name for name, prize in award.prizes.items() if not _order(award, prize)]
    if not open_prizes:
        return
    needs: list[Path] = [("prizes", name, "first") for name in open_prizes if award.prizes[name].first]
    if award.budget and award.when_short != "share":
        needs.append(("budget",))
    needs += [(word,) for word in ("reach", "bonuses", "ceilings") if getattr(award, word)]
    for path in needs:
        expected = "order: by what, ending in a unique field"
        yield document.mistake("AW106", f"«{path[-1]}» without an order", *path, expected=expected, key=True)


def _order(award: Award, prize: Prize) -> Order:
    return prize.order or award.order or award.rank or ()


def _orders(award: Award) -> Iterator[tuple[Path, Order]]:
    named: list[tuple[Path, Order | None]] = [(("order",), award.order), (("rank",), award.rank)]
    named += [(("prizes", name, "order"), prize.order) for name, prize in award.prizes.items()]
    yield from ((path, order) for path, order in named if order)


def _not_total(award: Award, order: Order, path: Path, table: Table, document: Document) -> Iterator[Mistake]:
    """An order in which two claims can be equal; they may be where the award says that ties share a place."""
    if award.ties is None and not _is_total(order, table):
        last = order[-1].by
        expected = f"a unique field at its end: {', '.join(sorted(table.unique))}"
        at = (*path, len(order) - 1)
        yield document.mistake(
            "AW105", f"an order that ends in «{last}», in which claims can be equal", *at, expected=expected
        )


def _is_total(order: Order, table: Table) -> bool:
    return any(key.by in table.unique for key in order)


def _between_equals(award: Award, table: Table, document: Document) -> Iterator[Mistake]:
    """Equal claims that share a place, beside a word that takes one of them before the other: no rule says which."""
    if award.ties is None or all(_is_total(order, table) for _, order in _orders(award)):
        return
    words = [word for word in ("once per", "per", "bonuses", "ceilings") if getattr(award, word.replace(" ", "_"))]
    words += ["one of"] if award.one_of and award.one_of.per else []
    words += ["budget"] if award.budget and award.when_short != "share" else []
    unique = f"an order that ends in a unique field: {', '.join(sorted(table.unique))}"
    for word in words:
        message = f"«{word}» beside «ties: same», where nothing says which of equal claims comes first"
        expected = f"when short: share, or {unique}" if word == "budget" else unique
        yield document.mistake("AW136", message, word, expected=expected, key=True)


def _dead_keys(order: Order, path: Path, table: Table, document: Document) -> Iterator[Mistake]:
    """Keys that are never asked, since no two claims agree in the one before."""
    unique = next((at for at, key in enumerate(order) if key.by in table.unique), len(order))
    for at in range(unique + 1, len(order)):
        message = f"«{order[at].by}» after «{order[unique].by}», in which no two claims agree"
        found = document.mistake("AW134", message, *path, at, expected="the unique field at the end")
        yield replace(found, warning=True)


def _before_filing(award: Award, order: Order, path: Path, table: Table, document: Document) -> Iterator[Mistake]:
    """First come by a day that lies before the filing: an earlier claim can still arrive.

    Such a day is the award's own, or one by which the claims of one day are told apart by another. A register's only
    one may be that of the filing, if it is a moment; a date alone is that of what is rewarded.
    """
    first, *rest = order
    own = {award.as_of, award.window.field if award.window else None}
    days = [name for name in table.deciding if _is_day(name, table)]
    alone = days == [first.by] and table.column(first.by).type is FieldType.DATE_TIME
    event = _is_day(first.by, table) and not alone and (first.by in own or any(_is_day(key.by, table) for key in rest))
    if event and not first.descending and award.claims_due is None:
        message = f"an order by «{first.by}», while a claim of an earlier day can still be filed"
        yield document.mistake("AW116", message, *path, 0, expected="claims due: the last day for claims")


def _filed_late(award: Award, table: Table, document: Document) -> Iterator[Mistake]:
    """A last day for claims that refuses none, though the register tells at which moment each was filed.

    First the moments by which claims are told apart, then any other, but for that of the window, which bounds itself.
    """
    if award.claims_due is None or award.claims_due.field is not None:
        return
    keys = [key.by for _, order in _orders(award) for key in order[1:]]
    bounded = award.window.field if award.window else None
    fields = [*keys, *(name for name in table.deciding if name != bounded)]
    moments = [each for each in fields if _is_day(each, table) and table.column(each).type is FieldType.DATE_TIME]
    if moments:
        expected = f"claims due: {{by: {award.claims_due.by}, field: {moments[0]}}}"
        message = "a last day for claims after which a claim still counts"
        yield replace(document.mistake("AW120", message, "claims due", expected=expected), warning=True)


def _is_day(name: str, table: Table) -> bool:
    days = (FieldType.DATE, FieldType.DATE_TIME)
    return name in table.deciding and name not in table.personal and table.column(name).type in days
