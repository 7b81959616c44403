"""The rules beside the notice: by the number of each clause what the rules make of it, in a reader's words."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from bridgehead import published
from bridgehead.instruments.award.atoms import REQUIRED
from bridgehead.instruments.award.case import Case
from bridgehead.instruments.award.reasons.mark import mark
from bridgehead.instruments.award.reasons.order import order
from bridgehead.instruments.award.reasons.topics import Topic, Topics, field_subject, phrase
from bridgehead.instruments.award.reasons.wording import needed
from bridgehead.instruments.award.schema import Award, Prize
from bridgehead.instruments.chain import Chain
from bridgehead.instruments.indicator import Indicator, rates
from bridgehead.instruments.indicator.wording import printed
from bridgehead.instruments.register import Register
from bridgehead.instruments.screen import Screen
from bridgehead.instruments.screen.screened import Finding
from bridgehead.instruments.screen.wording import FINDINGS
from bridgehead.primitives import words
from bridgehead.primitives.words import Phrase, same
from bridgehead.queries.gate import ready
from bridgehead.rulebook.schema import Label, clause_number

NOTHING_SEEN: Mapping[str, object] = {}
BUDGET = Phrase("资金", "Budget")
ORDER = Phrase("次序", "Order")
IN_ALL = Phrase("累计", "In all")
ONCE = Phrase("只计一次：同一", "Counted once for each")
BY_FORMULA = Phrase("按公式计算", "by a formula")


@dataclass(frozen=True, slots=True)
class Line:
    """What is looked at, and what the rule says of it."""

    about: Phrase
    says: Phrase


@dataclass(frozen=True, slots=True)
class Rules:
    """What one award or register makes of a clause."""

    title: Label
    lines: tuple[Line, ...]


def beside(by: str) -> Mapping[str, list[Rules]]:
    """Of the rulebook with this hash, as its figures hold from their last change on."""
    found: dict[str, dict[Label, dict[Line, None]]] = defaultdict(dict)
    parts = published.by_hash(by).instruments.values()
    for part in (each for each in parts if isinstance(each, Award | Chain | Register | Indicator | Screen)):
        for cites, line in _lines(by, part):
            number = clause_number(cites)
            found[number].setdefault(part.title, {})[line] = None
    return {number: [Rules(title, tuple(lines)) for title, lines in each.items()] for number, each in found.items()}


def _lines(by: str, part: Award | Chain | Register | Indicator | Screen) -> Iterator[tuple[str, Line]]:
    match part:
        case Award():
            yield from _of_award(by, part)
        case Register():
            yield from _of_register(part)
        case Indicator():
            yield from _of_indicator(part)
        case Screen():
            yield from _of_screen(part)
        case Chain():
            yield from _of_chain(part)


def _of_chain(chain: Chain) -> Iterator[tuple[str, Line]]:
    """How many there are of each set, and of the chains."""
    counted = [(each.cites, each.title, each.in_all) for each in chain.sets.values()]
    for cites, title, count in (*counted, (chain.cites, chain.title, chain.in_all)):
        if cites and count:
            yield cites, Line(phrase(title), same(str(count)))


def _of_indicator(indicator: Indicator) -> Iterator[tuple[str, Line]]:
    """Each rate of which the amounts are known, with the amounts."""
    for rate in rates(indicator):
        if rate.cites and rate.recomputed is not None:
            says = f"{rate.numerator:,} / {rate.denominator:,} = {printed(rate.recomputed)}"
            yield rate.cites, Line(phrase(rate.title), same(says))


def _of_screen(screen: Screen) -> Iterator[tuple[str, Line]]:
    """Each class with its criterion, or that it was not published."""
    for each in screen.classes.values():
        if cites := each.cites or screen.cites:
            says = same(each.refused_when) if each.refused_when else FINDINGS[Finding.UNPUBLISHED]
            yield cites, Line(phrase(each.title), says)


def _of_register(register: Register) -> Iterator[tuple[str, Line]]:
    for channel in register.channels.values():
        if channel.cites and channel.hours:
            yield channel.cites, Line(phrase(channel.label), same(str(channel.hours)))


def _of_award(by: str, award: Award) -> Iterator[tuple[str, Line]]:
    case, topics = ready(by, award.name)
    if award.budget:
        yield award.budget.cites or award.cites, Line(BUDGET, _money(case, award.budget.total))
    yield from _conditions(case, topics)
    if award.reach:
        reach = mark(case.terms, award.reach)
        yield award.cites, Line(IN_ALL, needed(reach.subject, reach.need) or reach.text)
    if award.once_per:
        labels = [field_subject(case.terms, name).label for name in award.once_per]
        yield (
            award.cites,
            Line(ONCE, Phrase("、".join(each.zh for each in labels), ", ".join(each.en for each in labels))),
        )
    for name, prize in award.prizes.items():
        cites = prize.cites or award.cites
        yield cites, Line(_called(case, name, prize), _given(case, name, prize))
        if line := order(case.terms, name):
            yield cites, Line(ORDER, line)


def _conditions(case: Case, topics: Topics) -> Iterator[tuple[str, Line]]:
    for topic in topics[case.versions[-1].first]:
        if topic.atom.condition != REQUIRED and topic.atom.cites:
            yield topic.atom.cites, _condition(topic)


def _condition(topic: Topic) -> Line:
    """What is needed, where that does not hang on the claim; else the formula."""
    asks = needed(topic.subject, topic.need(NOTHING_SEEN)) if len(topic.atom.needs) == 1 else None
    return Line(topic.subject.label, asks) if asks else Line(Phrase("条件", "Condition"), topic.text)


def _called(case: Case, name: str, prize: Prize) -> Phrase:
    if prize.title is None and prize.rank is not None:
        first, last = prize.rank.first, prize.rank.last
        if first == last:
            return Phrase(f"第 {first} 名", f"Place {first}")
        return Phrase(f"第 {first} 至 {last} 名", f"Places {first} to {last}")
    return phrase(case.terms.called(name))


def _given(case: Case, name: str, prize: Prize) -> Phrase:
    pays = case.terms.amounts[name]
    if prize.gives and not prize.pay:
        given = phrase(prize.gives)
    else:
        given = _money(case, Decimal(pays)) if pays.replace(".", "", 1).isdigit() else BY_FORMULA
    if prize.first is None:
        return given
    return Phrase(f"前 {prize.first} 名，各 {given.zh}", f"{given.en} for each of the first {prize.first}")


def _money(case: Case, amount: Decimal) -> Phrase:
    return words.money(amount, case.terms.currency) if case.terms.currency else words.number(amount)
