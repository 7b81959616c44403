"""Whether data fits a JSON Schema: as much of the standard (2020-12) as this project's schemas use."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

TYPES: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, Decimal),
    "null": type(None),
}
KNOWN = {
    "$schema", "$defs", "$ref", "title", "description", "default", "type", "enum", "const", "anyOf", "oneOf", "allOf",
    "properties", "required", "additionalProperties", "patternProperties", "propertyNames", "minProperties", "items",
    "minItems", "pattern", "format", "minimum", "maximum", "exclusiveMinimum", "multipleOf", "minLength",
}  # fmt: skip


def plain(data: Any) -> Any:
    """Data of a document as an editor sees it: dates are texts, tuples are lists."""
    match data:
        case dict():
            return {str(key): plain(value) for key, value in data.items()}
        case tuple():
            return [plain(value) for value in data]
        case date():
            return data.isoformat()
        case _:
            return data


def fits(data: Any, schema: dict[str, Any], root: dict[str, Any]) -> bool:
    """Whether `data` fits `schema`, whose references lead into `root`."""
    assert set(schema) <= KNOWN, set(schema) - KNOWN
    if "$ref" in schema:
        return fits(data, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root)
    if "anyOf" in schema and not any(fits(data, branch, root) for branch in schema["anyOf"]):
        return False
    if "type" in schema and not _has_type(data, schema["type"]):
        return False
    if "enum" in schema and data not in schema["enum"]:
        return False
    match data:
        case dict():
            return _object_fits(data, schema, root)
        case list():
            items = schema.get("items", {})
            return len(data) >= schema.get("minItems", 0) and all(fits(item, items, root) for item in data)
        case str():
            day = schema.get("format") != "date" or re.fullmatch(r"\d{4}-\d\d-\d\d", data)
            return bool(day and re.search(schema.get("pattern", ""), data))
        case int() | Decimal() if not isinstance(data, bool):
            above = schema.get("minimum", data) <= data and not data <= schema.get("exclusiveMinimum", data - 1)
            return above and data <= schema.get("maximum", data)
        case _:
            return True


def _has_type(data: Any, types: str | list[str]) -> bool:
    for name in [types] if isinstance(types, str) else types:
        if isinstance(data, bool):
            if name == "boolean":
                return True
        elif isinstance(data, TYPES[name]):
            return True
    return False


def _object_fits(data: dict[str, Any], schema: dict[str, Any], root: dict[str, Any]) -> bool:
    if not set(schema.get("required", ())) <= set(data) or len(data) < schema.get("minProperties", 0):
        return False
    others = schema.get("additionalProperties", True)
    for key, value in data.items():
        if not fits(key, schema.get("propertyNames", {}), root):
            return False
        inner = schema.get("properties", {}).get(key)
        matched = [found for pattern, found in schema.get("patternProperties", {}).items() if re.search(pattern, key)]
        if inner is None and not matched:
            if others is False:
                return False
            inner = others if isinstance(others, dict) else {}
        if not all(fits(value, one, root) for one in [*([] if inner is None else [inner]), *matched]):
            return False
    return True
