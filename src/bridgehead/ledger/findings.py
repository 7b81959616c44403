"""What `verify` says of what does not fit.

Codes of the events and of what records show: LG101 a thing is gone, LG102 it was changed, LG103 it stands where it does
not belong, LG104 a seal does not fit, LG105 a printed seal is not that of this ledger.

Codes of what stands beside: LG111 it is gone, LG112 it was changed, LG113 it stands there though no event says so; of a
stored file LG114 it is gone, LG115 it was changed, LG116 it is there though its record was forgotten, LG117 nothing
names it, which is a note; LG118 the master key opens nothing; LG119 counters were set back.

Codes of notes alone: LG120 events are of moments before the steps before them, LG121 what waits until all events fit.
"""

from bridgehead.primitives.errors import Mistake

SOUND = {
    "LG101": "every event, leaf and seal that was ever appended",
    "LG102": "what was appended, unchanged",
    "LG103": "each event in its own place",
    "LG104": "the root and the chain that the events give",
    "LG105": "the seal that was printed",
    "LG111": "all that the events put beside them",
    "LG112": "what the events put beside them, unchanged",
    "LG113": "nothing beside the events that they did not put there",
    "LG114": "the stored file, as its event names it; see the backup",
    "LG115": "the stored file, as its event names it; see the backup",
    "LG116": "no file of a record that was forgotten; bridgehead serve and work remove it",
    "LG117": "nothing, or the removal of a file whose upload failed",
    "LG118": "the master key under which this home began; see keys/master, and its backup",
    "LG119": "counters that have counted every number that was given; the next number may be one that is taken",
    "LG120": "a clock that goes forward; what was done first is told by the steps, and by the seals",
    "LG121": "events that all fit, by which they are decided again",
}
"""What a sound ledger has, by the code of what does not fit."""

OF_EVENTS = frozenset(("LG101", "LG102", "LG103", "LG104", "LG105"))
WAITS = "LG121"
NOTES = frozenset(("LG117", "LG120", WAITS))
"""What is to be known, and is no fault of the ledger."""


def finding(code: str, found: str) -> Mistake:
    """What is quoted may hold any sign; those that no screen shows are told by their numbers."""
    shown = "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in found)
    return Mistake(code, shown, None, SOUND[code])


def numbered(what: str, first: int, last: int) -> str:
    """`step 3 is gone`, or of several `steps 3 to 5 are gone`."""
    return f"{what} {first} is gone" if first == last else f"{what}s {first} to {last} are gone"
