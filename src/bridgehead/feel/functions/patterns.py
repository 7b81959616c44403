"""Regular expressions of XPath and XQuery 3.1 (the ones that FEEL has) as Python's `regex` writes them.

They differ in the dot, the anchors, name classes, blocks, subtraction of classes, free spacing, and in what is refused.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bridgehead.feel.mistakes import mistake
from bridgehead.primitives.errors import BridgeheadError

if TYPE_CHECKING:
    import regex

MAX_PARTS = 100_000
MAX_BRACKETS = 50  # in one another

_START = (
    r":A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F"
    r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD"
)
_NAME = _START + r"\-.0-9\u00B7\u0300-\u036F\u203F-\u2040"
_CLASSES = {
    "s": r"[ \t\n\r]",
    "S": r"[^ \t\n\r]",
    "d": r"\p{Nd}",
    "D": r"\P{Nd}",
    "w": r"[^\p{P}\p{Z}\p{C}]",
    "W": r"[\p{P}\p{Z}\p{C}]",
    "i": f"[{_START}]",
    "I": f"[^{_START}]",
    "c": f"[{_NAME}]",
    "C": f"[^{_NAME}]",
}
_PROPERTY = re.compile(r"\\([pP])\{(?:Is([A-Za-z0-9-]+)|([LMNPZSC][a-z]?))\}")
_QUANTIFIER = re.compile(r"(?:[*+?]|\{\d{1,9}(?:,\d{0,9})?\})\??(?![*+?{])")


@lru_cache(maxsize=1000)
def pattern(text: str, flags: str) -> "regex.Pattern[str] | None":
    """The compiled expression; None where it or a flag is not one of XPath's.

    Raises BridgeheadError: FE407, it would take too long to read, its repetitions fill the memory, or its brackets
    stand too deep in one another.
    """
    import regex  # which takes long, and few rules hold a pattern

    known = {"s": regex.DOTALL, "m": regex.MULTILINE, "i": regex.IGNORECASE, "x": 0, "q": 0}
    if not known.keys() >= set(flags):
        return None
    bits = regex.V1
    for flag in flags:
        bits |= known[flag]
    try:
        # (?-f): a letter and its other case are one character each, so that ß is not SS.
        return regex.compile("(?-f)" + (regex.escape(text) if "q" in flags else _Reader(text, flags).read()), bits)
    except (regex.error, ValueError):
        return None


class _Reader:
    """Translates one expression; raises ValueError where XPath refuses it."""

    def __init__(self, text: str, flags: str) -> None:
        self.text = _close_up(text) if "x" in flags else text
        self.flags = flags
        self.at = 0
        self.groups = 0
        self.open: list[int] = []
        self.sizes = [0]  # how many parts each open group has so far, repetitions written out; the whole is the first
        self.last = 0  # how many of them the piece has that was read last

    def read(self) -> str:
        parts: list[str] = []
        while self.at < len(self.text):
            parts.append(self.piece())
        return "".join(parts)

    def piece(self) -> str:
        char = self.text[self.at]
        if char in "*+?{}]":
            return self.quantifier()
        self.grow(char)
        if char == "\\":
            return self.escape()
        if char == "[":
            return self.char_class()
        self.at += 1
        match char:
            case ".":
                return "." if "s" in self.flags else r"[^\n\r]"
            case "^":
                return "^" if "m" in self.flags else r"\A"
            case "$":
                return "$" if "m" in self.flags else r"\Z"
            case "(":
                return self.group()
            case ")" if self.open:
                self.open.pop()
        return char

    def grow(self, char: str) -> None:
        """Count the piece that begins with that character."""
        self.last = 1
        if char == "(":
            self.sizes.append(0)
            if len(self.sizes) > MAX_BRACKETS:
                raise _beyond(f"{MAX_BRACKETS} brackets in one another")
        elif char != ")":
            self.add(1)
        elif len(self.sizes) > 1:
            self.last = self.sizes.pop()
            self.add(self.last)

    def repeat(self, times: int) -> None:
        """Count the last piece so many times."""
        self.add(self.last * (times - 1))
        self.last *= times

    def add(self, parts: int) -> None:
        self.sizes[-1] += parts
        if self.sizes[-1] > MAX_PARTS:
            raise _beyond(f"{MAX_PARTS} parts, its repetitions written out")

    def group(self) -> str:
        if self.text.startswith("?", self.at):
            if not self.text.startswith("?:", self.at):
                raise ValueError("a group of XPath is (...) or (?:...)")
            self.at += 2
            self.open.append(0)
            return "(?:"
        self.groups += 1
        self.open.append(self.groups)
        return "("

    def quantifier(self) -> str:
        found = _QUANTIFIER.match(self.text, self.at)
        if not found:
            raise ValueError("a bracket stands alone, or a quantifier after another")
        self.at = found.end()
        self.repeat(max(map(int, re.findall(r"\d+", found.group())), default=1))
        return found.group()

    def escape(self, *, in_class: bool = False) -> str:
        if found := _PROPERTY.match(self.text, self.at):
            self.at = found.end()
            sign, block, category = found.groups()
            return f"\\{sign}{{{f'In{block}' if block else category}}}"
        char = self.text[self.at + 1 : self.at + 2]
        if char.isdigit() and not in_class:
            return self.back_reference()
        self.at += 2
        if char in _CLASSES:
            return _CLASSES[char]
        if char and char in "nrt\\|.?*+(){}-[]^$":
            return f"\\{char}"
        raise ValueError("an escape that XPath does not know")

    def back_reference(self) -> str:
        """To a group that is closed already; as many digits as there are groups for."""
        end = self.at + 2
        while self.text[end : end + 1].isdigit() and int(self.text[self.at + 1 : end + 1]) <= self.groups:
            end += 1
        number = int(self.text[self.at + 1 : end])
        if not 1 <= number <= self.groups or number in self.open:
            raise ValueError("a reference to no group")
        self.at = end
        return f"(?:\\{number})"

    def char_class(self, level: int = 1) -> str:
        if level > MAX_BRACKETS:
            raise _beyond(f"{MAX_BRACKETS} brackets in one another")
        parts = ["["]
        self.at += 1
        if self.text.startswith("^", self.at):
            parts.append("^")
            self.at += 1
        while not self.text.startswith("]", self.at):
            if self.at >= len(self.text):
                raise ValueError("a class is not closed")
            char = self.text[self.at]
            if self.text.startswith("-[", self.at):
                self.at += 1
                parts += ["--", self.char_class(level + 1)]
            elif char == "\\":
                parts.append(self.escape(in_class=True))
            elif char == "[":
                raise ValueError("a bracket in a class")
            else:
                parts.append(f"\\{char}" if char in "&|~" else char)
                self.at += 1
        self.at += 1
        return "".join([*parts, "]"])


def _beyond(limit: str) -> BridgeheadError:
    return BridgeheadError([mistake("FE407", None, limit=limit)])


def _close_up(text: str) -> str:
    """`text` without the space outside of classes, as the flag x has it."""
    kept: list[str] = []
    depth = 0
    escaped = False
    for char in text:
        if not escaped:
            depth += (char == "[") - (char == "]")
        if depth or char not in " \t\n\r":
            kept.append(char)
            escaped = char == "\\" and not escaped
    return "".join(kept)
