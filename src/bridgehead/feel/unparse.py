"""Tree back to FEEL text, in one canonical form, and the constants that a tree holds."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from bridgehead.feel import library, temporal_text, tree
from bridgehead.feel.compile import compile
from bridgehead.feel.functions.conversions import literal
from bridgehead.feel.scan import Is, scan, spelled

# How strongly each construct binds, as in the grammar; what stands alone binds most.
_LOOSE, _OR, _AND, _COMPARE, _ADD, _MULTIPLY, _POWER, _NEGATE, _INSTANCE, _POSTFIX, _ALONE = range(11)
_OPERATORS = {"+": _ADD, "-": _ADD, "*": _MULTIPLY, "/": _MULTIPLY, "**": _POWER}


def unparse(node: tree.Expression) -> str:
    """The text of a tree: read again in the same scope, it gives an equal tree."""
    return _write(node)[0]


def literals(node: tree.Expression) -> Iterator[tuple[object, tree.Span]]:
    """Every constant of a tree with its span, in the order of the text; `date("2023-05-04")` is one, a date."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, tree.Literal):
            yield node.value, node.span
        elif library.is_constant(node):
            yield compile(node, {})({}), node.span
        else:
            waiting.extend(reversed(tuple(tree.children(node))))


def _at(node: tree.Expression, binding: int) -> str:
    """The text of an operand, in brackets where it binds less than `binding`."""
    text, own = _write(node)
    return text if own >= binding else f"({text})"


def _write(node: tree.Expression) -> tuple[str, int]:
    """The text of a construct and how strongly it binds; of a chain, its first operand and what each link adds."""
    links: list[tuple[int, str]] = []
    while (link := _link(node)) is not None:
        node = link[0]
        links.append(link[1:])
    text, binding = _write_alone(node)
    for own, added in reversed(links):
        text, binding = (text if binding >= own else f"({text})") + added, own
    return text, binding


def _link(node: tree.Expression) -> tuple[tree.Expression, int, str] | None:
    """Of what begins with an operand: that operand, how strongly it must bind, and the text that follows it."""
    match node:
        case tree.Comparison(operator, left, right):
            return left, _COMPARE, f" {operator} {_at(right, _ADD)}"
        case tree.Between(value, low, high):
            return value, _COMPARE, f" between {_at(low, _ADD)} and {_at(high, _ADD)}"
        case tree.In(value, tests):
            return value, _COMPARE, f" in {_tests(tests)}"
        case tree.Arithmetic(operator, left, right):
            own = _OPERATORS[operator]
            return left, own, f" {operator} {_at(right, own + 1)}"
        case tree.InstanceOf(value, of):
            return value, _INSTANCE, f" instance of {of}"
        case tree.Path(base, member):
            return base, _POSTFIX, f".{member}"
        case tree.Filter(base, condition):
            return base, _POSTFIX, f"[{unparse(condition)}]"
        case tree.Call(function, arguments, names):
            labels = [f"{name}: " for name in names] or [""] * len(arguments)
            inner = ", ".join(label + unparse(argument) for label, argument in zip(labels, arguments, strict=True))
            return function, _POSTFIX, f"({inner})"
    return None


def _write_alone(node: tree.Expression) -> tuple[str, int]:
    match node:
        case tree.Literal(value):
            return constant(value), _ALONE
        case tree.Name(name):
            return name, _ALONE
        case tree.Or(operands):
            return " or ".join(_at(operand, _AND) for operand in operands), _OR
        case tree.And(operands):
            return " and ".join(_at(operand, _COMPARE) for operand in operands), _AND
        case tree.Negation(operand):
            return f"-{_at(operand, _NEGATE)}", _NEGATE
        case tree.Conform(value):
            return _write(value)
        case _:
            return _write_boxed(node)


def _write_boxed(node: tree.Expression) -> tuple[str, int]:
    match node:
        case tree.List(items):
            return f"[{', '.join(map(unparse, items))}]", _ALONE
        case tree.Context(entries):
            inner = ", ".join(f"{_key(key)}: {unparse(value)}" for key, value in entries)
            return "{" + inner + "}", _ALONE
        case tree.Range():
            return _range(node), _ALONE
        case tree.Test(operator, operand):
            return f"{operator} {_at(operand, _ADD)}", _LOOSE
        case tree.UnaryTests(tests, negated):
            text = ", ".join(map(unparse, tests)) or "-"
            return f"not({text})" if negated else text, _LOOSE
        case tree.If():
            return _ladder(node), _LOOSE
        case tree.For(iterators, result):
            return f"for {_iterators(iterators)} return {unparse(result)}", _LOOSE
        case tree.Quantified(kind, iterators, condition):
            return f"{kind} {_iterators(iterators)} satisfies {unparse(condition)}", _LOOSE
        case tree.Function(parameters, body, external):
            names = ", ".join(f"{one.name}: {one.type}" if one.type else one.name for one in parameters)
            return f"function({names}){' external' if external else ''} {unparse(body)}", _LOOSE
    raise TypeError(f"{type(node).__name__} is no construct of FEEL")


def _ladder(node: tree.Expression) -> str:
    """`if .. then .. else if .. then .. else ..`."""
    rungs = []
    while isinstance(node, tree.If):
        rungs.append(f"if {unparse(node.condition)} then {unparse(node.then)} else ")
        node = node.otherwise
    return "".join(rungs) + unparse(node)


def _tests(tests: tuple[tree.Expression, ...]) -> str:
    if len(tests) == 1 and not isinstance(tests[0], tree.Test):
        text = _at(tests[0], _ADD)
        return f"({text})" if text.startswith("(") else text
    return f"({', '.join(map(unparse, tests))})"


def _range(node: tree.Range) -> str:
    if node.low is None:
        assert node.high is not None
        return f"({'<=' if node.high_closed else '<'} {_at(node.high, _ADD)})"
    if node.high is None:
        return f"({'>=' if node.low_closed else '>'} {_at(node.low, _ADD)})"
    if node.point:
        return f"(= {_at(node.low, _ADD)})"
    opening, closing = "[" if node.low_closed else "(", "]" if node.high_closed else ")"
    return f"{opening}{unparse(node.low)}..{unparse(node.high)}{closing}"


def _iterators(iterators: tuple[tree.Iterator, ...]) -> str:
    return ", ".join(
        f"{one.name} in {_at(one.domain, _OR)}" + (f"..{_at(one.through, _OR)}" if one.through else "")
        for one in iterators
    )


def _key(key: str) -> str:
    """A key as a name, where it reads back as one, else as a string."""
    tokens = scan(key)[:-1]
    plain = tokens and tokens[0].kind is Is.WORD and all(token.kind in (Is.WORD, Is.NUMBER) for token in tokens)
    return key if plain and spelled(tokens) == key else constant(key)


def constant(value: Any) -> str:
    """A constant as FEEL text."""
    match value:
        case None | bool():
            return {None: "null", True: "true", False: "false"}[value]
        case Decimal():
            return str(value)
        case str():
            return literal(value)
    return f'@"{temporal_text.write(value)}"'
