"""The writer of one function: its page, the names in scope, and what has been read already."""

import re
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, NamedTuple, NoReturn

from bridgehead.feel import hits, library, operations, tree
from bridgehead.feel.compile import run
from bridgehead.feel.compile.lookup import look_up
from bridgehead.feel.compile.page import PLAIN, Operand, Page
from bridgehead.feel.mistakes import mistake
from bridgehead.feel.steps import begin, weight
from bridgehead.feel.types import ContextType, Scope, Type
from bridgehead.feel.values import DECIMAL, UNKNOWN, Function
from bridgehead.primitives.errors import BridgeheadError, Place

Compiled = Callable[[Mapping[str, object]], object]
Write = Callable[["Writer", Any], Operand]

_OPERATIONS = {**operations.COMPARISONS, **operations.ARITHMETIC}
NAMED = {operator: f"feel_{operation.__name__}" for operator, operation in _OPERATIONS.items()} | {
    operator: f"feel_compare_{place}" for place, operator in enumerate(operations.COMPARISONS)
}


# What says that no rung of `if .. else if .. else ..` has given a value yet.
_OPEN = object()

# What a quick function can do without counting steps: read fields, reckon, compare, look up; all else may be long.
_FREE = "general|plus|minus|times|opposite|Decimal|doubt|look_up"
_COUNTED = re.compile(rf"(?<![\w.])(?!(?:{_FREE})\()[A-Za-z_]\w*\(|steps\.")


_QUICK_LINES = 20  # so many statements take about as long as the step of a turn itself
_SLOW = {"invoke(": 100, "feel_power(": 200, "slowly(": 200}


def _cost(line: str) -> int:
    """How long a statement may take, in quick statements."""
    return 1 + sum(cost for name, cost in _SLOW.items() if name in line)


class Origin(NamedTuple):
    """Where an expression comes from, for a limit that is passed in it: a function that calls itself is `called` so."""

    called: str
    place: Place | None


SOMEWHERE = Origin("a function", None)
_NESTED = "lists, contexts or calls of functions stand too deep in one another"
_OFTEN = 20  # times that a statement stands inside itself; a loop in loops never does


def _too_deep() -> NoReturn:
    """Name what stands on Python's stack most often: a function that calls itself, or else no function is to blame."""
    frames = [frame for frame, _ in traceback.walk_stack(None)]
    frames += [frame for frame, _ in traceback.walk_tb(sys.exc_info()[2])]
    written = [frame for frame in frames if frame.f_globals.get("too_deep") is _too_deep]
    (code, times), *_ = Counter(frame.f_code for frame in written).most_common(1)
    if times < _OFTEN:
        raise BridgeheadError([mistake("FE404", None, found=_NESTED)]) from None
    called, place = next(frame.f_globals["origin"] for frame in written if frame.f_code is code)
    raise BridgeheadError(
        [mistake("FE404", place, found=f"{called} calls itself too many times, {times} levels deep")]
    ) from None


_NAMESPACE: dict[str, Any] = {
    **{NAMED[operator]: operation for operator, operation in _OPERATIONS.items()},
    **{
        name: getattr(operations, name)
        for name in ("between", "doubt", "holds", "includes", "is_in", "make_range", "negate", "negate_truth")
    },
    **{name: getattr(run, name) for name in run.__all__},
    **{plain.__name__: plain for plain in PLAIN.values()},
    "SMALL": {number: Decimal(number) for number in range(1025)},  # most are, and to look one up is quicker
    **{name: getattr(hits, name) for name in hits.__all__},
    "look_up": look_up,
    "plus": DECIMAL.add,
    "minus": DECIMAL.subtract,
    "times": DECIMAL.multiply,
    "opposite": DECIMAL.minus,
    "invoke": library.invoke,
    "slowly": library.invoke,
    "Function": Function,
    "OPEN": _OPEN,
    "begin": begin,
    "weight": weight,
    "UNKNOWN": UNKNOWN,
    "too_deep": _too_deep,
}


class Item:
    """The item that a filter looks at: `known` are its entries, None where they are not all known."""

    def __init__(self, item: Operand, known: Mapping[str, Type] | None) -> None:
        self.item = item
        self.known = known


class Writer:
    """Writes one function. `general` is the one that takes over; where it is None, this is the general one."""

    def __init__(
        self,
        ways: Mapping[type[tree.Expression], Write],
        scope: Scope,
        general: Compiled | None,
        origin: Origin = SOMEWHERE,
    ) -> None:
        self.ways = ways
        self.page = Page({**_NAMESPACE, "general": general, "origin": origin})
        self.scope = scope
        self.quick = general is not None
        self.frames: list[dict[str, Operand] | Item] = []
        self.read: dict[tuple[str, ...], Operand] = {}
        self.fields: set[tuple[str, ...]] = set()
        self.turns = 0
        self._before: tuple[tree.Expression, Operand] | None = None

    def function(self, expression: tree.Expression) -> Compiled:
        result = self.write(expression)
        self.page.line(f"return {result.text}")
        catches = {"RecursionError": "too_deep()"}
        if self.quick:
            catches = {"(LookupError, TypeError, ArithmeticError)": "return general(c)", **catches}
        works = len(self.page.lines) > 1  # what is only returned was made before
        counts = (works and not self.quick) or any(_COUNTED.search(line) for line in self.page.lines)
        function: Compiled = self.page.finish("feel(c)", catches, "<feel>", counts=counts)
        return function

    def write(self, node: tree.Expression) -> Operand:
        """What gives the value of an expression. A chain is written from its innermost link on, and each finds the one
        before it there already, so that no chain is too long for Python's stack."""
        before, self._before = self._before, None
        if before is not None and before[0] is node:
            return before[1]
        for link in reversed(self._links(node)):
            operand = self.construct(link)
            self._before = link, operand
        self._before = None
        return operand

    def construct(self, node: tree.Expression) -> Operand:
        operand: Operand = self.ways[type(node)](self, node)
        return operand

    def _links(self, node: tree.Expression) -> list[tree.Expression]:
        """`node` and the links before it, each of which the one that holds it writes first of all."""
        found = [node]
        while not isinstance(node, tree.If) and not self.keys(node):
            rest = tree.leading(node)
            if rest is None or type(rest) not in tree.LEADING:
                break
            found.append(node := rest)
        return found

    def keys(self, node: tree.Expression) -> tuple[str, ...] | None:
        """The names from the outermost scope down to a member, through contexts whose fields are known."""
        match node:
            case tree.Name(name) if name in self.scope and not library.is_built_in(node):
                local = any(isinstance(frame, Item) or name in frame for frame in self.frames)
                return None if local else (name,)
            case tree.Path(base, member) if isinstance(base.type, ContextType) and member in (base.type.fields or ()):
                keys = self.keys(base)
                return keys and (*keys, member)
        return None

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
    def turn(self, frame: "dict[str, Operand] | Item", *parameters: str) -> Iterator[str]:
        """The body of a loop or function, as a function of its own; gives its name."""
        name = self.page.fresh("f")
        with self.maybe(f"def {name}({', '.join(parameters)}):"):
            first = len(self.page.lines)
            self.page.line("steps.spend()")
            self.frames.append(frame)
            self.turns += 1
            yield name
            self.turns -= 1
            self.frames.pop()
            cost = sum(_cost(line) for line in self.page.lines[first:]) // _QUICK_LINES
            self.page.lines[first] = self.page.lines[first].replace("()", f"({cost + 1})")
