"""Awards over the interface: settle, confirm, publish, object, decide an objection, pay, revoke, recover, undo
either; and where an award stands.
"""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from bridgehead import published
from bridgehead.access import require
from bridgehead.actions.award_record import Step
from bridgehead.actions.confirm import confirm
from bridgehead.actions.object import decide_objection, object_to
from bridgehead.actions.once import Answer
from bridgehead.actions.pay import pay
from bridgehead.actions.publish import publish
from bridgehead.actions.recover import Demand, Repayment, note_repayment, recover
from bridgehead.actions.reinstate import reinstate
from bridgehead.actions.revoke import revoke
from bridgehead.actions.settle import settle
from bridgehead.actions.take_payment import take_payment
from bridgehead.actions.withdraw_demand import withdraw_demand
from bridgehead.instruments.award.settlement import award_terms
from bridgehead.ledger import models
from bridgehead.primitives.actor import PUBLIC
from bridgehead.primitives.deadline import Term
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.primitives.moment import now
from bridgehead.queries.awarded import awarded, find, shown
from bridgehead.queries.gate import would_be
from bridgehead.queries.records import by_code
from bridgehead.web.api.callers import Bearer, caller
from bridgehead.web.api.described import Sent
from bridgehead.web.api.moments import Day, Moment
from bridgehead.web.api.once import once_only
from bridgehead.web.api.records import Value

router = Router()
AWARD = "/matters/{path:matter}/awards/{name}"


Money = Annotated[Decimal, Field(gt=0, max_digits=18, decimal_places=2)]


class Revoked(Schema):
    """A place that was taken away, as it was; `paid` is whether it had been paid by then."""

    number: str
    prize: str
    place: int | None = None
    amount: Decimal
    reason: str
    at: Moment
    paid: bool


class Reinstated(Schema):
    """A place that was given back after it was revoked."""

    number: str
    reason: str
    at: Moment


class Objected(Schema):
    """What was said against a place, or by whoever has none (`own`); what was `decided` on it, `because` of what."""

    against: str
    reason: str
    at: Moment
    decided: str
    because: str | None = None
    own: bool = False


class Repaid(Schema):
    amount: Decimal
    on: date


class Payment(Schema):
    """The payment file that was made last; of one from before its day was kept there is no `on`."""

    total: Decimal
    on: date | None = None


class Recovery(Schema):
    """What is asked back: `left` has not come back yet; `provisional` is a deadline that a calendar may still move;
    `withdrawn` is why no more of it is asked for.
    """

    index: int
    number: str
    amount: Decimal
    left: Decimal
    reason: str
    at: Moment
    until: Moment
    provisional: bool
    overdue: bool
    back: list[Repaid]
    withdrawn: str | None = None


class Settled(Schema):
    """Where an award stands: `version` is what whoever confirms, asks back, notes or undoes names; `outside` is what
    was paid for places that were revoked, and is not back.
    """

    version: int
    stage: str
    preview: dict[str, Any] | None = None
    places: list[dict[str, Any]]
    until: Moment | None = None
    objections: list[Objected]
    paid: list[str]
    payment: Payment | None = None
    revocations: list[Revoked]
    reinstatements: list[Reinstated]
    recoveries: list[Recovery]
    outside: Decimal


class Published(Schema):
    """What everybody sees once places were published; `revoked` has the numbers of those that were taken away."""

    stage: str
    places: list[dict[str, Any]]
    until: Moment | None = None
    revoked: list[str]


class On(Sent):
    on: Day


class Seen(Sent):
    version: int


class For(Sent):
    term: str


class Against(Sent):
    """To which place, and why; `code` is that of the claim with this number, whose owner objects to having none."""

    number: str
    reason: str
    code: str | None = None


class Decided(Sent):
    upheld: bool
    reason: str


class Revoking(Sent):
    number: str
    reason: str


class Reinstating(Sent):
    number: str
    reason: str
    version: int


class Withdrawing(Sent):
    reason: str
    version: int


class Demanded(Sent):
    """What is asked back of whose place; `term` is as in «15 working days», from the day after."""

    number: str
    amount: Money
    reason: str
    term: str
    version: int


class CameBack(Sent):
    """How much has come back on which day."""

    amount: Money
    on: Day
    version: int


class Given(Sent):
    fields: dict[str, Value]


class Would(Schema):
    """What would become of a claim by itself, by the rulebook of that hash: granted, exhausted, refused or
    undetermined.
    """

    outcome: str
    prize: str | None = None
    reasons: list[dict[str, str]]
    rulebook: str


class Paid(Schema):
    file: str


@router.get(AWARD, response=Settled, auth=Bearer("read"), summary="See where an award stands")
def see(request: HttpRequest, matter: str, name: str) -> dict[str, Any]:
    require(caller(request), "see awards")
    return _looked_at(matter, name, _shown)


@router.get(AWARD + "/places", response=Published, summary="See the places that are published")
def see_places(request: HttpRequest, matter: str, name: str) -> dict[str, Any]:
    return _looked_at(matter, name, _published)


@router.post(AWARD + "/settlements", response=Settled, auth=Bearer("decide"), summary="Settle, as a preview")
def settle_award(request: HttpRequest, matter: str, name: str, wanted: On) -> Answer:
    return once_only(request, lambda: _shown(settle(_step(request, matter, name), wanted.on)))


@router.post(
    AWARD + "/confirmations", response=Settled, auth=Bearer("decide"), summary="Confirm what another has settled"
)
def confirm_award(request: HttpRequest, matter: str, name: str, wanted: Seen) -> Answer:
    return once_only(request, lambda: _shown(confirm(_step(request, matter, name), wanted.version)))


@router.post(
    AWARD + "/publications", response=Settled, auth=Bearer("decide"), summary="Publish places for some working days"
)
def publish_award(request: HttpRequest, matter: str, name: str, wanted: For) -> Answer:
    return once_only(request, lambda: _shown(publish(_step(request, matter, name), Term.read(wanted.term))))


@router.post(AWARD + "/objections", response=Published, summary="Object to a published place, or to having none")
def object_to_place(request: HttpRequest, matter: str, name: str, wanted: Against) -> Answer:
    def do() -> dict[str, Any]:
        own = by_code(wanted.number, wanted.code) if wanted.code is not None else None
        return _published(object_to(Step(matter, name, PUBLIC, now()), wanted.number, wanted.reason, own))

    return once_only(request, do)


@router.post(AWARD + "/objections/{index}", response=Settled, auth=Bearer("decide"), summary="Decide an objection")
def decide(request: HttpRequest, matter: str, name: str, index: int, wanted: Decided) -> Answer:
    return once_only(
        request,
        lambda: _shown(decide_objection(_step(request, matter, name), index, wanted.reason, upheld=wanted.upheld)),
    )


@router.post(AWARD + "/payments", response=Paid, auth=Bearer("decide"), summary="Make the payment file, once")
def pay_award(request: HttpRequest, matter: str, name: str) -> Answer:
    return once_only(request, lambda: {"file": pay(_step(request, matter, name)).name})


@router.post(AWARD + "/payments/file", auth=Bearer("look"), summary="Take the payment file, with whom to pay")
def take_payment_file(request: HttpRequest, matter: str, name: str) -> HttpResponse:
    taken = take_payment(_step(request, matter, name))
    answer = HttpResponse(taken.content, content_type="text/csv")
    answer["Content-Disposition"] = f'attachment; filename="{taken.name}"'
    answer["Cache-Control"] = "no-store"
    return answer


@router.post(
    AWARD + "/revocations", response=Settled, auth=Bearer("decide"), summary="Revoke a place; the next in line moves up"
)
def revoke_place(request: HttpRequest, matter: str, name: str, wanted: Revoking) -> Answer:
    return once_only(request, lambda: _shown(revoke(_step(request, matter, name), wanted.number, wanted.reason)))


@router.post(
    AWARD + "/reinstatements",
    response=Settled,
    auth=Bearer("decide"),
    summary="Give a place back that another has revoked by mistake",
)
def reinstate_place(request: HttpRequest, matter: str, name: str, wanted: Reinstating) -> Answer:
    return once_only(
        request,
        lambda: _shown(reinstate(_step(request, matter, name), wanted.number, wanted.reason, wanted.version)),
    )


@router.post(
    AWARD + "/recoveries", response=Settled, auth=Bearer("decide"), summary="Ask back what was paid for a revoked place"
)
def recover_payment(request: HttpRequest, matter: str, name: str, wanted: Demanded) -> Answer:
    def do() -> dict[str, Any]:
        demand = Demand(wanted.number, wanted.amount, wanted.reason, Term.read(wanted.term))
        return _shown(recover(_step(request, matter, name), demand, wanted.version))

    return once_only(request, do)


@router.post(
    AWARD + "/recoveries/{index}/repayments",
    response=Settled,
    auth=Bearer("decide"),
    summary="Note what has come back, in whole or in part",
)
def note_what_came_back(request: HttpRequest, matter: str, name: str, index: int, wanted: CameBack) -> Answer:
    def do() -> dict[str, Any]:
        back = Repayment(wanted.amount, wanted.on)
        return _shown(note_repayment(_step(request, matter, name), index, back, wanted.version))

    return once_only(request, do)


@router.post(
    AWARD + "/recoveries/{index}/withdrawal",
    response=Settled,
    auth=Bearer("decide"),
    summary="Withdraw what another has asked back by mistake",
)
def withdraw(request: HttpRequest, matter: str, name: str, index: int, wanted: Withdrawing) -> Answer:
    return once_only(
        request,
        lambda: _shown(withdraw_demand(_step(request, matter, name), index, wanted.reason, wanted.version)),
    )


@router.post(AWARD + "/decisions", response=Would, summary="Ask whether a claim would be granted; nothing is stored")
def decide_one(request: HttpRequest, matter: str, name: str, filled: Given) -> dict[str, Any]:
    found = would_be(matter, name, filled.fields, now())
    reasons = [{"zh": each.zh, "en": each.en} for each in found.reasons]
    return {"outcome": found.outcome, "prize": found.prize, "reasons": reasons, "rulebook": found.rulebook}


def _step(request: HttpRequest, matter: str, name: str) -> Step:
    return Step(matter, name, caller(request), now())


def _looked_at(matter: str, name: str, look: Callable[[models.Record], dict[str, Any]]) -> dict[str, Any]:
    """Raises BridgeheadError with RG001 and AW060 for what is not known, AC128 where nothing is to be seen yet."""
    try:
        return look(find(matter, name))
    except models.Record.DoesNotExist as nothing:
        award_terms(published.current(matter)[1], name)
        found, expected = f"nothing of the award {name} is to be seen yet", "a settlement, and for everybody its places"
        raise BridgeheadError([Mistake("AC128", found, None, expected)]) from nothing


def _shown(record: models.Record) -> dict[str, Any]:
    return Settled.model_validate(asdict(awarded(record, now()))).model_dump(mode="json")


def _published(record: models.Record) -> dict[str, Any]:
    return Published.model_validate(asdict(shown(record))).model_dump(mode="json")
