"""An operation's plan: its file in the terms of `swing`, and what that plans."""

from typing import TYPE_CHECKING

from bridgehead.instruments.operation import schema
from bridgehead.instruments.operation.schema import Operation
from bridgehead.swing import bridge as steel
from bridgehead.swing import limits, weighing
from bridgehead.swing.plan import NOT_WEIGHED, Course, Plan, Weighed, Window, plan

if TYPE_CHECKING:
    from bridgehead.swing.identify import Identified


def planned(operation: Operation, found: "Identified | None" = None) -> Plan:
    """With what a trial has found, where there was one.

    Raises `swing.plan.ImpossibleSplit` where the windows' angles do not make the whole (`check` has told it).
    """
    course = Course(
        whole=operation.whole.angle.value,
        speed=operation.pace.speed.value,
        ramp=operation.ramp.value,
        damping=float(operation.control_damping),
        creep=operation.inching.creep.value,
        steps=operation.inching.steps,
        cycle=operation.inching.cycle.value,
    )
    windows = [
        Window(name, each.angle.value if each.angle else None, each.length.value if each.length else None)
        for name, each in operation.windows.items()
    ]
    built = bridge(operation.bridge)
    if found is not None:
        from bridgehead.swing.identify import known  # which needs arrays, and most plans have no trial yet

        built = known(built, found)
    return plan(built, bounds(operation), windows, course, weighed(operation))


def bounds(operation: Operation) -> tuple[limits.Limit, ...]:
    return tuple(
        limits.Limit(name, each.quantity, each.bound.value, each.in_force, each.seen)
        for name, each in operation.limits.items()
    )


def weighed(operation: Operation) -> Weighed:
    weighings = operation.weighing
    return Weighed(_weighing(weighings.along), _weighing(weighings.inward)) if weighings else NOT_WEIGHED


def _weighing(part: schema.Weighing | None) -> weighing.Weighing | None:
    if part is None:
        return None
    this = weighing.Lift(part.this.force.value, part.this.lever.value)
    if part.other is not None:
        return weighing.Free(this, weighing.Lift(part.other.force.value, part.other.lever.value))
    assert part.sinking is not None
    return weighing.Resting(this.force, part.sinking.value, this.lever)


def bridge(part: schema.Bridge) -> steel.Bridge:
    beam, drive = part.beam, part.final_drive
    return steel.Bridge(
        beam=steel.Beam(
            mass=beam.mass.value,
            radius=beam.curve.radius.value if beam.curve else float("inf"),
            back=beam.back.value,
            fore=beam.fore.value,
        ),
        hinge=steel.Hinge(part.hinge.radius.value, part.hinge.sphere.value, _spot(part.hinge.at)),
        feet=steel.Feet(
            radius=part.feet.radius.value,
            gap=part.feet.gap.value,
            friction=float(part.feet.friction),
            carry=float(part.feet.carry),
        ),
        strands=steel.Strands(
            count=part.strands.count,
            area=part.strands.area.value,
            modulus=part.strands.modulus.value,
            length=part.strands.length.value,
            lever=part.strands.lever.value,
        ),
        jacks=steel.Jacks(
            part.jacks.capacity.value,
            part.jacks.stroke.value,
            part.jacks.let_back.value if part.jacks.let_back else 0.0,
        ),
        friction=steel.Friction(
            static=float(part.friction.static),
            moving=float(part.friction.moving),
            fading=part.friction.fading.value,
            dwell=part.friction.dwell.value,
        ),
        stops=steel.Stops(
            free=part.stops.free.value,
            lever=part.stops.lever.value,
            stiffness=part.stops.stiffness.value,
            damping=part.stops.damping.value,
        ),
        final_drive=steel.FinalDrive(drive.stiffness.value, drive.lever.value) if drive else None,
        ballast=tuple(steel.Ballast(each.mass.value, _spot(each.at)) for each in part.ballast),
        damping=float(part.damping),
    )


def _spot(at: schema.Spot) -> steel.Spot:
    return steel.Spot(at.along.value, at.inward.value)
