"""Functions on contexts (DMN 1.5, 10.3.4.9)."""

from collections.abc import Callable
from typing import Any

from bridgehead.feel.mistakes import NESTED, mistake
from bridgehead.primitives.errors import BridgeheadError

MAX_PATH = 100


def get_entries(context: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"key": key, "value": value} for key, value in context.items()]


def from_entries(entries: list[Any]) -> dict[str, Any] | None:
    made: dict[str, Any] = {}
    for entry in entries:
        if not isinstance(entry, dict) or not {"key", "value"} <= entry.keys() or not isinstance(entry["key"], str):
            return None
        if entry["key"] in made:
            return None
        made[entry["key"]] = entry["value"]
    return made


def put(context: dict[str, Any], key: str, value: Any) -> dict[str, Any]:
    return {**context, key: value}


def put_deep(context: dict[str, Any], keys: list[Any], value: Any) -> dict[str, Any] | None:
    """The context with a value at the end of a path, whose contexts are made where there are none."""
    if not keys or not all(isinstance(key, str) for key in keys):
        return None
    if len(keys) > MAX_PATH:
        raise BridgeheadError([mistake("FE404", None, found=NESTED)])
    around: list[dict[str, Any]] = []
    inner: Any = context
    for key in keys:
        if not isinstance(inner, dict):
            return None
        around.append(inner)
        inner = inner.get(key)
        inner = {} if inner is None else inner
    for outer, key in zip(reversed(around), reversed(keys), strict=True):
        value = {**outer, key: value}
    return value  # type: ignore[no-any-return]


def merge(contexts: list[Any]) -> dict[str, Any] | None:
    if not all(isinstance(context, dict) for context in contexts):
        return None
    return {key: value for context in contexts for key, value in context.items()}


TABLE: dict[str, Callable[..., Any]] = {
    "get value(m: context, key: string) -> Any": lambda m, key: m.get(key),
    "get entries(m: context) -> list<context>": get_entries,
    "context(entries: list) -> context": from_entries,
    "context put(context: context, key: string, value: Any) -> context": put,
    "context put(context: context, keys: list, value: Any) -> context": put_deep,
    "context merge(contexts: list) -> context": merge,
}
