"""Old cases from a file: handed in, mapped and looked at with its rejects, and only then taken over."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from bridgehead.actions.take_over import Source
from bridgehead.actions.take_over_file import ENDINGS, MOST, keep_file, kept_file, take_over_file
from bridgehead.instruments.register import Register
from bridgehead.instruments.register.old_cases import MISSING, OldCase, OldCases, Said, asked_for, columns_of
from bridgehead.ledger import models
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.primitives.moment import now
from bridgehead.primitives.words import Phrase
from bridgehead.queries.old_cases import would_be_taken_over
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.rulebook.schema import Label
from bridgehead.web.desk.registers import registers
from bridgehead.web.desk.signed_in import staff
from bridgehead.web.faces.in_force import register_of

MAPPED, OF_ALL = "map:", "all:"
SHOWN, MOST_REJECTS = 3, 100
UNKNOWN = "TB012"
WITHOUT = "without"

OF_THE_RECORD: Mapping[str, Phrase] = {
    "received on": Phrase("收到时间", "received on"),
    "closed on": Phrase("办结时间", "closed on"),
    "unit of record": Phrase("承办单位", "unit"),
    "channel": Phrase("渠道", "channel"),
    "stage": Phrase("环节", "stage"),
    "in stage since": Phrase("进入环节时间", "in stage since"),
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the file that is no column by itself, and the column that it was said to be."""

    heading: str
    column: str

    @property
    def input(self) -> str:
        return MAPPED + self.heading


@dataclass(frozen=True, slots=True)
class Common:
    """What all cases may have: of the record, or in a column that is asked for and not there, which the file may also
    be said to be `without`. `options` are its choices, where it has some.
    """

    column: str
    label: Label | Phrase
    value: str
    options: tuple[tuple[str, Any], ...] = ()
    without: bool = False

    @property
    def input(self) -> str:
        return OF_ALL + self.column


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that cannot be taken over; the value of what is personal is not shown."""

    row: int
    column: Label | Phrase
    value: str | None
    expected: Phrase
    code: str


@staff("take over old cases")
@require_safe
def choose(request: HttpRequest, actor: Actor) -> HttpResponse:
    return render(request, "desk/old_cases_choose.html", {"registers": registers()})


@staff("take over old cases")
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest, actor: Actor, matter: str, name: str) -> HttpResponse:
    """The form for the file; what is sent leads to what it would bring."""
    rulebook, register = register_of(matter, name)
    mistakes: Sequence[Mistake] = ()
    if request.method == "POST":
        file = request.FILES.get("file")
        if isinstance(file, UploadedFile):
            try:
                kept = keep_file(file.name or "", file.chunks(), actor, now())
            except BridgeheadError as error:
                mistakes = error.mistakes
            else:
                return redirect("desk-import-file", matter, name, kept)
        else:
            mistakes = (Mistake("AC061", "no file", None, "a file"),)
    columns = [_called(each, rulebook, register) for each in columns_of(register)]
    about = {"matter": matter, "register": register, "rulebook": rulebook, "mistakes": mistakes, "columns": columns}
    about |= {"endings": ENDINGS, "most": MOST, "size": settings.LARGEST_FILE}
    return render(request, "desk/old_cases_file.html", about, status=400 if mistakes else 200)


@staff("take over old cases")
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest, actor: Actor, matter: str, name: str, file: str) -> HttpResponse:
    """What the file would bring, its headings mapped as the address says, with what that says of all cases; sent as a
    form, it is taken over.
    """
    rulebook, register = register_of(matter, name)
    asked = request.GET
    said, at = Said(_named(asked, MAPPED), asked.getlist(WITHOUT), _named(asked, OF_ALL)), now()
    mistakes: tuple[Mistake, ...] = ()
    if request.method == "POST":
        source = Source(matter, register, file.partition(".")[0])
        try:
            done = take_over_file(
                file, lambda kept: would_be_taken_over(matter, name, kept, said, at).cases, source, actor, at
            )
        except BridgeheadError as error:
            mistakes = error.mistakes
        else:
            about = {"matter": matter, "register": register, "rulebook": rulebook, "done": done}
            return render(request, "desk/old_cases_done.html", about)
    found: OldCases | None = None
    try:
        kept = kept_file(file)
    except BridgeheadError as gone:
        if mistakes:
            about = {"matter": matter, "register": register, "rulebook": rulebook, "mistakes": mistakes}
            return render(request, "desk/old_cases_done.html", about, status=409)
        raise Http404 from gone
    notes: tuple[Mistake, ...] = ()
    try:
        found = would_be_taken_over(matter, name, kept, said, at)
        notes = found.notes
    except BridgeheadError as error:
        notes = error.mistakes
        mistakes = (*mistakes, *(each for each in notes if each.code != UNKNOWN))
    about = {
        "matter": matter,
        "register": register,
        "rulebook": rulebook,
        "mistakes": mistakes,
        "headings": _headings(notes, said.mapped),
        "missing": _missing(notes, said, rulebook, register),
        "common": _of_the_record(said.all, register),
        "columns": [(each, _called(each, rulebook, register)) for each in columns_of(register)],
        "again": reverse("desk-import", args=(matter, name)),
        "query": request.GET.urlencode(),
        "too_many": found is not None and len(found.cases) > MOST,
        "most": MOST,
    }
    if found is not None:
        about |= _brought(found, rulebook, register)
    return render(request, "desk/old_cases_look.html", about, status=409 if request.method == "POST" else 200)


def _named(asked: QueryDict, begins: str) -> dict[str, str]:
    said = {name.removeprefix(begins): str(value).strip() for name, value in asked.items() if name.startswith(begins)}
    return {name: value for name, value in said.items() if name and value}


def _headings(notes: Sequence[Mistake], mapped: Mapping[str, str]) -> list[Heading]:
    unknown = [each.values["heading"] for each in notes if each.code == UNKNOWN]
    return [Heading(each, mapped.get(each, "")) for each in dict.fromkeys((*mapped, *unknown))]


def _missing(notes: Sequence[Mistake], said: Said, rulebook: Rulebook, register: Register) -> list[Common]:
    """The columns that are asked for and not there, with what somebody said of them."""
    told = [each.values["column"] for each in notes if each.code == MISSING]
    known = asked_for(register)
    names = [name for name in dict.fromkeys((*said.without, *said.all, *told)) if name in known]
    choices = rulebook.tables[register.name].choices
    return [
        Common(
            name,
            _called(name, rulebook, register),
            said.all.get(name, ""),
            tuple(choices.get(name.removesuffix(" declared"), {}).items()),
            name in said.without,
        )
        for name in names
    ]


def _of_the_record(said: Mapping[str, str], register: Register) -> list[Common]:
    """What all cases may have of the record."""
    units = [(each.slug, each.title) for each in models.Unit.objects.order_by("slug")]
    options: Mapping[str, Sequence[tuple[str, Any]]] = {
        "stage": [(name, each.label) for name, each in register.stages.items()],
        "channel": [(name, each.label) for name, each in register.channels.items()],
        "unit of record": units,
    }
    return [
        Common(column, OF_THE_RECORD[column], said.get(column, ""), tuple(known))
        for column, known in options.items()
        if known and column in columns_of(register)
    ]


def _called(column: str, rulebook: Rulebook, register: Register) -> Label | Phrase:
    labels = rulebook.tables[register.name].labels
    plain = column.removesuffix(" declared").removesuffix(" verified")
    if column in labels or plain not in labels:
        return labels.get(column) or OF_THE_RECORD.get(column) or Phrase(column, column)
    side = {"declared": Phrase("（申报）", " (declared)"), "verified": Phrase("（核实）", " (verified)")}
    said = side[column.rpartition(" ")[2]]
    return Phrase(labels[plain].zh + said.zh, labels[plain].en + said.en)


def _brought(found: OldCases, rulebook: Rulebook, register: Register) -> dict[str, object]:
    """What is shown of it: how many come into which stage, the first of them, and what cannot be taken over."""
    hidden = rulebook.tables[register.name].personal
    counted = Counter(each.stage or register.starts for each in found.cases)
    stages = [(register.stages[name].label, count) for name, count in counted.items() if name is not None]
    rows = found.rejects.to_pylist()
    rejects = [
        Reject(
            row["row"],
            _called(row["column"], rulebook, register) if row["column"] else Phrase("整行", "the whole row"),
            None if _is_hidden(row["column"], hidden) else row["value"],
            Phrase(row["expected zh"], row["expected en"]),
            row["code"],
        )
        for row in rows[:MOST_REJECTS]
    ]
    first = [_first(each, rulebook, register, hidden) for each in found.cases[:SHOWN]]
    bad = len({row["row"] for row in rows})
    return {"good": len(found.cases), "bad": bad, "stages": stages, "rejects": rejects, "first": first}


def _is_hidden(column: str | None, hidden: frozenset[str]) -> bool:
    """A whole row may hold what is personal, too."""
    return not column or column.removesuffix(" declared").removesuffix(" verified") in hidden


def _first(
    case: OldCase, rulebook: Rulebook, register: Register, hidden: frozenset[str]
) -> tuple[OldCase, list[tuple[Label | Phrase, object]]]:
    plain = [(name, value) for name, value in case.fields.items() if name not in hidden]
    return case, [(_called(name, rulebook, register), _choice(register, name, value)) for name, value in plain]


def _choice(register: Register, name: str, value: object) -> object:
    """What a choice is called; any other value as it is."""
    choices = register.fields[name].choices if name in register.fields else None
    return choices.get(str(value), value) if isinstance(choices, dict) else value
