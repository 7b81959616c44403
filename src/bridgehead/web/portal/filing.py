"""File a claim or a report by a form, which works without JavaScript; what was typed is never lost."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from bridgehead.actions.attach import attach_new
from bridgehead.actions.once import once
from bridgehead.actions.refusal import RefusedFields
from bridgehead.actions.submit import submit
from bridgehead.instruments.register import Register
from bridgehead.instruments.register.filled import read
from bridgehead.instruments.register.messages import Language
from bridgehead.ledger import models
from bridgehead.primitives.actor import PUBLIC
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.primitives.moment import now
from bridgehead.primitives.words import Phrase
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.web.api.callers import REPORTING
from bridgehead.web.faces.in_force import register_of
from bridgehead.web.faces.questions import Question, given, questions
from bridgehead.web.portal.files import files, names_of_files


def file(request: HttpRequest, matter: str, name: str) -> HttpResponse:
    """The empty form, or what came of the one that was sent: a receipt, or the form with what is wrong in it."""
    rulebook, register = register_of(matter, name)
    about = {"matter": matter, "rulebook": rulebook, "register": register}
    if request.method != "POST":
        key = secrets.token_urlsafe(24)
        return render(request, "portal/file.html", {**about, "questions": _asked(rulebook, register, {}), "key": key})
    filled: dict[str, object] = {**given(request.POST), **names_of_files(request)}
    anonymous = request.POST.get("anonymous") == "yes"
    try:
        receipt = once(_key(request), _digest(request, filled), lambda: _file(matter, name, filled, anonymous), now())
    except RefusedFields as refused:
        asked = _asked(rulebook, register, filled, refused.fields)
        said = {"questions": asked, "wrong": [each for each in asked if each.wrong], "anonymous": anonymous}
        return render(request, "portal/file.html", {**about, **said, "key": _key(request)}, status=422)
    except BridgeheadError as error:
        asked = _asked(rulebook, register, filled)
        said = {"questions": asked, "mistakes": error.mistakes, "key": secrets.token_urlsafe(24)}
        return render(request, "portal/file.html", {**about, **said, "anonymous": anonymous}, status=409)
    at = datetime.fromisoformat(str(receipt["at"]))
    lost = _attached(request, matter, name, str(receipt["number"]))
    said = {**receipt, "at": at, "zone": rulebook.about.zone, "lost": lost}
    return render(request, "portal/receipt.html", {**about, **said}, status=201)


def _file(matter: str, name: str, filled: Mapping[str, object], anonymous: bool) -> Mapping[str, Any]:
    language: Language = "en" if (get_language() or "").startswith("en") else "zh"
    return asdict(submit(matter, name, filled, PUBLIC, now(), anonymous=anonymous, language=language))


def _asked(
    rulebook: Rulebook,
    register: Register,
    filled: Mapping[str, object],
    wrong: Mapping[str, tuple[Phrase, ...]] | None = None,
) -> list[Question]:
    known = read(register, filled, zone=rulebook.about.zone).values
    units = [(unit.slug, unit.title) for unit in models.Unit.objects.order_by("slug")]
    return questions(register, filled, known, wrong or {}, units)


def _key(request: HttpRequest) -> str:
    return request.POST.get("key", "")


def _digest(request: HttpRequest, filled: Mapping[str, object]) -> bytes:
    asked = repr((request.path, sorted(filled.items()), request.POST.get("anonymous")))
    return hashlib.sha256(asked.encode()).digest()


def _attached(request: HttpRequest, matter: str, name: str, number: str) -> list[Mistake]:
    """Attach the files that came and are not in yet; why those could not be that could not."""
    if not request.FILES:
        return []
    record = models.Record.objects.get(matter=matter, register=name, number=number)
    return attach_new(record.pk, files(request), REPORTING, now())[1]
