"""Awards over the interface: settle, confirm, publish, object, decide an objection, pay; and where an award stands."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from bridgehead.access import require
from bridgehead.actions.award_record import Step, seen
from bridgehead.actions.confirm import confirm
from bridgehead.actions.object import decide_objection, object_to
from bridgehead.actions.once import Answer
from bridgehead.actions.pay import pay
from bridgehead.actions.publish import publish
from bridgehead.actions.settle import settle
from bridgehead.ledger import models
from bridgehead.primitives.actor import PUBLIC
from bridgehead.primitives.deadline import Term
from bridgehead.primitives.moment import now
from bridgehead.queries.gate import would_be
from bridgehead.web.api.callers import Bearer, caller
from bridgehead.web.api.once import once_only
from bridgehead.web.api.records import Value

router = Router()
AWARD = "/matters/{path:matter}/awards/{name}"


class Settled(Schema):
    """Where an award stands: `version` is what a confirmation names."""

    version: int
    stage: str
    preview: dict[str, Any] | None = None
    places: list[dict[str, Any]]
    until: datetime | None = None
    objections: list[dict[str, Any]]
    paid: list[str]


class Published(Schema):
    """What everybody sees while places are published."""

    stage: str
    places: list[dict[str, Any]]
    until: datetime | None = None


class On(Schema):
    on: date


class Seen(Schema):
    version: int


class For(Schema):
    term: str


class Against(Schema):
    number: str
    reason: str


class Decided(Schema):
    upheld: bool
    reason: str


class Given(Schema):
    fields: dict[str, Value]


class Would(Schema):
    """What would become of a claim by itself, by the rulebook of that hash."""

    outcome: str
    prize: str | None = None
    reasons: list[dict[str, str]]
    rulebook: str


class Paid(Schema):
    file: str


@router.get(AWARD, response=Settled, auth=Bearer("read"), summary="See where an award stands")
def see(request: HttpRequest, matter: str, name: str) -> dict[str, Any]:
    require(caller(request), "see records")
    found = seen(matter, name)
    if found is None:
        raise models.Record.DoesNotExist
    return _shown(found)


@router.get(AWARD + "/places", response=Published, summary="See the places that are published")
def see_places(request: HttpRequest, matter: str, name: str) -> dict[str, Any]:
    found = seen(matter, name)
    if found is None or found.state["stage"] not in ("published", "paid"):
        raise models.Record.DoesNotExist
    return _shown(found)


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


@router.post(AWARD + "/objections", response=Published, summary="Object to a published place")
def object_to_place(request: HttpRequest, matter: str, name: str, wanted: Against) -> Answer:
    return once_only(
        request, lambda: _shown(object_to(Step(matter, name, PUBLIC, now()), wanted.number, wanted.reason))
    )


@router.post(AWARD + "/objections/{index}", response=Settled, auth=Bearer("decide"), summary="Decide an objection")
def decide(request: HttpRequest, matter: str, name: str, index: int, wanted: Decided) -> Answer:
    return once_only(
        request,
        lambda: _shown(decide_objection(_step(request, matter, name), index, wanted.reason, upheld=wanted.upheld)),
    )


@router.post(AWARD + "/payments", response=Paid, auth=Bearer("decide"), summary="Make the payment file, once")
def pay_award(request: HttpRequest, matter: str, name: str) -> Answer:
    return once_only(request, lambda: {"file": pay(_step(request, matter, name)).name})


@router.post(AWARD + "/decisions", response=Would, summary="Ask whether a claim would be granted; nothing is stored")
def decide_one(request: HttpRequest, matter: str, name: str, filled: Given) -> dict[str, Any]:
    found = would_be(matter, name, filled.fields)
    reasons = [{"zh": each.zh, "en": each.en} for each in found.reasons]
    return {"outcome": found.outcome, "prize": found.prize, "reasons": reasons, "rulebook": found.rulebook}


def _step(request: HttpRequest, matter: str, name: str) -> Step:
    return Step(matter, name, caller(request), now())


def _shown(record: models.Record) -> dict[str, Any]:
    nothing: dict[str, Any] = {"places": [], "objections": [], "paid": []}
    return {**nothing, **record.state, "version": record.version}
