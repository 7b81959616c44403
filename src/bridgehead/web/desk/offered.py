"""What can be done with an award now by whoever looks at its page: steps that would be refused are not offered, or are
shown with the reason.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal

from bridgehead import published
from bridgehead.actions.award_record import OPEN, Step, require_another
from bridgehead.actions.confirm import require_confirmable
from bridgehead.actions.pay import payable
from bridgehead.instruments.award.ledgered import asked_back
from bridgehead.ledger import models
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.primitives.words import Phrase
from bridgehead.queries.awarded import Awarded
from bridgehead.web.faces.refused import why_not


def offered(
    stands: Awarded | None, allowed: Mapping[str, bool], held: models.Record | None, step: Step
) -> dict[str, object]:
    """By the name of a step whether it is offered, of some what it can be done to; `not_yet` has why the actor's next
    step would be refused, by its name.
    """
    if stands is None or held is None:
        return {"settle": allowed["settle"], "first": "settle", "not_yet": {}}
    undecided = any(each["decided"] == OPEN for each in stands.objections)
    anew = held.state.get("freed") or held.state.get("reconsidered")
    settles = stands.stage in ("previewed", "paid") or bool(anew)
    confirms = allowed["confirm"] and stands.stage == "previewed"
    pays = allowed["pay"] and stands.stage == "published"
    not_yet = {
        "confirm": _refusal(lambda: require_confirmable(held, step)) if confirms else None,
        "pay": _refusal(lambda: payable(held, step, published.in_force(step.matter, step.at)[1])) if pays else None,
    }
    return {
        "first": {"previewed": "confirm", "confirmed": "publish", "published": "pay", "paid": "settle"}[stands.stage],
        "not_yet": {name: why for name, why in not_yet.items() if why},
        "settle": allowed["settle"] and settles and not undecided,
        "confirm": confirms,
        "publish": allowed["confirm"] and stands.stage == "confirmed",
        "decide": allowed["confirm"] and stands.stage == "published",
        "pay": pays,
        "revoke": [each["number"] for each in stands.places] if allowed["revoke"] else (),
        **_undone(stands, allowed, held, step),
    }


def _undone(stands: Awarded, allowed: Mapping[str, bool], held: models.Record, step: Step) -> dict[str, object]:
    """What can be asked back, noted and undone: a mistake by another than who made it alone."""
    freed, made = {*held.state.get("freed", ())}, held.state.get("recoveries", ())
    asked = dict.fromkeys((each["number"] for each in stands.revocations), Decimal(0))
    for each in made:
        if each["number"] in asked:  # else the place was given back
            asked[each["number"]] += asked_back(each)

    def by_another(kind: str, among: str, one: Mapping[str, object]) -> bool:
        return _refusal(lambda: require_another(held, kind, among, one, step)) is None

    back = [each for each in stands.revocations if each["number"] in freed and not asked[each["number"]]]
    paid = [each for each in stands.revocations if each["paid"] and asked[each["number"]] < Decimal(each["amount"])]
    owing = [each for each in stands.recoveries if each.left]
    can: dict[str, Callable[[], object]] = {
        "reinstate": lambda: [each for each in back if by_another("revoked/1", "revocations", each)],
        "recover": lambda: paid,
        "repaid": lambda: owing,
        "withdraw": lambda: [each for each in owing if by_another("demanded/1", "recoveries", made[each.index])],
    }
    return {name: found() if allowed[name] else () for name, found in can.items()}


def _refusal(check: Callable[[], object]) -> Phrase | None:
    """Why what is checked would be refused; None where it would not be."""
    try:
        check()
    except BridgeheadError as error:
        return why_not(error.mistakes[0])
    return None
