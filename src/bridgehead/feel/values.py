"""Values beyond those that Python has: the unknown."""

from typing import Final, final


@final
class Unknown:
    """The value of a required field that is absent. It is not null: null is a value, and this is the lack of one."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __bool__(self) -> bool:
        raise TypeError("an unknown value is neither true nor false; ask `value is UNKNOWN`")


UNKNOWN: Final = Unknown()
