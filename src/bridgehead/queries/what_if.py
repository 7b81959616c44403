"""What would other figures bring about, for the claims of an award as the ledger holds them? Nothing is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bridgehead.access import require
from bridgehead.claimed import claimed
from bridgehead.instruments.award.allocation.paid import absent
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.decision import Outcome
from bridgehead.queries.simulation import Comparison, Simulation, compare, simulate


@dataclass(frozen=True, slots=True)
class Side:
    """What the claims come to under some figures: how many meet every condition, how many win, and what is paid."""

    eligible: int
    winners: int
    cost: Decimal


@dataclass(frozen=True, slots=True)
class Moved:
    """A claim that is decided otherwise: its outcome, place and amount now and then."""

    number: str
    now: Mapping[str, Any]
    then: Mapping[str, Any]

    @property
    def money(self) -> Decimal:
        return _paid(self.then) - _paid(self.now)

    @property
    def side(self) -> int:
        """Above nought where it wins or gets more, below where it does not any more or gets less, else nought."""
        now, then = ((each["outcome"] == Outcome.GRANTED, _paid(each)) for each in (self.now, self.then))
        return (then > now) - (then < now)


@dataclass(frozen=True, slots=True)
class Against:
    """One scenario against now."""

    now: Side
    then: Side
    moved: tuple[Moved, ...]

    @property
    def eligible(self) -> int:
        return self.then.eligible - self.now.eligible

    @property
    def winners(self) -> int:
        return self.then.winners - self.now.winners

    @property
    def cost(self) -> Decimal:
        return self.then.cost - self.now.cost

    @property
    def won(self) -> int:
        """How many of those that meet the conditions only then would win."""
        return sum(not _meets(each.now) and each.then["outcome"] == Outcome.GRANTED for each in self.moved)


def what_if(
    matter: str,
    award: str,
    moved: Mapping[str, str],
    on: date,
    actor: Actor,
    at: datetime,
    *,
    anew: bool = False,
) -> Against | Simulation:
    """The claims decided as on a day with each figure as it is `moved`: a number, a list or a range of them, as in
    `300..500 step 20`. Where that is one scenario, it is told who wins or loses by it. `anew` asks as if no place were
    confirmed yet.

    Raises BridgeheadError with AC001, and as `claimed` and `simulate` do; the place of a mistake names the figure.
    """
    require(actor, "see records")
    found = claimed(matter, award, at)
    paid = () if anew else found.paid
    vary = [f"{name}={wanted}" for name, wanted in moved.items()]
    if all(_is_one(wanted) for wanted in moved.values()):
        compared = compare(found.rulebook, award, found.table, vary, on=on, paid=paid)
        elsewhere = absent(paid, [each for each in compared.today["number"].to_pylist() if each])
        return _against(compared, sum((each.amount for each in elsewhere), Decimal(0)))
    return simulate(found.rulebook, award, found.table, vary, on=on, paid=paid)


def _is_one(wanted: str) -> bool:
    return ".." not in wanted and "," not in wanted


def _against(compared: Comparison, elsewhere: Decimal) -> Against:
    now, then = compared.today.to_pylist(), compared.then.to_pylist()
    moved = tuple(Moved(one["number"], one, other) for one, other in zip(now, then, strict=True) if one != other)
    return Against(_side(now, elsewhere), _side(then, elsewhere), moved)


def _side(decided: Sequence[Mapping[str, Any]], elsewhere: Decimal) -> Side:
    winners = sum(each["outcome"] == Outcome.GRANTED for each in decided)
    return Side(sum(map(_meets, decided)), winners, sum(map(_paid, decided), elsewhere))


def _meets(decided: Mapping[str, Any]) -> bool:
    """Whether a claim meets every condition: it wins, or allocation alone ended it."""
    return decided["outcome"] == Outcome.GRANTED or decided["because"] is not None


def _paid(decided: Mapping[str, Any]) -> Decimal:
    """What a claim is paid; money of one that has no place is none."""
    return Decimal(decided["amount"] or 0) if decided["outcome"] == Outcome.GRANTED else Decimal(0)
