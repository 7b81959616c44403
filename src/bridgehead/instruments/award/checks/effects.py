"""Words of an award that are understood, and change no decision beside the others: what was meant is not what is paid.

Asked only of an award whose FEEL is read whole, since what a formula names is part of the answer.
"""

from collections.abc import Iterator
from dataclasses import replace

from bridgehead.documents.document import Document
from bridgehead.feel import tree
from bridgehead.instruments.award import aggregates
from bridgehead.instruments.award.checks.formulas import Read, names_in
from bridgehead.instruments.award.schema import Award
from bridgehead.primitives.errors import Mistake
from bridgehead.rulebook.rulebook import Table


def check(award: Award, table: Table, read: Read, document: Document) -> Iterator[Mistake]:
    yield from _party(award, read, document)
    yield from _same_thing(award, table, document)
    yield from _covered_by_prizes(award, document)
    yield from _pays_nothing(award, document)
    yield from _unread(award, read, document)


def _party(award: Award, read: Read, document: Document) -> Iterator[Mistake]:
    """A party of the whole award, of which nothing is added up: a rank has no parties, which is told elsewhere."""
    if award.per is None or award.rank or award.reach or any(aggregates.found(parsed) for parsed in _pay(read)):
        return
    expected = (
        f"reach, or a pay by a sum; else per: {award.per} within the bonus, the ceiling or «one of» that it is for"
    )
    if (rule := award.one_of) and rule.per is None:
        prizes = ", ".join(rule.prizes)
        expected = f"one of: {{prizes: [{prizes}], take: {rule.take}, per: {award.per}}}"
    yield document.mistake("AW107", "a party of which nothing is added up", "per", expected=expected, key=True)


def _pay(read: Read) -> Iterator[tree.Expression]:
    yield from (parsed for formula, parsed in read.formulas if formula.path[0] == "prizes" and formula.path[2] == "pay")


def _same_thing(award: Award, table: Table, document: Document) -> Iterator[Mistake]:
    """Claims that are the same thing only where their number is the same, which is one claim anyhow."""
    number = next((name for name in table.deciding if name in table.unique), None)
    if number in award.once_per:
        message = f"«once per» with «{number}», in which no two claims agree"
        expected = "the fields that two claims for the same thing share"
        yield document.mistake("AW107", message, "once per", expected=expected, key=True)


def _covered_by_prizes(award: Award, document: Document) -> Iterator[Mistake]:
    """What the award says for all its prizes, though each of them says something else for itself."""
    for word in ("order", "instalments"):
        general, own = getattr(award, word), [getattr(prize, word) for prize in award.prizes.values()]
        if general and all(own) and general not in own:
            message = f"«{word}», which every prize has otherwise for itself"
            yield document.mistake("AW107", message, word, expected="one of the two", key=True)


def _pays_nothing(award: Award, document: Document) -> Iterator[Mistake]:
    for name, prize in award.prizes.items():
        if prize.pay and prize.gives:
            message, expected = "«gives» beside «pay»", "one of the two; what else is given can stand in the title"
            yield document.mistake("AW107", message, "prizes", name, "gives", expected=expected, key=True)
        if prize.instalments and not prize.pay:
            message = "instalments of a prize that pays nothing"
            yield document.mistake("AW107", message, "prizes", name, "instalments", expected="pay: an amount", key=True)
    if any(prize.pay for prize in award.prizes.values()):
        return
    for word in ("budget", "ceilings", "instalments"):
        if getattr(award, word) and not (award.bonuses and word != "instalments"):
            message = f"«{word}», where no prize pays"
            yield document.mistake("AW107", message, word, expected="pay: an amount", key=True)


def _unread(award: Award, read: Read, document: Document) -> Iterator[Mistake]:
    """Ranks that `rank` does not join, and derived figures that nothing names: of these, which decide nothing yet, a
    warning.
    """
    ranked = {name for formula, parsed in read.formulas if formula.path[0] == "rank" for name in names_in(parsed)}
    for name in award.places if award.rank else ():
        if name not in ranked:
            message, expected = f"the rank «{name}», which `rank` does not use", f"rank: a formula with {name}"
            yield document.mistake("AW107", message, "places", name, expected=expected, key=True)
    named = {name for _, parsed in read.formulas for name in names_in(parsed)}
    for name in reversed(read.derived):  # a figure may use those written before it
        if name in named:
            named |= read.behind[name]
        elif name in award.derived:
            message, expected = f"the derived figure «{name}», which no rule names", "a condition or pay that names it"
            found = document.mistake("AW107", message, "derived", name, expected=expected, key=True)
            yield replace(found, warning=True)
