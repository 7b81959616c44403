"""An expression compiled so that it tells why it gave null: the general function, with a note after each construct.

The notes are other statements between the same statements, so that what is explained is what is run.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bridgehead.feel import tree
from bridgehead.feel.compile import operators
from bridgehead.feel.compile.page import Operand
from bridgehead.feel.compile.writer import Origin, Write, Writer
from bridgehead.feel.reasons import EXPLAINED, not_a_condition, why
from bridgehead.feel.types import Scope
from bridgehead.feel.values import UNKNOWN
from bridgehead.feel.wording import MISSING, Cause

MAX_REASONS = 100


@dataclass(frozen=True, slots=True)
class Site:
    """A construct and its parts; `origins` are the constructs that the values of the parts came from."""

    node: tree.Expression
    parts: tuple[tree.Expression, ...]
    origins: tuple[tree.Expression, ...]


class Record:
    """What one evaluation notes: the causes, the innermost first, one for each construct."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self.causes: dict[tuple[str, int], Cause] = {}
        self._explained: set[int] = set()
        self._doubts: dict[int, tree.Expression] = {}
        self._places: dict[int, Any] = {}
        self._latest = False  # whether the construct noted last was null, and why is known

    def calling(self) -> None:
        """Note that a function may be called: if it gives null, the construct noted last in it knows why."""
        self._latest = False

    def told(self, site: Site, value: Any, values: tuple[Any, ...]) -> None:
        """Note the value of a construct, with those of its parts."""
        node = site.node
        self._explained.discard(id(node))
        doubt = self._doubts.pop(id(node), None)
        if value is None and (self._follows(site, values) or self._cause(site, values, doubt)):
            self._explained.add(id(node))
        self._latest = id(node) in self._explained

    def truth(self, parent: tree.Expression, node: tree.Expression, value: Any) -> None:
        """Note what stands for a condition; in a filter it may also be a place."""
        if isinstance(value, bool) or value is UNKNOWN:
            return
        if isinstance(parent, tree.Filter) and (value is None or isinstance(value, Decimal)):
            self._places[id(parent)] = value
        elif value is not None:
            self._keep(not_a_condition(node, value))
        elif id(node) not in self._explained:
            self._doubts[id(parent)] = node

    def _follows(self, site: Site, values: tuple[Any, ...]) -> bool:
        """Whether a part was null for a reason that is known already."""
        parts = zip(site.origins, values, strict=True)
        if any(id(part) in self._explained for part, value in parts if value is None or value is MISSING):
            return True
        return isinstance(site.node, tree.Call) and self._latest

    def _cause(self, site: Site, values: tuple[Any, ...], doubt: tree.Expression | None) -> bool:
        by_part = {id(part): value for part, value in zip(site.parts, values, strict=True)}
        if isinstance(site.node, tree.Filter) and id(site.node) in self._places:
            by_part[id(site.node.condition)] = self._places.pop(id(site.node))
        cause = why(site.node, lambda part: by_part.get(id(part), MISSING))
        if cause is None and doubt is not None:
            cause = not_a_condition(doubt, None)
        if cause is not None:
            self._keep(cause)
        return cause is not None

    def _keep(self, cause: Cause) -> None:
        if len(self.causes) < MAX_REASONS:
            self.causes.setdefault((cause[0], id(cause[1])), cause)


class Tracer(Writer):
    """Writes the general function with its notes."""

    def __init__(
        self, ways: Mapping[type[tree.Expression], Write], scope: Scope, record: Record, origin: Origin
    ) -> None:
        super().__init__(ways, scope, None, origin)
        self.page.names.update(told=record.told, calling=record.calling, truth=record.truth, MISSING=MISSING)
        self._above: list[tree.Expression] = []
        self._parts: list[list[tuple[tree.Expression, Operand, int]]] = [[]]
        self._origins: dict[str, tree.Expression] = {}
        self._rungs: set[tuple[int, int]] = set()

    def write(self, node: tree.Expression) -> Operand:
        operand = super().write(node)
        self._parts[-1].append((node, operand, self.page.indent))
        if operand.sure != "boolean" and self._above and self._is_condition(node):
            above = self.page.constant(self._above[-1])
            self.page.line(f"truth({above.text}, {self.page.constant(node).text}, {operand.text})")
        return operand

    def construct(self, node: tree.Expression) -> Operand:
        if isinstance(node, tree.Call):
            self.page.line("calling()")
        with self._inside(node):
            operand = super().construct(node)
            parts = self._parts[-1]
        if operand.sure is None:
            operand = self.page.atom(operand)
            if type(node) in EXPLAINED:
                self._tell(node, operand, parts)
        if not operand.constant:
            self._origins.setdefault(operand.text, node)
        return operand

    def _is_condition(self, node: tree.Expression) -> bool:
        """Whether a part stands where a truth value belongs; the conditions of all rungs of an `if` are its own."""
        match above := self._above[-1]:
            case tree.And() | tree.Or():
                return True
            case tree.If():
                return (id(above), id(node)) in self._rungs
            case tree.Quantified(_, _, condition) | tree.Filter(_, condition):
                return node is condition
        return False

    @contextmanager
    def _inside(self, node: tree.Expression) -> Iterator[None]:
        self._above.append(node)
        self._parts.append([])
        if isinstance(node, tree.If):
            self._rungs.update((id(node), id(rung.condition)) for rung in operators.rungs(node))
        yield
        self._parts.pop()
        self._above.pop()

    def _tell(self, node: tree.Expression, operand: Operand, parts: list[tuple[tree.Expression, Operand, int]]) -> None:
        origins = tuple(part if one.constant else self._origins.get(one.text, part) for part, one, _ in parts)
        site = self.page.constant(Site(node, tuple(part for part, _, _ in parts), origins))
        # What was written in a block that has ended since is not at hand here.
        texts = (one.text if indent == self.page.indent else "MISSING" for _, one, indent in parts)
        self.page.line(f"told({site.text}, {operand.text}, ({''.join(f'{text}, ' for text in texts)}))")
