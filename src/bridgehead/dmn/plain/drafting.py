"""A model back to the draft that a plain form writes: types with their inputs, columns without what they inherit."""

from dataclasses import replace
from typing import TypeVar

from bridgehead.dmn.model import Decision, DecisionTable, InputData, Item, ItemDefinition, Model, Tests
from bridgehead.dmn.plain.completing import Known, complete, default_namespace, inherited, spelled_id, type_name
from bridgehead.dmn.plain.draft import Draft

Kind = TypeVar("Kind", InputData, Decision)


def drafted(of: Model) -> Draft:
    """The draft of an essence."""
    inputs = [one for one in of.nodes if isinstance(one, InputData)]
    decisions = [one for one in of.nodes if isinstance(one, Decision)]
    known = Known.of(of.types, inputs, decisions)
    draft = Draft(
        file="",
        name=of.name,
        namespace=None if of.namespace == default_namespace(of.name) else of.namespace,
        types=list(of.types),
        inputs=[_without_id(one) for one in inputs],
        decisions=[_without_id(one) for one in decisions],
        short={
            (one.name, position)
            for one in decisions
            if isinstance(one.expression, DecisionTable)
            for position, column in enumerate(one.expression.inputs)
            if inherited(column, known) == column
        },
    )
    inline = _inlined(of, draft)
    return inline if complete(replace(inline, mistakes=[])).types == of.types else draft


def _without_id(of: Kind) -> Kind:
    return replace(of, id=None) if of.id == spelled_id(of.name) else of


def _inlined(of: Model, draft: Draft) -> Draft:
    """The draft with the types that an input alone is named after told in the input."""
    by_name = {one.name: one for one in of.types}
    inputs: list[InputData] = []
    allowed: dict[str, Tests] = {}
    gone: set[str] = set()
    for one in draft.inputs:
        name = type_name(one.name, ())
        found = by_name.get(name)
        plain = None if found is None else ItemDefinition(name=name, type_ref=found.type_ref, allowed=found.allowed)
        if found is not None and found == plain and found.allowed and one.variable and one.variable.type_ref == name:
            allowed[one.name] = found.allowed
            gone.add(name)
            one = replace(one, variable=Item(name=one.name, type_ref=found.type_ref))
        inputs.append(one)
    return replace(draft, inputs=inputs, allowed=allowed, types=[one for one in of.types if one.name not in gone])
