"""What a rule says that no rule can mean: it asks the clock, for no choice of a field, or for what always is."""

from collections.abc import Iterator, Mapping

from bridgehead import feel
from bridgehead.documents.document import Document, Path
from bridgehead.feel import tree
from bridgehead.primitives.errors import Mistake, Place, nearest
from bridgehead.rulebook.rulebook import Table

CLOCK = frozenset(("now", "today"))
Choices = Mapping[str, tuple[str, ...]]
Text = tuple[str, tree.Expression]
"""A text, with the literal that it stands in."""


def senseless(parsed: tree.Expression, path: Path, document: Document, table: Table) -> Iterator[Mistake]:
    """The mistakes of one expression at its path; where it is a decision of another file, all at the path itself."""
    written = isinstance(document.value(document.reach(path)), str)

    def place(node: tree.Expression) -> Place:
        return document.inside(path, node.span[0]) if written else document.place(*path)

    for node in feel.walk(parsed):
        if isinstance(node, tree.Call) and isinstance(node.function, tree.Name) and node.function.name in CLOCK:
            message = f"«{node.function.name}()» asks the clock, which no rule does"
            yield Mistake("AW130", message, place(node), "a field of the claim, such as the day on which it was filed")
        if isinstance(node, tree.And | tree.Or):
            for operand in node.operands:
                yield from certain(operand, place(operand))
    choices = {name: table.column(name).choices for name in table.deciding if table.column(name).choices}
    for (text, node), known in unknown_choices(parsed, choices):
        near, expected = nearest(text, known), f"one of {', '.join(known)}"
        yield Mistake("AW131", f"«{text}» is no choice of its field", place(node), expected, near)


def certain(condition: tree.Expression, place: Place) -> Iterator[Mistake]:
    """A condition, or a part of one, that is `true` or `false` itself."""
    match condition:
        case tree.Literal(value=bool() as truth):
            found = f"«{str(truth).lower()}», which hangs on no claim"
            yield Mistake("AW132", found, place, "what a claim may meet or not")


def unknown_choices(node: tree.Expression, choices: Choices) -> Iterator[tuple[Text, tuple[str, ...]]]:
    """The texts held against a field of choices that are none of them, with those that it has."""
    beside: list[tuple[tree.Expression, Choices]] = []
    while (rest := tree.leading(node)) is not None and not isinstance(node, tree.If):
        yield from _own(node, choices)
        item = {"item": _of(node.base, choices)} if isinstance(node, tree.Filter) else {}
        beside += [(child, {**choices, **item}) for child in reversed([*tree.children(node)]) if child is not rest]
        node = rest
    yield from _own(node, choices)
    match node:
        case tree.If():
            rungs = [rung for rung in tree.links(node) if isinstance(rung, tree.If)]
            for part in (*(part for rung in rungs for part in (rung.condition, rung.then)), rungs[-1].otherwise):
                yield from unknown_choices(part, choices)
        case tree.For(iterators, inner) | tree.Quantified(_, iterators, inner):
            inside = {**choices, **{each.name: _of(each.domain, choices) for each in iterators}}
            yield from unknown_choices(inner, inside)
        case _:
            for child in tree.children(node):
                yield from unknown_choices(child, choices)
    for child, known in reversed(beside):
        yield from unknown_choices(child, known)


def _own(node: tree.Expression, choices: Choices) -> Iterator[tuple[Text, tuple[str, ...]]]:
    """The same of what a node itself holds against one another."""
    for compared, beside in _compared(node):
        known = _of(compared, choices)
        yield from ((text, known) for text in _texts(beside) if known and text[0] not in known)


def _compared(node: tree.Expression) -> Iterator[tuple[tree.Expression, tree.Expression]]:
    """What an expression holds against what: of a comparison each side against the other."""
    match node:
        case tree.Comparison("=" | "!=", left, right):
            yield from ((left, right), (right, left))
        case tree.In(value, tests):
            yield from ((value, test) for test in tests)
        case tree.Call(tree.Name(name="list contains"), (items, text)):
            yield items, text
        case tree.Table(inputs, rules):
            for rule in rules:
                yield from zip(inputs, rule.tests, strict=True)


def _of(node: tree.Expression, choices: Choices) -> tuple[str, ...]:
    bare = tree.bare(node)
    return choices.get(bare.name, ()) if isinstance(bare, tree.Name) else ()


def _texts(node: tree.Expression) -> Iterator[Text]:
    match node:
        case tree.Literal(value=str() as text):
            yield text, node
        case tree.List(inner) | tree.UnaryTests(inner):
            for each in inner:
                yield from _texts(each)
        case tree.Test("=" | "!=", operand):
            yield from _texts(operand)
