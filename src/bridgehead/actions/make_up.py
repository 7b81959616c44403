"""Make up records, to show a service at work: they come in, are acted on and move, all by the actions themselves.

1. Records come in one after the other, spread evenly over the days of their sheet, by its clock.
2. Between them what is due is done: what somebody does to a record next is by chance, as the sheet weighs it.
3. Each evening what moves by itself moves.

Many steps are one unit of work. What was made up is marked: an event says so, and every event names who only seems to
act, as `made-up clerk`. Codes and keys are as secret as ever, so that they alone differ where the seed is the same.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from heapq import heappop, heappush
from itertools import islice
from random import Random

from bridgehead import published
from bridgehead.access import require
from bridgehead.actions.account import add_unit
from bridgehead.actions.go_to import MADE_UP
from bridgehead.actions.handle import REASONED, Wanted, handle
from bridgehead.actions.move import move_due
from bridgehead.actions.submit import submit
from bridgehead.instruments.register import REPORTER, Register, State, Verb, may_hold, verbs_in
from bridgehead.instruments.register.filled import says_who
from bridgehead.instruments.register.made_up import Filing, Pen, Sheet, chosen, filled_in
from bridgehead.instruments.register.state import fold
from bridgehead.ledger import append, chain, models
from bridgehead.primitives.actor import Actor, ActorKind
from bridgehead.primitives.errors import BridgeheadError, Mistake

A_UNIT = 200
OPENS, OPEN = time(8), timedelta(hours=10)
SUBMITTER = Actor(ActorKind.PUBLIC, "made-up submitter")
FILED_IT = Actor(ActorKind.PUBLIC, "made-up submitter", frozenset({REPORTER}))


def make_up(
    sheets: Mapping[str, Sheet], count: int, seed: int, actor: Actor, at: datetime, progress: Callable[[int], None]
) -> Counter[tuple[str, str]]:
    """How many records were made up, by matter and register, of sheets by matter. Raises BridgeheadError with AC001,
    AC080 where the service has records that were not made up, and whatever an action says of what a sheet fills in.
    """
    require(actor, "make up records")
    _mark(count, seed, actor, at)
    made: Counter[tuple[str, str]] = Counter()
    for matter, some in _shared_out(sheets, count).items():
        sheet = sheets[matter]
        known = {*models.Unit.objects.values_list("slug", flat=True)}
        for slug, title in sheet.units.items():
            if slug not in known:
                add_unit(slug, {"zh": title.zh, "en": title.en}, actor, at)
        course = _Course(matter, sheet, some, Random(f"{seed} {matter}"))
        steps = course.steps()
        more = True
        while more:
            with append.unit():
                more = len([*islice(steps, A_UNIT)]) == A_UNIT
            progress(made.total() + course.made.total())
        made += course.made
    return made


def _mark(count: int, seed: int, actor: Actor, at: datetime) -> None:
    first = {"version": 0, "head": chain.START, "state": {}, "code": b"", "submitted_at": at, "updated_at": at}
    with append.unit():
        marks = models.Record.objects.filter(matter="", register=MADE_UP)
        if not marks.exists() and models.Record.objects.exclude(matter="").exists():
            found = "a service with records that were not made up"
            raise BridgeheadError([Mistake("AC080", found, None, "a home of its own, as in «--home demo»")])
        mark, _ = models.Record.objects.get_or_create(matter="", register=MADE_UP, number=MADE_UP, defaults=first)
        held = append.hold(mark.pk)
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
    """What becomes of a matter's records; `due` are those to which something may be done next, by moment."""

    matter: str
    sheet: Sheet
    count: int
    chance: Random
    made: Counter[tuple[str, str]] = field(default_factory=Counter)
    due: list[tuple[datetime, str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        _, self.rulebook = published.current(self.matter)
        self.pen = Pen.of(self.sheet, self.chance)

    def steps(self) -> Iterator[None]:
        """Each step of the course, which is taken when it is asked for."""
        names, shares = zip(*((name, each.share) for name, each in self.sheet.registers.items()), strict=True)
        evening = self._moment(self.sheet.from_, 1.0)
        for at in self._moments():
            (register,) = self.chance.choices(names, shares)  # 1
            for _ in self._acts(at):
                yield
            while evening < at:
                yield from self._move(evening)
                evening += timedelta(days=1)
            self._submit(register, at)
            yield
        for _ in self._acts(self._moment(self.sheet.until, 1.0)):
            yield
        yield from self._move(self._moment(self.sheet.until, 1.0))

    def _moments(self) -> Iterator[datetime]:
        days = (self.sheet.until - self.sheet.from_).days + 1
        for n in range(self.count):
            day, rest = divmod(n * days, self.count)
            yield self._moment(self.sheet.from_ + timedelta(days=day), rest / self.count)

    def _moment(self, day: date, share: float) -> datetime:
        """When a share of the office's hours on a day is over."""
        return datetime.combine(day, OPENS, self.rulebook.about.zone) + OPEN * share

    def _register(self, name: str) -> tuple[Register, Filing]:
        register = self.rulebook.instruments["register", name]
        assert isinstance(register, Register)
        return register, self.sheet.registers[name]

    def _submit(self, name: str, at: datetime) -> None:
        register, filing = self._register(name)
        given = filled_in(register, filing, self.pen, at.date())
        anonymous = self.chance.random() < filing.anonymous
        if anonymous:
            given = {each: said for each, said in given.items() if not says_who(register, register.fields[each])}
        receipt = submit(self.matter, name, given, SUBMITTER, at, anonymous=anonymous)
        self.made[self.matter, name] += 1
        if register.starts is not None:
            self._wait(name, receipt.number, register.starts, at)

    def _wait(self, name: str, number: str, stage: str, at: datetime) -> None:
        """Let something be done to a record in some days, if anything ever is in its stage."""
        filing = self.sheet.registers[name]
        if stage in filing.acts:
            least, most = filing.days.get(stage, (0, 5))
            later = timedelta(days=self.chance.randint(least, most), minutes=self.chance.randint(3, 240))
            heappush(self.due, (at + later, name, number))

    def _acts(self, until: datetime) -> Iterator[None]:
        """Do what is due before a moment."""
        while self.due and self.due[0][0] < until:  # 2
            at, name, number = heappop(self.due)
            self._act(name, number, at)
            yield

    def _act(self, name: str, number: str, at: datetime) -> None:
        register, filing = self._register(name)
        of_register = models.Record.objects.filter(matter=self.matter, register=name)
        record = of_register.select_related("unit").get(number=number)
        unit = record.unit.slug if record.unit else None
        clock = record.state.get("clock") or {}
        state = State(record.stage, unit, {}, clock.get("extended", 0), record.state.get("returned", 0))
        who = register.stages[record.stage].who
        roles = frozenset({who.role} if who else ())
        staff = Actor(ActorKind.STAFF, f"made-up {who.role if who else ''}", roles, frozenset({unit} if unit else ()))
        can = verbs_in(register, state, staff.roles, staff.units)
        theirs = verbs_in(register, state, FILED_IT.roles, ())
        verb = chosen(filing.acts.get(record.stage, {}), (*can, *theirs), self.chance)
        if verb is not None:
            wanted = self._wanted(verb, record, register, filing, at)
            done = handle(record.pk, wanted, staff if verb in can else FILED_IT, at)
            self._wait(name, number, done.stage, at)

    def _wanted(self, verb: Verb, record: models.Record, register: Register, filing: Filing, at: datetime) -> Wanted:
        stage = register.stages[record.stage]
        asked = {"rate": stage.rates, "answer": stage.fills}.get(verb, ())
        filled = {name: self.pen.one_of(filing.fields[name], at.date()) for name in asked if name in filing.fields}
        reason = self.pen.one_of(filing.reasons, at.date()) if verb in REASONED and filing.reasons else ""
        kept = record.state["fields"]
        units = [slug for slug in self.sheet.units if may_hold(register, kept, slug)]
        return Wanted(verb, None, filled, reason, self.chance.choice(units) if verb == "assign" and units else None)

    def _move(self, evening: datetime) -> Iterator[None]:
        while move_due(evening):  # 3
            yield
