"""A draft to the model that it means.

1. Values allowed for an input become a type of its own, so that they hold for whatever is given.
2. Inputs that no part of the file declares are those that the tables name, with their types.
3. A column that says no type and no values has those of the input or decision that it names.
4. Words become strings and ISO dates become dates, where a column has them (`vocabulary`).
5. A decision requires the inputs and decisions that its texts name (`requiring`).
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from bridgehead.dmn.model import (
    Annotation,
    Decision,
    DecisionTable,
    Input,
    InputData,
    Item,
    ItemDefinition,
    Literal,
    Model,
    Node,
    Output,
    Rule,
    Tests,
    Text,
)
from bridgehead.dmn.plain.draft import Draft
from bridgehead.dmn.plain.requiring import requiring
from bridgehead.dmn.plain.vocabulary import Vocabulary, listed, strings_in
from bridgehead.feel.scan import Is, scan
from bridgehead.primitives.errors import Place, nearest

AnyText = TypeVar("AnyText", bound=Text)
_KEYWORDS = frozenset(("true", "false", "null", "if", "for", "some", "every", "not", "function"))


def complete(draft: Draft) -> Model:
    """The model of a draft; what is wrong is added to the mistakes of the draft."""
    for what, parts in (("type", draft.types), ("input", draft.inputs), ("decision", draft.decisions)):
        _tell_unnamed(parts, what, draft)
    name = draft.name or Path(draft.file).stem or "decisions"
    types, inputs = _with_types(draft)
    inputs += _undeclared(draft, inputs)
    known = Known.of(types, inputs, draft.decisions)
    decisions = [_decision(one, draft, known) for one in draft.decisions]
    ids = identified([*inputs, *decisions])
    nodes: list[Node] = [replace(one, id=ids[one.name]) for one in inputs]
    nodes += [replace(one, id=ids[one.name]) for one in requiring(decisions, known.nodes, types, ids)]
    namespace = draft.namespace or default_namespace(name)
    place = Place.whole(draft.file)
    return Model(name=name, namespace=namespace, types=tuple(types), nodes=tuple(nodes), place=place)


def _tell_unnamed(parts: Iterable[ItemDefinition | InputData | Decision], what: str, draft: Draft) -> None:
    for one in parts:
        if not one.name:
            draft.wrong("DM007", one.place, element=f"the {what}", found="name")
        if isinstance(one, ItemDefinition):
            _tell_unnamed(one.components, what, draft)


def default_namespace(name: str) -> str:
    return f"urn:decisions:{spelled_id(name)}"


def type_name(name: str, taken: Collection[str]) -> str:
    """The name of the type of an input that says what it allows: `tYearsInCity` for `years in city`."""
    made = "t" + "".join(word[:1].upper() + word[1:] for word in name.split())
    while made in taken:
        made += "_"
    return made


def _with_types(draft: Draft) -> tuple[list[ItemDefinition], list[InputData]]:
    """Types and inputs, the values that inputs allow as types (step 1)."""
    types = [_spelled_type(one, draft.types) for one in draft.types]
    inputs = []
    for one in draft.inputs:
        allowed = draft.allowed.get(one.name)
        if allowed is not None and one.variable is not None:
            base = one.variable.type_ref
            made = type_name(one.name, {each.name for each in types})
            tests = spelled_values(allowed, base, types)
            types.append(ItemDefinition(name=made, type_ref=base, allowed=tests, place=one.place))
            one = replace(one, variable=replace(one.variable, type_ref=made))
        inputs.append(one)
    return types, inputs


def _spelled_type(of: ItemDefinition, types: Collection[ItemDefinition]) -> ItemDefinition:
    parts = tuple(_spelled_type(one, types) for one in of.components)
    return replace(of, components=parts, allowed=spelled_values(of.allowed, of.type_ref, types))


def _undeclared(draft: Draft, inputs: list[InputData]) -> Iterator[InputData]:
    """The inputs of a file that leaves them to its tables (step 2)."""
    if inputs:
        return
    taken = {one.name for one in draft.decisions}
    for decision in draft.decisions:
        for position, one in enumerate(_inputs(decision)):
            name = " ".join(one.expression.text.split())
            if name not in taken and is_plain_name(name) and (decision.name, position) not in draft.short:
                taken.add(name)
                variable = Item(name=name, type_ref=one.expression.type_ref, place=one.expression.place)
                yield InputData(name=name, variable=variable, place=one.place)


def _inputs(decision: Decision) -> tuple[Input, ...]:
    return decision.expression.inputs if isinstance(decision.expression, DecisionTable) else ()


def is_plain_name(text: str) -> bool:
    """Whether a text can only be a name: words, and numbers after the first."""
    tokens = scan(text)[:-1]
    words = all(one.kind in (Is.WORD, Is.NUMBER) for one in tokens)
    return bool(tokens) and words and tokens[0].kind is Is.WORD and not _KEYWORDS & {one.text for one in tokens}


@dataclass(frozen=True, slots=True)
class Known:
    """What a file declares: types, inputs and decisions by name, with the type and values of each node."""

    types: Mapping[str, ItemDefinition]
    nodes: Mapping[str, Node]
    columns: Mapping[str, tuple[str | None, Tests | None]]

    @classmethod
    def of(cls, types: Collection[ItemDefinition], inputs: Collection[Node], decisions: Collection[Node]) -> "Known":
        by_name = {one.name: one for one in types}
        nodes = {one.name: one for one in (*inputs, *decisions)}
        return cls(by_name, nodes, {name: _column(one, types) for name, one in nodes.items()})

    def strings(self, type_ref: str | None, allowed: Tests | None) -> Vocabulary:
        """What bare words and dates mean in a column of that type."""
        definitions = list(_chain(type_ref, self.types))
        base = definitions[-1].type_ref if definitions else type_ref
        tests = [allowed, *(one.allowed for one in definitions)]
        words = next((strings_in(one.text) for one in tests if one is not None), ())
        return Vocabulary(words, base == "string" or bool(words), base == "date", frozenset(self.nodes))

    def of_output(self, of: Output, decision: Decision) -> Vocabulary:
        """The words of an output; those of the decision's type where the output says none."""
        stated = None if decision.variable is None else decision.variable.type_ref
        return self.strings(of.type_ref or stated, of.allowed)

    def vocabularies(self, decision: Decision, table: DecisionTable) -> tuple[list[Vocabulary], list[Vocabulary]]:
        """The vocabularies of the inputs and of the outputs of a table."""
        inputs = [self.strings(one.expression.type_ref, one.allowed) for one in table.inputs]
        return inputs, [self.of_output(one, decision) for one in table.outputs]


def _chain(type_ref: str | None, types: Mapping[str, ItemDefinition]) -> Iterator[ItemDefinition]:
    """A type and those that it narrows."""
    met: set[str] = set()
    while type_ref is not None and type_ref in types and type_ref not in met:
        met.add(type_ref)
        yield types[type_ref]
        type_ref = types[type_ref].type_ref


def _column(node: Node, types: Collection[ItemDefinition]) -> tuple[str | None, Tests | None]:
    """The type and the allowed values of a column that names a node."""
    table = node.expression if isinstance(node, Decision) else None
    if isinstance(table, DecisionTable) and len(table.outputs) == 1 and table.aggregation is None:
        output = table.outputs[0]
        allowed = spelled_values(output.allowed, output.type_ref, types)
        if output.type_ref is not None or allowed is not None:
            tests = None if allowed is None else Tests(text=allowed.text, place=allowed.place, marks=allowed.marks)
            return (output.type_ref, tests) if not _is_many(table) else (None, None)
    return (None if node.variable is None else node.variable.type_ref), None


def _is_many(table: DecisionTable) -> bool:
    return table.hit_policy in ("RULE ORDER", "OUTPUT ORDER", "COLLECT")


def inherited(of: Input, known: Known) -> Input:
    """A column that says only what it tests, with the type and values of what it names (step 3)."""
    name = " ".join(of.expression.text.split())
    type_ref, allowed = known.columns.get(name, (None, None))
    return replace(of, expression=replace(of.expression, type_ref=type_ref), allowed=allowed)


def spelled_values(of: Tests | None, type_ref: str | None, types: Collection[ItemDefinition]) -> Tests | None:
    """Allowed values, words among them as strings where the type has strings (step 4)."""
    if of is None:
        return None
    definitions = list(_chain(type_ref, {one.name: one for one in types}))
    base = definitions[-1].type_ref if definitions else type_ref
    if base not in (None, "string", "Any"):
        return replace(of, text=Vocabulary(dates=base == "date").feel(of.text))
    return replace(of, text=listed(of.text))


def _decision(of: Decision, draft: Draft, known: Known) -> Decision:
    table = of.expression
    if not isinstance(table, DecisionTable):
        return of
    types = list(known.types.values())
    tested = (replace(one, expression=_named(one.expression, of, draft, known)) for one in table.inputs)
    inputs = tuple(
        inherited(one, known)
        if (of.name, position) in draft.short
        else replace(one, allowed=spelled_values(one.allowed, one.expression.type_ref, types))
        for position, one in enumerate(tested)
    )
    outputs = [replace(one, allowed=spelled_values(one.allowed, one.type_ref, types)) for one in table.outputs]
    tests = [known.strings(one.expression.type_ref, one.allowed) for one in inputs]
    conclusions = [known.of_output(one, of) for one in outputs]
    made = tuple(
        replace(one, default=None if one.default is None else _spelled(one.default, words, draft))
        for one, words in zip(outputs, conclusions, strict=True)
    )
    rules = tuple(_rule(one, tests, conclusions, draft) for one in table.rules)
    return replace(of, expression=replace(table, inputs=inputs, outputs=made, rules=rules))


def _rule(of: Rule, tests: list[Vocabulary], outputs: list[Vocabulary], draft: Draft) -> Rule:
    return replace(
        of,
        annotations=noted(of.annotations),
        tests=tuple(_spelled(one, words, draft) for one, words in zip(of.tests, tests, strict=False)),
        outputs=tuple(_spelled(one, words, draft) for one, words in zip(of.outputs, outputs, strict=False)),
    )


def noted(notes: Sequence[Annotation]) -> tuple[Annotation, ...]:
    """Annotations without the empty ones at the end."""
    texts = [one.text for one in notes]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(replace(one, text=text) for one, text in zip(notes, texts, strict=False))


def _spelled(of: AnyText, words: Vocabulary, draft: Draft) -> AnyText:
    if missed := words.missed(of.text):
        allowed = (
            "one of " + ", ".join(words.words)
            if words.words
            else f"FEEL; a string stands in quotes of its own, in YAML as '{missed[1]}'"
        )
        if words.words or all(one.code != "DM012" for one in draft.mistakes):  # the values may be what was mistyped
            draft.wrong("DM016", of.place, missed[1], found=missed[0], expected=allowed)
        return replace(of, text="")
    return replace(of, text=words.feel(of.text))


def _named(of: Literal, decision: Decision, draft: Draft, known: Known) -> Literal:
    """What a column tests; one that names what the file does not have is told of, and read as the nearest, or left."""
    name = " ".join(of.text.split())
    if not is_plain_name(name) or name in known.nodes:
        return of
    names = [one for one in known.nodes if one != decision.name]
    near = nearest(name, names)
    draft.wrong("DM017", of.place, near, found=name)
    return replace(of, text=near or "")


def identified(nodes: Collection[Node]) -> dict[str, str | None]:
    """An id for each node: its own, or else one made of its name."""
    taken = {one.id for one in nodes if one.id is not None}
    ids: dict[str, str | None] = {}
    for one in nodes:
        made = one.id or spelled_id(one.name)
        while one.id is None and made in taken:
            made += "_"
        taken.add(made)
        ids[one.name] = made
    return ids


def spelled_id(name: str) -> str:
    """A name as an id of XML."""
    plain = re.sub(r"[^\w.-]", "_", name)
    return plain if re.match(r"[^\W\d]", plain) else f"_{plain}"
