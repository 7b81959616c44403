"""The page of an award: where it stands, who has a place and why others have none, and its steps, each for whom the
table of access says.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bridgehead.access import may
from bridgehead.actions import award_record
from bridgehead.actions.award_record import Step
from bridgehead.actions.take_payment import take_payment
from bridgehead.instruments.award.schema import Award
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.primitives.moment import now
from bridgehead.primitives.words import Phrase
from bridgehead.queries.awarded import Awarded, awarded
from bridgehead.queries.decided import Decided, Told, decided, without_place
from bridgehead.rulebook.schema import Label
from bridgehead.web.desk.awards import line_of
from bridgehead.web.desk.offered import offered
from bridgehead.web.desk.signed_in import staff
from bridgehead.web.desk.steps import STEPS, whole
from bridgehead.web.desk.what_if import suggested
from bridgehead.web.faces.in_force import award_of, register_in, rulebook_of
from bridgehead.web.faces.outcomes import OUTCOME
from bridgehead.web.faces.pages import pages
from bridgehead.web.faces.refused import said_no

Kept = Mapping[str, Any]
"""A place as an event carries it."""

RIGHTS = {
    "settle": "settle",
    "confirm": "confirm",
    "pay": "pay",
    "revoke": "revoke",
    "reinstate": "reinstate",
    "recover": "recover",
    "repaid": "note what came back",
    "withdraw": "withdraw a demand",
    "see": "see records",
}
"""By the name of a step, the line of the table of access that allows it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a table: `told` is what the settlement found of its claim; `new` whether it did not stand before."""

    number: str
    prize: Label | None
    place: int | None
    amount: Decimal
    told: Told | None
    new: bool
    paid: bool


@staff("see awards")
@require_safe
def award(request: HttpRequest, actor: Actor, matter: str, name: str) -> HttpResponse:
    return _page(request, actor, matter, name)


@staff("see awards")
@require_POST
def act(request: HttpRequest, actor: Actor, what: str, matter: str, name: str) -> HttpResponse:
    """Do a step, and show the award; or show it with why not, and with what was typed."""
    award_of(matter, name)
    if what not in STEPS:
        raise Http404
    step = Step(matter, name, actor, now())
    try:
        held = award_record.seen(matter, name)
        if held is not None:
            award_record.require_version(held, whole(request.POST, "version"), step)
        STEPS[what](step, request.POST)
    except BridgeheadError as error:
        return _page(request, actor, matter, name, [said_no(each) for each in error.mistakes], what)
    return redirect("desk-award", matter, name)


@staff("pay")
@require_POST
def payment(request: HttpRequest, actor: Actor, matter: str, name: str) -> HttpResponse:
    """The payment file that was made last, with whom to pay: each claim in it is looked at, which is kept."""
    award_of(matter, name)
    try:
        taken = take_payment(Step(matter, name, actor, now()))
    except BridgeheadError as none:
        raise Http404 from none
    answer = HttpResponse(taken.content, content_type="text/csv")
    answer["Content-Disposition"] = f'attachment; filename="{taken.name}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _page(
    request: HttpRequest,
    actor: Actor,
    matter: str,
    name: str,
    refused: list[tuple[Phrase, str]] | None = None,
    tried: str = "",
) -> HttpResponse:
    by, _ = rulebook_of(matter)
    rulebook, part = award_of(matter, name)
    held, at = award_record.seen(matter, name), now()
    stands = awarded(held, at) if held is not None else None
    here = reverse("desk-award", args=(matter, name))
    rows: dict[str, Sequence[Kept]] = {"places": _ordered(part, stands.places) if stands else ()}
    if stands and stands.preview and stands.stage == "previewed":
        rows["preview"] = _ordered(part, stands.preview["places"])
    at_page = {what: pages(here, request.GET, what, len(kept)) for what, kept in rows.items()}
    shown = {what: at_page[what].of(kept) for what, kept in rows.items()}
    told = None
    if stands and stands.preview:
        others = at_page["others"] = pages(here, request.GET, "others", without_place(stands.preview))
        numbers = [each["number"] for some in shown.values() for each in some]
        told = decided(name, stands.preview, numbers, slice(others.start, others.stop))
    allowed = {what: may(actor, right) for what, right in RIGHTS.items()}
    about: dict[str, object] = {
        "matter": matter,
        "rulebook": rulebook,
        "hash": by,
        "award": part,
        "line": line_of(matter, rulebook, part, held),
        "currency": part.currency or rulebook.about.currency,
        "zone": rulebook.about.zone,
        "stands": stands,
        "today": at.astimezone(rulebook.about.zone).date(),
        "refused": refused,
        "tried": tried,
        "typed": request.POST,
        "told": told,
        "counts": [(OUTCOME[each], told.counts[each]) for each in OUTCOME if told.counts.get(each)] if told else (),
        "places": _places(shown["places"], told, stands) if stands else (),
        "pages": at_page,
        "what_if": suggested(rulebook, part),
        "settles": any(stage.counts for stage in register_in(rulebook, part.claims).stages.values()),
        "payment": bool(held and "payment" in held.state) and allowed["pay"],
        "may": allowed,
        "prizes": len(part.prizes) > 1,
    }
    if stands and stands.preview and "preview" in shown:
        about["change"] = _change(stands.preview, stands.places)
        about["preview"] = _places(shown["preview"], told, stands)
    about["steps"] = offered(stands, allowed, held, Step(matter, name, actor, at))
    return render(request, "desk/award.html", about, status=409 if refused else 200)


def _ordered(award: Award, kept: Iterable[Kept]) -> list[Kept]:
    """Places as an event carries them, in the order of their prizes, those of prizes that are no more at the end."""
    order = {prize: at for at, prize in enumerate(award.prizes)}
    return sorted(kept, key=lambda each: (order.get(each["prize"], len(order)), each["place"] or 0))


def _places(kept: Iterable[Kept], told: Decided | None, stands: Awarded) -> list[Place]:
    """The same with what is told of their claims."""
    known = told.by_number if told else {}
    standing, paid = {each["number"] for each in stands.places}, {*stands.paid}
    return [
        Place(
            each["number"],
            known[each["number"]].prize if each["number"] in known else None,
            each["place"],
            Decimal(each["amount"]),
            known.get(each["number"]),
            each["number"] not in standing,
            each["number"] in paid,
        )
        for each in kept
    ]


def _change(preview: Mapping[str, Any], places: tuple[Mapping[str, Any], ...]) -> dict[str, Any]:
    """What the preview adds to the places that stand, and takes of them."""
    before, after = ({each["number"]: each for each in some} for some in (places, preview["places"]))
    money = [sum((Decimal(each["amount"]) for each in some.values()), Decimal(0)) for some in (before, after)]
    moved = sum(before[number]["place"] != after[number]["place"] for number in {*before} & {*after})
    return {
        "more": len({*after} - {*before}),
        "fewer": len({*before} - {*after}),
        "moved": moved,
        "money": money[1] - money[0],
    }
