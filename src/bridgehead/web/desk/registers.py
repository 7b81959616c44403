"""The list of a register's records: searched, filtered and in an order, all of it kept in the address."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from bridgehead import published
from bridgehead.access import may
from bridgehead.instruments.register import Register
from bridgehead.ledger import models
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.primitives.moment import now
from bridgehead.queries.listing import Filter, Order, Page, listed
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.web.desk.signed_in import staff
from bridgehead.web.faces.in_force import register_of

KEPT = ("text", "stage", "unit", "overdue", "order")
"""What of a list stands in its address, beside the place in it."""

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
def records(request: HttpRequest, actor: Actor, matter: str, name: str) -> HttpResponse:
    rulebook, register = register_of(matter, name)
    at = now()
    order: Order = "due" if request.GET.get("order") == "due" else "newest"
    wanted = _wanted(request.GET)
    overdue = at if request.GET.get("overdue") else None
    mistakes: tuple[object, ...] = ()
    try:
        after = request.GET.get("after")
        page = listed(matter, name, actor, replace(wanted, overdue=overdue), order=order, after=after)
    except BridgeheadError as error:
        page, mistakes = Page((), None), error.mistakes
    about = {"matter": matter, "rulebook": rulebook, "register": register, "wanted": wanted, "order": order, "at": at}
    rows = [(each, register.stages.get(each.stage)) for each in page.records]
    kept = QueryDict(mutable=True)
    kept.update({key: value for key in KEPT if (value := request.GET.get(key))})
    about |= {"page": page, "rows": rows, "kept": kept.urlencode(), "overdue": bool(overdue), "mistakes": mistakes}
    about |= {"units": models.Unit.objects.order_by("slug"), "exports": FORMS if may(actor, "export") else ()}
    return render(request, "desk/records.html", about, status=400 if mistakes else 200)


def _wanted(asked: QueryDict) -> Filter:
    return Filter(
        stage=asked.get("stage") or None,
        unit=asked.get("unit") or None,
        text=(asked.get("text") or "").strip() or None,
    )
