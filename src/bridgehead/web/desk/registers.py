"""The list of a register's records: searched, filtered and in an order, all of it kept in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bridgehead import published
from bridgehead.access import may
from bridgehead.actions.look import Sought, look_for
from bridgehead.instruments.register import Register
from bridgehead.ledger import models
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.primitives.moment import now
from bridgehead.primitives.words import Phrase
from bridgehead.queries.lights import lights
from bridgehead.queries.listing import Filter, Order, Page, listed
from bridgehead.queries.time_left import time_left
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.web.accounts import saved
from bridgehead.web.accounts.models import User
from bridgehead.web.desk.receiving import by_staff
from bridgehead.web.desk.signed_in import staff
from bridgehead.web.desk.together import Result, together
from bridgehead.web.faces.in_force import register_of

KEPT = ("text", "stage", "unit", "channel", "since", "overdue", "order")

FORMS = (("csv", "CSV"), ("xlsx", "Excel"), ("parquet", "Parquet"))


def registers() -> list[tuple[str, Rulebook, Register]]:
    """Every register of every matter, in the order of the rulebooks."""
    return [
        (matter, rulebook, part)
        for matter in published.matters()
        for rulebook in (published.current(matter)[1],)
        for part in rulebook.instruments.values()
        if isinstance(part, Register)
    ]


@staff()
@require_safe
def records(request: HttpRequest, actor: Actor, matter: str, name: str) -> HttpResponse:
    return page(request, actor, matter, name)


@staff()
@require_POST
def views(request: HttpRequest, actor: Actor, matter: str, name: str) -> HttpResponse:
    """Save the list by a name, or drop a view, and show the list as it was looked at."""
    register_of(matter, name)
    assert isinstance(request.user, User)
    kept = _kept(request.GET)
    if (view := request.POST.get("drop", "")).isdecimal():
        saved.drop(request.user, int(view))
    else:
        try:
            saved.save(request.user, matter, name, request.POST.get("name", ""), kept)
        except BridgeheadError as error:
            return page(request, actor, matter, name, mistakes=error.mistakes)
    return redirect(reverse("desk-records", args=(matter, name)) + (f"?{kept}" if kept else ""))


KINDS: Mapping[str, Phrase] = {
    "telephone": Phrase("电话号码", "Telephone"),
    "identity number": Phrase("身份证号码", "Identity number"),
    "credit code": Phrase("统一社会信用代码", "Unified social credit code"),
    "e-mail": Phrase("电子邮箱", "E-mail address"),
}
"""By what somebody's records can be looked for."""


@staff("see personal fields")
@require_POST
def search(request: HttpRequest, actor: Actor, matter: str, name: str) -> HttpResponse:
    """The records that name somebody by a number, for a reason that is kept. The number stands in no address."""
    register_of(matter, name)
    sought = Sought(matter, name, request.POST.get("kind", ""), request.POST.get("value", ""))
    try:
        found = look_for(sought, request.POST.get("reason", ""), actor, now())
    except BridgeheadError as error:
        return page(request, actor, matter, name, mistakes=error.mistakes)
    answer = page(request, actor, matter, name, found=found)
    answer["Cache-Control"] = "no-store"
    return answer


def page(
    request: HttpRequest,
    actor: Actor,
    matter: str,
    name: str,
    *,
    done: Sequence[Result] = (),
    mistakes: Sequence[Mistake] = (),
    found: Sequence[models.Record] | None = None,
) -> HttpResponse:
    """The list that the address asks for, or records that were `found` otherwise; with what became of several records
    on which something was done.
    """
    rulebook, register = register_of(matter, name)
    at = now()
    order: Order = "due" if request.GET.get("order") == "due" else "newest"
    since = _day(request.GET.get("since", ""))
    wanted = replace(_wanted(request.GET), since=_midnight(since, rulebook) if since else None)
    overdue = at if request.GET.get("overdue") else None
    try:
        after = request.GET.get("after")
        wide = replace(wanted, overdue=overdue)
        shown = listed(matter, name, actor, wide, order=order, after=after) if found is None else Page((*found,), None)
    except BridgeheadError as error:
        shown, mistakes = Page((), None), error.mistakes
    kept = _kept(request.GET)
    about = {
        "matter": matter,
        "rulebook": rulebook,
        "register": register,
        "wanted": wanted,
        "since": since,
        "order": order,
        "at": at,
        "page": shown,
        "sought": found is not None,
        "kinds": _kinds(register) if may(actor, "see personal fields") else (),
        "rows": [
            (
                each,
                register.stages.get(each.stage),
                time_left(each, rulebook, register, at),
                lights(each, rulebook, register, at),
            )
            for each in shown.records
        ],
        "kept": kept,
        "overdue": bool(overdue),
        "mistakes": mistakes,
        "units": models.Unit.objects.order_by("slug"),
        "takes_in": may(actor, "take in") and bool(by_staff(register)),
        "exports": FORMS if may(actor, "export") else (),
        "views": [(each, each.query == kept) for each in saved.of(request, matter, name)],
        "can": together(register, wanted.stage, actor),
        "done": [each for each in done if not each.why],
        "refused": [each for each in done if each.why],
        "typed": request.POST,
    }
    failed = mistakes or (done and all(each.why for each in done))
    return render(request, "desk/records.html", about, status=400 if failed else 200)


def _kinds(register: Register) -> list[tuple[str, Phrase]]:
    """By which kinds of numbers its records name somebody."""
    fields = [field for field in register.fields.values() if field.personal]
    known = {field.type for field in fields} | {each.type for field in fields for each in (field.rows or {}).values()}
    return [(kind, called) for kind, called in KINDS.items() if kind in known]


def _kept(asked: QueryDict) -> str:
    """What of a list stands in its address, beside the place in it."""
    kept = QueryDict(mutable=True)
    kept.update({key: value for key in KEPT if (value := asked.get(key))})
    return kept.urlencode()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _midnight(day: date, rulebook: Rulebook) -> datetime:
    return datetime.combine(day, time(), rulebook.about.zone)


def _wanted(asked: QueryDict) -> Filter:
    return Filter(
        stage=asked.get("stage") or None,
        unit=asked.get("unit") or None,
        channel=asked.get("channel") or None,
        text=(asked.get("text") or "").strip() or None,
    )
