"""Accounts, units and calendars: who may do what, who carries duties, and which days are worked."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from bridgehead import published
from bridgehead.actions.account import add_unit, known_roles
from bridgehead.ledger import models
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.primitives.moment import now
from bridgehead.primitives.words import Phrase
from bridgehead.web.accounts.manage import (
    Reached,
    change_rights,
    close_account,
    give_token,
    open_account,
    take_token,
)
from bridgehead.web.accounts.models import User
from bridgehead.web.accounts.tokens import SCOPES
from bridgehead.web.desk.signed_in import staff

ROLES: Mapping[str, Phrase] = {
    "clerk": Phrase("受理员", "clerk"),
    "handler": Phrase("承办人", "handler"),
    "supervisor": Phrase("督办人", "supervisor"),
    "cashier": Phrase("出纳", "cashier"),
    "administrator": Phrase("管理员", "administrator"),
}
LONGEST_TOKEN = 366
"""Days that a token is good for at most."""


@staff("manage accounts")
@require_http_methods(["GET", "HEAD", "POST"])
def accounts(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All accounts, and the form that opens one."""
    mistakes: tuple[Mistake, ...] = ()
    if request.method == "POST":
        typed, name = request.POST, request.POST.get("name", "").strip()
        try:
            password = typed.get("password") or None
            open_account(name, *_rights(typed), password, actor, now(), _reached(typed))
        except BridgeheadError as error:
            mistakes = error.mistakes
        else:
            return redirect("desk-account", name)
    found = User.objects.prefetch_related("units", "tokens").order_by("-is_active", "username")
    about = {
        "accounts": [
            (each, [_role(role) for role in each.roles], each.units.all(), each.tokens.all()) for each in found
        ],
        "mistakes": mistakes,
        "typed": request.POST,
        **_choices(request.POST.getlist("role"), request.POST.getlist("unit")),
    }
    return render(request, "desk/accounts.html", about, status=409 if mistakes else 200)


@staff("manage accounts")
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, actor: Actor, name: str) -> HttpResponse:
    """One account, and what can be done to it; a token that is given is shown on this page alone, and once."""
    found = User.objects.filter(username=name).first()
    if found is None:
        raise Http404
    mistakes: tuple[Mistake, ...] = ()
    token, typed = "", request.POST
    if request.method == "POST":
        try:
            token = _do(typed.get("what", ""), name, typed, actor)
        except BridgeheadError as error:
            mistakes = error.mistakes
        else:
            if not token:
                return redirect("desk-account", name)
    roles, units = found.roles, [each.slug for each in found.units.all()]
    if mistakes and typed.get("what") == "change":
        roles, units = typed.getlist("role"), typed.getlist("unit")
    about = {
        "account": found,
        "token": token,
        "tokens": found.tokens.order_by("label"),
        "scopes": SCOPES,
        "mistakes": mistakes,
        "typed": typed,
        **_choices(roles, units),
    }
    answer = render(request, "desk/account.html", about, status=409 if mistakes else 200)
    answer["Cache-Control"] = "no-store"
    return answer


@staff("manage accounts")
@require_http_methods(["GET", "HEAD", "POST"])
def units(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The units, and the form that adds one."""
    mistakes: tuple[Mistake, ...] = ()
    if request.method == "POST":
        title = {language: request.POST.get(language, "").strip() for language in ("zh", "en")}
        try:
            if not all(title.values()):
                raise BridgeheadError([Mistake("RG010", "a unit without a name", None, "one in both languages")])
            add_unit(request.POST.get("slug", "").strip(), title, actor, now())
        except BridgeheadError as error:
            mistakes = error.mistakes
        else:
            return redirect("desk-units")
    about = {"units": models.Unit.objects.order_by("slug"), "mistakes": mistakes, "typed": request.POST}
    return render(request, "desk/units.html", about, status=409 if mistakes else 200)


@staff()
@require_safe
def calendars(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The years that each rulebook knows: its holidays, and the weekends that are worked for them."""
    found = [(matter, published.current(matter)[1]) for matter in published.matters()]
    about = {"rulebooks": [(matter, each, each.calendar) for matter, each in found if each.calendar]}
    return render(request, "desk/calendars.html", about)


def _do(what: str, name: str, typed: QueryDict, actor: Actor) -> str:
    """The token, where one is given. Raises Http404 for what cannot be done to an account."""
    if what == "give":
        days = typed.get("days", "")
        until = now() + timedelta(days=min(int(days) if days.isascii() and days.isdecimal() else 0, LONGEST_TOKEN))
        return give_token(name, typed.get("label", "").strip(), typed.getlist("scope"), until, actor, now())
    if what not in DO:
        raise Http404
    DO[what](name, typed, actor)
    return ""


def _change(name: str, typed: QueryDict, actor: Actor) -> None:
    change_rights(name, *_rights(typed), actor, now(), _reached(typed))


def _close(name: str, typed: QueryDict, actor: Actor) -> None:
    close_account(name, actor, now())


def _take(name: str, typed: QueryDict, actor: Actor) -> None:
    take_token(name, typed.get("label", ""), actor, now())


DO: Mapping[str, Callable[[str, QueryDict, Actor], None]] = {"change": _change, "close": _close, "take": _take}


def _rights(typed: QueryDict) -> tuple[list[str], list[str]]:
    return typed.getlist("role"), typed.getlist("unit")


def _reached(typed: QueryDict) -> Reached:
    """What is left blank stays as it is."""
    return Reached(typed.get("e_mail", "").strip() or None, "en" if typed.get("language") == "en" else "zh")


def _choices(roles: list[str], units: list[str]) -> dict[str, object]:
    known = models.Unit.objects.order_by("slug")
    return {
        "roles": [(each, _role(each), each in roles) for each in known_roles()],
        "units": [(each, each.slug in units) for each in known],
    }


def _role(name: str) -> Phrase:
    return ROLES.get(name, Phrase(name, name))
