"""The places of the numbers that make the twin's state: one row, so that the same code runs compiled and in Python.

SI units and radians; angles count from where the turn begins.
"""

from bridgehead.swing import compiled as numbers
from bridgehead.swing.compiled import State

TIME = 0
ANGLE = 1
SPEED = 2
DIRECTION = 3  # of slipping, 1 or -1; 0 while it sticks
AGE = 4  # s of dwell that friction remembers
ACCELERATION = 5  # rad/s², at the end of the last step
MOMENT = 6  # N m that drives it, at the end of the last step
STICKS = 7  # how often it stuck
LEFT = (
    8  # each jack: how far it has fed in m, at what speed in m/s, how far in its stroke, the time left of a hand-over
)
RIGHT = 12
PUSH = 16  # the final drive: how far and at what speed
PUSH_SPEED = 17
LEFT_FORCE = 18  # N
RIGHT_FORCE = 19
PUSH_FORCE = 20
FEED = 21  # commands: speeds in m/s of both jacks and of the final drive; pressure is dumped where not 0
SHOVE = 22
DUMP = 23
WIND = 24  # N m
TOUCH = 25  # rad/s at which the stop beams were first touched
PEAK = 26  # rad/s
DRAG = 27  # N m that feet on the slideway hold against turning
PITCH = 28  # tilt of the body, fore end down, and its rate; then towards the inner side
ROLL = 30
BACK = 32  # each cantilever's tip, m down from where it hangs at rest, and its rate; its acceleration in m/s²
FORE = 35
GAP = 38  # m under each of the four feet
SIZE = 42

FED, AT, IN_STROKE, HANDING = 0, 1, 2, 3
RATE, SHAKING = 1, 2
FEET = 4


def begin() -> State:
    """It stands, as long as one likes, with its strands slack and just straight."""
    made = numbers.state(SIZE)
    made[AGE] = float("inf")
    return made
