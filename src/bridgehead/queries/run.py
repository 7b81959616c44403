"""A run of an operation for whoever may see it: where it stands, its alarms, what was commanded and signed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from bridgehead import published
from bridgehead.access import require
from bridgehead.instruments.operation import Operation, planned
from bridgehead.instruments.operation.ledgered import (
    CLOSED,
    OPERATIONS,
    Shown,
    folder_of,
    next_phases,
    shown,
    unsigned,
)
from bridgehead.instruments.operation.live import Live
from bridgehead.instruments.operation.watching.figures import Course, course
from bridgehead.instruments.operation.wording import COMMANDS, PHASES, alarm
from bridgehead.ledger import events, models
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.words import Phrase
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.rulebook.schema import Label


@dataclass(frozen=True, slots=True)
class Alarm:
    """`values` are those behind it as it was raised; `by` is who acknowledged it."""

    number: str
    called: Phrase
    level: str
    raised: datetime
    cleared: datetime | None
    by: str | None
    values: Mapping[str, float]
    advice: Label | None


@dataclass(frozen=True, slots=True)
class Step:
    """What was done in a run: `kind` without its version, `of` the phase, check, command or alarm; None of what is of
    the run alone.
    """

    kind: str
    at: datetime
    actor: str
    of: Phrase | None


@dataclass(frozen=True, slots=True)
class Run:
    """A run as it stands; `folder` has its recording."""

    record: models.Record
    rulebook: Rulebook
    operation: Operation
    live: Live
    folder: Path

    @property
    def stage(self) -> str:
        return str(self.record.state["stage"])

    @property
    def is_open(self) -> bool:
        return self.stage != CLOSED

    @property
    def window(self) -> Label:
        return self.operation.windows[self.record.state["window"]].title

    @property
    def course(self) -> Course:
        return course(planned(self.operation), self.record.state["window"])

    @property
    def shown(self) -> Shown | None:
        return shown(self.folder)

    def alarms(self) -> list[Alarm]:
        """The last one first."""
        found = [self._alarm(number, each) for number, each in self.record.state.get("alarms", {}).items()]
        return sorted(found, key=lambda each: -int(each.number))

    def phases(self) -> list[tuple[str, list[str]]]:
        """Those that can be entered, each with the checks that are not signed yet."""
        signed = self.record.state.get("signed", {})
        return [(each, unsigned(self.live, each, signed)) for each in next_phases(self.live, self.stage)]

    def log(self) -> Iterator[Step]:
        """What people did, in order."""
        done = self.record.events.exclude(kind__in=("raised/1", "cleared/1", "recorded/1")).order_by("n")
        for body in done.values_list("body", flat=True):
            each = events.read(bytes(body))
            kind = each.kind.partition("/")[0]
            data: Mapping[str, Any] = each.data
            of = {"entered": "stage", "commanded": "command"}.get(kind)
            named = data[of] if of else next(iter(data.get("signed", data.get("alarms", {"": None}))), "")
            yield Step(kind, each.at, each.actor, self._called(kind, named))

    def _called(self, kind: str, of: str) -> Phrase | None:
        match kind:
            case "entered":
                return PHASES[of]
            case "commanded":
                return COMMANDS[of]  # type: ignore[index]
            case "acknowledged":
                return alarm(self.record.state["alarms"][of]["key"], self.live)
            case "signed":
                phase, _, check = of.partition("/")
                label = self.live.phases[phase].checks[check].label  # type: ignore[index]
                return Phrase(label.zh, label.en)
        return None

    def _alarm(self, number: str, told: Mapping[str, Any]) -> Alarm:
        kind, _, name = told["key"].partition("/")
        of_file = self.live.alarms.get(name) if kind == "alarm" else None
        cleared = told.get("cleared")
        return Alarm(
            number,
            alarm(told["key"], self.live),
            told["level"],
            moment(told["raised"]),
            moment(cleared) if cleared is not None else None,
            told["acknowledged"]["by"] if "acknowledged" in told else None,
            told["values"],
            of_file.advice if of_file else None,
        )


def moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def run(matter: str, number: str, actor: Actor) -> Run:
    """Raises BridgeheadError with AC001, and Record.DoesNotExist."""
    require(actor, "see operations")
    return _run(models.Record.objects.get(matter=matter, register=OPERATIONS, number=number))


def runs(actor: Actor) -> list[Run]:
    """All of every matter, the last one first. Raises BridgeheadError with AC001."""
    require(actor, "see operations")
    return [_run(each) for each in models.Record.objects.filter(register=OPERATIONS).order_by("-pk")]


def last_run(matter: str, operation: str) -> Run | None:
    """Of an operation, for whoever may know of it. None where it was never run."""
    records = models.Record.objects.filter(matter=matter, register=OPERATIONS).order_by("-pk")
    found = next((each for each in records if each.state["operation"] == operation), None)
    return _run(found) if found else None


def _run(record: models.Record) -> Run:
    rulebook = published.by_hash(record.state["rulebook"])
    part = rulebook.instruments["operation", record.state["operation"]]
    assert isinstance(part, Operation)
    assert part.live is not None
    folder = folder_of(Path(settings.HOME), record.matter, record.number)
    return Run(record, rulebook, part, part.live, folder)
