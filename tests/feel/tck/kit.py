"""The DMN Technology Compatibility Kit as far as FEEL alone can run it.

That is: decisions and business knowledge models that are literal expressions. The kit is not part of the project; it is
looked for in `shared/dmn-tck` above this folder.
"""

import datetime as dt
import os
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from bridgehead import feel
from bridgehead.feel import temporal_text
from bridgehead.feel.conform import REFUSED, coerce
from bridgehead.feel.cursor import Cursor
from bridgehead.feel.operations import equal, kind
from bridgehead.feel.type_names import BUILT_IN, read_type
from bridgehead.feel.types import ANY, ContextType, FunctionType, ListType, Type, Variable
from bridgehead.feel.values import NOW, Function
from bridgehead.primitives.errors import BridgeheadError

M = "{https://www.omg.org/spec/DMN/20230324/MODEL/}"
MOMENT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
T = "{http://www.omg.org/spec/DMN/20160719/testcase}"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


def find() -> Path | None:
    """Where the kit is: BRIDGEHEAD_SHARED, or a folder `shared` beside one of the folders above."""
    named = os.environ.get("BRIDGEHEAD_SHARED")
    places = [Path(named)] if named else [above / "shared" for above in Path(__file__).resolve().parents]
    return next((place / "dmn-tck" for place in places if (place / "dmn-tck").is_dir()), None)


@dataclass
class Model:
    """One `.dmn` file; `nodes` maps names to (kind, element)."""

    nodes: dict[str, tuple[str, ET.Element]] = field(default_factory=dict)
    types: dict[str, Type] = field(default_factory=dict)
    has_services: bool = False

    @classmethod
    def read(cls, path: Path) -> "Model":
        root = ET.parse(path).getroot()
        model = cls(has_services=root.find(f"{M}decisionService") is not None)
        waiting = [item for item in root.iter(f"{M}itemDefinition") if item.get("name")]
        for item in [*waiting, *waiting]:  # twice, since a type may name a later one
            model.types[item.get("name", "")] = model.item_type(item)
        for tag in ("decision", "businessKnowledgeModel", "inputData"):
            for element in root.iter(M + tag):
                model.nodes[" ".join(element.get("name", "").split())] = tag, element
        return model

    def item_type(self, item: ET.Element) -> Type:
        reference, function = item.find(f"{M}typeRef"), item.find(f"{M}functionItem")
        parts = item.findall(f"{M}itemComponent")
        found: Type = ANY
        if reference is not None and reference.text:
            found = self.type(reference.text.strip())
        elif function is not None:
            parameters = tuple(self.type(one.get("typeRef", "Any")) for one in function.findall(f"{M}parameters"))
            found = FunctionType(parameters=parameters, result=self.type(function.get("outputTypeRef", "Any")))
        elif parts:
            found = ContextType(
                fields={part.get("name", ""): Variable(self.item_type(part), optional=True) for part in parts}
            )
        return ListType(item=found) if item.get("isCollection") == "true" else found

    def type(self, name: str) -> Type:
        name = name.removeprefix("feel:")
        if name in self.types or name in BUILT_IN:
            return self.types.get(name) or BUILT_IN[name]
        older = {"dayTimeDuration": "days and time duration", "yearMonthDuration": "years and months duration"}
        if name in older:
            return BUILT_IN[older[name]]
        return read_type(Cursor(name), self.types) if "<" in name else ANY

    def typed(self, element: ET.Element) -> Type:
        variable = element.find(f"{M}variable")
        return self.type(variable.get("typeRef", "Any")) if variable is not None else ANY

    def declared(self, name: str) -> Type:
        return self.typed(self.nodes[name][1]) if name in self.nodes else ANY

    def text(self, name: str) -> str | None:
        """The FEEL text of a node; None where it is no literal expression."""
        tag, element = self.nodes[name]
        if tag == "decision":
            found = element.find(f"{M}literalExpression/{M}text")
            return None if found is None else found.text
        logic = element.find(f"{M}encapsulatedLogic")
        found = None if logic is None else logic.find(f"{M}literalExpression/{M}text")
        if logic is None or found is None or logic.get("kind", "FEEL") != "FEEL":
            return None
        parameters = ", ".join(one.get("name", "") for one in logic.findall(f"{M}formalParameter"))
        return f"function({parameters}) {found.text}"

    def needs(self, name: str) -> list[str]:
        by_id = {element.get("id"): node for node, (_, element) in self.nodes.items()}
        references = self.nodes[name][1].iter()
        return [
            by_id.get(one.get("href", "").rpartition("#")[2], "?")
            for one in references
            if one.tag in (f"{M}requiredDecision", f"{M}requiredInput", f"{M}requiredKnowledge")
        ]

    def runs(self, name: str) -> bool:
        if name not in self.nodes:
            return False
        if self.nodes[name][0] == "inputData":
            return True
        return self.text(name) is not None and all(self.runs(need) for need in self.needs(name) if need != name)

    def value(self, name: str, inputs: dict[str, Any]) -> Any:
        tag, element = self.nodes[name]
        if tag == "inputData":
            return _converted(inputs.get(name), self.typed(element))
        known = {need: self.value(need, inputs) for need in self.needs(name) if need != name}
        if tag == "businessKnowledgeModel" and self.calls_itself(name):
            again = len(self.nodes[name][1].findall(f".//{M}formalParameter"))
            parameters = tuple((str(place), None) for place in range(again))
            known[name] = Function(parameters, lambda *arguments: itself.call(*arguments))
        types = {need: self.scope_type(need, known[need]) for need in known}
        scope = {need: Variable(type, optional=True) for need, type in types.items()}
        try:
            tree = feel.parse(self.text(name) or "", scope, lenient=True, types=self.types)
        except BridgeheadError:
            return None
        value = feel.compile(tree, scope)({**known, NOW: MOMENT})
        if tag == "decision":
            return _converted(_converted(value, self.logic_type(element)), self.typed(element))
        itself = self.typed_function(element, value)
        return itself

    def calls_itself(self, name: str) -> bool:
        return name in (self.text(name) or "").partition(")")[2]

    def logic_type(self, element: ET.Element) -> Type:
        """The type that the expression itself states."""
        logic = element.find(f".//{M}literalExpression")
        return self.type(logic.get("typeRef", "Any")) if logic is not None else ANY

    def scope_type(self, name: str, value: Any) -> Type:
        if self.nodes[name][0] == "businessKnowledgeModel":
            return FunctionType(parameters=tuple(ANY for _ in value.parameters)) if isinstance(value, Function) else ANY
        return self.typed(self.nodes[name][1])

    def typed_function(self, element: ET.Element, value: Any) -> Any:
        if not isinstance(value, Function):
            return value
        formal = element.iter(f"{M}formalParameter")
        types = {one.get("name", ""): self.type(one.get("typeRef", "Any")) for one in formal}
        to = self.typed(element)
        result = to.result if isinstance(to, FunctionType) else to
        parameters = tuple((name, types.get(name)) for name, _ in value.parameters)
        return Function(
            parameters,
            lambda *arguments: _converted(_converted(value.call(*arguments), self.logic_type(element)), result),
        )


def _converted(value: Any, to: Type) -> Any:
    converted = coerce(value, to)
    return None if converted is REFUSED else converted


@dataclass(frozen=True)
class Case:
    """One expected value of one test."""

    folder: str
    id: str
    node: str
    inputs: dict[str, Any]
    expected: Any

    def __str__(self) -> str:
        return f"{self.folder} {self.id} {self.node}"


@cache
def models(folder: Path) -> dict[str, Model]:
    return {path.name: Model.read(path) for path in folder.glob("*.dmn")}


def cases(folder: Path) -> Iterator[tuple[Model, Case]]:
    """The cases of a folder that FEEL alone can run."""
    for path in sorted(folder.glob("*.xml")):
        root = ET.parse(path).getroot()
        model = models(folder).get((root.findtext(f"{T}modelName") or "").strip())
        if model is None or model.has_services:
            continue
        for test in root.iter(f"{T}testCase"):
            inputs = {
                one.get("name", ""): given(one, model.declared(one.get("name", "")))
                for one in test.findall(f"{T}inputNode")
            }
            for result in test.findall(f"{T}resultNode"):
                name = " ".join(result.get("name", "").split())
                expected = result.find(f"{T}expected")
                if model.runs(name) and result.get("type", "decision") == "decision":
                    wanted = None if expected is None else given(expected, model.declared(name))
                    yield model, Case(folder.name, test.get("id", ""), name, inputs, wanted)


def given(element: ET.Element, declared: Type = ANY) -> Any:
    """The value inside an element of a test file; one that does not say its type has the declared one."""
    items = element.find(f"{T}list")
    if items is not None:
        item_type = declared.item if isinstance(declared, ListType) else ANY
        nil = items.get(f"{XSI}nil") == "true"
        return None if nil else [given(item, item_type) for item in items.findall(f"{T}item")]
    parts = element.findall(f"{T}component")
    if parts:
        fields = (declared.fields if isinstance(declared, ContextType) else None) or {}
        types = {name: variable.type for name, variable in fields.items()}
        return {part.get("name", ""): given(part, types.get(part.get("name", ""), ANY)) for part in parts}
    value = element.find(f"{T}value")
    if value is None or value.get(f"{XSI}nil") == "true":
        return None
    text, type = value.text or "", (value.get(f"{XSI}type") or _XSD.get(declared.name, "string")).rpartition(":")[2]
    match type:
        case "decimal" | "integer" | "double" | "float" | "int" | "long":
            return Decimal(text.strip())
        case "boolean":
            return text.strip() == "true"
        case "date" | "time" | "dateTime" | "duration":
            return temporal_text.read(text.strip())
    return text


_XSD = {"number": "decimal", "boolean": "boolean", "date": "date", "time": "time", "date and time": "dateTime"}


def same(value: Any, expected: Any) -> bool:
    """Whether a value is the expected one; numbers may differ by rounding beyond the eighth digit."""
    if isinstance(value, Decimal) and isinstance(expected, Decimal):
        return abs(value - expected) <= max(Decimal(1), abs(expected)) * Decimal("1e-8")
    if isinstance(value, list) and isinstance(expected, list):
        return len(value) == len(expected) and all(map(same, value, expected))
    if isinstance(value, dict) and isinstance(expected, dict):
        return value.keys() == expected.keys() and all(same(value[key], expected[key]) for key in value)
    if isinstance(value, str) and not isinstance(expected, str) and expected is not None:
        return False
    return kind(value) == kind(expected) and equal(value, expected) is True
