"""What became of a record, and what whoever filed it can do: for whoever has its number and its code."""

import hashlib
import secrets
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bridgehead.actions.attach import HANDING_IN, attach_new
from bridgehead.actions.case import Case, case_of, offered
from bridgehead.actions.handle import REASONED, Wanted, handle
from bridgehead.actions.once import Answer, once
from bridgehead.instruments.award.schema import Award
from bridgehead.instruments.register import VERBS, Verb, fillable
from bridgehead.instruments.register.refusal import RefusedFields
from bridgehead.ledger import models
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.primitives.moment import now
from bridgehead.primitives.words import Phrase
from bridgehead.queries import records
from bridgehead.queries.received import received_at
from bridgehead.queries.time_left import time_left
from bridgehead.queries.why import Why, why
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.rulebook.schema import Label
from bridgehead.web.api.callers import REPORTING
from bridgehead.web.faces.files import files
from bridgehead.web.faces.questions import Question, as_typed, asks_where, emptied, given, questions
from bridgehead.web.faces.values import in_words
from bridgehead.web.faces.verbs import VERB, told

ATTACH = "attach"
"""What can be done beside the verbs: to hand in files while what was filed can be corrected."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What can be done, and what is asked for it."""

    verb: str
    name: Phrase
    does: Phrase
    questions: list[Question]
    reasoned: bool
    tried: bool


@dataclass(frozen=True, slots=True)
class Tried:
    """What was tried, with what was typed, and why it was not done; `done` tells that it was."""

    verb: str = ""
    filled: Mapping[str, object] | None = None
    wrong: Mapping[str, tuple[Phrase, ...]] | None = None
    mistakes: tuple[Mistake, ...] = ()
    reason: str = ""
    done: bool = False
    emptied: frozenset[str] = frozenset()


def track(request: HttpRequest) -> HttpResponse:
    """The question for both, or the record. The code stands in no address, so that no log and no history has it."""
    if request.method != "POST":
        return render(request, "portal/track.html", {"number": request.GET.get("number", "")})
    return _of(request, Tried())


def act(request: HttpRequest) -> HttpResponse:
    """Do it and show the record; or show it as it stands, with why not and with what was typed."""
    if request.method != "POST":
        return render(request, "portal/track.html", {})
    number, code = _named(request)
    verb: Any = request.POST.get("verb", "")
    filled, reason = given(request.POST), request.POST.get("reason", "")
    tried = Tried(verb, filled, reason=reason, emptied=emptied(request.POST))
    try:
        record = records.by_code(number, code)
        _do(request, record, verb, reason)
    except models.Record.DoesNotExist:
        return _of(request, tried)
    except RefusedFields as refused:
        return _of(request, replace(tried, wrong=refused.fields), 422)
    except BridgeheadError as error:
        return _of(request, replace(tried, mistakes=error.mistakes), 409)
    return _of(request, Tried(verb, done=True))


def _do(request: HttpRequest, record: models.Record, verb: Verb, reason: str) -> None:
    """Files first, those that are not in yet; then what was filled in, once however often it is sent."""
    attached, lost = attach_new(record.pk, files(request), REPORTING, now())
    if lost:
        raise BridgeheadError(lost)
    if verb == ATTACH:
        return
    version = request.POST.get("version", "")
    seen = int(version) + attached if version.isascii() and version.isdigit() else -1
    filled = _changed(case_of(record), verb, request)
    asked = (record.pk, verb, version, sorted(given(request.POST).items()), sorted(emptied(request.POST)), reason)
    digest = hashlib.sha256(repr(asked).encode()).digest()

    def do() -> Answer:
        return {"version": handle(record.pk, Wanted(verb, seen, filled, reason), REPORTING, now()).version}

    once(request.POST.get("key", ""), digest, do, now())


def _changed(case: Case, verb: Verb, request: HttpRequest) -> dict[str, object]:
    """What is filled in otherwise than it stood in the form; what was emptied is blank from now on."""
    if verb not in HANDING_IN:
        return given(request.POST)
    stood, typed = as_typed(case.register, case.record.state["fields"]), given(request.POST)
    shown = {name.removeprefix("shown:") for name in request.POST if name.startswith("shown:")}
    blank = {name for name in stood if name in shown} | emptied(request.POST)
    return {name: value for name, value in typed.items() if value != stood.get(name)} | dict.fromkeys(
        blank - {*typed}, ""
    )


def _named(request: HttpRequest) -> tuple[str, str]:
    return request.POST.get("number", "").strip(), request.POST.get("code", "").strip()


def _of(request: HttpRequest, tried: Tried, status: int = 200) -> HttpResponse:
    number, code = _named(request)
    try:
        record = records.by_code(number, code)
    except models.Record.DoesNotExist:
        return render(request, "portal/track.html", {"number": number, "unknown": True}, status=404)
    case = case_of(record)
    rulebook, register = case.rulebook, case.register
    can = offered(case, REPORTING)
    stage = register.stages.get(record.stage)
    about = {
        "record": record,
        "code": code,
        "rulebook": rulebook,
        "register": register,
        "stage": stage,
        "zone": rulebook.about.zone,
        "received_at": received_at(record),
        "channel": register.channels.get(record.state.get("channel", "")),
        "time": time_left(record, rulebook, register, now()),
        "moves_to": _moves_to(case),
        "facts": list(_facts(case)),
        "has_personal": bool(record.state.get("personal")),
        "files": [
            {**each, "label": register.fields[each["field"]].label}
            for each in record.state.get("files", {}).values()
            if each["field"] in register.fields
        ],
        "steps": [told(each) for each in reversed(records.steps(record))],
        "decisions": list(_decisions(rulebook, record)),
        "offered": list(_offered(case, can, tried)),
        "tried": tried,
        "did": VERB.get(tried.verb) if tried.done else None,  # type: ignore[call-overload]
        "key": secrets.token_urlsafe(24),
        "asks_where": asks_where(register),
    }
    answer = render(request, "portal/record.html", about, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _moves_to(case: Case) -> Label | None:
    """Where it goes by itself at `move_at`, if nobody does anything before."""
    stage = case.register.stages.get(case.state.stage)
    targets = [each.to for each in stage.moves if each.after is not None] if stage else []
    return case.register.stages[targets[0]].label if case.record.move_at and len(targets) == 1 else None


def _facts(case: Case) -> Iterator[tuple[Label, Phrase | Label]]:
    """What stands in it that is not personal."""
    kept, currency = case.record.state["fields"], case.rulebook.about.currency or ""
    titles = {each.slug: Label.model_validate(each.title) for each in _units(case)}
    for name, field in case.register.fields.items():
        if field.personal or field.type == "files" or name == case.register.number or kept.get(name) is None:
            continue
        value = kept[name]
        yield field.label, titles.get(str(value)) or in_words(field, value, currency)


def _units(case: Case) -> list[models.Unit]:
    asks = any(field.type == "unit" for field in case.register.fields.values())
    return list(models.Unit.objects.order_by("slug")) if asks else []


def _offered(case: Case, can: tuple[Verb, ...], tried: Tried) -> Iterator[Offered]:
    for verb in can:
        asks = _asked(case, verb, tried, verb)
        plain = [each for each in asks if each.widget != "files" or verb == "submit"]
        yield Offered(
            verb, VERB[verb], VERBS[verb].does, plain, verb in REASONED, tried.verb == verb and not tried.done
        )
    if "correct" in can and "submit" not in can:
        asks = [each for each in _asked(case, "correct", tried, ATTACH) if each.widget == "files"]
        if asks:
            does = Phrase("上传还没有交的文件。", "Hand in files that are not in yet.")
            yield Offered(ATTACH, Phrase("上传文件", "Attach files"), does, asks, False, tried.verb == ATTACH)


def _asked(case: Case, verb: Verb, tried: Tried, form: str) -> list[Question]:
    """What the verb fills in, as it stands; what is personal is not shown, and stays where it is left blank, unless
    it is deleted.
    """
    register, own = case.register, tried.verb == verb and not tried.done
    asked = fillable(register, case.state.stage, verb, reporter=True)
    stood = as_typed(register, case.record.state["fields"]) if verb in HANDING_IN else {}
    filled = {**stood, **(tried.filled or {})} if own else stood
    units = [(each.slug, Label.model_validate(each.title)) for each in _units(case)]
    wrong = (tried.wrong or {}) if own else {}
    found = questions(register, filled, case.state.filled, wrong, units, asked)
    hidden = {name for name, field in register.fields.items() if field.personal and field.type != "files"}
    kept = hidden if verb in HANDING_IN and case.record.state.get("personal") else set()
    deleted = tried.emptied if own else frozenset[str]()
    return [
        replace(
            each,
            form=form,
            kept=each.name in kept,
            clears=each.name in kept and not each.required,
            cleared=each.name in deleted,
            required=each.required and each.name not in kept,
        )
        for each in found
    ]


def _decisions(rulebook: Rulebook, record: models.Record) -> Iterator[tuple[Award, Why]]:
    """What was decided on it and shown to everybody, by each award that it is a claim of."""
    for part in rulebook.instruments.values():
        if isinstance(part, Award) and part.claims == record.register:
            with suppress(models.Record.DoesNotExist):
                yield part, why(record.matter, part.name, record.number)
