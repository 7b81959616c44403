"""The allocation of an award in plain Python, row by row, straight from the words: slow, and easy to believe."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from bridgehead.instruments.award.allocation.paid import Confirmed

Row = dict[str, Any]
REQUIRED = ("number", "organiser", "run", "invoice", "done on", "filed at")
CENT = Decimal("0.01")
BUS = "{when: 'kind = \"bus\"', pay: invoice}"


@dataclass(frozen=True)
class Rule:
    """An award with two prizes, for trains and for buses, each paid by its invoice; None leaves a word out."""

    first: int | None = None
    mark: int | None = None
    ceiling: int | None = None
    budget: int | None = None
    way: str = "whole"
    once: bool = False
    better: bool = False

    @property
    def words(self) -> str:
        first = f", first: {self.first}" if self.first else ""
        lines = [
            "conditions: {size: people >= 10}",
            "order: [done on, filed at, number]",
            f"prizes: {{train: {{when: 'kind = \"train\"', pay: invoice{first}}}, bus: {BUS}}}",
            f"when short: {self.way}",
            *(["once per: run"] if self.once else []),
            *([f"per: organiser\nreach: sum(people) > {self.mark}"] if self.mark is not None else []),
            *([f"ceilings: [{{per: organiser, at most: {self.ceiling}}}]"] if self.ceiling is not None else []),
            *([f"budget: {self.budget}"] if self.budget is not None else []),
            *(["one of: {prizes: [train, bus], per: organiser, take: better}"] if self.better else []),
        ]
        return "\n".join(lines)


RULES = {
    "entitlement": Rule(),
    "first come": Rule(first=2),
    "first come, once a run": Rule(first=2, once=True),
    "sums": Rule(mark=20),
    "sums, first come": Rule(first=1, mark=20, once=True),
    "ceilings": Rule(ceiling=120),
    "the better of two": Rule(better=True),
    "whole": Rule(budget=200),
    "part": Rule(budget=200, way="part"),
    "skip": Rule(budget=200, way="skip"),
    "share": Rule(budget=200, way="share"),
    "everything": Rule(first=2, mark=10, ceiling=120, budget=150, way="part", once=True),
    "everything, skipped": Rule(first=3, ceiling=90, budget=120, way="skip", once=True, better=True),
}


@dataclass
class Claim:
    row: Row
    confirmed: Confirmed | None = None
    amount: Decimal = Decimal(0)
    place: int | None = None
    because: str | None = None
    reference: str | None = None
    outcome: str = "granted"
    prize: str = field(init=False)

    def __post_init__(self) -> None:
        self.prize = self.confirmed.prize if self.confirmed else self.row["kind"]
        self.amount = self.confirmed.amount if self.confirmed else self.row["invoice"]
        self.place = self.confirmed.place if self.confirmed else None
        self.because = "confirmed" if self.confirmed else None

    @property
    def live(self) -> bool:
        return self.outcome == "granted" and self.confirmed is None

    def end(self, outcome: str, because: str, reference: str | None = None) -> None:
        self.outcome, self.because, self.reference, self.amount = outcome, because, reference, Decimal(0)


def settle(rule: Rule, rows: Sequence[Row], paid: Sequence[Confirmed] = ()) -> list[tuple[Any, ...]]:
    """Outcome, prize, place, amount, because and reference of each claim, in their order."""
    waiting = {each.number: each for each in paid}
    claims: list[Claim | str] = []
    for row in rows:
        confirmed = waiting.pop(row["number"], None)
        met = conditions(row, rule)
        claims.append(Claim(row, confirmed) if confirmed or met == "met" else met)
    pool = [each for each in claims if isinstance(each, Claim)]
    queue = sorted(pool, key=lambda each: (each.confirmed is None, *_turn(each.row)))
    _once(queue, "number")
    if rule.once:
        _once(queue, "run")
    if rule.mark is not None:
        _sums(queue, rule.mark)
    for claim in queue:
        if claim.live and claim.amount == 0:
            claim.end("refused", "nought")
    if rule.better:
        _better(queue)
    if rule.ceiling is not None:
        _ceilings(queue, Decimal(rule.ceiling))
    _places(queue, rule, paid)
    if rule.budget is not None:
        _spend(queue, Decimal(rule.budget) - sum((each.amount for each in paid), Decimal(0)), rule.way)
    return [_decision(each) for each in claims]


def conditions(row: Row, rule: Rule) -> str:
    tests = [None if row["people"] is None else row["people"] >= 10]
    tests.append(None if row["kind"] is None else row["kind"] in ("train", "bus"))
    tests += [None if row[name] is None and (rule.once or name != "run") else True for name in _required(rule)]
    if False in tests:
        return "refused"
    return "undetermined" if None in tests else "met"


def _required(rule: Rule) -> Iterator[str]:
    by_party = rule.mark is not None or rule.ceiling is not None or rule.better
    for name in REQUIRED:
        if (name != "run" or rule.once) and (name != "organiser" or by_party):
            yield name


def _turn(row: Row) -> tuple[Any, ...]:
    return tuple((row[name] is None, row[name]) for name in ("done on", "filed at", "number"))


def _once(queue: list[Claim], name: str) -> None:
    kept: dict[Any, Claim] = {}
    for claim in queue:
        if claim.outcome == "granted":
            first = kept.setdefault(claim.row[name], claim)
            if first is not claim and claim.live:
                claim.end("refused", "duplicate", first.row["number"])


def _by_party(queue: list[Claim]) -> list[list[Claim]]:
    parties: dict[Any, list[Claim]] = {}
    for claim in queue:
        if claim.outcome == "granted":
            parties.setdefault(claim.row["organiser"], []).append(claim)
    return list(parties.values())


def _sums(queue: list[Claim], mark: int) -> None:
    for party in _by_party(queue):
        carrier = max((each for each in party if each.confirmed), key=lambda each: each.row["number"], default=None)
        so_far = 0
        for claim in party:
            so_far += claim.row["people"] or 0
            if carrier is None and so_far > mark:
                carrier = claim
        for claim in party:
            if claim.live and carrier is None:
                claim.end("counted", "below")
            elif claim.live and claim is not carrier and carrier:
                claim.end("counted", "sum", carrier.row["number"])


def _better(queue: list[Claim]) -> None:
    for party in _by_party(queue):
        best = min(party, key=lambda each: (each.confirmed is None, -each.amount, party.index(each)))
        for claim in party:
            if claim.live and claim is not best:
                claim.end("refused", "excluded", best.row["number"])


def _ceilings(queue: list[Claim], most: Decimal) -> None:
    for party in _by_party(queue):
        left = most - sum((each.amount for each in party if each.confirmed), Decimal(0))
        for claim in party:
            if claim.live:
                pays = min(claim.amount, max(left, Decimal(0)))
                if pays < claim.amount:
                    claim.because = "ceiling"
                left -= pays
                if pays == 0 and claim.because:
                    claim.end("exhausted", "ceiling")
                claim.amount = pays


def _places(queue: list[Claim], rule: Rule, paid: Sequence[Confirmed]) -> None:
    for prize in ("train", "bus"):
        taken = {each.place for each in paid if each.prize == prize}
        place = 0
        for claim in queue:
            if claim.live and claim.prize == prize:
                place += 1
                while place in taken:
                    place += 1
                claim.place = place
                if prize == "train" and rule.first and place > rule.first:
                    claim.end("exhausted", "quota")


def _spend(queue: list[Claim], left: Decimal, way: str) -> None:
    live = [claim for claim in queue if claim.live]
    asked = [claim.amount for claim in live]
    if way == "share":
        pays = _shared(asked, left)
    else:
        pays, stopped = [], False
        for amount in asked:
            part = amount if amount <= left else min(left, amount) if way == "part" else Decimal(0)
            part = Decimal(0) if stopped else part
            stopped = stopped or (part < amount and way != "skip")
            left -= part
            pays.append(part)
    for claim, pay in zip(live, pays, strict=True):
        if pay < claim.amount:
            claim.because, claim.amount = "budget", pay
            if pay == 0:
                claim.end("exhausted", "budget")
    if way == "whole" and left > 0:
        first, *later = [claim for claim in live if claim.because == "budget"] or [None]
        for claim in later:
            claim.reference = first.row["number"]


def _shared(asked: list[Decimal], left: Decimal) -> list[Decimal]:
    total = sum(asked, Decimal(0))
    if total <= left:
        return asked
    parts = [amount * left / total // CENT * CENT for amount in asked]
    lost = [(part - amount * left / total, at) for at, (amount, part) in enumerate(zip(asked, parts, strict=True))]
    for _, at in sorted(lost)[: int((left - sum(parts, Decimal(0))) / CENT)]:
        parts[at] += CENT
    return parts


def _decision(claim: Claim | str) -> tuple[Any, ...]:
    if isinstance(claim, str):
        return (claim, None, None, Decimal(0), None, None)
    return (claim.outcome, claim.prize, claim.place, claim.amount, claim.because, claim.reference)
