"""What was decided of a claim stands while its place does: who would change it objects, or has the place revoked."""

from collections.abc import Iterable, Sequence

from bridgehead.actions.award_record import Step
from bridgehead.actions.case import Case
from bridgehead.claimed import lost
from bridgehead.instruments.award.ledgered import AWARDS
from bridgehead.instruments.award.schema import Award
from bridgehead.instruments.award.settlement import award_terms
from bridgehead.instruments.register import Register, Verb
from bridgehead.ledger import append, models
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.rulebook.rulebook import Rulebook

CHANGING = frozenset[Verb](("verify", "merge", "split"))
"""The verbs that change what a claim says or is, wherever it stands; others do so where they lead out of its stage. A
correction of one that counts changes nothing that decides.
"""


def require_unplaced(case: Case, verb: Verb, to: str) -> None:
    """Raise BridgeheadError with AC082 where a claim whose place is confirmed and stands would be changed, or would
    count no more. Its awards are held until the unit ends, so that nobody confirms a place meanwhile.
    """
    stages = case.register.stages
    if not stages[case.state.stage].counts or (verb not in CHANGING and stages[to].counts):
        return
    named = awards_of(case.rulebook, case.register.name)
    of_matter = models.Record.objects.filter(matter=case.record.matter, register=AWARDS, number__in=named)
    for record in of_matter.order_by("pk").values_list("pk", flat=True):
        award = append.hold(record)
        if any(each["number"] == case.record.number for each in award.state.get("places", ())):
            found = f"{case.record.number} has a place in {award.number}, which is confirmed"
            expected = "an objection while it is published, or a supervisor to revoke the place before"
            raise BridgeheadError([Mistake("AC082", found, None, expected)])


def require_counting(numbers: Sequence[str], step: Step, rulebook: Rulebook) -> None:
    """Raise BridgeheadError with AC083 for each claim of an award that was withdrawn, moved on or joined."""
    register = rulebook.instruments["register", award_terms(rulebook, step.award).award.claims]
    assert isinstance(register, Register)
    expected = "a claim that counts, or its place revoked"
    if gone := lost(step.matter, register, numbers):
        raise BridgeheadError(
            Mistake(
                "AC083", f"the claim {each} of {step.award} counts no more", None, expected, values={"number": each}
            )
            for each in gone
        )


def awards_of(rulebook: Rulebook, register: str) -> Iterable[str]:
    """The names of the awards whose claims are the records of a register."""
    return [part.name for part in rulebook.instruments.values() if isinstance(part, Award) and part.claims == register]
