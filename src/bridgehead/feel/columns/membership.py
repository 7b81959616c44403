"""`in`, and the cells of decision tables: whether a value meets one of several tests (DMN 1.5, table 55)."""

from collections.abc import Sequence

from bridgehead.feel import tree
from bridgehead.feel.columns import lists, logic
from bridgehead.feel.columns.meanings import Translation
from bridgehead.feel.columns.terms import Operator, Refusal, Term, anywhere, masked
from bridgehead.feel.types import BOOLEAN, ListType


def meets(walk: Translation, value: Term, tests: Sequence[tree.Expression]) -> Term:
    """Whether the value meets any test; unknown where any test is."""
    bounds: list[list[logic.Bound]] = []
    outcomes: list[Term] = []
    for test in tests:
        if any(isinstance(node, tree.Name) and node.name == "?" for node in tree.walk(test)):
            outcomes.append(walk.term(test))
        elif isinstance(test.type, ListType) and not isinstance(test, tree.List):
            outcomes.append(lists.belongs(value, walk.term(test), walk.level))
        else:
            bounds += _bounds(walk, test)
    if not outcomes:
        return logic.meets(value, bounds)
    outcomes += [logic.meets(value, bounds)] if bounds else []
    result = logic.either(outcomes)
    if anywhere(*outcomes) is None:
        return result
    return masked(result.value, BOOLEAN, *outcomes, nullable=result.nullable)


def cell(walk: Translation, value: Term, tests: tree.UnaryTests) -> Term | None:
    """A cell of a decision table; None where it is `-`, which asks for nothing."""
    if not tests.tests:
        return None
    outcome = meets(walk, value, tests.tests)
    return logic.negate(outcome) if tests.negated else outcome


def _bounds(walk: Translation, test: tree.Expression) -> list[list[logic.Bound]]:
    """The alternatives of one test, each a list of bounds that must all hold."""
    match test:
        case tree.List(items):
            if not items or any(isinstance(item.type, ListType) for item in items):
                raise Refusal("FE304", "an empty list or a list of lists has no columnar form")
            return [bound for item in items for bound in _listed(walk, item)]
        case tree.Range(low, high, low_closed, high_closed):
            bounds: list[logic.Bound] = []
            if low is not None:
                bounds.append((">=" if low_closed else ">", walk.term(low)))
            if high is not None:
                bounds.append(("<=" if high_closed else "<", walk.term(high)))
            if any(bound.nullable for _, bound in bounds):
                raise Refusal("FE304", "a range has a bound that may be null", "a bound that is never null")
            return [bounds]
        case tree.Test(operator, operand):
            return [[_bound(walk, operator, operand)]]
    return [[_bound(walk, "=", test)]]


def _listed(walk: Translation, item: tree.Expression) -> list[list[logic.Bound]]:
    """An item of a list. A list is null only where no item can be compared, which types here exclude, and a range in
    it is null where the value is, so that one is not taken."""
    if isinstance(item, tree.Range):
        raise Refusal("FE304", "a list of ranges has no columnar form")
    return [[_bound(walk, "=", item)]]


def _bound(walk: Translation, operator: Operator, node: tree.Expression) -> logic.Bound:
    return operator, walk.term(node)
