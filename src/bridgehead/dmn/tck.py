"""The compatibility kit of the standard (DMN TCK): test files beside models, and what each case came to."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from bridgehead.dmn import markup
from bridgehead.dmn.given import Untyped, from_text, given_for
from bridgehead.dmn.load import load
from bridgehead.dmn.markup import Element
from bridgehead.dmn.names import written
from bridgehead.dmn.read import load as load_bytes
from bridgehead.dmn.run import Decisions
from bridgehead.feel import temporal_text
from bridgehead.feel.evaluate import type_of
from bridgehead.feel.operations import equal, kind
from bridgehead.primitives.errors import BridgeheadError

MOMENT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
TEST_CASES = "http://www.omg.org/spec/DMN/20160719/testcase"
_TOLERANCE = Decimal("1e-8")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a case came to; `wrong` tells of each of its results that is not the expected one."""

    folder: str
    file: str
    case: str
    wrong: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.wrong

    def __str__(self) -> str:
        return f"{self.folder}/{self.file} {self.case}"


def run(folder: Path) -> Iterator[Outcome]:
    """The outcome of every case of every test file in a folder and those below it, in order of their names.

    A case without a result node does not count. Raises BridgeheadError where a test file is no XML.
    """
    for path in sorted(folder.rglob("*.xml")):
        root = markup.parse(load_bytes(path), str(path)).root
        if root.name == "testCases":
            yield from _file(path, root)


def _file(path: Path, root: Element) -> Iterator[Outcome]:
    name = next((one.text.strip() for one in _all(root, "modelName")), "")
    why = ""
    decisions: Decisions | None = None
    try:
        decisions = load(path.parent / name, lenient=True)
    except BridgeheadError as error:
        why = f"the model cannot be read: {error}"
    for case in _all(root, "testCase"):
        results = list(_all(case, "resultNode"))
        if results:
            wrong = (why,) if decisions is None else tuple(_wrong(decisions, case, results))
            yield Outcome(path.parent.name, path.stem, case.attributes.get("id", ""), wrong)


def _wrong(decisions: Decisions, case: Element, results: list[Element]) -> Iterator[str]:
    inputs = dict(_input(one) for one in _all(case, "inputNode"))
    service = written(case.attributes.get("invocableName", ""))
    for result in results:
        decision = written(result.attributes.get("name", ""))
        name = service or decision
        wanted = next((given(one) for one in _all(result, "expected")), None)
        try:
            value = decisions.decide(name, given_for(decisions.inputs(name), inputs), now=MOMENT)
        except BridgeheadError as error:
            if wanted is not None or error.mistakes[0].code == "DM101":
                yield f"{name}: {error}"
            continue
        if service and isinstance(value, dict):
            value = value.get(decision, value)  # one of several outputs
        if not same(value, wanted):
            yield f"{name}: {_shown(value)} instead of {_shown(wanted)}"


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) < 200 else text[:200] + "..."


def _input(node: Element) -> tuple[str, Any]:
    name, namespace = written(node.attributes.get("name", "")), node.attributes.get("namespace")
    return (f"{{{namespace}}}{name}" if namespace else name), given(node)


def _all(element: Element, name: str) -> Iterator[Element]:
    return (one for one in element.children if one.name == name)


def _is_nil(element: Element) -> bool:
    return any(name.endswith("nil") and value == "true" for name, value in element.attributes.items())


def given(element: Element) -> Any:
    """The value inside an element of a test file: a list, components of a context, or one value with its type."""
    for items in _all(element, "list"):
        return None if _is_nil(items) else [given(item) for item in _all(items, "item")]
    parts = list(_all(element, "component"))
    if parts:
        return {written(part.attributes.get("name", "")): given(part) for part in parts}
    for value in _all(element, "value"):
        return None if _is_nil(value) else _typed(value)
    return None


def _typed(value: Element) -> Any:
    types = [type for name, type in value.attributes.items() if name.endswith(":type")]
    text = value.text
    if not types:
        return Untyped(text) if text else None
    match types[0].rpartition(":")[2]:
        case "decimal" | "integer" | "double" | "float" | "int" | "long":
            try:
                return Decimal(text.strip())
            except InvalidOperation:
                return None
        case "boolean":
            return text.strip() in ("true", "1")
        case "date" | "time" | "dateTime" | "duration":
            return temporal_text.read(text.strip())
    return text


def same(value: Any, expected: Any) -> bool:
    """Whether a value is the expected one; numbers may differ by rounding beyond the eighth digit."""
    if isinstance(expected, Untyped):
        expected = from_text(expected, type_of(value))
    if isinstance(value, Decimal) and isinstance(expected, Decimal):
        return abs(value - expected) <= max(Decimal(1), abs(expected)) * _TOLERANCE
    if isinstance(value, list) and isinstance(expected, list):
        return len(value) == len(expected) and all(map(same, value, expected))
    if isinstance(value, dict) and isinstance(expected, dict):
        return value.keys() == expected.keys() and all(same(value[key], expected[key]) for key in value)
    return kind(value) == kind(expected) and equal(value, expected) is True
