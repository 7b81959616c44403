"""The watch over a run: frames in, changes of alarms out, and what a console shows at a moment.

1. Frames in order; the clock of the sender beside ours.
2. Samples that can be, the raw ones beside.
3. Channels that are stale, out of range, frozen, spiking: an alarm each.
4. Figures of the plan, what is derived, and the alarms of the file over all of it.

Moments are passed in, in s since 1970. What is unknown is absent from the values.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import isnan

import numpy as np
from numpy.typing import NDArray

from bridgehead.instruments.operation import formulas
from bridgehead.instruments.operation.live import IN, Level, Live, Measured
from bridgehead.instruments.operation.planned import planned
from bridgehead.instruments.operation.schema import Operation
from bridgehead.instruments.operation.watching.alarms import Change, Raised, Rule
from bridgehead.instruments.operation.watching.changes import Changing
from bridgehead.instruments.operation.watching.clocks import SHOWN, Clocks
from bridgehead.instruments.operation.watching.figures import Standing, course, figures
from bridgehead.instruments.operation.watching.frame import Frame, Numbers
from bridgehead.instruments.operation.watching.plausible import Fault, Plausible
from bridgehead.instruments.operation.watching.spectrum import Swinging
from bridgehead.primitives import quantity as units

SPIKES = 5
"""Spikes of one channel, within SHOWN seconds, that are an alarm."""
KINDS: tuple[tuple[str, Level], ...] = (("stale", "red"), ("range", "red"), ("frozen", "red"), ("spikes", "yellow"))
"""What can be wrong with a channel, and how grave it is."""


@dataclass(frozen=True, slots=True)
class Row:
    """A frame as it is recorded: raw samples, those that can be, and the fault of each."""

    frame: Frame
    arrived: float
    values: Numbers
    faults: NDArray[np.uint8]


class Watch:
    """Over the run of one window. `standing` is set by whoever knows what people have commanded."""

    def __init__(self, operation: Operation, window: str) -> None:
        assert operation.live is not None
        self.live: Live = operation.live
        self.course = course(planned(operation), window)
        self.standing = Standing()
        self.raised = Raised()
        self.clocks = Clocks()
        self.names = [*self.live.channels]
        self.frames = 0
        self._plausible = Plausible(self.live.channels)
        self._stale = np.array([each.stale.value for each in self.live.channels.values()])
        self._link = float(self._stale.min())
        self._spikes = [deque[float](maxlen=SPIKES) for _ in self.names]
        self._spiking_since = np.full(len(self.names), -np.inf)
        self._wrong = np.zeros((len(KINDS), len(self.names)), bool)
        self._functions = formulas.compiled(self.live)
        self._used = formulas.named(self.live)
        self._named_by = {name: formulas.named_by(self.live, name) for name in self.live.alarms}
        self._changing = {
            name: Changing(derived.over.value)
            for name, derived in self.live.derived.items()
            if derived.over is not None
        }
        self._swinging = {
            at: (name, Swinging(each.rate.value, each.stale.value))
            for at, (name, each) in enumerate(self.live.channels.items())
            if each.of == "vibration"
        }
        self._rules = [Rule(name, self.live, self._functions) for name in self.live.alarms]
        self._angle, self._speed = (self._radians(each) for each in ("angle", "turning speed"))
        needed = {*self._used, self._angle[0], self._speed[0]}
        self._needed = [(at, name) for at, name in enumerate(self.names) if name in needed]
        self._begun: float | None = None
        self._last = -np.inf

    def take(self, frame: Frame, arrived: float) -> tuple[Row | None, list[Change]]:
        """The row to record, None for a frame that is late or there already, and what it changes."""
        self._last = arrived
        self._begun = arrived if self._begun is None else self._begun
        if not self.clocks.take(frame, arrived):  # 1
            return None, [*self._of_channels(arrived)]
        self.frames += 1
        values, faults = self._plausible.take(frame.values, arrived)  # 2
        for at in np.flatnonzero(faults == Fault.SPIKE):
            self._spikes[at].append(arrived)
            if len(self._spikes[at]) == SPIKES:
                self._spiking_since[at] = self._spikes[at][0]
        for name, changing in self._changing.items():
            value = values[self.names.index(self.live.derived[name].change_of or "")]
            if not isnan(value):
                changing.take(float(value), arrived)
        for place, (_, swinging) in self._swinging.items():
            if not isnan(values[place]):
                swinging.take(float(values[place]), arrived)
        return Row(frame, arrived, values, faults), self.tick(arrived)

    def tick(self, now: float) -> list[Change]:
        """What changes by the passing of time, also while nothing arrives."""
        self._begun = now if self._begun is None else self._begun
        changes = [*self._of_channels(now)]  # 3
        values = self._exact(self._values(now))  # 4
        for rule in self._rules:
            changes += rule.step(self.raised, values, self.standing.phase, now)
        return changes

    def _of_channels(self, now: float) -> Iterator[Change]:
        """While nothing arrives at all, that alone is told."""
        assert self._begun is not None
        broken, seen = now - max(self._last, self._begun) > self._link, self._plausible
        yield from self.raised.set("link", "red" if broken else None, now)
        yield from self.raised.set("lost", "yellow" if now - self.clocks.lost_at < SHOWN else None, now)
        swapped, off = self.clocks.is_swapped(now), self.clocks.is_off() or now - self.clocks.jumped_at < SHOWN
        yield from self.raised.set("dates", "red" if swapped else None, now)
        yield from self.raised.set("clock", "red" if off and not swapped else None, now)
        if broken:
            return
        stale = now - np.maximum(seen.got_at, self._begun) > self._stale
        held = (now - np.maximum(seen.good_at, self._begun) > self._stale) & ~stale
        out, frozen = (held & (seen.fault == each) for each in (Fault.OUT_OF_RANGE, Fault.FROZEN))
        wrong = np.stack([stale, out, frozen, now - self._spiking_since < SHOWN])
        for kind, at in np.argwhere(wrong != self._wrong):
            name, level = KINDS[kind]
            yield from self.raised.set(f"{name}/{self.names[at]}", level if wrong[kind, at] else None, now)
        self._wrong = wrong

    def fresh(self, now: float) -> Mapping[str, float]:
        """The channels whose last sample that can be is not stale."""
        seen = self._plausible
        known = np.flatnonzero(now - seen.good_at <= self._stale)
        return {self.names[at]: float(seen.value[at]) for at in known}

    def values(self, now: float) -> dict[str, float]:
        """All that is known: fresh channels, the figures of the plan, and what is derived."""
        return {**self.fresh(now), **self._values(now)}

    def _values(self, now: float) -> dict[str, float]:
        """Of what is known all that an expression may name."""
        seen = self._plausible
        found = {name: float(seen.value[at]) for at, name in self._needed if now - seen.good_at[at] <= self._stale[at]}
        angle, speed = (scale * found[name] if name in found else None for name, scale in (self._angle, self._speed))
        found |= figures(self.course, self.standing, angle, speed, now)
        exact = self._exact(found)
        for name, derived in self.live.derived.items():
            value: object = None
            if name in self._changing:
                of = derived.change_of or ""
                value = self._changing[name].change(found[of], now) if of in found else None
            else:
                value = self._functions["live", "derived", name, "is"](exact)
            if isinstance(value, int | float | Decimal):
                found[name] = float(value)
                exact[name] = Decimal(str(float(value)))
        return found

    def behind(self, key: str, now: float) -> dict[str, float]:
        """The values by which an alarm comes or goes: what its FEEL names, or the raw sample of its channel."""
        kind, _, name = key.partition("/")
        if kind == "alarm":
            return {each: value for each, value in self._values(now).items() if each in self._named_by[name]}
        if name in self.names and not isnan(raw := self._plausible.raw[self.names.index(name)]):
            return {name: float(raw)}
        return {}

    def holds(self, interlock: str, now: float) -> bool | None:
        """Whether what an interlock asks for holds; None where it is not known."""
        answer = self._functions["live", "interlocks", interlock, "when"](self._exact(self._values(now)))
        return answer if isinstance(answer, bool) else None

    def _exact(self, values: Mapping[str, float]) -> dict[str, Decimal]:
        """Those that an expression names, as FEEL has them, to the last digit that is shown."""
        return {name: Decimal(str(values[name])) for name in self._used if name in values}

    def shown(self, now: float) -> dict[str, object]:
        """What a console shows: each channel with the age of its value and its fault, figures, and open alarms."""
        seen, values = self._plausible, self.values(now)
        channels = {
            name: {
                "value": None if isnan(seen.value[at]) else float(seen.value[at]),
                "raw": None if isnan(seen.raw[at]) else float(seen.raw[at]),
                "age": None if seen.good_at[at] == -np.inf else round(now - float(seen.good_at[at]), 2),
                "fresh": name in values,
                "fault": Fault(int(seen.fault[at])).name.lower(),
            }
            for at, name in enumerate(self.names)
        }
        others = {name: value for name, value in values.items() if name not in channels}
        held = {name: self.holds(name, now) for name in self.live.interlocks}
        told: dict[str, object] = {"at": now, "frames": self.frames, "lost": self.clocks.lost, "late": self.clocks.late}
        spectra = {name: found._asdict() for name, each in self._swinging.values() if (found := each.spectrum())}
        told |= {"channels": channels, "figures": others, "interlocks": held, "alarms": dict(self.raised.levels)}
        return {**told, "spectra": spectra}

    def _radians(self, of: Measured) -> tuple[str, float]:
        """The channel of an angle or its speed, and one of its unit in rad or rad/s; no name where none measures it."""
        name = self.live.measuring(of)
        if name is None:
            return "", 0.0
        dimension, example = IN[of]
        return name, units.read(f"1 {self.live.channels[name].unit}", dimension, example).value
