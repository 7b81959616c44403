"""An operation's turns, tried on its twin as its file has them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bridgehead.instruments.operation import twin as schema
from bridgehead.instruments.operation.planned import planned
from bridgehead.instruments.operation.schema import Operation
from bridgehead.instruments.operation.twin import Twin
from bridgehead.swing import control
from bridgehead.swing.plan import Plan
from bridgehead.swing.scenarios import Case
from bridgehead.swing.twin.body import Pumps
from bridgehead.swing.twin.sensing import Sensors
from bridgehead.swing.twin.sway import Sway
from bridgehead.swing.twin.weather import Wind


@dataclass(frozen=True, slots=True)
class Phase:
    """A window's turn, ready to be tried."""

    name: str
    case: Case


def phases(operation: Operation, twin: Twin) -> Sequence[Phase]:
    """Of every window, in turn."""
    plan = planned(operation)
    return [Phase(turn.window.name, _case(plan, twin, at)) for at, turn in enumerate(plan.turns)]


def _case(plan: Plan, twin: Twin, at: int) -> Case:
    turn = plan.turns[at]
    pumps = Pumps(
        lag=twin.pumps.lag.value,
        dip=float(twin.pumps.dip),
        hand_over=twin.pumps.hand_over.value,
        dump=twin.pumps.dump.value,
    )
    wind = Wind(
        speed=twin.wind.speed.value,
        gusts=float(twin.wind.gusts),
        lasting=twin.wind.lasting.value,
        area=twin.wind.area.value,
        lever=twin.wind.lever.value,
    )
    sensors = Sensors(
        encoder=twin.sensors.encoder.value,
        tip=twin.sensors.tip.value,
        cells=float(twin.sensors.cells),
        stroke=twin.sensors.stroke.value,
        range=twin.sensors.range.value,
    )
    if (faults := twin.sensors.faults) is not None:
        sensors = replace(
            sensors,
            drift=faults.drift.value,
            spikes=float(faults.spikes),
            spike=faults.spike.value,
            drop_outs=float(faults.drop_outs),
            lasting=faults.lasting.value,
        )
    rules = control.rules(plan.bridge, plan.course, turn.angle, turn.inching, pumps.dump, plan.allowed)
    return Case(plan.bridge, rules, pumps, wind, sensors, _sway(twin.sway) if twin.sway else None, plan.off)


def _sway(part: schema.Sway) -> Sway:
    return Sway(
        rocking=part.rocking.value,
        damping=float(part.damping),
        level=part.level.value,
        slideway=part.slideway.value,
        waves=part.waves,
        foot=part.foot.value,
        vertical=part.vertical.value,
        coupling=float(part.coupling),
    )
