"""The lights of a record on a day: what its register says is wrong with it then."""

from collections.abc import Mapping
from datetime import date

from bridgehead.instruments.register.facts import holds
from bridgehead.instruments.register.record import State
from bridgehead.instruments.register.schema import Light, Register
from bridgehead.instruments.register.scope import TODAY


def lit(register: Register, state: State, values: Mapping[str, object], today: date) -> tuple[Light, ...]:
    """Those whose condition holds, the red ones first; none of a record that has ended or was joined with another.

    `values` are those of the rulebook on the day. What a condition does not know yet lights nothing.
    """
    stage = register.stages.get(state.stage)
    if state.merged or stage is None or stage.final:
        return ()
    filled = {**state.filled, TODAY: today}
    found = [each for each in register.lights.values() if holds(each.when, register, filled, values) is True]
    return tuple(sorted(found, key=lambda each: each.light != "red"))
