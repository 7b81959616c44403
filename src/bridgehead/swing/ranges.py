"""How far what is built may be from what is written in its file.

The ranges were set before any control was tuned on them, and are no knob: whoever tests brings the seed.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from bridgehead.swing.bridge import Bridge

RANGES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "moving friction": (0.75, 2.0),  # times that of the file, as the next three
        "stiffness of strands": (0.8, 1.2),
        "stiffness of the final drive": (0.8, 1.2),
        "mass": (0.97, 1.03),
        "static to moving friction": (1.2, 1.6),
        "fading": (0.5, 2.0),  # times
        "dwell": (5.0, 60.0),  # s
        "damping": (0.5, 2.0),  # times
        "wind": (0.0, 10.8),  # m/s, up to the force at which one stops
        "gusts": (0.1, 0.3),
        "way of the wind": (-1.0, 1.0),  # times its lever
        "lag of the pumps": (0.5, 2.0),  # times, as the next
        "time of a dump": (0.5, 2.0),
        "unevenness of the pumps": (-0.03, 0.03),
        "offset of the encoder": (-0.002, 0.002),  # m at the tip
        "scale of the load cells": (-0.02, 0.02),
    }
)
"""Each drawn evenly between its two ends."""


def worst_to_turn(bridge: Bridge) -> Bridge:
    """The one that is hurled on the most as it breaks away, and so sticks at the greatest speed."""
    moving = bridge.friction.moving * RANGES["moving friction"][1]
    friction = replace(bridge.friction, moving=moving, static=moving * RANGES["static to moving friction"][1])
    modulus = bridge.strands.modulus * RANGES["stiffness of strands"][0]
    mass = bridge.beam.mass * RANGES["mass"][1]
    strands, beam = replace(bridge.strands, modulus=modulus), replace(bridge.beam, mass=mass)
    return replace(bridge, friction=friction, strands=strands, beam=beam)
