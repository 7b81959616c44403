"""FEEL text to tree: a hand-written parser, linear in the text (DMN 1.5, 10.3.1.2).

A name may hold spaces and operators, so the parser keeps the names in scope at hand, with their types, and takes the
longest that fits. Types are found on the way up. Mistakes of syntax end the reading; mistakes of names are collected.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, cast

from bridgehead.feel import infer, library, temporal, temporal_text, tree
from bridgehead.feel.cursor import Cursor
from bridgehead.feel.names import Frame, Names
from bridgehead.feel.scan import Is, Token, spelled, unescape
from bridgehead.feel.type_names import read_type
from bridgehead.feel.types import ANY, BOOLEAN, ContextType, FunctionType, ListType, RangeType, Scope, Type
from bridgehead.primitives.errors import BridgeheadError, nearest

MAX_NEST = 80

_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
# How strongly an operator binds, from `or` (loosest) to `**`; each takes operands that bind more strongly.
_BINDING = {
    "or": 1,
    "and": 2,
    **dict.fromkeys((*_COMPARISONS, "between", "in"), 3),
    **dict.fromkeys(("+", "-"), 4),
    **dict.fromkeys(("*", "/"), 5),
    "**": 6,
}
_SUM = 4  # the loosest operator inside a bound of `between`, `in` or a comparison
_CONSTANTS = {"true": True, "false": False, "null": None}
_RESERVED = frozenset(("if", "for", "some", "every", "function", *_CONSTANTS))
# What ends a name that is not known: the words that may follow an expression.
_AFTER = frozenset(("and", "or", "in", "between", "then", "else", "return", "satisfies", "instance", "external"))


def parse(
    text: str, scope: Scope, *, lenient: bool = False, types: Mapping[str, Type] | None = None
) -> tree.Expression:
    """The tree of an expression; `types` are those defined beside the built-in ones.

    Raises BridgeheadError with FE0xx or every FE1xx. A lenient reading takes names that are not known for null,
    as the standard has it at run time; a rulebook is never read so.
    """
    parser = _Parser(text, scope, types or {})
    node = parser.expression()
    parser.finish(node, lenient)
    return node


def parse_unary_tests(text: str, scope: Scope, input_type: Type, *, lenient: bool = False) -> tree.UnaryTests:
    """The tree of a decision table's cell; `?` in it is the input. Raises as `parse` does."""
    parser = _Parser(text, scope, {})
    parser.names.push({"?": input_type})
    node = parser.unary_tests()
    parser.finish(node, lenient)
    return node


class _Parser(Cursor):
    def __init__(self, text: str, scope: Scope, types: Mapping[str, Type]) -> None:
        super().__init__(text)
        self.names = Names([library.frame(), Frame({name: variable.type for name, variable in scope.items()})])
        self.defined = types
        self.nest = 0

    def finish(self, node: tree.Expression, lenient: bool) -> None:
        self.end()
        if tree.height(node) > MAX_NEST:
            self.at = 0
            self.fail("FE008", limit=MAX_NEST)
        if self.soft and not lenient:
            raise BridgeheadError(self.soft)

    def span(self, start: int) -> tree.Span:
        return start, self.last

    # Operators

    def expression(self, binding: int = 1, left: tree.Expression | None = None) -> tree.Expression:
        """An expression whose operators bind at least so strongly; `left` is its first operand, if already read."""
        self.nest += 1
        if self.nest > MAX_NEST:
            self.fail("FE008", limit=MAX_NEST)
        node = left or self.negation()
        while self.token.kind is not Is.STRING and (found := _BINDING.get(self.token.text, 0)) >= binding:
            node = self.operation(node, found)
        self.nest -= 1
        return node

    def operation(self, left: tree.Expression, binding: int) -> tree.Expression:
        """`left`, the operator at the cursor and what it takes to the right."""
        operator: Any = self.take().text
        start = left.span[0]
        if operator in ("and", "or"):
            operands = [left, self.expression(binding + 1)]
            while self.accept(operator):
                operands.append(self.expression(binding + 1))
            junction = tree.And if operator == "and" else tree.Or
            return junction(tuple(operands), span=self.span(start), type=BOOLEAN)
        if operator == "between":
            low = self.expression(_SUM)
            self.keyword("and")
            high = self.expression(_SUM)
            return tree.Between(left, low, high, span=self.span(start), type=BOOLEAN)
        if operator == "in":
            return tree.In(left, self.tests_of_in(), span=self.span(start), type=BOOLEAN)
        right = self.expression(binding + 1)
        if operator in _COMPARISONS:
            return tree.Comparison(operator, left, right, span=self.span(start), type=BOOLEAN)
        type = infer.arithmetic(operator, left.type, right.type)
        return tree.Arithmetic(operator, left, right, span=self.span(start), type=type)

    def negation(self) -> tree.Expression:
        minuses = []
        while self.sees("-"):
            minuses.append(self.take().start)
        node = self.postfix(self.primary())
        while self.sees("instance") and self.peek().text == "of":
            self.at += 2
            of = read_type(self, self.defined)
            node = tree.InstanceOf(node, of, span=self.span(node.span[0]), type=BOOLEAN)
        for start in reversed(minuses):
            node = tree.Negation(node, span=self.span(start), type=infer.negation(node.type))
        return node

    def postfix(self, node: tree.Expression) -> tree.Expression:
        """`node` with the paths, filters and calls that follow it."""
        while True:
            start = node.span[0]
            if self.sees("."):
                self.take()
                node = self.path(node, start)
            elif self.sees("[") and self.opens_filter():
                self.take()
                node = self.filter(node, start)
            elif self.sees("("):
                self.take()
                node = self.call(node, start)
            else:
                return node

    def opens_filter(self) -> bool:
        """Whether `[` begins a filter: it may also close a range, as in `]1..5[`."""
        token = self.peek()
        if token.kind is Is.SYMBOL:
            return token.text in ("(", "[", "]", "{", "-", "@", "<", "<=", ">", ">=") and token.text != "]"
        return token.kind is not Is.END and token.text not in _AFTER

    def path(self, base: tree.Expression, start: int) -> tree.Expression:
        known = infer.members(base.type)
        match = Frame(known).match(self.tokens, self.at) if known else None
        if match:
            self.at += match[0]
            assert known is not None
            return tree.Path(base, match[1], span=self.span(start), type=known[match[1]])
        where = self.token.start
        member = self.unknown_name()
        if known is not None and isinstance(base.type, ContextType):
            self.note("FE103", where, found=member, nearest=nearest(member, known))
        return tree.Path(base, member, span=self.span(start), type=ANY)

    def filter(self, base: tree.Expression, start: int) -> tree.Expression:
        item = infer.items(base.type)
        known = infer.members(item) if isinstance(item, ContextType) else {}
        self.names.push({"item": item, **(known or {})}, is_open=item == ANY or known is None)
        condition = self.expression()
        self.names.pop()
        self.close("]")
        return tree.Filter(base, condition, span=self.span(start), type=infer.filtered(base.type, condition.type))

    # Calls

    def call(self, function: tree.Expression, start: int) -> tree.Expression:
        arguments: list[tree.Expression] = []
        names: list[str] = []
        while not self.sees(")") or arguments:
            name = self.argument_name()
            if name is not None:
                names.append(name)
            if len(names) not in (0, len(arguments) + 1):
                self.fail("FE013")
            arguments.append(self.expression())
            if not self.accept(","):
                break
        self.close(")")
        type = library.result(function, arguments, names)
        return tree.Call(function, tuple(arguments), tuple(names), span=self.span(start), type=type)

    def argument_name(self) -> str | None:
        if self.token.kind is not Is.WORD:
            return None
        name = self.name_until(lambda token: token.kind is Is.SYMBOL and token.text == ":")
        if name is not None:
            self.take()
        return name

    # What stands alone

    def primary(self) -> tree.Expression:
        token = self.token
        if token.kind is Is.STRING:
            return self.string()
        found = self.names.match(self.tokens, self.at)
        if found and (found[0] > 1 or token.text not in _RESERVED):
            return self.name(*found)
        if token.kind is Is.NUMBER:
            self.take()
            value = Decimal(token.text)
            return tree.Literal(value, span=(token.start, token.end), type=infer.number(value))
        if token.kind is Is.SYMBOL:
            return self.symbol(token)
        if token.kind is not Is.WORD:
            self.fail("FE005")
        return self.word(token)

    def word(self, token: Token) -> tree.Expression:
        match token.text:
            case "true" | "false" | "null" as word:
                self.take()
                value = _CONSTANTS[word]
                return tree.Literal(value, span=(token.start, token.end), type=infer.literal(value))
            case "if":
                return self.conditional()
            case "for":
                return self.iteration()
            case "some" | "every":
                return self.quantified()
            case "function" if self.peek().text == "(":
                return self.function()
        if token.text in _AFTER:
            self.fail("FE005")
        name = self.unknown_name()
        if not self.names.open:
            code = "FE102" if self.sees("(") else "FE101"
            self.note(code, token.start, found=name, nearest=nearest(name, self.names.known()))
        return tree.Name(name, span=self.span(token.start), type=ANY)

    def name(self, length: int, name: str, type: Type) -> tree.Expression:
        start = self.token.start
        self.at += length
        if self.sees("(") and type != ANY and not isinstance(type, FunctionType):
            # A field may be named as a function is: `date("2023-05-04")` works beside a field «date».
            type = library.frame().types.get(name, type)
        return tree.Name(name, span=self.span(start), type=type)

    def unknown_name(self) -> str:
        """A name that is not in scope: all words up to an operator or a word that may follow an expression."""
        first = self.at
        if self.token.kind is not Is.WORD:
            self.fail("FE011")
        self.take()
        while self.continues_name(self.token):
            self.take()
        return spelled(self.tokens[first : self.at])

    @staticmethod
    def continues_name(token: Token) -> bool:
        if token.kind is Is.WORD:
            return token.text not in _AFTER
        return token.kind is Is.NUMBER and not token.text.startswith(".")

    def string(self) -> tree.Literal:
        token = self.take()
        value, strange = unescape(token.text)
        if strange:
            self.note("FE004", token.start, found=strange)
        return tree.Literal(value, span=(token.start, token.end), type=infer.literal(value))

    def symbol(self, token: Token) -> tree.Expression:
        openers = {
            "(": self.bracketed,
            "[": self.list_or_range,
            "]": self.open_range,
            "{": self.context,
            "@": self.temporal,
        }
        if token.text not in openers:
            self.fail("FE005")
        return openers[token.text]()

    def open_range(self) -> tree.Expression:
        start = self.take().start
        return self.range(self.expression(), start, closed=False)

    def temporal(self) -> tree.Expression:
        start = self.take().start
        if self.token.kind is not Is.STRING:
            self.fail("FE014", found=self.token.text)
        text = cast(str, self.string().value)
        value = temporal_text.read(text)
        if value is None:
            self.note("FE014", start, found=text)
        return tree.Literal(value, span=self.span(start), type=temporal.type_of(value))

    def bracketed(self) -> tree.Expression:
        start = self.take().start
        if self.sees(*_COMPARISONS):
            node = self.one_sided(start)
            self.close(")")
            return node
        node = self.expression()
        if self.sees(".."):
            return self.range(node, start, closed=False)
        self.close(")")
        return node

    def one_sided(self, start: int) -> tree.Expression:
        """A range with one bound, as in `(>= 5)`; `(= 5)` holds 5 alone."""
        operator: Any = self.take().text
        bound = self.expression(_SUM)
        span, type = (start, self.token.end), RangeType(item=bound.type)
        match operator:
            case "<" | "<=":
                return tree.Range(None, bound, False, operator == "<=", span=span, type=type)
            case ">" | ">=":
                return tree.Range(bound, None, operator == ">=", False, span=span, type=type)
            case "=":
                return tree.Range(bound, bound, True, True, True, span=span, type=type)
        return tree.Test(operator, bound, span=span, type=BOOLEAN)

    def list_or_range(self) -> tree.Expression:
        start = self.take().start
        if self.accept("]"):
            return tree.List((), span=self.span(start), type=ListType(item=infer.join(())))
        items = [self.expression()]
        if self.sees(".."):
            return self.range(items[0], start, closed=True)
        while self.accept(","):
            items.append(self.expression())
        self.close("]")
        return tree.List(
            tuple(items), span=self.span(start), type=ListType(item=infer.join(item.type for item in items))
        )

    def range(self, low: tree.Expression, start: int, *, closed: bool) -> tree.Expression:
        self.keyword("..")
        high = self.expression()
        ends_closed = self.close("]", ")", "[").text == "]"
        type = RangeType(item=infer.join((low.type, high.type)))
        return tree.Range(low, high, closed, ends_closed, span=self.span(start), type=type)

    def context(self) -> tree.Expression:
        start = self.take().start
        entries: dict[str, tree.Expression] = {}
        frame = self.names.push({})
        while not self.sees("}") or entries:
            where = self.token.start
            key = self.key()
            self.keyword(":")
            value = self.expression()
            if key in entries:
                self.note("FE015", where, found=key)
            entries[key] = value
            frame.add(key, value.type)
            if not self.accept(","):
                break
        self.names.pop()
        self.close("}")
        pairs = tuple(entries.items())
        return tree.Context(pairs, span=self.span(start), type=infer.context((key, value.type) for key, value in pairs))

    def key(self) -> str:
        if self.token.kind is Is.STRING:
            return cast(str, self.string().value)
        name = self.name_until(lambda token: token.kind is Is.SYMBOL and token.text == ":")
        if name is None:
            self.fail("FE011")
        return name

    # Words that open an expression

    def conditional(self) -> tree.Expression:
        start = self.take().start
        condition = self.expression()
        self.keyword("then")
        then = self.expression()
        self.keyword("else")
        otherwise = self.expression()
        type = infer.join((then.type, otherwise.type))
        return tree.If(condition, then, otherwise, span=self.span(start), type=type)

    def iterators(self) -> tuple[tree.Iterator, ...]:
        """`name in domain`, separated by commas; each opens a scope, which the caller closes."""
        iterators: list[tree.Iterator] = []
        while not iterators or self.accept(","):
            name = self.name_until(lambda token: token.kind is Is.WORD and token.text == "in")
            if name is None:
                self.fail("FE011")
            self.take()
            domain = self.expression()
            through = self.expression() if self.accept("..") else None
            item = infer.items(domain.type) if through is None else infer.join((domain.type, through.type))
            self.names.push({name: item})
            iterators.append(tree.Iterator(name, domain, through))
        return tuple(iterators)

    def iteration(self) -> tree.Expression:
        start = self.take().start
        iterators = self.iterators()
        self.keyword("return")
        self.names.push({"partial": ListType()})
        result = self.expression()
        for _ in range(len(iterators) + 1):
            self.names.pop()
        return tree.For(iterators, result, span=self.span(start), type=ListType(item=result.type))

    def quantified(self) -> tree.Expression:
        start, kind = self.token.start, cast(Any, self.take().text)
        iterators = self.iterators()
        self.keyword("satisfies")
        condition = self.expression()
        for _ in iterators:
            self.names.pop()
        return tree.Quantified(kind, iterators, condition, span=self.span(start), type=BOOLEAN)

    def function(self) -> tree.Expression:
        start = self.take().start
        self.take()
        parameters: list[tree.Parameter] = []
        while not self.sees(")") or parameters:
            name = self.name_until(lambda token: token.kind is Is.SYMBOL and token.text in ",:)")
            if name is None:
                self.fail("FE011")
            type = read_type(self, self.defined) if self.accept(":") else None
            parameters.append(tree.Parameter(name, type))
            if not self.accept(","):
                break
        self.close(")")
        external = self.accept("external")
        self.names.push({parameter.name: parameter.type or ANY for parameter in parameters})
        body = self.expression()
        self.names.pop()
        type = FunctionType(
            parameters=tuple(parameter.type or ANY for parameter in parameters), result=ANY if external else body.type
        )
        return tree.Function(tuple(parameters), body, external, span=self.span(start), type=type)

    # Tests

    def tests_of_in(self) -> tuple[tree.Expression, ...]:
        """What follows `in`: one test, or several in brackets, which may also hold the bounds of a range."""
        start = self.token.start
        if not self.sees("("):
            return (self.test(_SUM),)
        self.take()
        tests = [self.test(1)]
        if self.sees("..") and not isinstance(tests[0], tree.Test):
            tests = [self.range(tests[0], start, closed=False)]
        else:
            while self.accept(","):
                tests.append(self.test(1))
            self.close(")")
        if len(tests) == 1 and not isinstance(tests[0], tree.Test):
            # The bracket may have been the first part of a longer operand: `x in (a + b) * 2`.
            tests = [self.expression(_SUM, self.postfix(tests[0]))]
        return tuple(tests)

    def test(self, binding: int) -> tree.Expression:
        if not self.sees(*_COMPARISONS):
            return self.expression(binding)
        start = self.token.start
        operator: Any = self.take().text
        operand = self.expression(_SUM)
        return tree.Test(operator, operand, span=self.span(start), type=BOOLEAN)

    def unary_tests(self) -> tree.UnaryTests:
        start = self.token.start
        if self.sees("-") and self.peek().kind is Is.END:
            self.take()
            return tree.UnaryTests((), span=self.span(start), type=BOOLEAN)
        negated = self.sees("not") and self.peek().text == "("
        if negated:
            self.at += 2
        tests = [self.test(1)]
        while self.accept(","):
            tests.append(self.test(1))
        if negated:
            self.close(")")
        return tree.UnaryTests(tuple(tests), negated, span=self.span(start), type=BOOLEAN)
