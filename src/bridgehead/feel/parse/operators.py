"""Operators, from `or` down to the paths, filters and calls that follow a value, and the tests after `in`."""

from typing import Any

from bridgehead.feel import infer, library, tree
from bridgehead.feel.names import Frame
from bridgehead.feel.parse import brackets, words
from bridgehead.feel.parse.reader import AFTER, COMPARISONS, MAX_NEST, SUM, Reader
from bridgehead.feel.scan import Is, Token
from bridgehead.feel.type_names import read_type
from bridgehead.feel.types import ANY, BOOLEAN, ContextType, FunctionType, Type
from bridgehead.primitives.errors import nearest

# How strongly an operator binds, from `or` (loosest) to `**`; each takes operands that bind more strongly.
_BINDING = {
    "or": 1,
    "and": 2,
    **dict.fromkeys((*COMPARISONS, "between", "in"), 3),
    **dict.fromkeys(("+", "-"), SUM),
    **dict.fromkeys(("*", "/"), 5),
    "**": 6,
}
_AFTER_VALUE = frozenset((".", "[", "(", "instance"))  # what may belong to a value, closer than any operator
_CONSTANTS = {"true": True, "false": False, "null": None}
RESERVED = frozenset(("if", "for", "some", "every", "function", *_CONSTANTS))


class Parser(Reader):
    """The whole grammar; what a word or a symbol opens is read by the function that knows it."""

    def expression(self, binding: int = 1, left: tree.Expression | None = None) -> tree.Expression:
        """An expression whose operators bind at least so strongly; `left` is its first operand, if already read."""
        self.nest += 1
        if self.nest > MAX_NEST:
            self.fail("FE008", limit=MAX_NEST)
        node = left or (self.negation() if self.tokens[self.at].text == "-" else self.operand())
        links = 0
        while (found := _BINDING.get(self.tokens[self.at].text, 0)) >= binding:
            self.linked(links)
            node = self.operation(node, found)
            links += 1
        self.nest -= 1
        return node

    def operation(self, left: tree.Expression, binding: int) -> tree.Expression:
        """`left`, the operator at the cursor and what it takes to the right."""
        operator: Any = self.tokens[self.at].text
        self.at += 1
        start = left.span[0]
        if operator in ("and", "or"):
            operands = [left, self.expression(binding + 1)]
            while self.accept(operator):
                operands.append(self.expression(binding + 1))
            junction = tree.And if operator == "and" else tree.Or
            return junction(tuple(operands), span=self.span(start), type=BOOLEAN)
        if operator == "between":
            low = self.expression(SUM)
            self.keyword("and")
            high = self.expression(SUM)
            return tree.Between(left, low, high, span=self.span(start), type=BOOLEAN)
        if operator == "in":
            return tree.In(left, self.tests_of_in(), span=self.span(start), type=BOOLEAN)
        right = self.expression(binding + 1)
        if operator in COMPARISONS:
            return tree.Comparison(operator, left, right, span=self.span(start), type=BOOLEAN)
        type = infer.arithmetic(operator, left.type, right.type)
        return tree.Arithmetic(operator, left, right, span=self.span(start), type=type)

    def negation(self) -> tree.Expression:
        minuses = []
        while self.sees("-"):
            minuses.append(self.take().start)
            if len(minuses) > MAX_NEST:
                self.fail("FE008", limit=MAX_NEST)
        node = self.operand()
        for start in reversed(minuses):
            node = tree.Negation(node, span=self.span(start), type=infer.negation(node.type))
        return node

    def operand(self) -> tree.Expression:
        """A value with all that belongs to it."""
        node = self.primary()
        if self.tokens[self.at].text not in _AFTER_VALUE:
            return node
        node = self.postfix(node)
        links = 0
        while self.sees("instance") and self.peek().text == "of":
            self.linked(links)
            links += 1
            self.at += 2
            of = read_type(self, self.defined)
            node = tree.InstanceOf(node, of, span=self.span(node.span[0]), type=BOOLEAN)
        return node

    def postfix(self, node: tree.Expression) -> tree.Expression:
        """`node` with the paths, filters and calls that follow it."""
        links = 0
        while True:
            start = node.span[0]
            self.linked(links)
            links += 1
            match self.tokens[self.at].text:
                case ".":
                    self.at += 1
                    node = self.path(node, start)
                case "[" if self.opens_filter():
                    self.at += 1
                    node = self.filter(node, start)
                case "(":
                    self.at += 1
                    node = self.call(node, start)
                case _:
                    return node

    def opens_filter(self) -> bool:
        """Whether `[` begins a filter: it may also close a range, as in `]1..5[`."""
        token = self.peek()
        if token.kind is Is.SYMBOL:
            return token.text in ("(", "[", "]", "{", "-", "@", "<", "<=", ">", ">=") and token.text != "]"
        return token.kind is not Is.END and token.text not in AFTER

    def path(self, base: tree.Expression, start: int) -> tree.Expression:
        known = infer.members(base.type)
        match = Frame(known).match(self.tokens, self.at) if known else None
        if match:
            self.at += match[0]
            assert known is not None
            return tree.Path(base, match[1], span=self.span(start), type=known[match[1]])
        where = self.token.start
        member = self.unknown_name()
        if known is not None and isinstance(base.type, ContextType) and not base.type.of_data:
            self.note("FE103", where, found=member, nearest=None if self.full else nearest(member, known))
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
        token = self.tokens[self.at]
        if token.text in brackets.OPENERS:
            return brackets.OPENERS[token.text](self)
        if token.kind is Is.STRING:
            return self.string()
        found = self.names.match(self.tokens, self.at)
        if found and (found[0] > 1 or token.text not in RESERVED):
            return self.name(*found)
        if token.kind is Is.NUMBER:
            return self.number()
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
                return words.conditional(self)
            case "for":
                return words.iteration(self)
            case "some" | "every":
                return words.quantified(self)
            case "function" if self.peek().text == "(":
                return words.function(self)
        if token.text in AFTER:
            self.fail("FE005")
        name = self.unknown_name()
        if not self.names.open:
            code = "FE102" if self.sees("(") else "FE101"
            near = None if self.full else nearest(name, self.names.known())
            self.note(code, token.start, found=name, nearest=near)
        return tree.Name(name, span=self.span(token.start), type=ANY)

    def name(self, length: int, name: str, type: Type) -> tree.Expression:
        start = self.token.start
        self.at += length
        if self.tokens[self.at].text == "(" and type != ANY and not isinstance(type, FunctionType):
            # A field may be named as a function is: `date("2023-05-04")` works beside a field «date».
            type = library.frame().types.get(name, type)
        return tree.Name(name, span=self.span(start), type=type)

    # Tests

    def tests_of_in(self) -> tuple[tree.Expression, ...]:
        """What follows `in`: one test, or several in brackets, which may also hold the bounds of a range."""
        start = self.token.start
        if not self.sees("("):
            return (self.test(SUM),)
        self.take()
        tests = [self.test(1)]
        if self.sees("..") and not isinstance(tests[0], tree.Test):
            tests = [brackets.interval(self, tests[0], start, closed=False)]
        else:
            while self.accept(","):
                tests.append(self.test(1))
            self.close(")")
        if len(tests) == 1 and not isinstance(tests[0], tree.Test):
            # The bracket may have been the first part of a longer operand: `x in (a + b) * 2`.
            tests = [self.expression(SUM, self.postfix(tests[0]))]
        return tuple(tests)

    def test(self, binding: int) -> tree.Expression:
        if not self.sees(*COMPARISONS):
            return self.expression(binding)
        start = self.token.start
        operator: Any = self.take().text
        operand = self.expression(SUM)
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
