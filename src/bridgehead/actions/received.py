"""By which channel something came in, and from when it counts as received."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bridgehead.access import ALLOWED, may
from bridgehead.actions.office import going_on
from bridgehead.instruments.register import Register
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError, Mistake, nearest
from bridgehead.rulebook.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Received:
    """The channel, None where the register has none for it; from when it counts; and whether that is `provisional`, as
    it rests on a year of which no calendar is known.
    """

    channel: str | None
    at: datetime
    provisional: bool

    def kept(self, came: datetime) -> dict[str, Any]:
        """What an event says of something that came in at a moment."""
        said: dict[str, Any] = {"channel": self.channel} if self.channel else {}
        if self.at != came:
            said |= {"received": self.at.isoformat(), "received provisional": self.provisional}
        return said


def received(register: Register, rulebook: Rulebook, channel: str | None, at: datetime) -> Received:
    """Of what came in at a moment. Raises UnknownYear before the calendar, CA107 where one is needed and not there."""
    if channel is None:
        return Received(None, at, False)
    by, zone = register.channels[channel], rulebook.about.zone
    calendar = going_on(rulebook).calendar if by.by_calendar else None
    since = by.counts_from(at, zone, calendar)
    guessed = calendar is not None and calendar.is_provisional(since.astimezone(zone).date())
    return Received(channel, since, guessed)


def channel_of(register: Register, named: str | None, actor: Actor) -> str | None:
    """A channel by its name; where none is named the one that is online. Raises BridgeheadError with AC086, and AC113
    where an actor names one by which only staff takes something in.
    """
    if named is None:
        return register.online
    if named not in register.channels:
        known = tuple(register.channels)
        expected = f"one of {', '.join(known)}" if known else "none, since the register has no channels"
        found = f"«{named}», which is no channel of «{register.name}»"
        near = nearest(named, known)
        raise BridgeheadError([Mistake("AC086", found, None, expected, near, values={"named": named})])
    if not register.channels[named].online and not may(actor, "take in"):
        open_to_all = [name for name, each in register.channels.items() if each.online]
        expected = f"{' or '.join(open_to_all)}, or no channel" if open_to_all else "no channel"
        found = f"«{named}», by which staff alone takes something in ({', '.join(sorted(ALLOWED['take in']))})"
        raise BridgeheadError([Mistake("AC113", found, None, expected, register.online, values={"named": named})])
    return named
