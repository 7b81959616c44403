"""A made-up bridge, of the order of one that was published: 6,000 t on an arc of 60 m."""

from math import radians

from bridgehead.swing.bridge import Beam, Bridge, Feet, FinalDrive, Friction, Hinge, Jacks, Spot, Stops, Strands
from bridgehead.swing.control import rules
from bridgehead.swing.limits import Limit, Quantity
from bridgehead.swing.plan import Course, Window, plan
from bridgehead.swing.scenarios import Case
from bridgehead.swing.twin.body import Pumps
from bridgehead.swing.twin.sensing import Sensors
from bridgehead.swing.twin.weather import Wind

MINUTE = 60.0

BRIDGE = Bridge(
    beam=Beam(mass=6e6, radius=60.0, back=45.0, fore=45.0),
    hinge=Hinge(radius=1.75, sphere=8.0, at=Spot(0.0, 5.45)),
    feet=Feet(radius=4.0, gap=0.015, friction=0.1),
    strands=Strands(count=12, area=140e-6, modulus=195e9, length=25.0, lever=4.5),
    jacks=Jacks(capacity=2e6, stroke=0.2, back=0.004),
    friction=Friction(static=0.03, moving=0.02, fading=radians(0.02) / MINUTE),
    stops=Stops(free=0.05, lever=4.5, stiffness=5e7, damping=5e5),
    final_drive=FinalDrive(stiffness=2e7, lever=40.0),
)
COURSE = Course(
    whole=radians(148),
    speed=radians(1) / MINUTE,
    ramp=60.0,
    damping=0.3,
    creep=0.1 / MINUTE,
    steps=6,
    cycle=10.0,
)
WINDOWS = (
    Window("trial", radians(6)),
    Window("first", radians(80), 105 * MINUTE),
    Window("second", radians(62), 90 * MINUTE),
)
CITIES = Limit("cities", Quantity.TURNING_SPEED, 0.02 / MINUTE)
HIGHWAYS = Limit("highways", Quantity.TURNING_SPEED, 0.01 / MINUTE)
TIP = Limit("tip", Quantity.TIP_SPEED, 1.2 / MINUTE)
MARGIN = Limit("margin", Quantity.MARGIN, 15 * MINUTE)
PUMPS = Pumps(lag=0.2, dip=0.2, hand_over=1.0, dump=0.05)


def case(window: str, bridge: Bridge = BRIDGE) -> Case:
    """The turn of a window, in some wind and with the sensors of a good site."""
    made = plan(bridge, (CITIES,), WINDOWS, COURSE)
    (turn,) = (each for each in made.turns if each.window.name == window)
    return Case(
        bridge=bridge,
        rules=rules(bridge, COURSE, turn.angle, turn.inching, PUMPS.dump, made.allowed),
        pumps=PUMPS,
        wind=Wind(speed=4.0, gusts=0.2, lasting=30.0, area=300.0, lever=3.0),
        sensors=Sensors(encoder=0.0005, tip=0.0001, cells=0.005, stroke=0.0005, range=1.0),
    )
