"""XML as it stands: every element with its place, its prefix and its text, so that nothing is lost on the way back.

The reader is expat with its doors closed: no DOCTYPE, and so no entity, inner or outer; bounds on bytes, elements and
depth. Names keep the prefix of the file, since values may use it (`typeRef="feel:number"`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from xml.parsers import expat

from bridgehead.dmn.encoding import decoded
from bridgehead.dmn.mistakes import mistake
from bridgehead.primitives.errors import BridgeheadError, Place

MAX_BYTES = 64 * 1024 * 1024
MAX_ELEMENTS = 1_000_000
MAX_DEPTH = 200

Mark = tuple[int, int, int]
COMMENT = "#comment"
INSTRUCTION = "#instruction"


@dataclass(slots=True)
class Element:
    """`tag` is as written, prefix included; `namespace` and `name` say what it is. A comment is one, too.

    An element that was read has every blank that stood in it; in one that is `laid_out` they say nothing.
    """

    tag: str
    namespace: str
    attributes: dict[str, str]
    place: Place
    content: "list[Element | str]" = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    laid_out: bool = False

    @property
    def name(self) -> str:
        return self.tag.rpartition(":")[2]

    @property
    def prefix(self) -> str:
        return self.tag.rpartition(":")[0]

    @property
    def text(self) -> str:
        return "".join(part for part in self.content if isinstance(part, str))

    @property
    def children(self) -> "Iterator[Element]":
        return (part for part in self.content if isinstance(part, Element))


@dataclass(frozen=True, slots=True)
class Document:
    """The root element, and the comments and instructions around it."""

    root: Element
    before: tuple[Element, ...] = ()
    after: tuple[Element, ...] = ()


def parse(data: bytes, file: str = "") -> Document:
    """An XML document.

    Raises BridgeheadError: DM002 where it is not well-formed or in no known encoding, DM003 where it has a DOCTYPE,
    DM004 beyond a bound.
    """
    if len(data) > MAX_BYTES:
        raise BridgeheadError([mistake("DM004", Place.whole(file), limit=f"{MAX_BYTES:,} bytes")])
    reader = _Reader(file)
    text = decoded(data, file)
    try:
        reader.parser.Parse(text, True)
    except expat.ExpatError as why:
        place = Place(file, why.lineno, why.offset + 1)
        raise BridgeheadError([mistake("DM002", place, why=expat.ErrorString(why.code))]) from why
    except UnicodeEncodeError as why:
        raise BridgeheadError([mistake("DM002", reader.place(), why="half a sign of UTF-16 stands alone")]) from why
    assert reader.root is not None
    return Document(reader.root, tuple(reader.before), tuple(reader.after))


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Element | None = None
        self.before: list[Element] = []
        self.after: list[Element] = []
        self.open: list[Element] = []
        self.lengths: list[int] = []  # of the text so far in each of them
        self.scopes: list[dict[str, str]] = [{"xml": "http://www.w3.org/XML/1998/namespace", "": ""}]
        self.count = 0
        self.parser = expat.ParserCreate()
        self.parser.ordered_attributes = True
        self.parser.buffer_text = False  # each run of text, entity or line comes with its place
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.CommentHandler = self.comment
        self.parser.ProcessingInstructionHandler = self.instruction
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.EntityDeclHandler = self.doctype
        self.parser.ExternalEntityRefHandler = lambda *_: 0  # and so an error

    def place(self) -> Place:
        return Place(self.file, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def doctype(self, *_: Any) -> None:
        raise BridgeheadError([mistake("DM003", self.place())])

    def start(self, tag: str, pairs: list[str]) -> None:
        self.count += 1
        if self.count > MAX_ELEMENTS or len(self.open) >= MAX_DEPTH:
            limit = f"{MAX_ELEMENTS:,} elements" if self.count > MAX_ELEMENTS else f"{MAX_DEPTH} levels"
            raise BridgeheadError([mistake("DM004", self.place(), limit=limit)])
        attributes = dict(zip(pairs[::2], pairs[1::2], strict=True))
        bound = {name[6:]: value for name, value in attributes.items() if name == "xmlns" or name.startswith("xmlns:")}
        self.scopes.append({**self.scopes[-1], **bound} if bound else self.scopes[-1])
        prefix = tag.rpartition(":")[0]
        if prefix not in self.scopes[-1]:
            raise BridgeheadError([mistake("DM002", self.place(), why=f"the prefix «{prefix}» is not bound")])
        self.add(Element(tag, self.scopes[-1][prefix], attributes, self.place()))

    def add(self, element: Element) -> None:
        if self.open:
            self.open[-1].content.append(element)
        else:
            self.root = element
        self.open.append(element)
        self.lengths.append(0)

    def end(self, tag: str) -> None:
        element = self.open.pop()
        self.lengths.pop()
        self.scopes.pop()
        runs = groupby(element.content, lambda part: isinstance(part, str))
        element.content = [one for is_text, run in runs for one in (["".join(run)] if is_text else run)]  # type: ignore[arg-type]

    def characters(self, text: str) -> None:
        element = self.open[-1]
        element.marks.append((self.lengths[-1], self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1))
        element.content.append(text)
        self.lengths[-1] += len(text)

    def comment(self, text: str) -> None:
        self.aside(COMMENT, text)

    def instruction(self, target: str, text: str) -> None:
        self.aside(INSTRUCTION, f"{target} {text}" if text else target)

    def aside(self, tag: str, text: str) -> None:
        around = self.before if self.root is None else self.after
        content = self.open[-1].content if self.open else around
        content.append(Element(tag, "", {}, self.place(), [text]))


_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_ATTRIBUTE = str.maketrans({"&": "&amp;", "<": "&lt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def serialize(document: Document) -> str:
    """The document. What is laid out is indented by two blanks a level; all else stands as it is."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', *map(_inline, document.before)]
    _write(document.root, 0, lines)
    return "\n".join([*lines, *map(_inline, document.after)]) + "\n"


def _write(element: Element, level: int, lines: list[str]) -> None:
    indent = "  " * level
    inside = list(element.children)
    if element.laid_out and inside:
        lines.append(f"{indent}<{_opening(element)}>")
        for one in inside:
            _write(one, level + 1, lines)
        lines.append(f"{indent}</{element.tag}>")
    else:
        lines.append(indent + _inline(element))


def _inline(element: Element) -> str:
    if element.tag in (COMMENT, INSTRUCTION):
        return f"<!--{element.text}-->" if element.tag == COMMENT else f"<?{element.text}?>"
    inside = "".join(part.translate(_TEXT) if isinstance(part, str) else _inline(part) for part in element.content)
    return f"<{_opening(element)}>{inside}</{element.tag}>" if inside else f"<{_opening(element)}/>"


def _opening(element: Element) -> str:
    attributes = (f' {name}="{value.translate(_ATTRIBUTE)}"' for name, value in element.attributes.items())
    return element.tag + "".join(attributes)
