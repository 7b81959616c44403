"""File a claim or a report by a form, which works without JavaScript; what was typed is never lost.

A long register is asked in steps. Each sends all that was typed so far: to go on or back, to look again (what is asked
may hang on what was chosen), to keep a draft, or at the end to file it.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from bridgehead.actions.attach import attach_new
from bridgehead.actions.once import once
from bridgehead.actions.submit import submit
from bridgehead.instruments.award.late import late
from bridgehead.instruments.register import RECEIVED, Register
from bridgehead.instruments.register.filled import Filled, read
from bridgehead.instruments.register.messages import Language
from bridgehead.instruments.register.refusal import RefusedFields
from bridgehead.ledger import models
from bridgehead.primitives.actor import PUBLIC
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.primitives.moment import now
from bridgehead.primitives.words import Phrase
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.web.api.callers import REPORTING
from bridgehead.web.faces.files import files, names_of_files
from bridgehead.web.faces.in_force import register_in, rulebook_of
from bridgehead.web.faces.questions import Question, asks_where, given, questions, that_decide
from bridgehead.web.faces.values import in_words
from bridgehead.web.portal import drafts
from bridgehead.web.portal.steps import steps


@dataclass(frozen=True)
class Form:
    """The form of a register, with all that was typed so far; `by` is the hash of the rulebook."""

    request: HttpRequest
    matter: str
    by: str
    rulebook: Rulebook
    register: Register
    typed: Mapping[str, object]

    @property
    def of(self) -> str:
        return f"{self.matter}/{self.register.name}"

    @property
    def anonymous(self) -> bool:
        return self.request.POST.get("anonymous") == "yes"

    @property
    def key(self) -> str:
        return self.request.POST.get("key") or secrets.token_urlsafe(24)

    def read(self) -> Filled:
        return read(self.register, self.typed, zone=self.rulebook.about.zone, anonymous=self.anonymous, at=now())

    def asked(self, wrong: Mapping[str, tuple[Phrase, ...]]) -> list[Question]:
        units = [(unit.slug, unit.title) for unit in models.Unit.objects.order_by("slug")]
        deciding = that_decide(self.register)
        found = questions(self.register, self.typed, self.read().values, wrong, units)
        return [replace(each, decides=each.name in deciding) for each in found]

    def answers(self, asked: list[Question]) -> list[tuple[Question, Phrase | str]]:
        """What was answered, as a reader sees it; what cannot be read, as it was typed."""
        values, fields, currency = self.read().values, self.register.fields, self.rulebook.about.currency or ""
        return [
            (each, in_words(fields[each.name], values[each.name], currency) if each.name in values else each.value)
            for each in asked
            if each.given
        ]

    def page(self, said: Mapping[str, object], status: int = 200) -> HttpResponse:
        about = {"matter": self.matter, "rulebook": self.rulebook, "register": self.register, "key": self.key}
        draft = {"until": drafts.until(self.request)} if drafts.kept(self.request, self.of) else None
        zone = self.rulebook.about.zone
        about |= {
            "ask_anonymous": self.register.anonymous == "allowed",
            "anonymous": self.anonymous,
            "draft": draft,
            "zone": zone,
            "asks_where": asks_where(self.register),
            "late": late(self.rulebook, self.register.name, {RECEIVED: now().astimezone(zone)}),
        }
        answer = render(self.request, "portal/file.html", {**about, **said}, status=status)
        if self.typed:
            answer["Cache-Control"] = "no-store"
        return answer


def file(request: HttpRequest, matter: str, name: str) -> HttpResponse:
    """The form, one of its steps, or what came of what was sent: a receipt, or the form with what is wrong in it."""
    by, rulebook = rulebook_of(matter)
    form = Form(request, matter, by, rulebook, register_in(rulebook, name), given(request.POST))
    if request.method != "POST":
        typed, step = drafts.kept(request, form.of) or ({}, 0)
        return _step(replace(form, typed=typed), step)
    match request.POST.get("go", "file"):
        case "file":
            return _filed(replace(form, typed={**form.typed, **names_of_files(request)}))
        case "forget":
            drafts.forget(request, form.of)
            return _step(form, _at(request), {"forgotten": True})
        case "save":
            return _saved(form)
        case "back":
            return _step(form, _at(request) - 1, back=True)
        case "next":
            return _next(form)
    return _step(form, _at(request))


def _at(request: HttpRequest) -> int:
    step = request.POST.get("step", "")
    return int(step) if step.isascii() and step.isdigit() and len(step) < 3 else 0


def _saved(form: Form) -> HttpResponse:
    try:
        drafts.keep(form.request, form.of, form.typed, _at(form.request))
    except BridgeheadError as error:
        return _step(form, _at(form.request), {"mistakes": error.mistakes})
    return _step(form, _at(form.request), {"saved": True})


def _next(form: Form) -> HttpResponse:
    """The next step, where this one is filled in as it should be, and nothing more is asked by what was chosen."""
    at = min(_at(form.request), len(steps(form.register)) - 1)
    here, shown = steps(form.register)[at].names, {*form.request.POST.getlist("shown")}
    seen = [each.name for each in form.asked({}) if each.name in here]
    wrong = {name: said for name, said in form.read().mistakes.items() if name in seen and name in shown}
    if wrong:
        return _step(form, at, {}, wrong)
    if {*seen} - shown:
        return _step(form, at, {"more": True})
    return _step(form, at + 1)


def _step(
    form: Form,
    step: int,
    said: Mapping[str, object] | None = None,
    wrong: Mapping[str, tuple[Phrase, ...]] | None = None,
    *,
    back: bool = False,
) -> HttpResponse:
    """A step with its questions; one in which nothing is asked is passed over, whichever way somebody goes."""
    if form.request.POST.get("whole") == "yes":
        return _whole(form, said or {})
    every, asked = steps(form.register), form.asked(wrong or {})
    there = [at for at, each in enumerate(every) if any(question.name in each.names for question in asked)]
    here = [at for at in there if (at <= step if back else at >= step)]
    at = (here[-1] if back else here[0]) if here else there[0 if back else -1]
    own = [each for each in asked if each.name in every[at].names]
    others = [each for each in asked if each.name not in every[at].names]
    about = {
        "step": at,
        "first": at == there[0],
        "last": at == there[-1],
        "steps": [(every[number].title, number == at, number < at) for number in there],
        "heading": every[at].title,
        "who_here": every[at].asks_who or len(there) == 1,
        "position": there.index(at) + 1,
        "questions": own,
        "wrong": [each for each in own if each.wrong],
        "carried": others,
        "answers": form.answers(others) if at == there[-1] else [],
    }
    return form.page({**about, **(said or {})}, 422 if wrong else 200)


def _whole(
    form: Form,
    said: Mapping[str, object],
    wrong: Mapping[str, tuple[Phrase, ...]] | None = None,
    status: int = 200,
) -> HttpResponse:
    """All questions on one page: once it was tried to file it, what is wrong may stand in any step."""
    asked = form.asked(wrong or {})
    about = {"questions": asked, "wrong": [each for each in asked if each.wrong], "whole": True}
    return form.page({**about, **said}, status)


def _filed(form: Form) -> HttpResponse:
    request, key = form.request, form.request.POST.get("key", "")

    try:
        receipt = once(key, _digest(request, form.typed), lambda: _file(form), now())
    except RefusedFields as refused:
        return _whole(form, {}, refused.fields, 422)
    except BridgeheadError as error:
        return _whole(form, {"mistakes": error.mistakes, "key": secrets.token_urlsafe(24)}, status=409)
    drafts.forget(request, form.of)
    at = datetime.fromisoformat(str(receipt["at"]))
    lost = _attached(request, form.matter, form.register.name, str(receipt["number"]))
    counts = datetime.fromisoformat(str(receipt.get("received_at", receipt["at"])))  # what was answered before has none
    said = {
        **receipt,
        "at": at,
        "received_at": counts,
        "zone": form.rulebook.about.zone,
        "lost": lost,
        "register": form.register,
    }
    answer = render(request, "portal/receipt.html", said, status=201)
    answer["Cache-Control"] = "no-store"
    return answer


def _file(form: Form) -> Mapping[str, Any]:
    language: Language = "en" if (get_language() or "").startswith("en") else "zh"
    register, in_force = form.register.name, (form.by, form.rulebook)
    receipt = submit(
        form.matter,
        register,
        form.typed,
        PUBLIC,
        now(),
        anonymous=form.anonymous,
        language=language,
        in_force=in_force,
    )
    return asdict(receipt)


def _digest(request: HttpRequest, filled: Mapping[str, object]) -> bytes:
    asked = repr((request.path, sorted(filled.items()), request.POST.get("anonymous")))
    return hashlib.sha256(asked.encode()).digest()


def _attached(request: HttpRequest, matter: str, name: str, number: str) -> list[Mistake]:
    """Attach the files that came and are not in yet; why those could not be that could not."""
    if not request.FILES:
        return []
    record = models.Record.objects.get(matter=matter, register=name, number=number)
    return attach_new(record.pk, files(request), REPORTING, now())[1]
