"""What a plain form can say of a model: all that decides; of ids those of nodes, and no diagrams or vendors' parts.

Two models with one essence decide alike. Inputs come before decisions, and a list of tests has one blank after each
comma; a decision requires what its texts name, in the order of the file; a column that says no type and no values has
those of the input or decision that it names.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from bridgehead.dmn.mistakes import mistake
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
    Model,
    Node,
    Output,
    Part,
    Rule,
    Tests,
    Text,
)
from bridgehead.dmn.plain.completing import Known, identified, inherited, noted
from bridgehead.dmn.plain.requiring import requiring
from bridgehead.dmn.plain.vocabulary import divided
from bridgehead.primitives.errors import BridgeheadError, Mistake

AnyText = TypeVar("AnyText", bound=Text)


def essence(of: Model) -> Model:
    """The essence of a model. Raises BridgeheadError with a DM024 for all that no plain form can say."""
    refused = list(_refused(of))
    if refused:
        raise BridgeheadError(refused)
    types = tuple(map(_type, of.types))
    inputs = [_input_data(one) for one in of.nodes if isinstance(one, InputData)]
    decisions = [_decision(one) for one in of.nodes if isinstance(one, Decision)]
    ids = identified([*inputs, *decisions])
    known = Known.of(types, inputs, decisions)
    decisions = [_inheriting(one, known) for one in decisions]
    known = Known.of(types, inputs, decisions)
    nodes: list[Node] = [replace(one, id=ids[one.name]) for one in inputs]
    nodes += [replace(one, id=ids[one.name]) for one in requiring(decisions, known.nodes, types, ids)]
    return Model(name=of.name.strip(), namespace=of.namespace.strip(), types=types, nodes=tuple(nodes))


def _inheriting(of: Decision, known: Known) -> Decision:
    table = of.expression
    if not isinstance(table, DecisionTable):
        return of
    silent = [one.expression.type_ref is None and one.allowed is None for one in table.inputs]
    columns = zip(table.inputs, silent, strict=True)
    inputs = tuple(inherited(one, known) if is_silent else one for one, is_silent in columns)
    return replace(of, expression=replace(table, inputs=inputs))


def _refused(of: Model) -> Iterator[Mistake]:
    def no(part: Part, found: str) -> Mistake:
        return mistake("DM024", part.place, found=found)

    for one in of.imports:
        yield no(one, f"the import «{one.name}»")
    if not _is_feel(of.expression_language):
        yield no(of, f"the expression language «{of.expression_language}»")
    for definition in of.types:
        yield from (no(one, f"the type of functions «{one.name}»") for one in _all(definition) if one.function)
    names: set[str] = set()
    for node in of.nodes:
        if node.name in names:
            yield no(node, f"a second «{node.name}»")
        names.add(node.name)
        if not isinstance(node, (InputData, Decision)):
            yield no(node, f"the knowledge model or service «{node.name}»")
            continue
        if node.variable is not None and node.variable.name not in ("", node.name):
            yield no(node, f"the name «{node.variable.name}» for «{node.name}»")
        if isinstance(node, Decision):
            yield from (no(node, why) for why in _why_no_decision(node))


def _all(of: ItemDefinition) -> Iterator[ItemDefinition]:
    yield of
    for one in of.components:
        yield from _all(one)


def _why_no_decision(of: Decision) -> Iterator[str]:
    body = of.expression
    if not isinstance(body, (Literal, DecisionTable)):
        yield f"the decision «{of.name}», which has {'a boxed' if body else 'no'} expression,"
        return
    types = {one for one in (of.variable and of.variable.type_ref, body.type_ref) if one not in (None, "Any")}
    if len(types) > 1:
        yield f"a second type of «{of.name}»"
    texts = [body] if isinstance(body, Literal) else [one.expression for one in body.inputs]
    if any(not _is_feel(one.language) for one in texts):
        yield f"the expression language of «{of.name}»"


def _is_feel(language: str | None) -> bool:
    return language is None or "feel" in language.lower()


def _type(of: ItemDefinition) -> ItemDefinition:
    return ItemDefinition(
        name=of.name,
        type_ref=of.type_ref,
        allowed=_values(of.allowed),
        constraint=_values(of.constraint),
        components=tuple(map(_type, of.components)),
        collection=of.collection,
        label=_label(of.label),
    )


def _values(of: Tests | None) -> Tests | None:
    return _text(of, Tests) if of is not None and of.text.strip() else None


def _text(of: Text, kind: type[AnyText], type_ref: str | None = None) -> AnyText:
    text = of.text.strip()
    parts = divided(text) if "," in text and "//" not in text and kind is Tests else []
    return kind(text=", ".join(parts) if len(parts) > 1 and all(parts) else text, type_ref=type_ref)


def _label(of: str | None) -> str | None:
    return (of or "").strip() or None


def _input_data(of: InputData) -> InputData:
    type_ref = None if of.variable is None else of.variable.type_ref
    return InputData(name=of.name, variable=Item(name=of.name, type_ref=type_ref), label=_label(of.label), id=of.id)


def _decision(of: Decision) -> Decision:
    stated = None if of.variable is None else of.variable.type_ref
    inner = None if of.expression is None else of.expression.type_ref
    type_ref = inner if stated in (None, "Any") else stated
    return Decision(
        name=of.name,
        variable=Item(name=of.name, type_ref=type_ref or stated),
        label=_label(of.label),
        id=of.id,
        expression=_body(of.expression),
    )


def _body(of: Expression | None) -> Expression:
    if isinstance(of, Literal):
        return _text(of, Literal)
    assert isinstance(of, DecisionTable)
    headings = max([len(of.annotations), *(len(noted(_notes(one, None))) for one in of.rules)])
    texts = [one.text.strip() for one in of.annotations] + [""] * (headings - len(of.annotations))
    return DecisionTable(
        inputs=tuple(map(_input, of.inputs)),
        outputs=tuple(map(_output, of.outputs)),
        annotations=tuple(Annotation(text=text) for text in texts),
        rules=tuple(_rule(one) for one in of.rules),
        hit_policy=of.hit_policy,
        aggregation=of.aggregation,
    )


def _input(of: Input) -> Input:
    expression = _text(of.expression, Literal, of.expression.type_ref)
    return Input(expression=expression, allowed=_values(of.allowed), label=_label(of.label))


def _output(of: Output) -> Output:
    default = None if of.default is None else _text(of.default, Literal)
    if default is not None and not default.text:
        default = Literal(text="null")
    return Output(
        name=of.name or None,
        type_ref=of.type_ref,
        allowed=_values(of.allowed),
        default=default,
        label=_label(of.label),
    )


def _notes(of: Rule, count: int | None) -> list[Annotation]:
    return [Annotation(text=one.text.strip()) for one in of.annotations[:count]]


def _rule(of: Rule) -> Rule:
    return Rule(
        tests=tuple(_text(one, Tests) for one in of.tests),
        outputs=tuple(_text(one, Literal) for one in of.outputs),
        annotations=noted(_notes(of, None)),
    )


def carried(of: Model) -> tuple[Mistake, ...]:
    """A warning of what a file had beside what decides, which the essence leaves out (DM026)."""
    found: list[str] = []
    waiting: list[object] = [of]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Part):
            found += [one.name for _, one in part.unread.elements] + [name for name, _ in part.unread.attributes]
            waiting += [getattr(part, name) for name in type(part).__dataclass_fields__ if name != "unread"]
        elif isinstance(part, tuple):
            waiting += part
    plain = [one for one in found if not one.startswith(("xmlns", "#"))]
    names = ", ".join(f"«{one}»" for one in sorted(set(plain))[:3])
    return (mistake("DM026", of.place, count=len(plain), found=names),) if plain else ()
