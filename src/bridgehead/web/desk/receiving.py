"""Take in what somebody says, sends or brings: staff fills in the form of the register, with the channel it came by."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from bridgehead.actions.attach import attach_new
from bridgehead.actions.once import once
from bridgehead.actions.submit import submit
from bridgehead.instruments.register import REPORTER, Register
from bridgehead.instruments.register.filled import read
from bridgehead.instruments.register.messages import Language
from bridgehead.instruments.register.refusal import RefusedFields
from bridgehead.instruments.register.stages import Channel
from bridgehead.ledger import models
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.primitives.moment import now
from bridgehead.primitives.words import Phrase
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.web.desk.signed_in import staff
from bridgehead.web.faces.files import files, names_of_files
from bridgehead.web.faces.in_force import register_of
from bridgehead.web.faces.questions import Question, given, questions, that_decide

LANGUAGES = (("zh", "中文"), ("en", "English"))


@dataclass(frozen=True, slots=True)
class Form:
    """The form of a register, with all that was typed so far."""

    request: HttpRequest
    matter: str
    rulebook: Rulebook
    register: Register
    typed: Mapping[str, object]

    @property
    def anonymous(self) -> bool:
        return self.request.POST.get("anonymous") == "yes"

    @property
    def language(self) -> Language:
        return "en" if self.request.POST.get("language") == "en" else "zh"

    @property
    def channel(self) -> str:
        return self.request.POST.get("channel", "")

    def asked(self, wrong: Mapping[str, tuple[Phrase, ...]]) -> list[Question]:
        units = [(unit.slug, unit.title) for unit in models.Unit.objects.order_by("slug")]
        known = read(self.register, self.typed, zone=self.rulebook.about.zone, anonymous=self.anonymous).values
        deciding = that_decide(self.register)
        found = questions(self.register, self.typed, known, wrong, units)
        return [replace(each, decides=each.name in deciding) for each in found]


def by_staff(register: Register) -> dict[str, Channel]:
    """The channels of what does not come in by itself."""
    return {name: each for name, each in register.channels.items() if not each.online}


@staff("take in")
@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: HttpRequest, actor: Actor, matter: str, name: str) -> HttpResponse:
    """The form; or what came of it: number and code, or the form with what is wrong in it."""
    rulebook, register = register_of(matter, name)
    if not by_staff(register):
        raise Http404
    form = Form(request, matter, rulebook, register, given(request.POST))
    if request.method != "POST" or request.POST.get("go") != "file":
        return _page(form)
    form = replace(form, typed={**form.typed, **names_of_files(request)})
    try:
        receipt = once(request.POST.get("key", ""), _digest(form, actor), lambda: _filed(form, actor), now())
    except RefusedFields as refused:
        return _page(form, wrong=refused.fields, status=422)
    except BridgeheadError as error:
        return _page(form, mistakes=error.mistakes, status=409)
    record = models.Record.objects.get(matter=matter, register=name, number=str(receipt["number"]))
    reporting = replace(actor, roles=frozenset({REPORTER}), units=frozenset())
    _, lost = attach_new(record.pk, files(request), reporting, now())
    moments = {key: datetime.fromisoformat(str(receipt[key])) for key in ("at", "received_at")}
    about = {**_about(form), **receipt, **moments, "lost": lost, "zone": rulebook.about.zone}
    answer = render(request, "desk/received.html", about, status=201)
    answer["Cache-Control"] = "no-store"
    return answer


def _filed(form: Form, actor: Actor) -> Mapping[str, Any]:
    if not form.channel:
        expected = f"one of {', '.join(by_staff(form.register))}"
        raise BridgeheadError([Mistake("AC087", "taken in by no channel", None, expected)])
    receipt = submit(
        form.matter,
        form.register.name,
        form.typed,
        actor,
        now(),
        anonymous=form.anonymous,
        language=form.language,
        channel=form.channel,
    )
    return asdict(receipt)


def _digest(form: Form, actor: Actor) -> bytes:
    said = (form.request.path, actor.name, sorted(form.typed.items()), form.anonymous, form.channel, form.language)
    return hashlib.sha256(repr(said).encode()).digest()


def _about(form: Form) -> dict[str, object]:
    return {"matter": form.matter, "rulebook": form.rulebook, "register": form.register}


def _page(
    form: Form,
    wrong: Mapping[str, tuple[Phrase, ...]] | None = None,
    mistakes: Sequence[Mistake] = (),
    status: int = 200,
) -> HttpResponse:
    """A key that was refused may come again with something else, so that the form gets a new one."""
    asked = form.asked(wrong or {})
    about = {
        **_about(form),
        "channels": by_staff(form.register),
        "form": form,
        "languages": LANGUAGES,
        "key": secrets.token_urlsafe(24),
        "ask_anonymous": form.register.anonymous == "allowed",
        "questions": asked,
        "wrong": [each for each in asked if each.wrong],
        "mistakes": mistakes,
    }
    answer = render(form.request, "desk/receive.html", about, status=status)
    if form.typed:
        answer["Cache-Control"] = "no-store"
    return answer
