"""What the decisions of a plain form require: the inputs and decisions that their texts name.

A text is read with the types of what it may name, since a member may be called anything, as in `house.moved in`.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from bridgehead import feel
from bridgehead.dmn.item_types import Types
from bridgehead.dmn.lower import Lowering, Within
from bridgehead.dmn.model import (
    Decision,
    DecisionTable,
    Expression,
    ItemDefinition,
    Literal,
    Needs,
    Node,
    Requirement,
    Text,
    expressions,
)
from bridgehead.dmn.order import ordered
from bridgehead.feel.substitution import free_names
from bridgehead.feel.types import ANY, Scope, Type, Variable
from bridgehead.primitives.errors import BridgeheadError


def requiring(
    decisions: Collection[Decision],
    nodes: Mapping[str, Node],
    definitions: Collection[ItemDefinition],
    ids: Mapping[str, str | None],
) -> list[Decision]:
    """The decisions with what each requires, in the order of the file; `nodes` are all that a text may name.

    1. What each may name: the nodes whose names stand in its texts.
    2. The types of these, those that state none worked out after what they may name themselves.
    3. The names that the texts, read with these types, do use.
    """
    types = Types(tuple(definitions), {}, [])
    first: dict[str, list[str]] = {}
    for name in nodes:
        first.setdefault(next(iter(_words(name)), ""), []).append(name)
    spelled = {**nodes, **{one.name: one for one in decisions}}
    mentioned = {name: _mentioned(node, first) - {name} for name, node in spelled.items()}  # 1
    known: dict[str, Type] = {}
    for name in ordered(mentioned):  # 2
        known[name] = _type(nodes[name], _scope(mentioned[name], known), types)
    made = []
    for one in decisions:
        named = _named(one.expression, _scope(mentioned[one.name], known), types)  # 3
        needs = tuple(
            Requirement(
                kind=Needs.DECISION if isinstance(node, Decision) else Needs.INPUT,
                href=f"#{ids[name]}",
                place=one.place,
            )
            for name, node in nodes.items()
            if name in named
        )
        made.append(replace(one, requirements=needs))
    return made


def _mentioned(of: Node, first: Mapping[str, Collection[str]]) -> set[str]:
    """The names that stand in the texts of a node; they are given by their first words, and some have none."""
    body = of.expression if isinstance(of, Decision) else None
    texts = {" ".join(one.text.split()) for one in _texts(body)}
    return {name for text in texts for word in {"", *_words(text)} for name in first.get(word, ()) if name in text}


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d]\w*|\d+", text)


def _texts(of: Expression | None) -> Iterator[Text]:
    return (one for one in expressions(of) if isinstance(one, Text)) if of is not None else iter(())


def _scope(names: Collection[str], known: Mapping[str, Type]) -> Scope:
    """What is not known yet needs, in the end, what is read here; it may be anything."""
    return {name: Variable(known.get(name, ANY), optional=True) for name in names}


def _type(of: Node, scope: Scope, types: Types) -> Type:
    """The type that a node states, or else that of its expression."""
    stated = ANY if of.variable is None else types.of(of.variable.type_ref, of.place)
    if stated != ANY or not isinstance(of, Decision):
        return stated
    body = of.expression
    if isinstance(body, DecisionTable) and all(one.type_ref is not None for one in body.outputs):
        body = replace(body, rules=())  # which say no more of its type
    return Lowering(types, lenient=True).expression(body, Within(scope)).type


def _named(of: Expression | None, scope: Scope, types: Types) -> set[str]:
    """Which of the names the texts of a decision use."""
    found: set[str] = set()
    columns = _columns(of, scope, types)
    for kind, text, column in dict.fromkeys(_cells(of)):
        plain = " ".join(text.split())
        inside = {name: variable for name, variable in scope.items() if name in plain}
        if not inside:
            continue
        try:
            if issubclass(kind, Literal):
                read = feel.parse(text, inside, lenient=True, types=types.known)
            else:
                asked = ANY if column is None else columns[column]
                read = feel.parse_unary_tests(text, inside, asked, lenient=True, types=types.known)
        except BridgeheadError:
            continue  # told when the decision is planned
        found |= free_names(read) & inside.keys()
    return found


def _columns(of: Expression | None, scope: Scope, types: Types) -> list[Type]:
    """What the cells of each column of a table ask about."""
    if not isinstance(of, DecisionTable):
        return []
    lowering = Lowering(types, lenient=True)
    return [lowering.expression(one.expression, Within(scope)).type for one in of.inputs]


def _cells(of: Expression | None) -> Iterator[tuple[type[Text], str, int | None]]:
    """The texts of a decision: the kind of each, what it says, and of a test of a rule its column."""
    rules = of.rules if isinstance(of, DecisionTable) else ()
    tests = {id(test): column for rule in rules for column, test in enumerate(rule.tests)}
    return ((type(one), one.text, tests.get(id(one))) for one in _texts(of))
