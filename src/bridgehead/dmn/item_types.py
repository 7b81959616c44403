"""Item definitions to types of FEEL, their allowed values and constraints included (DMN 1.5, 7.3.2 and 7.3.3)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bridgehead import feel
from bridgehead.dmn.mistakes import mistake
from bridgehead.dmn.model import FunctionItem, ItemDefinition, Tests
from bridgehead.dmn.order import circles, drawn, ordered
from bridgehead.feel import tree
from bridgehead.feel.conform import may_be
from bridgehead.feel.cursor import Cursor
from bridgehead.feel.type_names import BUILT_IN, read_type
from bridgehead.feel.types import ANY, MAX_LEVELS, ContextType, FunctionType, ListType, Type, Variable
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place, nearest

# How the standard itself has spelled its types in older versions.
_OLDER = {
    "dayTimeDuration": "days and time duration",
    "yearMonthDuration": "years and months duration",
    "dateTime": "date and time",
    "integer": "number",
    "long": "number",
    "double": "number",
}
_ANY_LIST = ListType()


@dataclass(frozen=True, slots=True)
class Allowed:
    """Whether a value meets unary tests, and those of the type that this one narrows."""

    tests: tree.UnaryTests
    meets: Any
    place: Place
    narrows: Any = None

    def __call__(self, value: object) -> bool:
        return self._failing(value) is None

    def missed(self, value: object) -> str:
        """The tests that a value does not meet."""
        return feel.unparse((self._failing(value) or self).tests)

    def _failing(self, value: object) -> "Allowed | None":
        """The widest of the types, from which the others are narrowed, whose own tests the value does not meet."""
        way = [self]
        while isinstance(wider := way[-1].narrows, Allowed):
            way.append(wider)
        return next((one for one in reversed(way) if not one._is_met(value)), None)

    def _is_met(self, value: object) -> bool:
        """Raises BridgeheadError: FE4xx, a limit is passed, in its place in the file."""
        try:
            return self.meets({"?": value}) is True
        except BridgeheadError as error:
            raise error.at(self.place) from error


class Types:
    """The types of one model by name; what is wrong in them is added to `mistakes` when they are asked for.

    `own` is what is wrong in the definitions themselves.
    """

    def __init__(
        self, definitions: tuple[ItemDefinition, ...], imported: Mapping[str, Type], mistakes: list[Mistake]
    ) -> None:
        self._definitions = {one.name: one for one in definitions}
        self.mistakes = mistakes
        self._too_deep = False
        self.known: dict[str, Type] = dict(imported)
        for name in ordered({name: self._needs(one) for name, one in self._definitions.items()}):
            if name not in self.known:
                self.known[name] = self._item(self._definitions[name])
        mistakes += self._circles()
        self.own = tuple(mistakes)

    def of(self, reference: str | None, place: Place) -> Type:
        """The type of that name; Any where there is none, or it is not known."""
        if reference is None:
            return ANY
        name = reference if reference in self._definitions else _OLDER.get(reference, reference)
        if name in self.known:
            return self.known[name]
        if name in self._definitions:  # a type that holds itself: a level below, its form is not held against anything
            definition = self._definitions[name]
            return _ANY_LIST if definition.collection else ContextType() if definition.components else ANY
        if name in BUILT_IN:
            return BUILT_IN[name]
        if "<" in name:
            return self._read(name, place)
        self.mistakes.append(
            mistake("DM104", place, nearest(name, [*self.known, *self._definitions, *BUILT_IN]), found=name)
        )
        return ANY

    def _needs(self, of: ItemDefinition) -> list[str]:
        """The definitions that one refers to."""
        inside = [name for one in of.components for name in self._needs(one)]
        function = of.function
        others = () if function is None else (*(one.type_ref for one in function.parameters), function.output_type_ref)
        return [*inside, *(name for name in (of.type_ref, *others) if name in self._definitions)]

    def _circles(self) -> Iterator[Mistake]:
        """Types that are other names of one another, and of nothing else."""
        alone = ((name, one) for name, one in self._definitions.items() if not one.components and not one.collection)
        for circle in circles({name: one.type_ref for name, one in alone if one.type_ref in self._definitions}):
            yield mistake("DM115", self._definitions[circle[0]].place, found=drawn(circle))

    def _read(self, text: str, place: Place) -> Type:
        """A type that is written out, as `list<number>`."""
        cursor = Cursor(text)
        try:
            type = read_type(cursor, self.known)
            cursor.end()
        except BridgeheadError as error:
            self.mistakes += [one.at(place) for one in error.mistakes]
            return ANY
        self.mistakes += [one.at(place) for one in cursor.soft]
        self._bound(type, place)
        return type

    def _bound(self, type: Type, place: Place) -> None:
        """Tell once of types that stand too deep in one another."""
        if type.levels > MAX_LEVELS and not self._too_deep:
            self._too_deep = True
            self.mistakes.append(mistake("DM004", place, limit=f"{MAX_LEVELS} types in one another"))

    def _item(self, of: ItemDefinition) -> Type:
        item: Type = ANY
        if of.components:
            fields = {one.name: Variable(self._item(one), optional=True) for one in of.components}
            item = ContextType(fields=fields)
        elif of.function is not None:
            item = self._function(of.function)
        elif of.type_ref is not None:
            item = self.of(of.type_ref, of.place)
        # Since 1.5 allowed values are those of the items, and a constraint is that of the whole.
        item = self.narrowed(item, of.allowed)
        whole = ListType(item=item) if of.collection else item
        self._bound(whole, of.place)
        return self.narrowed(whole, of.constraint)

    def _function(self, of: FunctionItem) -> Type:
        parameters = tuple(self.of(one.type_ref, one.place) for one in of.parameters)
        return FunctionType(parameters=parameters, result=self.of(of.output_type_ref, of.place))

    def narrowed(self, type: Type, tests: Tests | None) -> Type:
        """A type with only those of its values that meet the tests."""
        if tests is None or not tests.text.strip():
            return type
        try:
            read = feel.parse_unary_tests(tests.text, {}, type, types=self.known)
        except BridgeheadError as error:
            self.mistakes += [placed(tests, one) for one in error.mistakes]
            return type
        self.mistakes += [placed(tests, replace(one, warning=True)) for one in feel.check(read, tests.text)]
        strange = [one for one in read.tests if isinstance(one, tree.Literal) and not may_be(one.type, type)]
        self.mistakes += [mistake("DM116", tests.place, found=feel.unparse(one), type=str(type)) for one in strange]
        scope = {"?": Variable(type, optional=True)}
        return replace(type, allowed=Allowed(read, feel.compile(read, scope), tests.where(1, 1), type.allowed))


def placed(text: Any, wrong: Mistake) -> Mistake:
    """A mistake in a text of FEEL, in its place in the file."""
    return wrong.at(text.where(wrong.place.line, wrong.place.column)) if wrong.place else wrong.at(text.place)
