"""Tree to Python function, in straight-line statements (Python itself cannot nest some 250 brackets).

Each construct is written as statements that leave its value in a variable or constant. There are two ways to write
one: in general, by a call of the operation that defines its meaning; and plainly, as the Python operator itself, where
both operands are certain to be values of one type. An expression over scalar fields gets a quick function as well: it
reads its fields plainly, and the moment one is absent, null or of another class it hands over to the general function.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NoReturn

from bridgehead.feel import infer, library, operations, run, tree
from bridgehead.feel.mistakes import mistake
from bridgehead.feel.types import ANY, ContextType, NumberType, Scope, Type
from bridgehead.feel.values import DECIMAL, UNKNOWN, Function, Steps
from bridgehead.feel.writing import PLAIN, Operand, Page
from bridgehead.primitives.errors import BridgeheadError

Compiled = Callable[[Mapping[str, object]], object]


def compile(expression: tree.Expression, scope: Scope) -> Compiled:
    """The expression as a function of the values in scope.

    Its argument maps each name of `scope` to a value (Decimal or int, str, bool, None, date, ..., list, mapping); a
    required one that is absent or None is UNKNOWN, an optional one null. Raises BridgeheadError, FE4xx, where a limit
    is passed or a value is not one of FEEL.
    """
    general = _Writer(scope, None).function(expression)
    quick = _Writer(scope, general)
    function = quick.function(expression)
    return function if quick.fields else general


_OPERATIONS = {**operations.COMPARISONS, **operations.ARITHMETIC}
_NAMED = {operator: f"feel_{operation.__name__}" for operator, operation in _OPERATIONS.items()} | {
    operator: f"feel_compare_{place}" for place, operator in enumerate(operations.COMPARISONS)
}
_PYTHON = {"=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_DECIMAL = {"+": "plus", "-": "minus", "*": "times"}


def _too_deep() -> NoReturn:
    raise BridgeheadError([mistake("FE404", None)]) from None


_NAMESPACE: dict[str, Any] = {
    **{_NAMED[operator]: operation for operator, operation in _OPERATIONS.items()},
    **{
        name: getattr(operations, name)
        for name in ("between", "doubt", "holds", "includes", "is_in", "make_range", "negate", "negate_truth")
    },
    **{name: getattr(run, name) for name in run.__all__},
    **{plain.__name__: plain for plain in PLAIN.values()},
    "plus": DECIMAL.add,
    "minus": DECIMAL.subtract,
    "times": DECIMAL.multiply,
    "opposite": DECIMAL.minus,
    "invoke": library.invoke,
    "Function": Function,
    "Steps": Steps,
    "UNKNOWN": UNKNOWN,
    "too_deep": _too_deep,
}


class _Item:
    """The item that a filter looks at: `known` are its entries, None where they are not all known."""

    def __init__(self, item: Operand, known: Mapping[str, Type] | None) -> None:
        self.item = item
        self.known = known


class _Writer:
    """Writes one function. `general` is the one that takes over; where it is None, this is the general one."""

    def __init__(self, scope: Scope, general: Compiled | None) -> None:
        self.page = Page({**_NAMESPACE, "general": general})
        self.scope = scope
        self.quick = general is not None
        self.frames: list[dict[str, Operand] | _Item] = []
        self.read: dict[tuple[str, ...], Operand] = {}
        self.fields: set[tuple[str, ...]] = set()
        self.turns = 0

    def function(self, expression: tree.Expression) -> Compiled:
        self.page.line("steps = Steps()")
        result = self.write(expression)
        self.page.line(f"return {result.text}")
        catches = {"RecursionError": "too_deep()"}
        if self.quick:
            catches = {"(LookupError, TypeError, ArithmeticError)": "return general(c)", **catches}
        if not any("steps.spend" in line for line in self.page.lines):
            del self.page.lines[0]
        function: Compiled = self.page.finish("feel(c)", catches, "<feel>")
        return function

    def write(self, node: tree.Expression) -> Operand:
        operand: Operand = _WRITERS[type(node)](self, node)
        return operand

    def atom(self, node: tree.Expression) -> Operand:
        return self.page.atom(self.write(node))

    def atoms(self, nodes: tuple[tree.Expression, ...]) -> list[Operand]:
        return [self.atom(node) for node in nodes]

    def let(self, function: str, *operands: Operand | str) -> Operand:
        texts = [operand if isinstance(operand, str) else operand.text for operand in operands]
        return self.page.let(f"{function}({', '.join(texts)})")

    # Blocks that may not run: what is read inside them is not known to be read after them.

    @contextmanager
    def maybe(self, opening: str) -> Iterator[None]:
        known = dict(self.read)
        with self.page.block(opening):
            yield
        self.read = known

    @contextmanager
    def turn(self, frame: "dict[str, Operand] | _Item", *parameters: str) -> Iterator[str]:
        """The body of a loop or function, as a function of its own; gives its name."""
        name = self.page.fresh("f")
        with self.maybe(f"def {name}({', '.join(parameters)}):"):
            self.page.line("steps.spend()")
            self.frames.append(frame)
            self.turns += 1
            yield name
            self.turns -= 1
            self.frames.pop()

    # Names

    def literal(self, node: tree.Literal) -> Operand:
        return self.page.constant(node.value)

    def name(self, node: tree.Name) -> Operand:
        if library.is_built_in(node):
            return self.page.constant(library.as_value(node.name))
        inner: list[Operand] = []
        found: Operand | None = None
        for frame in reversed(self.frames):
            if isinstance(frame, _Item):
                if frame.known is None:
                    inner.append(frame.item)
                elif node.name in frame.known:
                    found = self.let("member", frame.item, repr(node.name))
                if found is None and node.name == "item":
                    found = frame.item
            else:
                found = frame.get(node.name)
            if found:
                break
        found = found or self.outermost(node)
        for item in reversed(inner):
            found = self.let("field", item, repr(node.name), found)
        return found

    def outermost(self, node: tree.Name) -> Operand:
        if node.name not in self.scope:
            return self.page.constant(None)
        return self.fetch((node.name,), node.type, self.scope[node.name].optional)

    def path(self, node: tree.Path) -> Operand:
        keys = self.keys(node)
        if keys:
            return self.fetch(keys, node.type, self.is_optional(keys))
        return self.let("member", self.atom(node.base), repr(node.member))

    def keys(self, node: tree.Expression) -> tuple[str, ...] | None:
        """The names from the outermost scope down to a member, through contexts whose fields are known."""
        match node:
            case tree.Name(name) if name in self.scope and not library.is_built_in(node):
                local = any(isinstance(frame, _Item) or name in frame for frame in self.frames)
                return None if local else (name,)
            case tree.Path(base, member) if isinstance(base.type, ContextType) and member in (base.type.fields or ()):
                keys = self.keys(base)
                return keys and (*keys, member)
        return None

    def is_optional(self, keys: tuple[str, ...]) -> bool:
        """Whether any of the fields on the way may be left out."""
        variable = self.scope[keys[0]]
        optional = variable.optional
        for key in keys[1:]:
            assert isinstance(variable.type, ContextType)
            assert variable.type.fields is not None
            variable = variable.type.fields[key]
            optional = optional or variable.optional
        return optional

    def fetch(self, keys: tuple[str, ...], type: Type, optional: bool) -> Operand:
        """A field, read once in each run of statements."""
        if keys in self.read:
            return self.read[keys]
        if self.quick and not self.turns and type.name in PLAIN:
            operand = self.fetch_plainly(keys, type.name)
        else:
            operand = self.let("read", "c", repr(keys), repr(optional))
        self.read[keys] = operand
        return operand

    def fetch_plainly(self, keys: tuple[str, ...], type: str) -> Operand:
        self.fields.add(keys)
        operand = self.page.let("c" + "".join(f"[{key!r}]" for key in keys), sure=type)
        with self.page.block(f"if {operand.text}.__class__ is not {PLAIN[type].__name__}:"):
            if type == "number":
                self.page.line(f"if {operand.text}.__class__ is not int: return general(c)")
                self.page.line(f"{operand.text} = Decimal({operand.text})")
            else:
                self.page.line("return general(c)")
        return operand

    # Operators

    def arithmetic(self, node: tree.Arithmetic) -> Operand:
        left, right = self.atom(node.left), self.atom(node.right)
        if left.sure == right.sure == "number" and node.operator in _DECIMAL:
            return self.page.let(f"{_DECIMAL[node.operator]}({left.text}, {right.text})", sure="number")
        return self.let(_NAMED[node.operator], left, right)

    def negation(self, node: tree.Negation) -> Operand:
        operand = self.atom(node.operand)
        if operand.constant:
            return self.page.constant(operations.negate(operand.value))
        if operand.sure == "number":
            return self.page.let(f"opposite({operand.text})", sure="number")
        return self.let("negate", operand)

    def comparison(self, node: tree.Comparison) -> Operand:
        return self.compare(node.operator, self.atom(node.left), self.atom(node.right))

    def compare(self, operator: str, left: Operand, right: Operand) -> Operand:
        ordered = operator not in ("=", "!=")
        if left.sure and left.sure == right.sure and not (ordered and left.sure == "boolean"):
            return Operand(f"({left.text} {_PYTHON[operator]} {right.text})", "boolean", atom=False)
        return self.let(_NAMED[operator], left, right)

    def between(self, node: tree.Between) -> Operand:
        value, low, high = self.atoms((node.value, node.low, node.high))
        if value.sure and value.sure == low.sure == high.sure != "boolean":
            return Operand(f"({low.text} <= {value.text} <= {high.text})", "boolean", atom=False)
        return self.let("between", value, low, high)

    def junction(self, node: tree.And | tree.Or) -> Operand:
        """Operands from left to right until one decides."""
        decisive = isinstance(node, tree.Or)
        first = self.write(node.operands[0])
        known = dict(self.read)
        sure = first.sure == "boolean"
        result = self.page.fresh()
        self.page.line(f"{result} = {first.text if sure else not decisive}")
        if not sure:
            self.weigh(result, self.page.atom(first), decisive)
        for operand in node.operands[1:]:
            with self.page.block(f"if {result} is not {decisive}:"):
                value = self.write(operand)
                if value.sure == "boolean" and sure:
                    self.page.line(f"{result} = {value.text}")
                else:
                    self.weigh(result, self.page.atom(value), decisive)
                    sure = False
        self.read = known
        return Operand(result, "boolean" if sure else None)

    def weigh(self, result: str, value: Operand, decisive: bool) -> None:
        self.page.line(f"if {value.text} is {decisive}: {result} = {decisive}")
        if value.sure != "boolean":
            self.page.line(f"elif {value.text} is not {not decisive}: {result} = doubt({result}, {value.text})")

    def conditional(self, node: tree.If) -> Operand:
        condition = self.write(node.condition)
        result = self.page.fresh()
        test = condition.text
        if condition.sure != "boolean":
            condition = self.page.atom(condition)
            test = f"{condition.text} is True"
            self.page.line(f"{result} = UNKNOWN")
        with self.maybe(f"if {test}:"):
            then = self.write(node.then)
            self.page.line(f"{result} = {then.text}")
        with self.maybe("else:" if condition.sure else f"elif {condition.text} is not UNKNOWN:"):
            otherwise = self.write(node.otherwise)
            self.page.line(f"{result} = {otherwise.text}")
        both = then.sure == otherwise.sure and condition.sure == "boolean"
        return Operand(result, then.sure if both else None)

    # Ranges and tests

    def range(self, node: tree.Range) -> Operand:
        low = self.atom(node.low) if node.low else self.page.constant(None)
        high = self.atom(node.high) if node.high else self.page.constant(None)
        one_sided = node.low is None or node.high is None
        make = run.one_sided if one_sided else operations.make_range
        if low.constant and high.constant:
            return self.page.constant(make(low.value, high.value, node.low_closed, node.high_closed, node.point))
        ends = repr(node.low_closed), repr(node.high_closed), repr(node.point)
        return self.let(make.__name__, low, high, *ends)

    def is_in(self, node: tree.In) -> Operand:
        value = self.atom(node.value)
        plain = [self.plain_test(value, test) for test in node.tests] if value.sure else [None]
        if all(plain):
            return Operand(f"({' or '.join(text for text in plain if text)})", "boolean", atom=False)
        return self.let("is_in", value, *(self.outcome(value, test) for test in node.tests))

    def plain_test(self, value: Operand, test: tree.Expression) -> str | None:
        """A test as Python, where its parts are certain to be of the value's type; nothing is written."""
        match test:
            case tree.Range(low, high, low_closed, high_closed) if low and high and value.sure != "boolean":
                bounds = self.certain(low, value.sure), self.certain(high, value.sure)
                if all(bounds):
                    signs = "<=" if low_closed else "<", "<=" if high_closed else "<"
                    return f"{bounds[0]} {signs[0]} {value.text} {signs[1]} {bounds[1]}"
                return None
            case tree.Test(operator, operand) if value.sure != "boolean" and (
                text := self.certain(operand, value.sure)
            ):
                return f"{value.text} {_PYTHON[operator]} {text}"
        text = self.certain(test, value.sure)
        return text and f"{value.text} == {text}"

    def certain(self, node: tree.Expression, sure: str | None) -> str | None:
        """The text of a constant or field already certain to be of a type; None for anything else."""
        keys = self.keys(node)
        if (
            isinstance(node, tree.Literal)
            or library.is_constant(node)
            or keys in self.read
            or (keys and self.quick and not self.turns and node.type.name in PLAIN)
        ):
            operand = self.atom(node)
            return operand.text if operand.sure == sure else None
        return None

    def outcome(self, value: Operand, test: tree.Expression) -> Operand:
        if isinstance(test, tree.Test):
            return self.page.atom(self.compare(test.operator, value, self.atom(test.operand)))
        if any(isinstance(node, tree.Name) and node.name == "?" for node in tree.walk(test)):
            return self.atom(test)
        if isinstance(test, tree.Range):
            return self.let("includes", self.atom(test), value)
        return self.let("holds", value, self.atom(test))

    def test(self, node: tree.Test) -> Operand:
        """A test that stands outside of any `in` says nothing."""
        return self.page.constant(None)

    def unary_tests(self, node: tree.UnaryTests) -> Operand:
        if not node.tests:
            return self.page.constant(True)
        value = self.fetch(("?",), self.scope["?"].type, self.scope["?"].optional)
        outcome = self.let("is_in", value, *(self.outcome(value, test) for test in node.tests))
        return self.let("negate_truth", outcome) if node.negated else outcome

    # Calls and functions

    def call(self, node: tree.Call) -> Operand:
        if not library.is_built_in(node.function):
            function = self.atom(node.function)
            arguments = self.atoms(node.arguments)
            return self.let("call", function, _tuple(arguments), repr(node.names))
        assert isinstance(node.function, tree.Name)
        rows = library.rows()[node.function.name]
        arguments = self.atoms(node.arguments)
        if node.function.name == "not" and [one.sure for one in arguments] == ["boolean"]:
            return Operand(f"(not {arguments[0].text})", "boolean", atom=False)
        if node.function.name in ("now", "today") and not arguments:
            return self.let(node.function.name, "c")
        if library.is_constant(node):
            value = library.invoke(rows, tuple(one.value for one in arguments), node.names)
            return self.page.constant(value)
        constant = self.page.constant(rows)
        return self.let("invoke", constant, _tuple(arguments), repr(node.names))

    def function_literal(self, node: tree.Function) -> Operand:
        if node.external:
            return self.page.constant(None)
        parameters = {parameter.name: Operand(self.page.fresh("p")) for parameter in node.parameters}
        with self.turn(parameters, *(operand.text for operand in parameters.values())) as name:
            self.page.line(f"return {self.write(node.body).text}")
        types = self.page.constant(tuple((parameter.name, parameter.type) for parameter in node.parameters))
        return self.let("Function", types, name)

    # Lists and contexts

    def list(self, node: tree.List) -> Operand:
        items = self.atoms(node.items)
        if all(item.sure for item in items) and not all(item.constant for item in items):
            return self.page.let(f"[{', '.join(item.text for item in items)}]")
        return self.let("list_of", *items)

    def context(self, node: tree.Context) -> Operand:
        entries: dict[str, Operand] = {}
        self.frames.append(entries)
        for name, value in node.entries:
            entries[name] = self.atom(value)
        self.frames.pop()
        return self.let("context_of", repr(tuple(entries)), *entries.values())

    def filter(self, node: tree.Filter) -> Operand:
        base = self.atom(node.base)
        item_type = infer.items(node.base.type)
        known = infer.members(item_type) if isinstance(item_type, ContextType) else {}
        item = Operand(self.page.fresh("p"))
        frame = _Item(item, None if item_type == ANY else known)
        if isinstance(node.condition.type, NumberType):
            self.page.line(f"{item.text} = None")
            self.frames.append(frame)
            place = self.atom(node.condition)
            self.frames.pop()
            return self.let("pick", base, place)
        with self.turn(frame, item.text) as name:
            self.page.line(f"return {self.write(node.condition).text}")
        return self.let("filtered", base, name)

    def iteration(self, node: tree.For) -> Operand:
        results = self.page.let("[]")
        status = self.loops(node.iterators, "iterate", lambda: self.add_result(results, node.result))
        return self.let("collect", results, status)

    def add_result(self, results: Operand, body: tree.Expression) -> str:
        partial: dict[str, Operand] = {}
        if any(isinstance(node, tree.Name) and node.name == "partial" for node in tree.walk(body)):
            self.page.line(f"steps.spend(len({results.text}))")
            partial["partial"] = self.page.let(f"{results.text}[:]")
        self.frames.append(partial)
        result = self.write(body)
        self.frames.pop()
        self.page.line(f"{results.text}.append({result.text})")
        return "True"

    def quantified(self, node: tree.Quantified) -> Operand:
        return self.loops(node.iterators, f"{node.kind}_of", lambda: self.write(node.condition).text)

    def loops(self, iterators: tuple[tree.Iterator, ...], run_by: str, innermost: Callable[[], str]) -> Operand:
        """One loop inside another, each a function of its item; the innermost body comes from the caller."""
        iterator, *rest = iterators
        domain = self.atom(iterator.domain)
        if iterator.through is not None:
            domain = self.let("through", domain, self.atom(iterator.through))
        item = Operand(self.page.fresh("p"))
        with self.turn({iterator.name: item}, item.text) as name:
            text = self.loops(tuple(rest), run_by, innermost).text if rest else innermost()
            self.page.line(f"return {text}")
        return self.let(run_by, domain, name)

    def instance_of(self, node: tree.InstanceOf) -> Operand:
        return self.let("is_instance", self.atom(node.value), self.page.constant(node.of))


def _tuple(operands: list[Operand]) -> str:
    return "(" + "".join(f"{operand.text}, " for operand in operands) + ")"


_WRITERS: dict[type[tree.Expression], Callable[[_Writer, Any], Operand]] = {
    tree.Literal: _Writer.literal,
    tree.Name: _Writer.name,
    tree.Path: _Writer.path,
    tree.Filter: _Writer.filter,
    tree.Arithmetic: _Writer.arithmetic,
    tree.Negation: _Writer.negation,
    tree.Comparison: _Writer.comparison,
    tree.And: _Writer.junction,
    tree.Or: _Writer.junction,
    tree.Between: _Writer.between,
    tree.Range: _Writer.range,
    tree.In: _Writer.is_in,
    tree.Test: _Writer.test,
    tree.UnaryTests: _Writer.unary_tests,
    tree.If: _Writer.conditional,
    tree.For: _Writer.iteration,
    tree.Quantified: _Writer.quantified,
    tree.Function: _Writer.function_literal,
    tree.Call: _Writer.call,
    tree.List: _Writer.list,
    tree.Context: _Writer.context,
    tree.InstanceOf: _Writer.instance_of,
}
