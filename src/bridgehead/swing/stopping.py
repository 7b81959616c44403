"""How far the tip goes on when the drive is stopped, by both ways of stopping."""

from bridgehead.swing.bridge import Bridge


def valves_shut(bridge: Bridge, speed: float) -> float:
    """The jacks stand and the strands go on pulling as they slacken: the tip's way in m until the bridge stands.

    The bridge swings about where the strands balance moving friction, w/ωn at most (derived): from that balance it
    starts with the speed, and stops where the swing turns round.
    """
    return speed / bridge.pace * bridge.tip


def pressure_dumped(bridge: Bridge, speed: float) -> float:
    """The strands go slack at once, and friction alone brakes: J w²/(2 Md), at the tip in m."""
    if not bridge.moving:
        return float("inf")
    return bridge.inertia * speed**2 / (2 * bridge.moving) * bridge.tip


def promised(bridge: Bridge) -> float:
    """Within how many m of its end at the tip 95 of 100 turns may be promised to stop.

    A stiff final drive is inched by tenths of a millimetre; strands alone let the bridge slip by as much as they are
    wound up too far. Random scenarios of the example do better than either (docs/reference/benchmarks.md).
    """
    return 0.001 if bridge.final_drive else 0.007
