"""Which part of a value keeps it from being of its type: a member that is absent, an item that is not allowed."""

from typing import Any

from bridgehead import feel
from bridgehead.dmn.item_types import Allowed
from bridgehead.feel.conform import conforms
from bridgehead.feel.types import ContextType, ListType, Type

_SHOWN = 60  # characters of a text


def refused(value: Any, to: Type, path: str) -> tuple[str, str]:
    """The first part of a value that is not of type `to`, as in `house.rooms[2] = 0`, and what it should be.

    `path` is what the whole is called.
    """
    if isinstance(to, ListType) and isinstance(value, list):
        for at, item in enumerate(value, 1):
            if item is not None and not conforms(item, to.item):
                return refused(item, to.item, f"{path}[{at}]")
    if isinstance(to, ContextType) and isinstance(value, dict):
        for name, variable in (to.fields or {}).items():
            if name not in value:
                return f"{path}.{name} is absent", f"{variable.type}, or null"
            if value[name] is not None and not conforms(value[name], variable.type):
                return refused(value[name], variable.type, f"{path}.{name}")
    allows = to.allowed if isinstance(to.allowed, Allowed) and conforms(value, to, allowed=False) else None
    return _shown(path, value), str(to) if allows is None else allows.missed(value)


def _shown(path: str, value: Any) -> str:
    if isinstance(value, (list, dict)):
        return f"{path} is a {'list' if isinstance(value, list) else 'context'}"
    return f"{path} = {feel.text_of(value[:_SHOWN] if isinstance(value, str) else value)}"
