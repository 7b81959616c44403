"""The twin of a bridge as what is watched: its crew follows the advice of control once a person has commanded."""

import numpy as np

from bridgehead.instruments.operation.schema import Operation
from bridgehead.instruments.operation.simulated import phases
from bridgehead.instruments.operation.watching.figures import Course
from bridgehead.live.motion import Moved
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.swing import control
from bridgehead.swing.scenarios import Case
from bridgehead.swing.twin import state as at
from bridgehead.swing.twin.body import body
from bridgehead.swing.twin.rotate import STEP, STEPS_A_TICK, TICK
from bridgehead.swing.twin.step import step
from bridgehead.swing.twin.sway import STIFF, frame, sway_on, upright

GOING = frozenset(("start", "faster", "slower", "inch"))
STOPPING = frozenset(("stop", "dump pressure"))


class Twin:
    """Stands until it is commanded to start; a stop shuts its valves or dumps the pressure, and advice waits."""

    def __init__(self, case: Case, course: Course, seed: int = 1) -> None:
        self._case, self._course = case, course
        self._chance = np.random.default_rng(seed)
        self._state, self._memory = at.begin(), control.begin(case.rules)
        self._body = body(case.bridge, case.pumps, case.rules.end)
        self._frame = frame(case.bridge, case.sway, case.off) if case.sway else STIFF
        if self._frame.rocking:
            upright(self._state, self._frame)
        self._going = self._dumped = False
        self._gust, self._left = 0.0, 0.0

    def command(self, command: str) -> None:
        if command in GOING:
            self._going, self._dumped = True, False
        elif command in STOPPING:
            self._going, self._dumped = False, command == "dump pressure"

    def step(self, seconds: float) -> Moved:
        self._left += seconds
        while self._left >= TICK - 1e-9:
            self._left -= TICK
            self._tick()
        state, wind = self._state, self._case.wind
        gaps = tuple(state[at.GAP + foot] for foot in range(4)) if self._frame.rocking else (0.015,) * 4
        return Moved(
            angle=self._course.begins + float(state[at.ANGLE]),
            speed=float(state[at.SPEED]),
            left=float(state[at.LEFT_FORCE]),
            right=float(state[at.RIGHT_FORCE]),
            fed=0.5 * float(state[at.LEFT + at.FED] + state[at.RIGHT + at.FED]),
            along=float(state[at.PITCH]),
            inward=float(state[at.ROLL]),
            gaps=gaps,  # type: ignore[arg-type]
            shaking=float(state[at.FORE + at.SHAKING]),
            wind=wind.speed + self._gust,
        )

    def _tick(self) -> None:
        """Measured, advised, and done as advised while it is commanded to go."""
        state, memory, wind, sensors = self._state, self._memory, self._case.wind, self._case.sensors
        spread = wind.gusts * wind.speed * (2 * TICK / wind.lasting) ** 0.5
        self._gust += -self._gust * TICK / wind.lasting + spread * float(self._chance.normal())
        state[at.WIND] = wind.factor * (wind.speed + self._gust) ** 2
        if self._going:
            unsure = sensors.encoder / self._case.rules.tip
            drive = (state[at.LEFT_FORCE] + state[at.RIGHT_FORCE]) * self._body.lever
            drive += state[at.PUSH_FORCE] * self._body.push_lever
            seen = state[at.ANGLE] + unsure * float(self._chance.normal())
            control.advise(memory, self._case.rules, seen, unsure, drive, TICK)
        state[at.FEED] = memory[control.FEEDING] if self._going else 0.0
        state[at.SHOVE] = memory[control.SHOVING] if self._going else 0.0
        state[at.DUMP] = memory[control.DUMPING] if self._going else float(self._dumped)
        for _ in range(STEPS_A_TICK):
            step(state, self._body, STEP)
            if self._frame.rocking:
                sway_on(state, self._frame, STEP)


def twin(operation: Operation, window: str, course: Course) -> Twin:
    """Raises BridgeheadError with OP002 where the file says nothing of a twin."""
    if operation.twin is None:
        expected = "a part «twin:» that says how pumps, wind and sensors are"
        raise BridgeheadError([Mistake("OP002", "an operation without a twin", None, expected)])
    (case,) = [each.case for each in phases(operation, operation.twin) if each.name == window]
    return Twin(case, course)
