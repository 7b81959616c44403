"""Functions on contexts (DMN 1.5, 10.3.4.9)."""

from collections.abc import Callable
from typing import Any


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
    if not keys or not all(isinstance(key, str) for key in keys):
        return None
    for depth in reversed(range(len(keys))):
        inner = _at(context, keys[:depth])
        value = {**inner, keys[depth]: value} if isinstance(inner, dict) else None
        if value is None:
            return None
    return value  # type: ignore[no-any-return]


def _at(context: Any, keys: list[str]) -> Any:
    for key in keys:
        context = context.get(key) if isinstance(context, dict) else None
    return {} if context is None else context


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
