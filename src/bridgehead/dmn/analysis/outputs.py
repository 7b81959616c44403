"""What the outputs of a table lack for its hit policy (DMN 1.5, 8.2.8 to 8.2.11 and 8.3)."""

from collections.abc import Iterator
from typing import Any

from bridgehead import feel
from bridgehead.dmn.analysis.conditions import ORDERED, Undecided, is_closed, value_of
from bridgehead.dmn.mistakes import mistake
from bridgehead.dmn.model import Aggregation, DecisionTable, HitPolicy, Literal, Output
from bridgehead.feel import Variable, tree
from bridgehead.feel.operations import kind
from bridgehead.feel.types import ANY
from bridgehead.feel.unparse import constant
from bridgehead.primitives.errors import Mistake, Place, nearest

RANKED = (HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER)
NO_VALUE = object()


def outputs(table: DecisionTable, lowered: tree.Table) -> Iterator[Mistake]:
    """Every mistake of the outputs: DM306 to DM311."""
    if table.hit_policy in RANKED and not any(lowered.priorities):
        yield mistake("DM306", table.outputs[0].place, found=table.hit_policy)
    if table.aggregation is not None and table.hit_policy is not HitPolicy.COLLECT:
        yield mistake("DM311", table.place, found=table.aggregation, policy=table.hit_policy)
    with_default = [one for one in table.outputs if one.default is not None and one.default.text.strip()]
    if with_default and len(with_default) < len(table.outputs):
        for one in table.outputs:
            if one not in with_default:
                yield mistake("DM309", one.place, found=_name(one))
    for at, output in enumerate(table.outputs):
        yield from _conclusions(table, lowered, at, output)


def _name(output: Output) -> str:
    return output.name or output.label or "the output"


def _conclusions(table: DecisionTable, lowered: tree.Table, at: int, output: Output) -> Iterator[Mistake]:
    """What one column of outputs holds."""
    allowed = lowered.priorities[at] if lowered.priorities else ()
    meets = feel.compile(tree.UnaryTests(allowed), {"?": Variable(ANY, optional=True)}) if allowed else None
    written = [(rule.outputs[at], plain.outputs[at]) for rule, plain in zip(table.rules, lowered.rules, strict=True)]
    if output.default is not None and lowered.defaults:
        written.append((output.default, lowered.defaults[at]))
    told = False
    for number, (text, node) in enumerate(written, 1):
        if not text.text.strip():
            if text is not output.default:
                yield mistake("DM310", text.place, found=number, output=_name(output))
            continue
        value = fixed(node)
        if value is NO_VALUE:
            continue
        if meets is not None and meets({"?": value}) is not True:
            yield _not_allowed(text, value, allowed, output)
        if not told and not _aggregates(table, value):
            told = True
            yield mistake(
                "DM308", _start(text), operator=table.aggregation or "", found=constant(value), output=_name(output)
            )


def fixed(node: tree.Expression) -> Any:
    """The value of a conclusion that is a constant, before it is held against its type; NO_VALUE for any other."""
    inner = node.value if isinstance(node, tree.Conform) else node
    if not is_closed(inner):
        return NO_VALUE
    try:
        return value_of(inner)
    except Undecided:
        return NO_VALUE


def _not_allowed(text: Literal, value: Any, allowed: tuple[tree.Expression, ...], output: Output) -> Mistake:
    texts = [one.value for one in allowed if isinstance(one, tree.Literal) and isinstance(one.value, str)]
    near = nearest(value, texts) if isinstance(value, str) else None
    listed = ", ".join(map(feel.unparse, allowed))
    found = feel.unparse(tree.Literal(value)) if not isinstance(value, (list, dict)) else text.text.strip()
    return mistake(
        "DM307", _start(text), constant(near) if near else None, found=found, output=_name(output), allowed=listed
    )


def _start(text: Literal) -> Place:
    return text.where(1, 1) if text.text[:1].strip() else text.place


def _aggregates(table: DecisionTable, value: Any) -> bool:
    """Whether the operator of a table that collects takes a value."""
    if table.hit_policy is not HitPolicy.COLLECT or table.aggregation in (None, Aggregation.COUNT) or value is None:
        return True
    of = kind(value)
    return of == "number" if table.aggregation is Aggregation.SUM else of in ORDERED
