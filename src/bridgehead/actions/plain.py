"""What somebody writes that is kept in the clear: it names nobody's number, since `forget` would not find it there."""

from bridgehead.primitives.errors import BridgeheadError, Mistake, Place
from bridgehead.primitives.numbers_of_people import found_in

EXPECTED = "a text without it; what is personal goes into a field that asks for it"


def plain(text: str, of: str = "reason") -> str:
    """A text as it is kept, without blanks around it. Raises BridgeheadError with AC090 for each telephone and identity
    number in it.
    """
    if found := found_in(text):
        raise BridgeheadError(
            Mistake(
                "AC090",
                f"«{each.begins}…», from sign {each.at} on, is somebody's {each.kind}",
                Place.whole(of),
                EXPECTED,
                values={"at": str(each.at), "begins": each.begins, "kind": each.kind},
            )
            for each in found
        )
    return text.strip()


def reasoned(reason: str, what: str = "this") -> str:
    """A reason as it is kept. Raises BridgeheadError with AC004 where there is none, AC090 as `plain` does."""
    if not reason.strip():
        expected = "a reason, which whom it concerns can read"
        raise BridgeheadError([Mistake("AC004", f"{what} without a reason", None, expected)])
    return plain(reason)
