"""Records over the interface: submit, track, list, see one, act."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status
from pydantic import WrapValidator

from bridgehead.access import require
from bridgehead.actions.case import case_of, offered
from bridgehead.actions.handle import Wanted, handle
from bridgehead.actions.once import Answer
from bridgehead.actions.submit import submit
from bridgehead.instruments.register import Verb
from bridgehead.ledger import models
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.primitives.moment import now
from bridgehead.queries import records
from bridgehead.queries.counts import by_unit_and_month
from bridgehead.queries.listing import MOST, PAGE, Filter, Order, listed
from bridgehead.queries.received import received_at
from bridgehead.queries.related import related
from bridgehead.queries.shared import shared
from bridgehead.web.api import moments, problems
from bridgehead.web.api.callers import REPORTING, Bearer, anybody, by_code, caller, filer_or_staff
from bridgehead.web.api.described import Sent, filled_in
from bridgehead.web.api.language import asked_in, said
from bridgehead.web.api.moments import Moment
from bridgehead.web.api.once import once_only

router = Router()
REGISTER = "/matters/{path:matter}/registers/{name}/records"
COUNTS = "/matters/{path:matter}/registers/{name}/counts"
ACTS = "/matters/{path:matter}/registers/{name}/acts"

Value = Annotated[str | int | bool | list[str] | None, WrapValidator(filled_in)]


class Filled(Sent):
    """What is filed; `channel` is one of the register, without it the one that is online. Others are for staff."""

    fields: dict[str, Value]
    anonymous: bool = False
    channel: str | None = None


class Said(Schema):
    zh: str
    en: str


class Late(Schema):
    """An award whose last day for claims was over: what was filed is taken in, and does not count for it."""

    award: str
    last_day: str
    says: Said


class Receipt(Schema):
    """It came in `at` a moment, and counts as received from `received_at` on, when the office opens next. It comes too
    `late` for some awards.
    """

    number: str
    code: str
    at: Moment
    received_at: Moment | None = None
    late: list[Late] = Field(default_factory=list)


class Stopped(Schema):
    """The screen by which a record was stopped at a line, why, and the clause."""

    screen: str
    zh: str
    en: str
    cites: str | None = None


class Step(Schema):
    kind: str
    at: Moment
    reason: str | None = None
    stopped: Stopped | None = None


class Stored(Schema):
    """A file of a record, by the hash of what is stored."""

    hash: str
    field: str
    type: str
    size: int


class Figure(Schema):
    """By whom a figure was verified, and by which files, by the hashes of what is stored. `derived` is what its list
    gave when it was counted; `because` why something else was verified, or though no list was counted.
    """

    by: str
    evidence: list[str]
    derived: Value | None = None
    because: str | None = None


class Shared(Schema):
    """Another record of the register in whose list some of the same stand, and how many."""

    number: str
    stage: str
    count: int


class Shown(Schema):
    """A record as whoever filed it and staff see it, without what is personal. It came in at `submitted_at`, and counts
    as received from `received_at` on; `provisional` is a deadline that a calendar may still move.
    """

    number: str
    stage: str
    submitted_at: Moment
    received_at: Moment
    channel: str | None = None
    due_at: Moment | None = None
    provisional: bool = False
    version: int
    unit: str | None = None
    fields: dict[str, Any]
    files: list[Stored] = Field(default_factory=list)
    verified: dict[str, Figure] = Field(default_factory=dict)


class ShownToStaff(Shown):
    """The same as staff alone sees it."""

    shared: list[Shared]


class Tracked(Shown):
    """A record as whoever filed it sees it: what was done, and what they can do now."""

    steps: list[Step]
    can: list[Verb]


class TrackedByStaff(ShownToStaff, Tracked):
    """The same as staff sees it."""


class Listed(Schema):
    records: list[ShownToStaff]
    after: str | None = None


class Asked(Schema):
    """Which records, in which order; `since` and `until` are of the moment of filing, the latter outside. `text` is a
    part of what stands in their fields that are not personal.
    """

    stage: str | None = None
    unit: str | None = None
    channel: str | None = None
    since: moments.Asked | None = None
    until: moments.Asked | None = None
    overdue: bool = False
    text: str | None = Field(default=None, max_length=200)
    order: Order = "newest"
    after: str | None = None
    size: int = Field(PAGE, ge=1, le=MOST)


class Counts(Schema):
    """How many records a unit was given of those filed in a month; without a unit, those that no unit has."""

    unit: str | None
    month: str
    count: int


class Act(Sent):
    """What is done: `version` is the one that was seen, `code` that of whoever filed it and shows no token; `into` the
    number of the record that this one is merged into, `evidence` the hashes of the files by which figures are verified,
    where those are not all that are there.
    """

    verb: Verb
    version: int
    code: str | None = None
    fields: dict[str, Value] = Field(default_factory=dict)
    reason: str = ""
    unit: str | None = None
    into: str | None = None
    evidence: list[str] = Field(default_factory=list, max_length=MOST)


class Each(Sent):
    """A record of several, and the version of it that was seen."""

    number: str
    version: int


class Acts(Sent):
    """What is done to several records, one after the other; what cannot be done to one is done to the others."""

    records: list[Each] = Field(min_length=1, max_length=MOST)
    verb: Verb
    fields: dict[str, Value] = Field(default_factory=dict)
    reason: str = ""
    unit: str | None = None


class Done(Schema):
    """What became of one of several: the version that it has now, or why it could not be done."""

    number: str
    version: int | None = None
    problem: dict[str, Any] | None = None


class AllDone(Schema):
    records: list[Done]


class Relations(Schema):
    """Numbers of records that have to do with one; `same` and `similar` are those that may be about the same."""

    merged_into: str | None
    joined: list[str]
    split_from: str | None
    split: list[str]
    same: list[str]
    similar: list[str]


@router.post(
    REGISTER, response={201: Receipt}, auth=[Bearer("submit"), anybody], summary="Submit a claim, a report or a case"
)
def submit_record(request: HttpRequest, matter: str, name: str, filled: Filled) -> Status[Any]:
    def do() -> dict[str, Any]:
        receipt = submit(
            matter,
            name,
            filled.fields,
            caller(request),
            now(),
            anonymous=filled.anonymous,
            language=asked_in(request) or "zh",
            channel=filled.channel,
        )
        return asdict(receipt)

    return Status(201, once_only(request, do))


@router.get(
    REGISTER + "/{number}",
    response=TrackedByStaff | Tracked,
    auth=[by_code, Bearer("read"), anybody],
    summary="See what became of a record, by its code or by a token",
)
def track(request: HttpRequest, matter: str, name: str, number: str, code: str | None = None) -> dict[str, Any]:
    found, actor = filer_or_staff(request, matter, name, number, code)
    told = {"steps": records.steps(found), "can": offered(case_of(found), actor)}
    return (shown_record(found) if actor is REPORTING else shown_to_staff([found], actor)[0]) | told


@router.get(REGISTER, response=Listed, auth=Bearer("read"), summary="List records: newest, or due next, first")
def list_records(request: HttpRequest, matter: str, name: str, asked: Query[Asked]) -> dict[str, Any]:
    actor = caller(request)
    require(actor, "see records")
    overdue = now() if asked.overdue else None
    wanted = Filter(asked.stage, asked.unit, asked.since, asked.until, overdue, asked.text, asked.channel)
    page = listed(matter, name, actor, wanted, order=asked.order, after=asked.after, size=asked.size)
    return {"records": shown_to_staff(page.records, actor), "after": page.after}


@router.get(COUNTS, response=list[Counts], auth=Bearer("read"), summary="Count records by unit and month")
def count_records(request: HttpRequest, matter: str, name: str, since: str, until: str) -> list[dict[str, Any]]:
    return [asdict(each) for each in by_unit_and_month(matter, name, since, until, caller(request))]


@router.post(
    REGISTER + "/{number}/acts",
    response=ShownToStaff | Shown,
    auth=[Bearer("act"), anybody],
    summary="Act on a record, by its code or by a token",
)
def act(request: HttpRequest, matter: str, name: str, number: str, wanted: Act) -> Mapping[str, Any]:
    found, actor = filer_or_staff(request, matter, name, number, wanted.code)
    evidence = tuple(wanted.evidence)
    done = Wanted(wanted.verb, wanted.version, wanted.fields, wanted.reason, wanted.unit, wanted.into, evidence)

    def do() -> dict[str, Any]:
        record = handle(found.pk, done, actor, now())
        return shown_record(record) if actor is REPORTING else shown_to_staff([record], actor)[0]

    return once_only(request, do)


@router.post(ACTS, response=AllDone, auth=Bearer("act"), summary="Act on several records")
def act_on_several(request: HttpRequest, matter: str, name: str, wanted: Acts) -> Answer:
    actor = caller(request)
    require(actor, "see records")

    def do() -> dict[str, Any]:
        return {"records": [_done(matter, name, each, wanted, actor) for each in wanted.records]}

    return once_only(request, do)


def _done(matter: str, name: str, each: Each, wanted: Acts, actor: Actor) -> dict[str, Any]:
    act = Wanted(wanted.verb, each.version, wanted.fields, wanted.reason, wanted.unit)
    try:
        found = models.Record.objects.get(matter=matter, register=name, number=each.number)
        return {"number": each.number, "version": handle(found.pk, act, actor, now()).version}
    except BridgeheadError as error:
        return {"number": each.number, "problem": said(problems.of(error))}
    except models.Record.DoesNotExist:
        return {"number": each.number, "problem": said(problems.not_there())}


@router.get(
    REGISTER + "/{number}/related", response=Relations, auth=Bearer("read"), summary="See what it has to do with"
)
def related_records(request: HttpRequest, matter: str, name: str, number: str) -> dict[str, Any]:
    actor = caller(request)
    return asdict(related(records.seen_by(actor, "see records", matter, name, number), actor))


def stored_files(record: models.Record) -> list[Mapping[str, Any]]:
    """What a record says of its files, without what they are called."""
    told = record.state.get("files", {}).items()
    return [{"hash": name, **{key: about[key] for key in ("field", "type", "size")}} for name, about in told]


def shown_record(record: models.Record) -> dict[str, Any]:
    return {
        "number": record.number,
        "stage": record.stage,
        "submitted_at": record.submitted_at,
        "received_at": received_at(record),
        "channel": record.state.get("channel"),
        "due_at": record.due_at,
        "provisional": bool(record.due_at and record.state.get("provisional")),
        "version": record.version,
        "unit": record.unit.slug if record.unit else None,
        "fields": record.state["fields"],
        "files": stored_files(record),
        "verified": record.state.get("verified", {}),
    }


def shown_to_staff(found: Sequence[models.Record], actor: Actor) -> list[dict[str, Any]]:
    """Records of one register, with who else lists the same people."""
    twice = shared(found, actor)
    return [{**shown_record(each), "shared": twice.get(each.pk, [])} for each in found]
