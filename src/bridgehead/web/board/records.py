"""The records behind a figure of the board, as everybody may see them."""

from collections.abc import Mapping
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from bridgehead.instruments.register import Register
from bridgehead.ledger import models
from bridgehead.primitives import words
from bridgehead.primitives.moment import now
from bridgehead.primitives.types import FieldType
from bridgehead.primitives.words import Phrase
from bridgehead.queries.public_records import DUE_ON, LISTED, Asked, Deadline, Public, open_registers, page
from bridgehead.rulebook.of_record import OF_THE_RECORD
from bridgehead.rulebook.schema import Label
from bridgehead.web.faces.in_force import register_of

KEPT = ("stage", "since", "deadline")
NOT_YET = Phrase("–", "–")
DEADLINES: tuple[Deadline, ...] = ("running", "late")


def records(request: HttpRequest, matter: str, name: str) -> HttpResponse:
    """A page of a register; 404 where it shows no list, or the records to go on from are not there any more."""
    rulebook, register = register_of(matter, name)
    if name not in open_registers(rulebook) or not {*register.public} >= LISTED:
        raise Http404
    by_deadline, today = DUE_ON in register.public, now().astimezone(rulebook.about.zone).date()
    asked = _asked(request.GET, register, by_deadline)
    try:
        found = page(matter, rulebook, name, asked, today, request.GET.get("after"))
    except models.Record.DoesNotExist as absent:
        raise Http404 from absent
    heads = heads_of(register)
    rows = [cells(each, heads, register, rulebook.about.currency) for each in found.records]
    kept = QueryDict(mutable=True)
    kept.update({key: value for key in KEPT if (value := request.GET.get(key))})
    about = {"matter": matter, "rulebook": rulebook, "register": register, "asked": asked, "by_deadline": by_deadline}
    about |= {"page": found, "heads": heads.values(), "rows": rows, "kept": kept.urlencode()}
    return render(request, "board/records.html", about)


Heads = Mapping[str, Label | Phrase]


def heads_of(register: Register) -> Heads:
    """What is public of a record, and what it is called."""
    return {each: _head(register, each) for each in register.public}


def cells(
    record: Public, heads: Heads, register: Register, currency: str
) -> list[tuple[Label | Phrase, Phrase | Label, bool]]:
    """Each heading with what stands below it of a record, and whether that is what somebody typed."""
    return [(head, _value(record, name, currency), _is_typed(register, name)) for name, head in heads.items()]


def _asked(given: QueryDict, register: Register, by_deadline: bool) -> Asked:
    """What of an address can be asked; anything else is left out, and the form shows that it is."""
    stage = given.get("stage")
    deadline = next((each for each in DEADLINES if by_deadline and each == given.get("deadline")), None)
    return Asked(stage if stage in register.stages else None, _day(given.get("since", "")), deadline)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _is_typed(register: Register, name: str) -> bool:
    """Whether it is what somebody typed, in whichever language."""
    table = register.table
    return name in table.deciding and name not in table.choices and table.column(name).type is FieldType.TEXT


def _head(register: Register, name: str) -> Label | Phrase:
    return register.table.labels.get(name) or OF_THE_RECORD[name].label


def _value(record: Public, name: str, currency: str) -> Phrase | Label:
    """What is public of a record under a name, in the reader's way."""
    own = {"received on": record.received_on, "due on": record.due_on, "closed on": record.closed_on}
    if name == "stage":
        return record.stage.label if record.stage else words.BLANK
    if name == "unit of record":
        return Phrase(**record.unit) if record.unit else words.BLANK
    if name in own:
        day = words.value(own[name]) if own[name] else NOT_YET
        provisional = name == "due on" and own[name] is not None and record.provisional
        return Phrase(f"{day.zh}（暂定）", f"{day.en} (provisional)") if provisional else day
    table, value = record.register.table, record.fields.get(name)
    choices, unit = table.choices.get(name, {}), table.units.get(name)
    if isinstance(value, list | tuple):
        return words.listed((_chosen(choices, each) for each in value), Phrase("、", ", "))
    if value in choices:
        return choices[str(value)]
    return words.value(value, table.column(name).type, Phrase(unit.zh, unit.en) if unit else words.NOTHING, currency)


def _chosen(choices: Mapping[str, Label], value: object) -> Phrase:
    label = choices.get(str(value))
    return Phrase(label.zh, label.en) if label else words.value(value)
