"""The mistakes of an award that its file alone does not show.

1. Names: of fields, prizes, registers of later reports.
2. FEEL: what does not parse, names nothing known, or gives what cannot be used (`formula_check`).
3. The window, of its field's type; values: a day on which they hold, and a version in force on every day of the window.
4. Words: what changes nothing (`effect_check`), what goes together, orders that are total (`word_check`), ranks.
5. No more atoms than a mask has bits.
6. Sums and ranks by places, which are of many claims, have a columnar form.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from bridgehead import feel
from bridgehead.documents.document import Document, Path
from bridgehead.feel import tree
from bridgehead.feel.substitution import substitute
from bridgehead.feel.types import ANY, RangeType
from bridgehead.instruments.award import aggregates
from bridgehead.instruments.award.atoms import BITS, DUE, PAY, REQUIRED, WINDOW
from bridgehead.instruments.award.checks import effects as effect_check
from bridgehead.instruments.award.checks import formulas as formula_check
from bridgehead.instruments.award.checks import words as word_check
from bridgehead.instruments.award.checks.fields import misnamed, mispaid
from bridgehead.instruments.award.checks.formulas import Read, names_in, values_in
from bridgehead.instruments.award.formulas import Over
from bridgehead.instruments.award.schema import Award, Instalment, Payment
from bridgehead.instruments.award.terms import terms
from bridgehead.primitives.errors import Mistake, nearest
from bridgehead.primitives.types import FieldType
from bridgehead.rulebook.rulebook import Rulebook, Table

PLAIN = (tree.Literal, tree.Name, tree.Path, tree.Comparison, tree.And)
"""What always has a columnar form, as has arithmetic but for division and powers."""

OF_WHAT_IS_NOT_THERE = frozenset(
    {"AW106", "AW107", "AW108", "AW109", "AW110", "AW112", "AW113", "AW114", "AW115", "AW116", "AW120"}
)
"""What something that could not be read may have caused: it is told once the rest is mended."""


def check(award: Award, rulebook: Rulebook, document: Document) -> Iterator[Mistake]:
    """Every mistake of an award; none where its register could not be read, since then nothing can be told."""
    if award.claims not in rulebook.tables:
        return
    mistakes = [*misnamed(award, rulebook.tables[award.claims], document)]  # 1
    mistakes += mispaid(award, rulebook.tables[award.claims], document)
    mistakes += [*_unknown_prizes(award, document), *_taken_names(award, document)]
    mistakes += _instalments(award, rulebook, document)
    read = formula_check.read(award, rulebook, document)  # 2
    mistakes += read.mistakes
    if not mistakes:
        mistakes += [*_window(award, read, document), *_values(award, rulebook, read, document)]  # 3
        mistakes += _periods(award, read, document)
        mistakes += effect_check.check(award, rulebook.tables[award.claims], read, document)
    mistakes += word_check.check(award, rulebook.tables[award.claims], document)  # 4
    mistakes += [
        *_ranks(award, document),
        *_steps(award, document),
        *_below_zero(award, document),
        *_more_than_all(award, rulebook.tables[award.claims], read, document),
        *_fund_shares(award, rulebook, document),
    ]
    incomplete = document.incomplete or rulebook.has_incomplete_values
    if not mistakes and not incomplete:
        mistakes += _atoms(award, rulebook, document)  # 5
        mistakes += _better_by_totals(award, rulebook, document)
        mistakes += _of_many(award, rulebook, read)  # 6
    yield from (each for each in mistakes if not (incomplete and each.code in OF_WHAT_IS_NOT_THERE))


def _unknown_prizes(award: Award, document: Document) -> Iterator[Mistake]:
    """Names of no prize in `one of`, of no prize or bonus under a ceiling, and names that do not say which of both."""
    named: list[tuple[Path, tuple[str, ...]]] = [
        (("ceilings", at, "over"), each.over)
        for at, each in enumerate(award.ceilings)
        if not isinstance(each.over, str)
    ]
    for path, names in named:
        yield from _unknown(names, (*award.prizes, *award.bonuses), bool(award.bonuses), path, document)
        for at, name in enumerate(names):
            if name in award.prizes and name in award.bonuses:
                message = f"«{name}», the name of a prize and of a bonus"
                yield document.mistake("AW118", message, *path, at, expected="a name of its own for the bonus")
    if award.one_of:
        yield from _unknown(award.one_of.prizes, tuple(award.prizes), False, ("one of", "prizes"), document)


def _unknown(
    names: Sequence[str], known: Sequence[str], bonuses: bool, path: Path, document: Document
) -> Iterator[Mistake]:
    what = "prize or bonus" if bonuses else "prize"
    for at, name in enumerate(names):
        if name not in known:
            near, expected = nearest(name, known), f"one of {', '.join(known)}"
            yield document.mistake("AW112", f"unknown {what} «{name}»", *path, at, expected=expected, nearest=near)
        elif name in names[:at]:
            yield document.mistake("AW112", f"the {what} «{name}» again", *path, at, expected=f"each {what} once")


def _taken_names(award: Award, document: Document) -> Iterator[Mistake]:
    """Conditions that a refusal could not tell from others."""
    meant = {WINDOW: "the window", DUE: "the last day for claims", REQUIRED: "fields to be given", PAY: "the pay"}
    meant |= dict.fromkeys(award.prizes, "a prize")
    for name in award.conditions:
        if name in meant:
            message = f"the condition «{name}», by which a refusal names {meant[name]}"
            yield document.mistake("AW118", message, "conditions", name, expected="a name of its own", key=True)


def _instalments(award: Award, rulebook: Rulebook, document: Document) -> Iterator[Mistake]:
    plans: list[tuple[Path, Sequence[Instalment]]] = [(("instalments",), award.instalments)]
    plans += [(("prizes", name, "instalments"), prize.instalments) for name, prize in award.prizes.items()]
    for path, plan in plans:
        for at, each in enumerate(plan):
            if each.from_ is not None and (
                unknown := rulebook.unknown("register", each.from_, document, *path, at, "from")
            ):
                yield unknown
            if each.when is not None and each.from_ is None:
                expected = "from: the register of the later reports"
                yield document.mistake("AW108", "a condition over no register", *path, at, "when", expected=expected)
            for word in ("from", "otherwise"):
                if each.when is None and getattr(each, word if word != "from" else "from_") is not None:
                    message = f"«{word}» without a condition"
                    yield document.mistake("AW108", message, *path, at, word, expected="when: a condition", key=True)
        shares = [each.share for each in plan]
        if shares and sum(shares) != 1:
            yield document.mistake("AW114", f"the shares add up to {sum(shares)}", *path, expected="1", key=True)


def _values(award: Award, rulebook: Rulebook, read: Read, document: Document) -> Iterator[Mistake]:
    """Values that hold on no known day, or not on every day of the window."""
    used = {name for each in read.expressions for name, _ in values_in(each)}
    if used and award.as_of is None:
        named = ", ".join(f"values.{name}" for name in sorted(used))
        expected = "as of: the date field whose day decides which version holds"
        yield document.mistake("AW110", f"{named} without a day", "award", expected=expected)
    period = _days(_ends(read))
    if award.window is None or period is None or award.as_of != award.window.field:
        return
    for name in sorted(used):
        if name in rulebook.values and (gap := rulebook.values[name].gap(*period)):
            expected = f"a version in force from {period[0]} to {period[1]}, the days of the window"
            yield document.mistake("AW109", f"values.{name} has no version on {gap}", "window", "in", expected=expected)


def _window(award: Award, read: Read, document: Document) -> Iterator[Mistake]:
    """A window whose ends are of another type than its field."""
    window = _window_formula(read)
    if award.window is None or window is None or not isinstance(window.type, RangeType):
        return
    wanted, found = read.names[award.window.field].type, window.type.item
    if found not in (ANY, wanted):
        message = f"the {wanted} «{award.window.field}» in a range of {found}"
        yield document.mistake("AW104", message, "window", "in", expected=f"a range of {wanted}")


def _window_formula(read: Read) -> tree.Expression | None:
    return next((each for formula, each in read.formulas if formula.path == ("window", "in")), None)


def _ends(read: Read) -> tuple[tree.Range, date, date] | None:
    """The range of the window with both its ends; None where it has none, or an open end."""
    window = _window_formula(read)
    if not isinstance(window, tree.Range) or window.low is None or window.high is None:
        return None
    first, last = feel.evaluate(window.low, {}), feel.evaluate(window.high, {})
    return (window, first, last) if isinstance(first, date) and isinstance(last, date) else None


def _days(ends: tuple[tree.Range, date, date] | None) -> tuple[date, date] | None:
    """The first and the last day of the window; None where it has none."""
    if ends is None:
        return None
    window, first, last = ends
    whole = isinstance(last, datetime) and last.time() != time.min
    days = (
        _day(first) + timedelta(days=0 if window.low_closed or isinstance(first, datetime) else 1),
        _day(last) - timedelta(days=0 if window.high_closed or whole else 1),
    )
    return days if days[0] <= days[1] else None


def _periods(award: Award, read: Read, document: Document) -> Iterator[Mistake]:
    """A window that ends before it begins, and a last day for claims that lies before the window or in it."""
    ends, due = _ends(read), award.claims_due
    if ends is None:
        return
    days = _days(ends)
    if days is None:
        expected = "the first day, then the last"
        yield document.mistake("AW133", "a window in which no day lies", "window", "in", expected=expected)
    elif due and due.by < days[1]:
        message = f"the last day for claims {due.by} before the end of the window {days[1]}"
        found = document.mistake("AW133", message, "claims due", expected="a day on or after the window's last")
        yield replace(found, warning=due.by >= days[0])


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _ranks(award: Award, document: Document) -> Iterator[Mistake]:
    """Places for which there are two prizes, or none although there is one for a later place."""
    ranks = sorted((prize.rank.first, prize.rank.last, name) for name, prize in award.prizes.items() if prize.rank)
    reached = 0
    for first, last, name in ranks:
        at = ("prizes", name, "rank")
        if first <= reached:
            yield document.mistake(
                "AW113", f"a second prize for place {first}", *at, expected=f"a place from {reached + 1}"
            )
        elif first > reached + 1:
            message = f"no prize for place {reached + 1}, and one for place {first}"
            yield document.mistake("AW113", message, *at, expected="a prize for every place up to the last")
        reached = max(reached, last)


def _payments(award: Award) -> Iterator[tuple[Path, Payment]]:
    yield from ((("prizes", name, "pay"), prize.pay) for name, prize in award.prizes.items() if prize.pay)
    yield from ((("bonuses", name, "pay"), bonus.pay) for name, bonus in award.bonuses.items())


def _steps(award: Award, document: Document) -> Iterator[Mistake]:
    """Tiers and bands that do not rise, as far as their marks are plain numbers."""
    for path, pay in _payments(award):
        tiers = [(("tiers", at, "from"), _number(tier.from_)) for at, tier in enumerate(pay.tiers)]
        bands = [(("bands", at, "above"), band.above) for at, band in enumerate(pay.bands)]
        known = [(at, mark) for at, mark in (*tiers, *bands) if mark is not None]
        for (_, before), (at, mark) in pairwise(known):
            if mark <= before:
                message, expected = f"the mark {mark} after {before}", "marks that rise"
                yield document.mistake("AW119", message, *path, *at, expected=expected)


def _below_zero(award: Award, document: Document) -> Iterator[Mistake]:
    """Payments that are plain numbers below zero."""
    for path, pay in _payments(award):
        plain = [(("of",), pay.of)] if pay.of is not None and not pay.bands else []
        tiers = [(("tiers", at, "pay"), tier.pay) for at, tier in enumerate(pay.tiers)]
        for at, text in (*plain, *tiers):
            if (_number(text) or 0) < 0:
                yield document.mistake("AW135", f"the payment {text}", *path, *at, expected="at least 0")


def _more_than_all(award: Award, table: Table, read: Read, document: Document) -> Iterator[Mistake]:
    """Rates above one of a figure in money; of what is counted a rate is an amount for each."""
    formulas = {formula.path: parsed for formula, parsed in read.formulas}
    for path, pay in _payments(award):
        of = formulas.get((*path, "of"))
        money = _money_in(of, table, read) if of is not None else None
        for at, band in enumerate(pay.bands):
            if money and band.rate > 1:
                message = f"the rate {band.rate} of an amount of money, «{money}»"
                yield document.mistake("AW141", message, *path, "bands", at, "rate", expected="at most 1: 5% is 0.05")


def _money_in(formula: tree.Expression, table: Table, read: Read) -> str | None:
    """A field in money that a formula names, itself or in a derived figure."""
    for name in names_in(formula):
        written = names_in(read.derived[name]) if name in read.derived else {name}
        for field in sorted(written & set(table.deciding)):
            if table.column(field).type is FieldType.MONEY:
                return field
    return None


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _fund_shares(award: Award, rulebook: Rulebook, document: Document) -> Iterator[Mistake]:
    """Shares of the budget that do not add up, or are not those of the kinds of applicants."""
    budget = award.budget
    if budget is None or not budget.shares or budget.by is None:
        return
    total = sum(budget.shares.values(), Decimal(0))
    if total != 1:
        yield document.mistake("AW114", f"the shares add up to {total}", "budget", "shares", expected="1", key=True)
    table = rulebook.tables[award.claims]
    choices = table.column(budget.by).choices if budget.by in table.deciding else ()
    if not choices:
        return
    for name in budget.shares:
        if name not in choices:
            expected, near = f"one of {', '.join(choices)}", nearest(name, choices)
            message = f"a share for «{name}», which is no «{budget.by}»"
            yield document.mistake(
                "AW115", message, "budget", "shares", name, expected=expected, nearest=near, key=True
            )
    for name in choices:
        if name not in budget.shares:
            message = f"no share for the {budget.by} «{name}»"
            yield document.mistake("AW115", message, "budget", "shares", expected="a share for each, or 0", key=True)


def _atoms(award: Award, rulebook: Rulebook, document: Document) -> Iterator[Mistake]:
    count = len(terms(award, rulebook).atoms.all)
    if count > BITS:
        message = f"{count} conditions, each side of an «and» and each prize counted"
        yield document.mistake("AW111", message, "conditions", expected=f"at most {BITS}", key=True)


def _better_by_totals(award: Award, rulebook: Rulebook, document: Document) -> Iterator[Mistake]:
    """Of one claim the better prize is taken before any total is known."""
    rule = award.one_of
    if rule and rule.per is None and rule.take == "better" and terms(award, rulebook).uses_totals:
        message, expected = "the better of prizes that pay by totals of many claims", "take: first, or pay by the claim"
        yield document.mistake("AW107", message, "one of", "take", expected=expected)


def _of_many(award: Award, rulebook: Rulebook, read: Read) -> list[Mistake]:
    """Sums, marks and ranks by places that have no columnar form; plain ones have, and are not tried."""
    asked = [parsed for formula, parsed in read.formulas if formula.over in (Over.MARK, Over.PLACES, Over.TOTALS)]
    if all(_is_plain(node) for parsed in asked for node in feel.walk(substitute(parsed, read.derived))):
        return []
    from bridgehead.instruments.award.checks.columnar import not_columnar  # brings the engines, which take long to load

    return not_columnar(terms(award, rulebook), rulebook)


def _is_plain(node: tree.Expression) -> bool:
    if isinstance(node, tree.Arithmetic):
        return node.operator in ("+", "-", "*")
    if isinstance(node, tree.Call):
        return isinstance(node.function, tree.Name) and node.function.name in aggregates.FUNCTIONS
    return isinstance(node, PLAIN)
