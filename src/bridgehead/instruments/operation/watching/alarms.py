"""Alarms: raised, heightened and cleared, by levels that are true, false or unknown at each moment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from bridgehead import feel
from bridgehead.documents.document import Path
from bridgehead.instruments.operation.formulas import Function
from bridgehead.instruments.operation.live import Level, Live

What = Literal["raised", "cleared"]
HEIGHT: Mapping[Level, int] = {"yellow": 1, "red": 2}


@dataclass(frozen=True, slots=True)
class Change:
    """An alarm was raised at a level, or cleared, at a moment. `key` is its kind and name: `alarm/wind`, `stale/wind`.

    One that is heightened from yellow to red is raised again.
    """

    what: What
    key: str
    level: Level
    at: float


class Raised:
    """The alarms that stand, by key."""

    def __init__(self) -> None:
        self.levels: dict[str, Level] = {}

    def set(self, key: str, level: Level | None, at: float) -> Iterable[Change]:
        """The change that brings an alarm to a level, if it is none already; None clears it."""
        before = self.levels.get(key)
        if level == before:
            return
        if level is None:
            assert before is not None
            del self.levels[key]
            yield Change("cleared", key, before, at)
        else:
            self.levels[key] = level
            yield Change("raised", key, level, at)


class Rule:
    """One alarm of the file. It goes up at once, or after it has lasted; down only when it clears altogether."""

    def __init__(self, name: str, live: Live, functions: Mapping[Path, Function]) -> None:
        self.key, alarm = f"alarm/{name}", live.alarms[name]
        self._phases, self._lasts = frozenset(alarm.phases), alarm.lasts.value if alarm.lasts else 0.0
        found = {word: functions.get(("live", "alarms", name, word)) for word in ("yellow", "red", "clears")}
        self._yellow, self._red, self._clears = found["yellow"], found["red"], found["clears"]
        self._since: dict[Level, float] = {}

    def step(self, raised: Raised, values: Mapping[str, object], phase: str | None, now: float) -> Iterable[Change]:
        before = raised.levels.get(self.key)
        if self._phases and phase not in self._phases:
            self._since.clear()
            return raised.set(self.key, None, now)
        answers: dict[Level, object] = {}
        for level, function in (("red", self._red), ("yellow", self._yellow)):
            if function is not None:
                answers[level] = function(values)  # type: ignore[index]
        wanted = self._lasting(answers, now)
        if wanted and HEIGHT[wanted] > HEIGHT.get(before, 0) if before else wanted:
            return raised.set(self.key, wanted, now)
        if before and self._is_over(answers, values):
            return raised.set(self.key, None, now)
        return ()

    def _lasting(self, answers: Mapping[Level, object], now: float) -> Level | None:
        """The greatest level that has been true for as long as it takes; what is unknown is not true."""
        found: Level | None = None
        for level, answer in answers.items():
            if answer is not True:
                self._since.pop(level, None)
            elif now - self._since.setdefault(level, now) >= self._lasts and found is None:
                found = level
        return found

    def _is_over(self, answers: Mapping[Level, object], values: Mapping[str, object]) -> bool:
        """What is unknown does not end an alarm."""
        if any(answer is True or answer is feel.UNKNOWN or answer is None for answer in answers.values()):
            return False
        return self._clears is None or self._clears(values) is True
