"""How many examples a property meets: few in the daily loop, many in `make properties`, a drill.

A profile counts plain examples, of a millisecond or so. A property whose example is a file, a query or a settlement
says how many plain ones it costs (`costing`), so that one word on the command line scales them all.
"""

from typing import Any

from hypothesis import settings

QUICK, DEEP = 20, 600


def register() -> None:
    """Make the profiles known, and the quick one the default; no example is timed."""
    settings.register_profile("quick", deadline=None, max_examples=QUICK)
    settings.register_profile("deep", deadline=None, max_examples=DEEP)
    settings.load_profile("quick")


def costing(plain: int, **more: Any) -> settings:
    """For a property whose example costs as much as so many plain ones: its share of the profile, at least one."""
    return settings(max_examples=max(1, settings.default.max_examples // plain), **more)
