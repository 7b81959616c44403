"""The page of a record: its facts, what was done to it, what it has to do with, and what can be done to it now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from bridgehead.access import may
from bridgehead.actions.attach import attach_new
from bridgehead.actions.case import Case, case_of, offered
from bridgehead.actions.file_of import ENDINGS
from bridgehead.actions.forget import forget, is_forgetting, split_kin
from bridgehead.actions.handle import REASONED, Wanted, handle
from bridgehead.actions.look import look, look_into
from bridgehead.actions.verify_by_list import verify_by_list
from bridgehead.instruments.register import VERBS, Field, Verb, fillable, may_hold
from bridgehead.instruments.register.facts import VERIFIED
from bridgehead.instruments.register.refusal import RefusedFields
from bridgehead.ledger import models
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.primitives.moment import now
from bridgehead.primitives.words import Phrase
from bridgehead.queries.history import Step, history
from bridgehead.queries.lights import lights
from bridgehead.queries.received import received_at
from bridgehead.queries.records import seen_by
from bridgehead.queries.related import related
from bridgehead.queries.shared import shared
from bridgehead.queries.time_left import time_left
from bridgehead.rulebook.schema import Label
from bridgehead.web.desk.signed_in import staff
from bridgehead.web.desk.steps import whole
from bridgehead.web.faces.files import files
from bridgehead.web.faces.in_force import register_of
from bridgehead.web.faces.questions import Question, as_typed, given, questions
from bridgehead.web.faces.values import in_words
from bridgehead.web.faces.verbs import DONE, VERB, line


@dataclass(frozen=True, slots=True)
class Fact:
    """A field of a record: as declared, and as verified where it is a figure that staff verify; masked where it is
    personal. What was verified `differs` where something else was declared; `waits` is for a figure not verified yet.
    `derived` is what its list gives, where something else was verified, and `why` the reason for that.
    """

    label: Label
    value: object
    masked: bool
    verified: object = None
    differs: bool = False
    waits: bool = False
    derived: object = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """What can be done, with what has to be said for it; `evidence` are the files by which figures are verified, each
    with its hash and whether it is ticked.
    """

    verb: Verb
    name: Phrase
    does: Phrase
    questions: list[Question]
    reasoned: bool
    units: tuple[tuple[str, Any], ...]
    tried: bool
    evidence: tuple[tuple[str, Mapping[str, Any], bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Tried:
    """What somebody tried to do, and why it was not done."""

    verb: str
    filled: Mapping[str, object]
    wrong: Mapping[str, tuple[Phrase, ...]]
    mistakes: tuple[Mistake, ...] = ()
    reason: str = ""
    unit: str = ""
    into: str = ""
    without: frozenset[str] = frozenset()


NOTHING = Tried("", {}, {})
ATTACH = "attach"
REASON = Phrase("理由", "Reason")


@staff()
@require_safe
def record(request: HttpRequest, actor: Actor, matter: str, name: str, number: str) -> HttpResponse:
    return _page(request, actor, _record(matter, name, number, actor))


@staff()
@require_POST
def act(request: HttpRequest, actor: Actor, matter: str, name: str, number: str) -> HttpResponse:
    """Do it, and show the record; or show it as it stands with why not, and with what was typed."""
    found = _record(matter, name, number, actor)
    verb = next((each for each in VERBS if each == request.POST.get("verb")), None)
    if verb is None:
        raise Http404
    filled, reason, unit = given(request.POST), request.POST.get("reason", ""), request.POST.get("unit", "")
    seen = whole(request.POST, "version")
    into = request.POST.get("into", "").strip()
    without = frozenset(_evidence(found)) - {*request.POST.getlist("evidence")} if verb == "verify" else frozenset()
    wanted = Wanted(verb, seen, filled, reason, unit or None, into or None, without=without)
    said = (reason, unit, into, without)
    try:
        handle(found.pk, wanted, actor, now())
    except RefusedFields as refused:
        return _page(request, actor, found, Tried(verb, filled, refused.fields, (), *said), status=422)
    except BridgeheadError as error:
        anew = _record(matter, name, number, actor)
        return _page(request, actor, anew, Tried(verb, filled, {}, error.mistakes, *said), status=409)
    return redirect("desk-record", matter, name, number)


@staff("see personal fields")
@require_POST
def look_at(request: HttpRequest, actor: Actor, matter: str, name: str, number: str) -> HttpResponse:
    """The record with its personal fields, for a reason that is kept; the page is in no history."""
    found = _record(matter, name, number, actor)
    try:
        personal = look(found, request.POST.get("reason", ""), actor, now())
    except BridgeheadError as error:
        return _page(request, actor, found, Tried("look", {}, {}, error.mistakes), status=409)
    return _page(request, actor, found, personal=personal)


@staff("see personal fields")
@require_POST
def file(request: HttpRequest, actor: Actor, matter: str, name: str, number: str, file: str) -> HttpResponseBase:
    """A file of the record, for a reason that is kept."""
    found = _record(matter, name, number, actor)
    try:
        opened = look_into(found, file, request.POST.get("reason", ""), actor, now())
    except BridgeheadError as error:
        return _page(request, actor, found, Tried("look", {}, {}, error.mistakes), status=409)
    answer = StreamingHttpResponse(opened.pieces, content_type=opened.media_type)
    answer["Content-Disposition"] = content_disposition_header(False, opened.name) or "inline"
    answer["Content-Length"] = str(opened.size)
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'; img-src 'self'; object-src 'self'"
    answer["Cache-Control"] = "no-store"
    return answer


@staff("forget")
@require_POST
def forget_it(request: HttpRequest, actor: Actor, matter: str, name: str, number: str) -> HttpResponse:
    """Forget what is personal in the record, by whoever types its number and says why."""
    found = _record(matter, name, number, actor)
    reason, typed = request.POST.get("reason", ""), request.POST.get("number", "").strip()
    try:
        if typed != found.number:
            raise BridgeheadError([Mistake("AC091", f"«{typed}» was typed", None, f"the number, {found.number}")])
        forget(found.pk, reason, actor, now(), also_split=bool(request.POST.get("also")))
    except BridgeheadError as error:
        return _page(request, actor, found, Tried("forget", {}, {}, error.mistakes, reason), status=409)
    return redirect("desk-record", matter, name, number)


@staff()
@require_POST
def hand_in(request: HttpRequest, actor: Actor, matter: str, name: str, number: str) -> HttpResponse:
    """Attach what came in another way than by the form, for a reason that is kept, and show the record."""
    found = _record(matter, name, number, actor)
    reason = request.POST.get("reason", "")
    given = [replace(each, reason=reason) for each in files(request)]
    nothing = Mistake("AC061", "no file", None, "at least one")
    _, mistakes = attach_new(found.pk, given, actor, now()) if given else (0, [nothing])
    if mistakes:
        anew, tried = _record(matter, name, number, actor), Tried(ATTACH, {}, {}, tuple(mistakes), reason)
        return _page(request, actor, anew, tried, status=409)
    return redirect("desk-record", matter, name, number)


@staff()
@require_POST
def count(request: HttpRequest, actor: Actor, matter: str, name: str, number: str, file: str) -> HttpResponse:
    """Verify the figures that a list gives, and show the record."""
    found = _record(matter, name, number, actor)
    try:
        verify_by_list(found.pk, file, whole(request.POST, "version"), actor, now())
    except BridgeheadError as error:
        return _page(request, actor, found, Tried("verify", {}, {}, error.mistakes), status=409)
    return redirect("desk-record", matter, name, number)


def _record(matter: str, name: str, number: str, actor: Actor) -> models.Record:
    """Raises Http404, also where it is kept from the actor."""
    register_of(matter, name)
    try:
        return seen_by(actor, "see records", matter, name, number)
    except models.Record.DoesNotExist as absent:
        raise Http404 from absent


def _page(
    request: HttpRequest,
    actor: Actor,
    found: models.Record,
    tried: Tried = NOTHING,
    personal: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    case = case_of(found)
    can = offered(case, actor)
    steps = history(found, actor)
    kin = related(found, actor)
    units = tuple((each.slug, each.title) for each in models.Unit.objects.order_by("slug"))
    titles = dict(units)
    about = {
        "matter": found.matter,
        "record": found,
        "rulebook": case.rulebook,
        "register": case.register,
        "stage": case.register.stages.get(found.stage),
        "zone": case.rulebook.about.zone,
        "received_at": received_at(found),
        "channel": case.register.channels.get(found.state.get("channel", "")),
        "time": time_left(found, case.rulebook, case.register, now()),
        "lights": lights(found, case.rulebook, case.register, now()),
        "facts": list(_facts(case, personal, titles)),
        "opened": personal is not None,
        "may_look": may(actor, "see personal fields") and "forgotten" not in found.state,
        "may_forget": may(actor, "forget") and "forgotten" not in found.state,
        "forgetting": "forgotten" in found.state and is_forgetting([found.pk]),
        "split_kin": split_kin(found, actor) if may(actor, "forget") else (),
        "files": [
            {"hash": name, "label": case.register.fields[file["field"]].label, "counts": _counts(case, file), **file}
            for name, file in found.state.get("files", {}).items()
            if file["field"] in case.register.fields
        ],
        "takes": _takes(case) if can and "forgotten" not in found.state else (),
        "may_verify": "verify" in can,
        "steps": [_told(each, case, titles) for each in reversed(steps)],
        "related": kin,
        "shared": shared([found], actor).get(found.pk, []),
        "offered": [_offered(case, verb, units, tried) for verb in can],
        "tried": tried,
        "typed": [] if tried.verb in can else _typed(case, tried),
    }
    answer = render(request, "desk/record.html", about, status=status)
    if personal is not None:
        answer["Cache-Control"] = "no-store"
    return answer


def _facts(case: Case, personal: Mapping[str, Any] | None, titles: Mapping[str, Any]) -> Iterator[Fact]:
    kept = case.record.state["fields"]
    for name, field in case.register.fields.items():
        if field.type == "files" or name == case.register.number:
            continue
        value = (personal or {}).get(name) if field.personal else case.state.filled.get(name, kept.get(name))
        masked = field.personal and personal is None
        found = case.state.filled.get(f"{name} {VERIFIED}")
        yield Fact(
            field.label,
            _said(case, field, value, titles),
            masked,
            _said(case, field, found, titles),
            differs=found != value,
            waits=field.verified and found is None,
            **_unlike_its_list(field, case.record.state.get("verified", {}).get(name, {})),
        )


def _unlike_its_list(field: Field, how: Mapping[str, Any]) -> dict[str, Any]:
    """Why a figure was verified by hand as something else than its list gives, and what that is if it was counted."""
    if "because" not in how:
        return {}
    return {"derived": in_words(field, how["derived"]) if "derived" in how else None, "why": how["because"]}


def _takes(case: Case) -> list[Question]:
    """The fields of files, none of which has to be filled in now."""
    asked = {name for name, field in case.register.fields.items() if field.type == "files"}
    found = questions(case.register, {}, case.state.filled, {}, (), asked)
    return [replace(each, required=False, form=ATTACH) for each in found]


def _counts(case: Case, file: Mapping[str, Any]) -> bool:
    """Whether a file is a list in which figures are counted."""
    return case.register.fields[file["field"]].rows is not None and file["type"] in ENDINGS


def _said(case: Case, field: Field, value: object, titles: Mapping[str, Any]) -> object:
    if value is None or field.type == "unit":
        return titles.get(str(value), value)
    return in_words(field, value, case.rulebook.about.currency or "")


def _told(step: Step, case: Case, titles: Mapping[str, Any]) -> dict[str, Any]:
    fields = case.register.fields
    stage = case.register.stages.get(step.stage or "")
    return {
        "done": DONE.get(step.kind, Phrase(step.kind, step.kind)),
        "step": step,
        "reason": step.reason or line(step.stopped),
        "stage": stage.label if stage else None,
        "unit": titles.get(step.unit or ""),
        "fields": [
            (fields[name].label, _said(case, fields[name], value, titles))
            for name, value in _plain(step.fields).items()
            if name in fields
        ],
    }


def _plain(filled: Mapping[str, object]) -> dict[str, object]:
    """What was filled in by the fields that it is of: a figure that was verified too."""
    return {name.removesuffix(f" {VERIFIED}"): value for name, value in filled.items()}


def _typed(case: Case, tried: Tried) -> list[tuple[Phrase | Label, object]]:
    """What was typed for something that can no longer be done here, so that it is not lost."""
    fields = case.register.fields
    filled: list[tuple[Phrase | Label, object]] = [
        (fields[name].label, value) for name, value in _plain(tried.filled).items() if name in fields and value
    ]
    return [*filled, (REASON, tried.reason)] if tried.reason else filled


def _offered(case: Case, verb: Verb, units: tuple[tuple[str, Any], ...], tried: Tried) -> Offered:
    own = tried.verb == verb
    if verb == "verify":
        said = tried if own else NOTHING
        evidence = tuple((*each, each[0] not in said.without) for each in _evidence(case.record).items())
        return Offered(verb, VERB[verb], VERBS[verb].does, _to_verify(case, said), False, (), own, evidence)
    asked = fillable(case.register, case.state.stage, verb, reporter=False)
    plain = {name for name in asked if name in case.register.fields and verb != "correct"}
    known = {**case.record.state["fields"], **(tried.filled if own else {})}
    filled = {name: known[name] for name in plain if name in known}
    asks = questions(case.register, filled, case.state.filled, tried.wrong if own else {}, units, plain)
    holding = tuple(each for each in units if may_hold(case.register, case.state.filled, each[0]))
    to = holding if verb == "assign" else ()
    return Offered(verb, VERB[verb], VERBS[verb].does, asks, verb in REASONED, to, own)


def _evidence(record: models.Record) -> dict[str, Mapping[str, Any]]:
    """The files by which figures are verified, by their hashes."""
    fields = case_of(record).register.fields
    fields_of_files = {field.evidence for field in fields.values() if field.verified and field.evidence}
    return {
        name: {**file, "label": fields[file["field"]].label}
        for name, file in record.state.get("files", {}).items()
        if file["field"] in fields_of_files
    }


def _to_verify(case: Case, tried: Tried) -> list[Question]:
    """The figures that staff verify, blank or as they were verified before: what was declared is no suggestion."""
    register, kept = case.register, case.record.state["fields"]
    asked = {name for name, field in register.fields.items() if field.verified}
    stand = {name: kept.get(f"{name} {VERIFIED}") for name in asked}
    typed = {**as_typed(register, stand), **_plain(tried.filled)}
    wrong = {name.removesuffix(f" {VERIFIED}"): said for name, said in tried.wrong.items()}
    found = questions(register, typed, case.state.filled, wrong, (), asked)
    return [replace(each, name=f"{each.name} {VERIFIED}", required=True, form="verify") for each in found]
