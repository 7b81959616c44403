"""A decision over many cases: each decision that it needs becomes a column, in the order of the requirements.

Knowledge models and services are put in the place of their calls, decision tables become joins, all else an expression;
a service that is asked for itself is written out as one. What has no columnar form refuses the whole, with the name of
the decision; `Decisions.decide` then goes case by case.
"""

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from bridgehead.dmn.graph import Key
from bridgehead.dmn.lower import conforming
from bridgehead.dmn.model import Decision, DecisionService, InputData, KnowledgeModel
from bridgehead.dmn.run import Decisions
from bridgehead.dmn.whole import function
from bridgehead.feel import tree
from bridgehead.feel.columns import NotColumnar, decide, leaves, translate
from bridgehead.feel.columns.terms import Refusal
from bridgehead.feel.columns.translation import written
from bridgehead.feel.types import ANY, Type, Variable
from bridgehead.primitives.errors import BridgeheadError

MOST_HELD = 10_000  # operations for one list or context, those for the lists that it holds among them
NUMBERED = "case: "  # before the number of a column that is made on the way; to an engine «fare» is the same as «Fare»


def decided(
    decisions: Decisions,
    name: str,
    cases: ir.Table,
    *,
    trace: bool = False,
    given: Mapping[str, str] | None = None,
    value: str | None = None,
) -> ir.Table:
    """`cases` with the value of a decision under its name, or under `value`, and with `trace`, where it is a
    table, under `rules` the numbers of those that matched. The order of the rows is not kept.

    `cases` has a column for each input data that is given, by the names of `decisions.inputs`, or as `given` calls it.
    Raises NotColumnar, and BridgeheadError as `Decisions.decide` does.
    """
    wanted = decisions.graph.find(name)
    decisions.inputs(name)  # plans all, and tells what is wrong
    made: dict[Key, str] = {}
    sizes: dict[str, int] = {}
    functions: dict[str, tree.Expression] = {}
    kept = list(cases.columns)
    if isinstance(decisions.graph.nodes[wanted], DecisionService):
        return _of_service(decisions, wanted, cases, given or {}, value or name)
    for key in decisions.graph.order((wanted,)):
        plan, called = decisions.plan(key), decisions.called(key)
        match plan.node:
            case InputData():
                made[key] = f"{NUMBERED}{len(made)}"
                cases = cases.mutate(**{made[key]: _input(called, cases, plan.type, given or {})})
            case KnowledgeModel() if plan.expression is not None:
                functions[called] = plan.expression
            case Decision() if plan.expression is not None:
                made[key] = f"{NUMBERED}{len(made)}"
                rules = "rules" if trace and key == wanted else None
                try:
                    cases = _with(decisions, key, plan.expression, cases, made, sizes, functions, rules)
                except NotColumnar as refusal:
                    raise _refused(called, refusal.mistakes[0].code, refusal.reason) from None
            case DecisionService():
                functions[called] = _function(decisions, key)
    extra = {"rules": cases["rules"]} if "rules" in cases.columns else {}
    return cases.select(*kept, **{value or name: cases[made[wanted]]}, **extra)


def _of_service(decisions: Decisions, key: Key, cases: ir.Table, given: Mapping[str, str], value: str) -> ir.Table:
    """The cases with the value of a decision service, over what it is given."""
    called = decisions.called(key)
    inputs = {decisions.called(one): decisions.plan(one).type for one in decisions.taken(key)}
    columns = {name: _input(name, cases, type, given) for name, type in inputs.items()}
    scope = {name: Variable(ANY, optional=True) for name in columns}
    call = tree.Call(_function(decisions, key), tuple(map(tree.Name, columns)))
    try:
        return cases.mutate(**{value: translate(call, columns, scope, engine="duckdb").value})
    except NotColumnar as refusal:
        raise _refused(called, refusal.mistakes[0].code, refusal.reason) from None


def _function(decisions: Decisions, key: Key) -> tree.Expression:
    """A decision service as a function, refused where it has no such form."""
    try:
        return function(decisions, key)
    except BridgeheadError as error:
        raise _refused(decisions.called(key), "FE304", error.mistakes[0].message) from None


def _with(
    decisions: Decisions,
    key: Key,
    expression: tree.Expression,
    cases: ir.Table,
    made: Mapping[Key, str],
    sizes: dict[str, int],
    functions: Mapping[str, tree.Expression],
    rules: str | None,
) -> ir.Table:
    """The cases with one decision more; `sizes` tell of the columns that are lists or contexts how much they hold."""
    columns: dict[str, ir.Value] = {}
    for need in decisions.graph.needs[key]:
        if need.key in made:
            columns[f"{need.alias}.{need.name}" if need.alias else need.name] = cases[made[need.key]]
    scope = {name: Variable(ANY, optional=True) for name in columns}
    table = _table(expression)
    if table is not None:
        return decide(cases, table, columns, scope, name=made[key], trace=rules, definitions=functions, engine="duckdb")
    value = translate(expression, columns, scope, definitions=functions, engine="duckdb").value
    if value.type().is_nested():
        size = sizes[made[key]] = written(value, sizes)
        if size > MOST_HELD:
            refusal = Refusal("FE307", f"its value would take {size} operations", f"at most {MOST_HELD}: a shorter one")
            raise NotColumnar(expression.span, refusal, None)
    return cases.mutate(**{made[key]: value})


def _table(node: tree.Expression) -> tree.Table | None:
    """The decision table that a decision is, where its type converts nothing."""
    while isinstance(node, tree.Conform) and node.to.allowed is None and _is_plain(node.to, node.value.type):
        node = node.value
    return node if isinstance(node, tree.Table) else None


def _is_plain(to: Type, given: Type) -> bool:
    return to == ANY or to.name == given.name


def _input(called: str, cases: ir.Table, declared: Type, given: Mapping[str, str]) -> ir.Value:
    """A column as the input data of a type; null where its value is none that is allowed."""
    there = given.get(called, called)
    if there not in cases.columns:
        raise _refused(called, "FE303", "is not a column", "a column for each input data")
    column = cases[there]
    node = conforming(tree.Name(called), declared)
    try:
        return translate(node, {called: column}, {called: Variable(ANY, optional=True)}, engine="duckdb").value
    except NotColumnar as refusal:
        raise _refused(called, refusal.mistakes[0].code, refusal.reason, refusal.mistakes[0].expected) from None


def _refused(called: str, code: str, reason: str, expected: str = "") -> NotColumnar:
    return NotColumnar((0, 0), Refusal(code, f"«{called}» {reason}", expected), None)


def schema_of(inputs: Mapping[str, Type], digits: str = "decimal(18, 4)") -> ibis.Schema | None:
    """The SQL types of input data, numbers with so many digits; None where one has none."""
    types = {name: leaves.sql_type(type, digits) for name, type in inputs.items()}
    return None if None in types.values() else ibis.schema(types)
