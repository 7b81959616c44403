"""To whom an award is paid: what its claims say of it is personal, and stands in their boxes alone."""

from collections.abc import Mapping, Sequence

from bridgehead.actions import boxed
from bridgehead.actions.award_record import Step
from bridgehead.instruments.award.schema import Award
from bridgehead.ledger import models
from bridgehead.primitives.errors import BridgeheadError, Mistake


def require_payees(step: Step, award: Award, numbers: Sequence[str]) -> None:
    """Raise BridgeheadError with AC096 for each claim of these that does not say to whom it is paid, or was forgotten.
    Nobody sees what it says.
    """
    said = payees(step, award, numbers)
    blank = {number: [name for name in award.payee if not said[number][1].get(name)] for number in numbers}
    expected = "filled in by whoever filed it or by a clerk, or its place revoked where it was forgotten"
    if mistakes := [
        Mistake("AC096", f"the claim {number} has no {', '.join(names)}", None, expected, values={"number": number})
        for number, names in blank.items()
        if names
    ]:
        raise BridgeheadError(mistakes)


def payees(step: Step, award: Award, numbers: Sequence[str]) -> dict[str, tuple[models.Record, Mapping[str, object]]]:
    """The claims of these numbers, each with its fields that say to whom it is paid; none of what was forgotten."""
    found = models.Record.objects.filter(matter=step.matter, register=award.claims, number__in=numbers)
    records = list(found.order_by("pk"))
    opened = boxed.open_boxes(records) if award.payee else [{} for _ in records]
    return {
        record.number: (record, {name: box.get(name) for name in award.payee})
        for record, box in zip(records, opened, strict=True)
    }
