"""What a cell of a plain form says in FEEL: a bare word that a column allows is a string, an ISO date is a date.

All else is FEEL already and stays as it is written; so does a word that is a name or a constant of FEEL.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from bridgehead.feel.scan import Is, scan, unescape
from bridgehead.primitives.errors import nearest

_CONSTANTS = frozenset(("true", "false", "null", "-", ""))
_BARE = re.compile(r"[^\W\d_][\w .'/&%-]*")
_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')
# The second day of a range may stand right after its dots, as in `[2026-01-01..2026-06-30]`.
_DATE = re.compile(r'"(?:[^"\\\n]|\\.)*"|(?:(?<=\.\.)|(?<![\w.-]))\d{4}-\d\d-\d\d(?![\w-])')


_WHOLE_DATE = re.compile(r'\bdate\("(\d{4}-\d\d-\d\d)"\)')


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The strings that a column allows, whether it holds strings or dates, and the names in scope, which stay names."""

    words: tuple[str, ...] = ()
    strings: bool = False
    dates: bool = False
    names: Collection[str] = ()

    def feel(self, text: str) -> str:
        """The FEEL that a cell means."""
        plain = text.strip()
        if self.dates:
            return _DATE.sub(lambda found: found[0] if found[0][0] == '"' else f'date("{found[0]}")', text)
        if plain in _CONSTANTS or plain in self.names:
            return text
        inside = re.fullmatch(r"not\((.*)\)", plain)
        parts = divided(inside[1] if inside else plain)
        if not any(map(_bare, parts)) or not all(self._is_string(one) for one in parts):
            return text
        joined = ", ".join(one if _STRING.fullmatch(one) else quoted(one) for one in parts)
        return f"not({joined})" if inside else joined

    def _is_string(self, text: str) -> bool:
        return bool(_STRING.fullmatch(text)) or (text in self.words and text not in self.names and _bare(text))

    def short(self, text: str) -> str:
        """The shortest way to write a FEEL text in such a column: words without quotes, dates by themselves."""
        dated = _WHOLE_DATE.sub(r"\1", text)
        candidate = dated if self.dates else _STRING.sub(lambda found: _word(found[0]), text)
        return candidate if self.feel(candidate) == text and self.missed(candidate) is None else text

    def missed(self, text: str) -> tuple[str, str | None] | None:
        """A bare word that is neither FEEL nor allowed, where strings are expected; and the string that is nearest."""
        plain = text.strip()
        if not self.strings or plain in _CONSTANTS or plain in self.names:
            return None
        for one in divided(plain):
            if _bare(one) and one not in _CONSTANTS and one not in self.words and not self._may_be_feel(one):
                near = nearest(one, self.words) if self.words else one
                return one, None if near is None else quoted(near)
        return None

    def _may_be_feel(self, text: str) -> bool:
        """Whether a name in scope or a word of FEEL stands in it."""
        return any(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text) for one in (*self.names, "if", "for", "some"))


def listed(text: str) -> str:
    """Allowed values of strings, in which a word needs no quotes: `none, student` for `"none", "student"`."""
    parts = divided(text.strip())
    if not all(_STRING.fullmatch(one) or (_bare(one) and one not in _CONSTANTS) for one in parts):
        return text
    if all(_STRING.fullmatch(one) for one in parts):
        return text
    return ", ".join(one if _STRING.fullmatch(one) else quoted(one) for one in parts)


def strings_in(text: str) -> tuple[str, ...]:
    """The strings that tests list; none where they say anything else."""
    parts = divided(text.strip())
    return tuple(unescape(one)[0] for one in parts) if all(map(_STRING.fullmatch, parts)) else ()


def divided(text: str) -> list[str]:
    """The parts of a text between the commas that stand outside brackets and strings."""
    parts, start, depth = [], 0, 0
    for token in scan(text):
        depth += (token.text in ("(", "[", "{")) - (token.text in (")", "]", "}"))
        if token.kind is Is.END or (token.text == "," and depth == 0):
            parts.append(text[start : len(text) if token.kind is Is.END else token.start].strip())
            start = token.end
    return parts


def quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def _word(literal: str) -> str:
    """A string of FEEL as a bare word, where it can be one."""
    word = unescape(literal)[0]
    return word if _bare(word) and word not in _CONSTANTS else literal


def short_values(text: str) -> list[str]:
    """Listed values one by one, each as short as it can be; a single test that is no list is alone."""
    return [_word(one) if _STRING.fullmatch(one) else one for one in divided(text)]


def _bare(text: str) -> bool:
    return _BARE.fullmatch(text) is not None
