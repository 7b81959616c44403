"""Make up records, to show a service at work: they come in, are acted on and move, all by the actions themselves.

1. Records come in over the days of their sheet, in the rhythm of their register, and none after the moment of now.
2. Between them what is due is done: what somebody does to a record next is by chance, as the sheet weighs it. A record
   to which nothing was done is looked at again, until it is closed.
3. At the end of each day what moves by itself moves.

So it goes on when the clock of a demonstration is moved: as much comes in as before, and what is open is acted on.

Many steps are one unit of work. What was made up is marked: an event says so, and every event names who only seems to
act, as `made-up clerk`. Codes and keys are as secret as ever, so that they alone differ where the seed is the same.
"""

import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from heapq import heappop, heappush
from itertools import islice
from random import Random
from typing import TYPE_CHECKING

from django.db.models import Max

from bridgehead import published
from bridgehead.access import require
from bridgehead.actions.account import add_unit
from bridgehead.actions.attach import File, attach
from bridgehead.actions.go_to import MADE_UP
from bridgehead.actions.handle import REASONED, Wanted, handle
from bridgehead.actions.move import move_due
from bridgehead.actions.office import going_on
from bridgehead.actions.submit import submit
from bridgehead.actions.verify_by_list import verify_by_list
from bridgehead.instruments.register import (
    REPORTER,
    Register,
    State,
    Verb,
    may_hold,
    next_stage,
    unverified,
    verbs_in,
)
from bridgehead.instruments.register.diligence import Diligence
from bridgehead.instruments.register.facts import VERIFIED
from bridgehead.instruments.register.filled import says_who
from bridgehead.instruments.register.made_up import Filing, Pen, Sheet, chosen, filled_in, listed, only_asked
from bridgehead.instruments.register.rhythm import Comings
from bridgehead.instruments.register.state import fold
from bridgehead.ledger import append, chain, models
from bridgehead.primitives.actor import Actor, ActorKind
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.primitives.hours import Hours

if TYPE_CHECKING:
    from django.db.models import QuerySet

A_UNIT = 200
FILLING = frozenset[Verb](("accept", "answer", "close", "refuse"))
"""The verbs that leave a stage with what it asks for."""
SOME_DAYS = (0, 5)
OFFICE_HOURS = Hours.read("8:00-12:00, 14:30-18:00")
A_SCAN = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
"""What stands for evidence that is no list."""
SUBMITTER = Actor(ActorKind.PUBLIC, "made-up submitter")
FILED_IT = Actor(ActorKind.PUBLIC, "made-up submitter", frozenset({REPORTER}))


def make_up(
    sheets: Mapping[str, Sheet], count: int, seed: int, actor: Actor, at: datetime, progress: Callable[[int], None]
) -> Counter[tuple[str, str]]:
    """How many records were made up, by matter and register, of sheets by matter, none of what begins later, in a
    service that was marked. Raises BridgeheadError with AC001 and whatever an action says of what a sheet fills in.
    """
    require(actor, "make up records")
    made: Counter[tuple[str, str]] = Counter()
    for matter, some in _shared_out(sheets, count).items():
        sheet = sheets[matter]
        known = {*models.Unit.objects.values_list("slug", flat=True)}
        for slug, title in sheet.units.items():
            if slug not in known:
                add_unit(slug, {"zh": title.zh, "en": title.en}, actor, at)
        chance = Random(f"{seed} {matter}")
        shares = chance.choices([*sheet.registers], [each.share for each in sheet.registers.values()], k=some)
        course = _Course(matter, sheet, Counter(shares), chance, _begins(matter, sheet), at)
        _run(course, lambda count: progress(made.total() + count))
        made.update(course.made)
    return made


def go_on(
    sheets: Mapping[str, Sheet], actor: Actor, since: datetime, at: datetime, progress: Callable[[int], None]
) -> tuple[Counter[tuple[str, str]], list[BridgeheadError]]:
    """What comes of the records of a demonstration between two moments, and what was refused of it, which keeps nothing
    else back: how many came in, as many for their time as before. Raises BridgeheadError with AC001.
    """
    require(actor, "make up records")
    made: Counter[tuple[str, str]] = Counter()
    refused: list[BridgeheadError] = []
    for matter, sheet in sheets.items():
        there = models.Record.objects.filter(matter=matter, register__in=sheet.registers)
        last = there.aggregate(last=Max("updated_at"))["last"]
        if last is None:
            continue
        begin = max(since, last)  # where it was cut short before
        course = _Course(matter, sheet, Counter(), Random(f"{begin} {matter}"), begin, at, refused)
        course.take_up(there)
        _run(course, lambda count: progress(made.total() + count))
        made.update(course.made)
    return made, refused


def _run(course: "_Course", progress: Callable[[int], None]) -> None:
    steps, more = course.steps(), True
    while more:
        with append.unit():
            more = len([*islice(steps, A_UNIT)]) == A_UNIT
        progress(course.made.total())


def _begins(matter: str, sheet: Sheet) -> datetime:
    return datetime.combine(sheet.from_, time(), published.current(matter)[1].about.zone)


def mark(count: int, seed: int, actor: Actor, at: datetime) -> None:
    """Say of a service that what it has is made up. Raises BridgeheadError with AC001, and AC080 where it has records
    that were not made up.
    """
    require(actor, "make up records")
    first = {"version": 0, "head": chain.START, "state": {}, "code": b"", "submitted_at": at, "updated_at": at}
    with append.unit():
        marks = models.Record.objects.filter(matter="", register=MADE_UP)
        if not marks.exists() and models.Record.objects.exclude(matter="").exists():
            found = "a service with records that were not made up"
            raise BridgeheadError([Mistake("AC080", found, None, "a home of its own, as in «--home demo»")])
        marked, _ = models.Record.objects.get_or_create(matter="", register=MADE_UP, number=MADE_UP, defaults=first)
        held = append.hold(marked.pk)
        append.append(held, "made up/1", {"records": count, "seed": seed}, append.Author(actor, at, ""), fold)


def _shared_out(sheets: Mapping[str, Sheet], count: int) -> dict[str, int]:
    """How many records each matter gets, by the shares of its registers."""
    shares = {matter: sum(each.share for each in sheet.registers.values()) for matter, sheet in sheets.items()}
    found, before, given = {}, 0, 0
    for matter, share in shares.items():
        before += share
        until = count * before // sum(shares.values())
        found[matter], given = until - given, until
    return found


@dataclass
class _Course:
    """What becomes of a matter's records between two moments, of which so many come in by their registers; `due` are
    those to which something may be done next. What is refused is raised, or kept in `refused` where that is given.
    """

    matter: str
    sheet: Sheet
    coming: Counter[str]
    chance: Random
    since: datetime
    now: datetime
    refused: list[BridgeheadError] | None = None
    made: Counter[tuple[str, str]] = field(default_factory=Counter)
    due: list[tuple[datetime, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        _, self.rulebook = published.current(self.matter)
        self.pen = Pen.of(self.sheet, self.chance)
        self.office = going_on(self.rulebook, OFFICE_HOURS)
        self.until = min(self.now, self._midnight(self.sheet.until))

    def steps(self) -> Iterator[None]:
        """Each step of the course, which is taken when it is asked for."""
        for day, coming in self._days():
            for at, register in coming:
                yield from self._acts(at)
                with self._by_itself():
                    self._submit(register, at)  # 1
                yield
            evening = min(self._midnight(day), self.now)
            yield from self._acts(evening)
            while move_due(evening, self.matter):  # 3
                yield

    def take_up(self, there: "QuerySet[models.Record]") -> None:
        """Go on with records that are there: as many come in as came in before, for the time; what is open waits."""
        counts = Counter(there.values_list("register", flat=True))
        begin = _begins(self.matter, self.sheet)
        for name, filing in self.sheet.registers.items():
            before = Comings(filing.rhythm, self.office, begin, min(self.since, self._midnight(self.sheet.until)))
            if before.weight:
                self.coming[name] = round(counts[name] * self._comings(filing).weight / before.weight)
        for record in there.order_by("pk"):
            register, filing = self._register(record.register)
            if record.stage in filing.acts and not register.stages[record.stage].final:
                self._wait(record, self.since)

    @contextmanager
    def _by_itself(self) -> Iterator[None]:
        """A step that keeps no other back where what is refused is kept."""
        if self.refused is None:
            yield
            return
        try:
            with append.unit():
                yield
        except BridgeheadError as refused:
            self.refused.append(refused)

    def _comings(self, filing: Filing) -> Comings:
        return Comings(filing.rhythm, self.office, self.since, self.until)

    def _days(self) -> Iterator[tuple[date, list[tuple[datetime, str]]]]:
        """Each day with what comes in on it, by moment and register."""
        comings = {name: self._comings(filing) for name, filing in self.sheet.registers.items()}
        counts = {name: comings[name].each_day(count, self.chance) for name, count in sorted(self.coming.items())}
        day = self.office.local(self.since).date()
        while self._midnight(day - timedelta(days=1)) < self.now:
            found = [
                (at, name)
                for name, by_day in counts.items()
                if by_day[day]
                for at in comings[name].moments(day, by_day[day], self.chance)
            ]
            yield day, sorted(found)
            day += timedelta(days=1)

    def _midnight(self, day: date) -> datetime:
        """When a day is over."""
        return datetime.combine(day + timedelta(days=1), time(), self.rulebook.about.zone)

    def _register(self, name: str) -> tuple[Register, Filing]:
        register = self.rulebook.instruments["register", name]
        assert isinstance(register, Register)
        return register, self.sheet.registers[name]

    def _submit(self, name: str, at: datetime) -> None:
        register, filing = self._register(name)
        given = filled_in(register, filing, self.pen, at.date(), self.rulebook.about.zone)
        anonymous = self.chance.random() < filing.anonymous
        if anonymous:
            given = {each: said for each, said in given.items() if not says_who(register, register.fields[each])}
        receipt = submit(self.matter, name, given, SUBMITTER, at, anonymous=anonymous)
        self.made[self.matter, name] += 1
        if filing.acts:
            of_register = models.Record.objects.filter(matter=self.matter, register=name)
            self._wait(of_register.only("register", "stage", "due_at").get(number=receipt.number), at)

    def _wait(self, record: models.Record, at: datetime) -> None:
        """Let something be done to a record in some time, if anything ever is in its stage."""
        filing = self.sheet.registers[record.register]
        if record.stage in filing.acts:
            diligence = Diligence(filing.late, filing.forgotten, self.office, self.chance)
            later = diligence.next(at, filing.days.get(record.stage, SOME_DAYS), record.due_at)
            heappush(self.due, (later, record.pk))

    def _acts(self, until: datetime) -> Iterator[None]:
        """Do what is due before a moment."""
        while self.due and self.due[0][0] < until:  # 2
            at, record = heappop(self.due)
            with self._by_itself():
                self._act(models.Record.objects.get(pk=record), at)
            yield

    def _act(self, record: models.Record, at: datetime) -> None:
        register, filing = self._register(record.register)
        unit = record.state.get("unit")
        clock = record.state.get("clock") or {}
        state = State(record.stage, unit, {}, clock.get("extended", 0), record.state.get("returned", 0))
        stage = register.stages[record.stage]
        roles = frozenset({stage.who.role} if stage.who else ())
        staff = Actor(
            ActorKind.STAFF, f"made-up {stage.who.role if stage.who else ''}", roles, frozenset({unit} if unit else ())
        )
        can = verbs_in(register, state, staff.roles, staff.units)
        theirs = verbs_in(register, state, FILED_IT.roles, ())
        verb = chosen(filing.acts.get(record.stage, {}), (*can, *theirs), self.chance)
        if verb is not None:
            if verb in can:
                self._verify(record, verb, staff, at)
            wanted = self._wanted(verb, record, register, filing, at)
            record = handle(record.pk, wanted, staff if verb in can else FILED_IT, at)
        if verb is not None or not stage.final:
            self._wait(record, at)

    def _verify(self, record: models.Record, verb: Verb, staff: Actor, at: datetime) -> None:
        """Let figures be verified where the record would count: by a list that some hand in, all else by hand."""
        register, filing = self._register(record.register)
        to = next_stage(register, record.stage, verb) or record.stage
        declared = record.state["fields"]
        if to == record.stage or not unverified(register, to, declared):
            return
        for name, listing in filing.lists.items():
            if self.chance.random() < listing.share:
                content = listed(register, name, listing, self.pen, declared)
                file = attach(record.pk, File(name, "made-up.csv", io.BytesIO(content)), FILED_IT, at)
                verify_by_list(record.pk, file.hash, models.Record.objects.get(pk=record.pk).version, staff, at)
        record.refresh_from_db()
        open_yet = unverified(register, to, record.state["fields"])
        there = {each["field"] for each in record.state.get("files", {}).values()}
        for evidence in dict.fromkeys(register.fields[name].evidence for name in open_yet):
            if evidence is not None and evidence not in there:
                attach(record.pk, File(evidence, "made-up.pdf", io.BytesIO(A_SCAN)), FILED_IT, at)
        filled = {f"{name} {VERIFIED}": declared[name] for name in open_yet if name in declared}
        handle(record.pk, Wanted("verify", filled=filled), staff, at)

    def _wanted(self, verb: Verb, record: models.Record, register: Register, filing: Filing, at: datetime) -> Wanted:
        stage = register.stages[record.stage]
        asked = stage.rates if verb == "rate" else stage.fills if verb in FILLING else ()
        phrases = {name: filing.fields[name] for name in asked if name in filing.fields}
        if verb == "correct":
            phrases = filing.corrects.get(record.stage, {})
        said = {name: self.pen.one_of(each, at.date()) for name, each in phrases.items()}
        reason = self.pen.one_of(filing.reasons, at.date()) if verb in REASONED and filing.reasons else ""
        kept = record.state["fields"]
        filled = only_asked(register, said, kept, self.rulebook.about.zone)
        units = [slug for slug in self.sheet.units if may_hold(register, kept, slug)]
        return Wanted(verb, None, filled, reason, self.chance.choice(units) if verb == "assign" and units else None)
