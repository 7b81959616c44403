"""Decision tables for tests, from rows of cells; all are made up."""

from collections.abc import Mapping, Sequence

from bridgehead.dmn.model import (
    Aggregation,
    Decision,
    DecisionTable,
    HitPolicy,
    Input,
    InputData,
    Item,
    ItemDefinition,
    Literal,
    Model,
    Needs,
    Output,
    Requirement,
    Rule,
)
from bridgehead.dmn.model import Tests as Cell
from bridgehead.dmn.run import Decisions
from bridgehead.feel.hits import Fired
from bridgehead.primitives.errors import Place


def table(
    inputs: Mapping[str, str],
    rows: Sequence[Sequence[str]],
    hit_policy: HitPolicy = HitPolicy.UNIQUE,
    *,
    outputs: Sequence[Output] = (Output(name="out"),),
    aggregation: Aggregation | None = None,
    allowed: Mapping[str, str] | None = None,
) -> DecisionTable:
    """A table: a name and type for each input; the last cells of a row are its outputs. A row stands on its line."""
    return DecisionTable(
        inputs=tuple(
            Input(
                expression=Literal(text=name, type_ref=type),
                allowed=Cell(text=allowed[name]) if allowed and name in allowed else None,
            )
            for name, type in inputs.items()
        ),
        outputs=tuple(outputs),
        rules=tuple(
            Rule(
                tests=tuple(Cell(text=text) for text in row[: len(inputs)]),
                outputs=tuple(Literal(text=text) for text in row[len(inputs) :]),
                place=Place("table", line),
            )
            for line, row in enumerate(rows, 1)
        ),
        hit_policy=hit_policy,
        aggregation=aggregation,
    )


def decisions(
    of: DecisionTable, more: Mapping[str, str] | None = None, types: tuple[ItemDefinition, ...] = ()
) -> Decisions:
    """The table as the decision `decided`; `more` are input data beside its inputs, with their types."""
    names = {one.expression.text: one.expression.type_ref for one in of.inputs if one.expression.text.isidentifier()}
    data = {**names, **(more or {})}
    return Decisions(
        Model(
            name="made up",
            namespace="made-up",
            types=types,
            nodes=(
                *(
                    InputData(name=name, id=f"i {name}", variable=Item(name=name, type_ref=type))
                    for name, type in data.items()
                ),
                Decision(
                    name="decided",
                    expression=of,
                    requirements=tuple(Requirement(kind=Needs.INPUT, href=f"#i {name}") for name in data),
                ),
            ),
        )
    )


def matched(of: Decisions, case: Mapping[str, object]) -> tuple[int, ...]:
    """The rules that match a case, from 1; of a table that collects these are all."""
    trace: list[Fired] = []
    of.decide("decided", case, trace=trace)
    return trace[0].matched
