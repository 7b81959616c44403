"""An award: pays by rule, quota, rank and budget."""

from collections.abc import Sequence
from datetime import date

from bridgehead.instruments.award.atoms import PAY, REQUIRED
from bridgehead.instruments.award.checks.award import check
from bridgehead.instruments.award.schema import Award
from bridgehead.rulebook.kind import Claim, Kind, Touchable, Trial
from bridgehead.rulebook.rulebook import Rulebook


def _run_examples(award: Award, rulebook: Rulebook, examples: Sequence[Sequence[Claim]], day: date) -> Sequence[Trial]:
    from bridgehead.instruments.award.trial import run_examples  # brings the engines, which a check does without

    return run_examples(award, rulebook, examples, day)


def _touchable(award: Award) -> Touchable:
    """Every condition by the name under which a refusal tells it, and every prize."""
    window = ("window",) if award.window else ()
    due = ("claims due",) if award.claims_due and award.claims_due.field else ()
    by_prize = tuple(name for name, prize in award.prizes.items() if prize.when)
    conditions, prizes = (*window, *due, *award.conditions, *by_prize), tuple(award.prizes)
    return Touchable(conditions, prizes, told=tuple(dict.fromkeys((*conditions, *prizes, REQUIRED, PAY))))


KIND = Kind(
    schema=Award, check=check, claims=lambda award: award.claims, touchable=_touchable, run_examples=_run_examples
)

__all__ = ["KIND", "Award"]
