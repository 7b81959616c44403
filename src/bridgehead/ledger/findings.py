"""What `verify` says of what does not fit.

Codes: LG101 a thing is gone, LG102 it was changed, LG103 it stands where it does not belong, LG104 a seal does not fit,
LG105 a printed seal is not that of this ledger.
"""

from bridgehead.primitives.errors import Mistake

SOUND = {
    "LG101": "every event, leaf and seal that was ever appended",
    "LG102": "what was appended, unchanged",
    "LG103": "each event in its own place",
    "LG104": "the root and the chain that the events give",
    "LG105": "the seal that was printed",
}
"""What a sound ledger has, by the code of what does not fit."""


def finding(code: str, found: str) -> Mistake:
    """What is quoted may hold any sign; those that no screen shows are told by their numbers."""
    shown = "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in found)
    return Mistake(code, shown, None, SOUND[code])


def numbered(what: str, first: int, last: int) -> str:
    """`step 3 is gone`, or of several `steps 3 to 5 are gone`."""
    return f"{what} {first} is gone" if first == last else f"{what}s {first} to {last} are gone"
