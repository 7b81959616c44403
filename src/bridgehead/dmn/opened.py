"""An element while it is read: what is asked for counts as known, and the rest is kept unread."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, TypeVar

from bridgehead.dmn.markup import COMMENT, INSTRUCTION, Element
from bridgehead.dmn.mistakes import mistake
from bridgehead.dmn.model import NOTHING, Item, Literal, Tests, Text, Unread
from bridgehead.dmn.names import ASIDE, FEEL, MODEL, written
from bridgehead.primitives.errors import Mistake, nearest

Words = TypeVar("Words", bound=StrEnum)
AnyText = TypeVar("AnyText", bound=Text)


class File:
    """What is known of the file as a whole: its version and prefixes, and the mistakes found so far."""

    def __init__(self, root: Element) -> None:
        self.namespace = root.namespace
        self.version = MODEL[root.namespace]
        self.mistakes: list[Mistake] = []
        prefixes = {name[6:]: uri for name, uri in root.attributes.items() if name.startswith("xmlns:")}
        imports = {
            one.attributes.get("namespace", ""): written(one.attributes.get("name", ""))
            for one in root.children
            if one.name == "import"
        }
        own = {root.attributes.get("namespace", ""), *FEEL}
        self.before = {
            prefix: f"{imports[uri]}." if imports.get(uri) else ""
            for prefix, uri in prefixes.items()
            if uri in own or uri in imports
        }

    def type_name(self, text: str) -> str:
        """A reference to a type: a prefix, as version 1.1 wrote it, becomes the name of an import, or nothing."""
        prefix, colon, name = text.strip().partition(":")
        if colon and (prefix in self.before or prefix == "feel"):
            return self.before.get(prefix, "") + written(name)
        return written(text)


class Opened:
    """An element of DMN and what has been asked of it."""

    def __init__(self, element: Element, file: File) -> None:
        self.element = element
        self.file = file
        self.known_attributes = {"id"}
        self.known: list[Element] = []
        self.offered: set[str] = set()

    @property
    def tag(self) -> str:
        return self.element.name

    def attribute(self, name: str, *, needed: bool = False) -> str | None:
        self.known_attributes.add(name)
        value = self.element.attributes.get(name)
        if value is None and needed:
            self.file.mistakes.append(mistake("DM006", self.element.place, element=self.tag, found=name))
        return value

    def name(self) -> str:
        return written(self.attribute("name", needed=True) or "")

    def flag(self, name: str) -> bool:
        is_set = self.attribute(name) in ("true", "1")
        if not is_set:
            self.known_attributes.discard(name)  # what says nothing stays as it is
        return is_set

    def type_ref(self, name: str = "typeRef") -> str | None:
        value = self.attribute(name)
        return None if value is None else self.file.type_name(value)

    def word(self, name: str, words: type[Words], default: Words | None = None) -> Words | None:
        """An attribute that is one of a closed list of words."""
        value = self.attribute(name)
        if value is None:
            return None
        if value == default:
            self.known_attributes.discard(name)  # what says nothing stays as it is
        if value in list(words):
            return words(value)
        listed = ", ".join(words)
        near = nearest(value, list(words)) or nearest(value.upper(), list(words))
        self.file.mistakes.append(
            mistake("DM008", self.element.place, near, found=value, attribute=name, expected=listed)
        )
        return None

    def all(self, *names: str) -> "list[Opened]":
        """The elements of DMN of these names directly inside."""
        self.offered.update(names)
        found = [one for one in self.element.children if one.namespace == self.file.namespace and one.name in names]
        self.known += found
        return [Opened(one, self.file) for one in found]

    def one(self, name: str, *, needed: bool = False) -> "Opened | None":
        """The element of that name; a second one stays unread."""
        self.offered.add(name)
        for one in self.element.children:
            if one.namespace == self.file.namespace and one.name == name:
                self.known.append(one)
                return Opened(one, self.file)
        if needed:
            self.lacks(name)
        return None

    def lacks(self, name: str) -> None:
        self.file.mistakes.append(mistake("DM007", self.element.place, element=self.tag, found=name))

    def text(self, of: type[AnyText], *, name: str = "text") -> AnyText:
        """This element as a text of FEEL."""
        inner = self.one(name)
        element = None if inner is None else inner.element
        return of(
            text="" if element is None else element.text,
            marks=() if element is None else tuple(element.marks),
            inner=NOTHING if inner is None else inner.unread(),
            language=self.attribute("expressionLanguage"),
            **self.expression(),
        )

    def tests(self, name: str) -> Tests | None:
        found = self.one(name)
        return None if found is None else found.text(Tests)

    def literal(self, name: str) -> Literal | None:
        found = self.one(name)
        return None if found is None else found.text(Literal)

    def item(self) -> Item:
        label, type_ref, name = self.attribute("label"), self.type_ref(), self.name()
        return Item(name=name, type_ref=type_ref, label=label, **self.part())

    def expression(self) -> dict[str, Any]:
        """What all expressions have; to be asked last."""
        return {"type_ref": self.type_ref(), "label": self.attribute("label"), **self.part()}

    def part(self) -> dict[str, Any]:
        """What all parts have; to be asked last, since the rest is unread."""
        return {"id": self.element.attributes.get("id"), "place": self.element.place, "unread": self.unread()}

    def unread(self) -> Unread:
        attributes = [pair for pair in self.element.attributes.items() if pair[0] not in self.known_attributes]
        known = {id(one) for one in self.known}
        elements: list[tuple[int | None, Element]] = []
        met = 0
        for one in self.element.children:
            if id(one) in known:
                met += 1
            else:
                last = one.name == "DMNDI" or (met == len(known) and met > 0)
                elements.append((None if last else met, one))
                self._warn(one)
        return Unread(tuple(attributes), tuple(elements))

    def _warn(self, one: Element) -> None:
        """An element that DMN does not know here may be a slip of the pen."""
        if one.tag in (COMMENT, INSTRUCTION) or one.namespace != self.file.namespace or one.name in ASIDE:
            return
        near = nearest(one.name, self._candidates())
        self.file.mistakes.append(mistake("DM011", one.place, near, found=one.name, element=self.tag))

    def _candidates(self) -> Sequence[str]:
        return sorted(self.offered | ASIDE)
