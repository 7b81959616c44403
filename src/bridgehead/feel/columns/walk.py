"""The walk over the tree: each construct becomes a term of columns, or is refused with its place and the reason."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Literal as OneOf

import ibis
import ibis.expr.types as ir

from bridgehead.feel import library, tree
from bridgehead.feel.columns import (
    choices,
    clock,
    conforming,
    division,
    functions,
    leaves,
    list_functions,
    lists,
    logic,
    loops,
    meanings,
    membership,
    moments,
    numbers,
    parts,
    temporal,
    text,
)
from bridgehead.feel.columns.meanings import Closure, Meaning, Record
from bridgehead.feel.columns.rounding import CORRECTIONS
from bridgehead.feel.columns.terms import MIRRORED, Engine, Operator, Refusal, Term, is_null, masked, paired
from bridgehead.feel.evaluate import evaluate
from bridgehead.feel.mistakes import place
from bridgehead.feel.types import (
    ANY,
    BOOLEAN,
    NULL,
    STRING,
    TIME,
    ContextType,
    ListType,
    NumberType,
    Type,
    Variable,
)
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place

MOST_LEVELS = 90  # of what is translated inside one another, the chains apart that are written flat
MOST_TEXTS = 300  # that are joined; DuckDB takes ever longer to plan it
_FLAT = frozenset(("sum", "if"))

Arithmetic = OneOf["+", "-", "*", "/", "**"]


class NotColumnar(BridgeheadError):
    """An expression has no columnar form. `span` is the part that has none; `mistakes` holds the reason (FE3xx)."""

    def __init__(self, span: tree.Span, refusal: Refusal, text: str | None) -> None:
        self.span, self.reason = span, refusal.reason
        where = Place("", 1, span[0] + 1) if text is None else place(text, span[0])
        super().__init__([Mistake(refusal.code, refusal.reason, where, refusal.expected)])


@dataclass(frozen=True, slots=True)
class Walk:
    """`names` are the columns, with their variables where declared, and `definitions` names that stand for another
    expression. `bound` holds what the names of loops, contexts and parameters stand for, `level` counts the loops
    around, and `within` names the functions and definitions whose body is being translated. `engine` runs the query."""

    names: Mapping[str, tuple[ir.Value, Variable | None]]
    text: str | None
    definitions: Mapping[str, tree.Expression] = field(default_factory=dict)
    bound: Mapping[str, Meaning] = field(default_factory=dict)
    level: int = 0
    within: tuple[object, ...] = ()
    engine: Engine = "any"

    def with_names(self, names: Mapping[str, Meaning], *, deeper: bool = False) -> "Walk":
        return replace(self, bound={**self.bound, **names}, level=self.level + deeper)

    def whole(self, node: tree.Expression) -> Term:
        """The term of an expression that stands for itself."""
        self._require_shallow(node)
        return self.term(node)

    def _require_shallow(self, node: tree.Expression) -> None:
        levels = tree.height(node, _FLAT)
        if levels > MOST_LEVELS:
            reason = f"it holds a chain, or chains in one another, of {levels} links"
            raise NotColumnar(
                node.span, Refusal("FE307", reason, f"at most {MOST_LEVELS}: names for its parts"), self.text
            )

    def term(self, node: tree.Expression) -> Term:
        found = self.meaning(node)
        if isinstance(found, Term):
            return found
        try:
            return meanings.term(found)
        except Refusal as refusal:
            raise NotColumnar(node.span, refusal, self.text) from None

    def terms(self, nodes: Iterable[tree.Expression]) -> list[Term]:
        return [self.term(node) for node in nodes]

    def meaning(self, node: tree.Expression) -> Meaning:
        try:
            if isinstance(node, tree.Literal):
                return leaves.constant(node.value)
            if not isinstance(node, tree.Function) and leaves.is_constant(node):
                return leaves.constant(evaluate(node, {}))
            return self._meaning(node)
        except Refusal as refusal:
            raise NotColumnar(node.span, refusal, self.text) from None

    def _meaning(self, node: tree.Expression) -> Meaning:
        match node:
            case tree.Name() | tree.Path():
                return self._member(node)
            case tree.Context(entries):
                return self._context(entries)
            case tree.Function():
                if node.external:
                    raise Refusal("FE304", "an external function has no columnar form")
                return Closure(node, self.bound)
            case tree.Table():
                return choices.value(self, node)
            case tree.Conform(value, to):
                return conforming.conformed(self, self.meaning(value), to)
            case tree.Call(function, arguments, names) if not library.is_built_in(function):
                return self._invocation(self.meaning(function), arguments, names)
        return self._term(node)

    def _term(self, node: tree.Expression) -> Term:
        match node:
            case tree.Negation(operand):
                return self._negation(self.term(operand))
            case tree.Comparison(operator, left, right):
                return self._comparison(operator, left, right)
            case tree.Arithmetic("+" | "-"):
                return self._sum(node)
            case tree.Arithmetic(operator, left, right):
                return self._arithmetic(operator, self.term(left), self.term(right))
            case tree.And(operands):
                return logic.both(self.terms(operands))
            case tree.Or(operands):
                return logic.either(self.terms(operands))
            case tree.Between(value, low, high):
                return logic.meets(self.term(value), [[(">=", self.term(low)), ("<=", self.term(high))]])
            case tree.In(value, tests):
                return membership.meets(self, self.term(value), tests)
            case tree.If(condition, then, otherwise) if not isinstance(otherwise, tree.If):
                return logic.choose(self.term(condition), self.term(then), self.term(otherwise))
            case tree.If():
                return self._ladder(node)
            case tree.Quantified():
                return loops.quantified(self, node)
            case tree.For():
                return loops.iteration(self, node)
            case tree.Filter():
                return loops.filtered(self, node)
            case tree.List(items):
                return lists.of_terms(self.terms(items))
            case tree.InstanceOf(value, of):
                return _instance(self.term(value), of)
            case tree.Call(tree.Name(name), arguments, names):
                return self._call(name, functions.in_order(name, arguments, names))
        raise Refusal("FE304", f"{_construct(node)} has no columnar form")

    # Names, members, contexts and functions

    def _member(self, node: tree.Name | tree.Path) -> Meaning:
        name = leaves.dotted(node)
        root = leaves.root(node)
        if isinstance(node, tree.Name) and node.name in self.bound:
            return self.bound[node.name]
        if name is not None and root not in self.bound:
            if name in self.names:
                return leaves.column(*self.names[name])
            if name in self.definitions:
                return self._definition(name)
        if isinstance(node, tree.Path):
            base = self.meaning(node.base)
            return meanings.member(base, node.member) if isinstance(base, Record) else self._part(base, node.member)
        raise Refusal("FE303", f"«{node.name}» is not a column", "a field of the table")

    def _part(self, base: Meaning, name: str) -> Term:
        whole = meanings.term(base)
        return loops.members(self, whole, name) if isinstance(whole.type, ListType) else self.part(whole, name)

    def part(self, whole: Term, name: str) -> Term:
        """What follows the dot after a value alone."""
        return lists.member(whole, name) if isinstance(whole.type, ContextType) else parts.part(whole, name)

    def _definition(self, name: str) -> Meaning:
        if name in self.within:
            raise Refusal("FE304", f"«{name}» is defined by itself")
        inside = replace(self, text=None, bound={}, within=(*self.within, name))
        try:
            inside._require_shallow(self.definitions[name])
            return inside.meaning(self.definitions[name])
        except NotColumnar as refusal:
            raise Refusal(refusal.mistakes[0].code, f"«{name}»: {refusal.reason}") from None

    def _context(self, entries: Iterable[tuple[str, tree.Expression]]) -> Record:
        found: dict[str, Meaning] = {}
        for name, value in entries:
            found[name] = self.with_names(found).meaning(value)
        return Record(found)

    def _invocation(self, function: Meaning, arguments: Sequence[tree.Expression], names: Sequence[str]) -> Meaning:
        """The body with the arguments in the place of the parameters; unknown where an argument is."""
        if not isinstance(function, Closure):
            raise Refusal("FE304", "what is called is no function that is written out")
        parameters = function.function.parameters
        if function.function in self.within:
            raise Refusal("FE304", "a function calls itself")
        placed = leaves.placed(parameters, arguments, names)
        given = [self.meaning(argument) for argument in placed]
        for parameter, argument in zip(parameters, given, strict=True):
            _require_fit(argument, parameter.type)
        bound = {parameter.name: argument for parameter, argument in zip(parameters, given, strict=True)}
        inside = replace(self, bound={**function.bound, **bound}, within=(*self.within, function.function))
        result = inside.meaning(function.function.body)
        return meanings.shaded(result, *(term for argument in given for term in meanings.terms_of(argument)))

    # Operators

    def _negation(self, operand: Term) -> Term:
        if isinstance(operand.type, temporal.DurationType):
            return temporal.negate(operand)
        if not isinstance(operand.type, NumberType):
            raise Refusal("FE305", f"a negative {operand.type} has no columnar form")
        return numbers.negate(operand)

    def _sum(self, node: tree.Arithmetic) -> Term:
        """A chain of `+` and `-`: numbers and texts in pairs, which needs fewer digits, all else from the left."""
        links = [link for link in reversed(tree.links(node)) if isinstance(link, tree.Arithmetic)]
        terms = self.terms((links[0].left, *(link.right for link in links)))
        if all(isinstance(term.type, NumberType) for term in terms):
            added = [terms[0], *(term for link, term in zip(links, terms[1:], strict=True) if link.operator == "+")]
            taken = [term for link, term in zip(links, terms[1:], strict=True) if link.operator == "-"]
            more, less = (paired(partial(numbers.combine, "+"), some) if some else None for some in (added, taken))
            assert more is not None
            return more if less is None else numbers.combine("-", more, less)
        if all(term.type == STRING for term in terms) and all(link.operator == "+" for link in links):
            if len(terms) > MOST_TEXTS:
                raise Refusal("FE307", f"{len(terms)} texts are joined", f"at most {MOST_TEXTS}")
            return paired(text.join, terms)
        if len(links) > MOST_LEVELS:
            raise Refusal("FE307", f"{len(links)} values are added from the left", f"at most {MOST_LEVELS}")
        result = terms[0]
        for link, term in zip(links, terms[1:], strict=True):
            try:
                result = self._arithmetic(link.operator, result, term)
            except Refusal as refusal:
                raise NotColumnar(link.span, refusal, self.text) from None
        return result

    def _ladder(self, node: tree.If) -> Term:
        rungs = [link for link in tree.links(node) if isinstance(link, tree.If)]
        asked = [(self.term(rung.condition), self.term(rung.then)) for rung in rungs]
        return logic.ladder(asked, self.term(rungs[-1].otherwise))

    def _arithmetic(self, operator: Arithmetic, left: Term, right: Term) -> Term:
        if isinstance(left.type, NumberType) and isinstance(right.type, NumberType):
            return self._calculation(operator, left, right)
        if operator == "+" and left.type == right.type == STRING:
            return text.join(left, right)
        if operator in ("+", "-") and TIME in (left.type, right.type):
            return clock.combine(operator, left, right)
        if operator in ("+", "-"):
            return temporal.combine(operator, left, right)
        if operator == "*":
            return temporal.scale(left, right)
        raise Refusal("FE305", f"{left.type} {operator} {right.type} has no columnar form")

    def _calculation(self, operator: Arithmetic, left: Term, right: Term) -> Term:
        if operator == "/":
            product = division.product(left, right)
            if product is None:
                raise Refusal("FE301", "engines have no exact division", "a rounding or a comparison around it")
            return product
        if operator == "**":
            raise Refusal("FE304", "engines have no exact power")
        return numbers.combine(operator, left, right)

    def _comparison(self, operator: Operator, left: tree.Expression, right: tree.Expression) -> Term:
        for quotient, other, sign in ((left, right, operator), (right, left, MIRRORED[operator])):
            if isinstance(quotient, tree.Arithmetic) and quotient.operator == "/":
                return self._ratio(sign, self.term(quotient.left), self.term(quotient.right), self.term(other))
            if leaves.is_mean(quotient):
                return self._ratio(sign, *self._mean(quotient.arguments), self.term(other))
        return logic.compare(operator, self.term(left), self.term(right))

    def _ratio(self, operator: Operator, upper: Term, lower: Term, beside: Term) -> Term:
        if not all(isinstance(term.type, NumberType) for term in (upper, lower, beside)):
            raise Refusal("FE301", "a quotient is compared that is not of numbers")
        product = division.product(upper, lower)
        if product is not None:
            return logic.compare(operator, product, beside)
        return division.compare(operator, upper, lower, beside)

    def _mean(self, arguments: Sequence[tree.Expression]) -> tuple[Term, Term]:
        """The sum and the number of what a mean is taken of."""
        if len(arguments) == 1 and not isinstance(arguments[0], tree.List):
            items = self.term(arguments[0])
            return list_functions.total(items), list_functions.count(items)
        written = arguments[0].items if isinstance(arguments[0], tree.List) and len(arguments) == 1 else arguments
        return functions.LISTS["sum"](self.terms(written)), leaves.whole(len(written))

    # Built-in functions

    def _call(self, name: str, arguments: Sequence[tree.Expression]) -> Term:
        if name in CORRECTIONS and arguments:
            rounded = self._rounded_quotient(name, *arguments)
            if rounded is not None:
                return rounded
        match name, arguments:
            case _, [tree.List(items)] if name in functions.LISTS and items:
                return functions.LISTS[name](self.terms(items))
            case (("sum" | "min" | "max"), [_, _, *_]):
                return functions.LISTS[name](self.terms(arguments))
            case "list contains", [tree.List() as items, element]:
                return membership.meets(self, self.term(element), (items,))
            case "list contains", [items, element]:
                return lists.contains(self.term(items), self.term(element), self.level)
            case "flatten", [tree.List(items)] if items:
                return list_functions.flatten_written(self.terms(_spread(items)))
            case "sort", [items, precedes]:
                order = self.meaning(precedes)
                if isinstance(order, Closure):
                    return loops.sorted_by(self.term(items), order)
        if name in ("mean",):
            raise Refusal("FE301", "engines have no exact division", "a rounding or a comparison around it")
        if name not in functions.FUNCTIONS and name not in list_functions.FUNCTIONS:
            raise Refusal("FE304", f"the function «{name}» has no columnar form")
        given = self.terms(arguments)
        if name in moments.NAMES and moments.is_made(given):
            return moments.make(name, given, self.engine)
        if name in list_functions.FUNCTIONS:
            return list_functions.call(name, given)
        return functions.call(name, given)

    def _rounded_quotient(
        self, name: str, quotient: tree.Expression, scale: tree.Expression | None = None
    ) -> Term | None:
        match quotient:
            case tree.Arithmetic("/", dividend, divisor):
                upper, lower = self.term(dividend), self.term(divisor)
            case tree.Call(_, arguments) if leaves.is_mean(quotient):
                upper, lower = self._mean(arguments)
            case _:
                return None
        if not isinstance(upper.type, NumberType) or not isinstance(lower.type, NumberType):
            raise Refusal("FE301", "a quotient is rounded that is not of numbers")
        digits = 0 if scale is None else text.whole_constant(self.term(scale))
        product = division.product(upper, lower)
        if product is not None:
            return functions.call(name, [product, leaves.whole(digits)])
        return division.rounded(name, upper, lower, digits)


def _require_fit(argument: Meaning, wanted: Type | None) -> None:
    """Refuse an argument that would be converted to the type of its parameter, or made null."""
    if wanted is None or wanted == ANY or isinstance(argument, Closure):
        return
    if isinstance(argument, Record) or isinstance(wanted, (ListType, ContextType)):
        raise Refusal("FE304", f"a parameter is declared to be {wanted}", "a parameter without a type")
    if argument.type.name not in (wanted.name, NULL.name):
        raise Refusal("FE305", f"a {argument.type} is given for a {wanted}")


def _instance(value: Term, of: Type) -> Term:
    """`instance of`: null is an instance of Null alone."""
    if of == ANY or (of.name == value.type.name and not isinstance(of, (ListType, ContextType))):
        return masked(~is_null(value.value), BOOLEAN, value)
    if isinstance(of, (ListType, ContextType)) and of.name == value.type.name:
        raise Refusal("FE304", f"«instance of {of}» has no columnar form")
    if of == NULL:
        return masked(is_null(value.value), BOOLEAN, value)
    return masked(ibis.literal(False), BOOLEAN, value)


def _spread(items: Iterable[tree.Expression]) -> Iterator[tree.Expression]:
    """The items of a list written out, with those of the lists written out in it in their place."""
    for item in items:
        yield from _spread(item.items) if isinstance(item, tree.List) else (item,)


def _construct(node: tree.Expression) -> str:
    return f"«{type(node).__name__.lower()}»"
