"""Filters, `for`, `some` and `every`, and sorting: what runs over the items of a list."""

from collections.abc import Callable, Mapping

from bridgehead.feel import infer, tree
from bridgehead.feel.columns import list_functions, lists, logic
from bridgehead.feel.columns.meanings import Closure, Translation
from bridgehead.feel.columns.terms import Refusal, Term, anywhere, masked
from bridgehead.feel.types import ANY, BOOLEAN, ContextType, ListType, NumberType

MOST_TURNS = 100  # of a loop that is written out turn by turn


def domain(walk: Translation, node: tree.Expression) -> Term:
    """The list that a loop runs over; a value alone is a list of one."""
    found = walk.term(node)
    if isinstance(found.type, ListType):
        return found
    if found.nullable:
        raise Refusal("FE304", "a loop runs over a value alone that may be null", "a list")
    return lists.of_terms([found])


def quantified(walk: Translation, node: tree.Quantified) -> Term:
    return _quantified(walk, node.kind, node.iterators, node.condition)


def _quantified(walk: Translation, kind: str, iterators: tuple[tree.Iterator, ...], condition: tree.Expression) -> Term:
    iterator, *rest = iterators

    def body(inner: Translation) -> Term:
        return _quantified(inner, kind, tuple(rest), condition) if rest else inner.term(condition)

    steps = _steps(walk, iterator)
    if steps is not None:
        return _written_out(walk, kind, iterator.name, steps, body)
    items = domain(walk, iterator.domain)
    return lists.quantified(kind, _turn(walk, items, lambda item: {iterator.name: item}, body))


def _written_out(
    walk: Translation, kind: str, name: str, items: list[Term], body: Callable[[Translation], Term]
) -> Term:
    """Turn by turn: the quicker form where the items are few and known."""
    turns = [body(walk.with_names({name: item})) for item in items]
    result = logic.either(turns) if kind == "some" else logic.both(turns)
    if anywhere(*items) is None:
        return result
    return masked(result.value, BOOLEAN, *turns, *items, nullable=result.nullable)


def _steps(walk: Translation, iterator: tree.Iterator) -> list[Term] | None:
    """The items, where they are written out: a list of them, or whole numbers from one constant to another."""
    if iterator.through is None:
        node = iterator.domain
        return walk.terms(node.items) if isinstance(node, tree.List) and node.items else None
    low, high = walk.term(iterator.domain), walk.term(iterator.through)
    return list_functions.steps(low, high, MOST_TURNS)


def _turn(
    walk: Translation,
    items: Term,
    names: Callable[[Term], Mapping[str, Term]],
    body: Callable[[Translation], Term],
) -> lists.Turn:
    return lists.turn(items, walk.level, lambda item: body(walk.with_names(names(item), deeper=True)))


def iteration(walk: Translation, node: tree.For) -> Term:
    if any(isinstance(part, tree.Name) and part.name == "partial" for part in tree.walk(node.result)):
        raise Refusal("FE304", "«partial», the results so far, has no columnar form")
    return _iteration(walk, node.iterators, node.result)


def _iteration(walk: Translation, iterators: tuple[tree.Iterator, ...], result: tree.Expression) -> Term:
    iterator, *rest = iterators

    def body(inner: Translation) -> Term:
        return _iteration(inner, tuple(rest), result) if rest else inner.term(result)

    steps = _steps(walk, iterator)
    items = domain(walk, iterator.domain) if steps is None else lists.of_terms(steps)
    turn = _turn(walk, items, lambda item: {iterator.name: item}, body)
    if not rest:
        return lists.mapped(turn)
    if turn.outcome.nullable:
        raise Refusal("FE304", "one of several lists that a loop runs over may be null", "a loop over one list")
    return lists.flat(lists.mapped(turn))


def filtered(walk: Translation, node: tree.Filter) -> Term:
    items = domain(walk, node.base)
    kind = lists.item_type(items)
    if isinstance(kind, ContextType) and not isinstance(infer.items(node.base.type), ContextType):
        raise Refusal("FE304", "the entries of what is filtered are not declared", "a list of a declared context")
    if isinstance(node.condition.type, NumberType):
        asked = tree.condition_names(node.condition)
        if asked & {"item", *_entries(kind)} or (asked and infer.items(node.base.type) == ANY):
            raise Refusal("FE304", "the place in a list hangs on its items", "a place that is the same for every item")
        return lists.pick(items, walk.term(node.condition))

    def names(item: Term) -> Mapping[str, Term]:
        return {"item": item, **{name: lists.member(item, name) for name in _entries(kind)}}

    return lists.filtered(_turn(walk, items, names, lambda inner: inner.term(node.condition)))


def _entries(kind: object) -> tuple[str, ...]:
    return tuple(kind.fields or ()) if isinstance(kind, ContextType) else ()


def members(walk: Translation, base: Term, name: str) -> Term:
    """The members of the items of a list."""
    return lists.mapped(lists.turn(base, walk.level, lambda item: walk.part(item, name)))


def sorted_by(items: Term, precedes: Closure) -> Term:
    """`sort` by `a < b` or `a > b`."""
    names = [parameter.name for parameter in precedes.function.parameters]
    match precedes.function.body:
        case tree.Comparison(("<" | ">") as operator, tree.Name(first), tree.Name(second)) if sorted(names) == sorted(
            (first, second)
        ):
            descending = (operator == ">") == (first == names[0])
            return list_functions.ordered(items, descending=descending)
    raise Refusal("FE304", "a list is sorted by what is no plain order", "function(a, b) a < b")
