"""What everybody may know of a bridge that turns: its windows, and where the last run of it stands."""

from dataclasses import dataclass
from math import degrees

from bridgehead.instruments.operation import Operation
from bridgehead.instruments.operation.live import IN
from bridgehead.instruments.operation.wording import PHASES
from bridgehead.primitives import quantity as units
from bridgehead.primitives.moment import by_machine
from bridgehead.primitives.words import Phrase
from bridgehead.queries.run import Run, last_run
from bridgehead.rulebook.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Rotation:
    """An operation that runs live, and its last run, where there was one. Angles in deg; `angle` is None where nothing
    is measured now.
    """

    operation: Operation
    run: Run | None
    begins: float
    ends: float
    angle: float | None

    @property
    def stage(self) -> Phrase | None:
        return PHASES[self.run.stage] if self.run else None


def rotations(matter: str, rulebook: Rulebook) -> tuple[Rotation, ...]:
    return tuple(
        _rotation(part, last_run(matter, part.name))
        for part in rulebook.instruments.values()
        if isinstance(part, Operation) and part.live is not None
    )


def _rotation(operation: Operation, run: Run | None) -> Rotation:
    if run is None:
        return Rotation(operation, None, 0.0, degrees(operation.whole.angle.value), None)
    course = run.course
    return Rotation(operation, run, degrees(course.begins), degrees(course.ends), _angle(run))


def _angle(run: Run) -> float | None:
    told, name = run.shown, run.live.measuring("angle")
    if told is None or name is None or not told.is_fresh(by_machine().timestamp()):
        return None
    channel = told.told["channels"][name]
    size = units.read(f"1 {run.live.channels[name].unit}", *IN["angle"]).value
    return degrees(channel["value"] * size) if channel["fresh"] else None
