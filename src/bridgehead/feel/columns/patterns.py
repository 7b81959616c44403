"""Regular expressions that mean the same to FEEL, to RE2 (DuckDB) and to Java (Spark): all else is refused.

What is taken: letters and other characters for themselves, `\\` before a mark, sets of characters and ranges of them,
the dot, groups, `|`, greedy repetition, and the two anchors. Not taken are classes whose members hang on a version of
Unicode, references, and matches without regard to case.
"""

import re

from bridgehead.feel.columns.terms import Refusal, Term
from bridgehead.feel.functions.patterns import pattern

_MARKS = frozenset("\\|.?*+(){}-[]^$")
_SMALL = re.compile(r"\d{1,3}(,\d{0,3})?\}")  # RE2 repeats a thousand times at most
_ANCHORS = {"^": r"\A", "$": r"\z", ".": r"[^\n\r]"}


def constant(term: Term) -> str:
    """The text of a pattern, which must be the same for every row."""
    if not isinstance(term.constant, str):
        raise Refusal("FE304", "a regular expression varies", "a constant")
    if pattern(term.constant, "") is None:
        raise Refusal("FE304", "what is no regular expression of FEEL is always null")
    return term.constant


def portable(text: str) -> str:
    """The pattern as both engines write it."""
    parts: list[str] = []
    at, inside = 0, False
    while at < len(text):
        char, at = text[at], at + 1
        if char == "\\":
            parts.append(_escaped(text[at : at + 1]))
            at += 1
        elif inside:
            if char in "&~[" or text.startswith("-[", at - 1):
                raise _foreign(text)
            inside = char != "]"
            parts.append(char)
        else:
            if char == "[":
                inside = True
                if text.startswith("^", at):
                    char, at = "[^", at + 1
            elif (
                ((char == "?" or char == "+") and parts and parts[-1] in "?*+}")
                or (char == "(" and text.startswith("?", at))
                or (char == "{" and not _SMALL.match(text, at))
            ):
                raise _foreign(text)
            parts.append(_ANCHORS.get(char, char))
    return "".join(parts)


def _escaped(char: str) -> str:
    if char not in _MARKS or not char:
        raise Refusal("FE304", f"engines have other characters in «\\{char}»", "a set of characters, such as [0-9]")
    return "\\" + char


def _foreign(text: str) -> Refusal:
    return Refusal("FE304", f"engines read the regular expression «{text}» in other ways", "a simpler one")


def never_empty(text: str) -> None:
    """Refuse a pattern that matches nothing at all somewhere, where engines go on in different ways."""
    found = pattern(text, "")
    if found is None or found.search(""):
        raise Refusal("FE304", f"«{text}» matches the empty text", "a pattern of at least one character")


def plain(text: str) -> str:
    """A text without marks, which is a pattern and a text in one."""
    if not text or any(char in _MARKS for char in text):
        raise Refusal("FE304", f"«{text}» is a pattern to one engine and a text to the other", "a text without marks")
    return text
