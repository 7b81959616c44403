"""Decision tables in YAML to a draft of their model; `docs/authors/decisions.md` has the form.

A cell is FEEL. What YAML has made of it (a number, a truth value, a date) is taken back to the FEEL that was written.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from bridgehead.dmn.markup import Mark
from bridgehead.dmn.model import (
    Annotation,
    Decision,
    DecisionTable,
    Expression,
    Input,
    InputData,
    Item,
    ItemDefinition,
    Literal,
    Output,
    Rule,
    Tests,
    Text,
)
from bridgehead.dmn.names import written
from bridgehead.dmn.plain.draft import Draft
from bridgehead.documents.document import Document, Path, Step
from bridgehead.documents.read import read_bytes
from bridgehead.primitives.errors import Place

AnyText = TypeVar("AnyText", bound=Text)

FILE = ("name", "namespace", "types", "inputs", "decisions")
TYPE = ("type", "allowed", "constraint", "list", "fields", "label")
INPUT = ("type", "allowed", "label", "id")
TABLE = ("hit policy", "inputs", "outputs", "annotations", "rules")
DECISION = ("type", "label", "id", "expression", *TABLE)
CONDITION = ("expression", "type", "allowed", "label")
CONCLUSION = ("name", "type", "allowed", "default", "label")
_SIGNS = {"'": re.compile(r"''|."), '"': re.compile(r"\\x..|\\u....|\\U.{8}|\\.|.")}
"""One sign of a text in quotes, as it stands in the file."""


def read(data: bytes, file: str) -> Draft:
    """The draft of a file, with the mistakes of reading it."""
    document = read_bytes(data, file)
    reader = _Reader(document, Draft(file, mistakes=list(document.mistakes)))
    reader.file()
    return reader.draft


def _marks_of_lines(source: str, place: Place) -> tuple[Mark, ...]:
    """The marks of a block of text: one a line, behind its indentation."""
    lines = source.split("\n")[1:]
    indent = min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), default=0)
    offset, found = 0, []
    for number, line in enumerate(lines, 1):
        found.append((offset, place.line + number, indent + 1))
        offset += len(line[indent:]) + 1
    return tuple(found)


class _Reader:
    """Reads the values of a document by their paths; what cannot be read is a mistake in its place."""

    def __init__(self, document: Document, draft: Draft) -> None:
        self.document = document
        self.draft = draft

    # What any part is made of

    def is_lost(self, path: Path) -> bool:
        """Whether what stands here could not be read, and has been told of."""
        return any(path[:length] in self.document.spoiled for length in range(len(path) + 1))

    def expects(self, path: Path, words: str) -> None:
        if not self.is_lost(path):
            found = self.document.text(path) if not isinstance(self.value(path), tuple | dict) else self.bracketed(path)
            self.draft.wrong("DM013", self.document.place(*path), found=found, expected=words)

    def bracketed(self, path: Path) -> str:
        """A list or mapping as it is written, up to the end of its first line."""
        spot = self.document.spots[path]
        text = self.document.source[spot.start :].split("\n", 1)[0]
        depth = 0
        for end, sign in enumerate(text):
            depth += (sign in "[{") - (sign in "]}")
            if depth == 0:
                return text[: end + 1] if end else text
        return text

    def value(self, path: Path) -> Any:
        return self.document.value(path)

    def mapping(self, path: Path, what: str, keys: Sequence[str] | None = None) -> dict[Step, Any]:
        """Keys and values; a key that is not known is a mistake, and left out."""
        value = self.value(path)
        if not isinstance(value, dict):
            self.expects(path, f"keys and values of {what}, each as «key: value»")
            return {}
        if keys is None:
            return value
        for key in value:
            if key not in keys:
                self.draft.unknown(str(key), self.document.key_place(*path, key), keys, what)
        return {key: inner for key, inner in value.items() if key in keys}

    def has(self, path: Path, *needed: str, what: str) -> None:
        """Tells of keys that are missing, but where some could not be read."""
        value = self.value(path)
        lost = path in self.document.holes or () in self.document.holes
        for key in needed:
            if isinstance(value, dict) and key not in value and not lost:
                self.draft.wrong("DM007", self.document.key_place(*path), element=what, found=key)

    def items(self, path: Path, what: str) -> Iterator[Path]:
        value = self.value(path)
        if not isinstance(value, tuple):
            self.expects(path, f"a list of {what}, as in [a, b]")
            return iter(())
        return iter([(*path, place) for place in range(len(value))])

    def word(self, path: Path) -> str:
        """A text that is no FEEL: a name, a type, a label."""
        value = self.value(path)
        if not isinstance(value, str | int | date) or isinstance(value, bool):
            self.expects(path, "a text")
            return ""
        return self.document.text(path)

    def optional(self, path: Path, inside: dict[Step, Any], key: str) -> str | None:
        return self.word((*path, key)) if key in inside else None

    def feel(self, path: Path, of: type[AnyText], type_ref: str | None = None) -> AnyText:
        """The FEEL of a cell, with the place of each of its signs."""
        value, place = self.value(path), self.document.place(*path)
        match value:
            case _ if self.is_lost(path):
                text = ""
            case str():
                return of(text=value, place=place, marks=self.marks(path), type_ref=type_ref)
            case datetime():
                text = f'date and time("{value.isoformat()}")'
            case date():
                text = f'date("{value.isoformat()}")'
            case tuple() | dict():
                self.expects(path, "a text; quotes around FEEL that begins with a bracket, as in '[18..65]'")
                text = ""
            case _:
                text = self.document.text(path)
        return of(text=text, place=place, marks=((0, place.line, place.column),), type_ref=type_ref)

    def marks(self, path: Path) -> tuple[Mark, ...]:
        """Where the signs of a text stand: a mark wherever the file and the text drift apart."""
        spot, place = self.document.spots[path], self.document.place(*path)
        source = self.document.source[spot.start : spot.end]
        if spot.quote in ("|", ">"):
            return _marks_of_lines(source, place)
        found = [(0, place.line, place.column + len(spot.quote))]
        if spot.quote and "\n" not in source:
            for offset, sign in enumerate(_SIGNS[spot.quote].finditer(source[1:-1])):
                if len(sign[0]) > 1:
                    found.append((offset + 1, place.line, place.column + 1 + sign.end()))
        return tuple(found)

    def values(self, path: Path, inside: dict[Step, Any], type_ref: str | None, key: str = "allowed") -> Tests | None:
        """Allowed values: a list of them, or tests in FEEL. In a list, one of strings is a word with no quotes."""
        here = (*path, key)
        if key not in inside:
            return None
        if not isinstance(inside[key], tuple):
            return self.feel(here, Tests)
        parts = [self.feel(one, Tests).text for one in self.items(here, "values")]
        return Tests(text=", ".join(parts), place=self.document.place(*here))

    # The file

    def file(self) -> None:
        if self.document.mistakes and not isinstance(self.document.data, dict):
            return
        top = self.mapping((), "a file of decisions", FILE)
        self.has((), "decisions", what="the file")
        draft = self.draft
        draft.name = self.optional((), top, "name") or ""
        draft.namespace = self.optional((), top, "namespace")
        for key in self.mapping(("types",), "types") if "types" in top else ():
            draft.types.append(self.type(("types", key), key))
        for key in self.mapping(("inputs",), "inputs") if "inputs" in top else ():
            draft.inputs.append(self.input(("inputs", key), key))
        for key in self.mapping(("decisions",), "decisions") if "decisions" in top else ():
            draft.decisions.append(self.decision(("decisions", key), key))

    def type(self, path: Path, name: Step) -> ItemDefinition:
        place = self.document.key_place(*path)
        if not isinstance(self.value(path), dict):
            return ItemDefinition(name=written(str(name)), type_ref=written(self.word(path)), place=place)
        inside = self.mapping(path, "a type", TYPE)
        fields = (*path, "fields")
        type_ref = self.optional(path, inside, "type")
        is_list = inside.get("list", False)
        if not isinstance(is_list, bool):
            self.expects((*path, "list"), "true or false")
        return ItemDefinition(
            name=written(str(name)),
            type_ref=type_ref,
            allowed=self.values(path, inside, type_ref),
            constraint=self.values(path, inside, type_ref, "constraint"),
            components=tuple(self.type((*fields, key), key) for key in self.mapping(fields, "fields"))
            if "fields" in inside
            else (),
            collection=is_list is True,
            label=self.optional(path, inside, "label"),
            place=place,
        )

    def input(self, path: Path, name: Step) -> InputData:
        place = self.document.key_place(*path)
        called = written(str(name))
        if not isinstance(self.value(path), dict):
            type_ref = None if self.value(path) is None else written(self.word(path))
            variable = Item(name=called, type_ref=type_ref, place=self.document.place(*path))
            return InputData(name=called, variable=variable, place=place)
        inside = self.mapping(path, "an input", INPUT)
        type_ref = self.optional(path, inside, "type")
        allowed = self.values(path, inside, type_ref)
        if allowed is not None:
            self.draft.allowed[called] = allowed
        return InputData(
            name=called,
            variable=Item(name=called, type_ref=type_ref, place=self.document.place(*path, "type")),
            label=self.optional(path, inside, "label"),
            id=self.optional(path, inside, "id"),
            place=place,
        )

    def decision(self, path: Path, name: Step) -> Decision:
        inside = self.mapping(path, "a decision", DECISION)
        called = written(str(name))
        expression: Expression | None
        if "expression" in inside:
            for key in (key for key in inside if key in TABLE):
                self.draft.wrong("DM018", self.document.key_place(*path, key), found=str(key))
            expression = self.feel((*path, "expression"), Literal)
        else:
            expression = self.table(path, inside, called)
        typed = self.document.place(*path, "type") if "type" in inside else self.document.key_place(*path)
        return Decision(
            name=called,
            variable=Item(name=called, type_ref=self.optional(path, inside, "type"), place=typed),
            label=self.optional(path, inside, "label"),
            id=self.optional(path, inside, "id"),
            expression=expression,
            place=self.document.key_place(*path),
        )

    def table(self, path: Path, inside: dict[Step, Any], decision: str) -> DecisionTable:
        self.has(path, "outputs", "rules", what="the table")
        of = {key: list(self.items((*path, key), f"{key}")) for key in TABLE[1:] if key in inside}
        inputs = tuple(self.condition(one, decision) for one in of.get("inputs", ()))
        outputs = tuple(map(self.conclusion, of.get("outputs", ())))
        if inside.get("outputs") == () and not self.is_lost((*path, "outputs")):
            self.draft.wrong("DM007", self.document.place(*path, "outputs"), element="outputs", found="output")
        annotations = tuple(Annotation(text=self.word(one)) for one in of.get("annotations", ()))
        columns = (len(inputs), len(outputs), len(annotations))
        rules = [self.rule(one, columns) for one in of.get("rules", ())]
        written_policy = (*path, "hit policy")
        policy = self.word(written_policy) if "hit policy" in inside else "unique"
        hit_policy, aggregation = self.draft.policy(policy or "unique", self.document.place(*written_policy))
        return DecisionTable(
            inputs=inputs,
            outputs=outputs,
            rules=tuple(rule for rule in rules if rule is not None),
            annotations=annotations,
            hit_policy=hit_policy,
            aggregation=aggregation,
            place=self.document.key_place(*path),
        )

    def condition(self, path: Path, decision: str) -> Input:
        place = self.document.place(*path)
        if not isinstance(self.value(path), dict):
            self.draft.short.add((decision, int(str(path[-1]))))
            return Input(expression=self.tested(path), place=place)
        inside = self.mapping(path, "a column of conditions", CONDITION)
        self.has(path, "expression", what="the column")
        type_ref = self.optional(path, inside, "type")
        if not {"type", "allowed"} & inside.keys():
            self.draft.short.add((decision, int(str(path[-1]))))
        return Input(
            expression=self.tested((*path, "expression"), type_ref)
            if "expression" in inside
            else Literal(text="", place=place),
            allowed=self.values(path, inside, type_ref),
            label=self.optional(path, inside, "label"),
            place=place,
        )

    def tested(self, path: Path, type_ref: str | None = None) -> Literal:
        """What a column of conditions tests."""
        text = self.feel(path, Literal, type_ref)
        if isinstance(self.value(path), str) and not text.text.strip():
            self.draft.wrong("DM007", text.place, element="the column", found="name")
        return text

    def conclusion(self, path: Path) -> Output:
        place = self.document.place(*path)
        if not isinstance(self.value(path), dict):
            return Output(name=written(self.word(path)), place=place)
        inside = self.mapping(path, "a column of conclusions", CONCLUSION)
        type_ref = self.optional(path, inside, "type")
        name = self.optional(path, inside, "name")
        return Output(
            name=name if name is None else written(name),
            type_ref=type_ref,
            allowed=self.values(path, inside, type_ref),
            default=self.feel((*path, "default"), Literal) if "default" in inside else None,
            label=self.optional(path, inside, "label"),
            place=place,
        )

    def rule(self, path: Path, columns: tuple[int, int, int]) -> Rule | None:
        """A row of cells: a test for each input, a value for each output, then notes, which may be left out."""
        cells = list(self.items(path, "cells"))
        inputs, outputs, notes = columns
        if not inputs + outputs <= len(cells) <= inputs + outputs + notes:
            if isinstance(self.value(path), tuple):
                place, wanted = self.document.place(*path), inputs + outputs + notes
                self.draft.wrong("DM009", place, found=len(cells), element="cells", expected=wanted)
            return None
        return Rule(
            tests=tuple(self.feel(one, Tests) for one in cells[:inputs]),
            outputs=tuple(self.feel(one, Literal) for one in cells[inputs : inputs + outputs]),
            annotations=tuple(Annotation(text=self.word(one)) for one in cells[inputs + outputs :]),
            place=self.document.place(*path),
        )
