"""Text to tokens (DMN 1.5, 10.3.1.2, rules 27 to 31 and 61 to 66).

FEEL names may hold spaces and operators, so a token is smaller than a name: a word, a number, a string or a symbol.
The parser puts names together from tokens, knowing which names are in scope.
"""

import re
import sys
from enum import Enum, auto
from typing import Any, NamedTuple

from bridgehead.feel.mistakes import mistake, place
from bridgehead.primitives.errors import BridgeheadError, Mistake

MAX_LENGTH = 2_000_000
MAX_UNCLOSED = 20
UNCLOSED = frozenset(('"', "/*"))
"""What opens a text or a comment that is not closed: all that follows may be meant to be in it."""

_SPACE = "\t\n\v\f\r \u0085\u00a0\u1680\u180e\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
# The ranges of the standard without full-width punctuation, which lies inside and is never meant as part of a name.
_START = (
    "?A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3005-\u3007\u3020-\ud7ff\uf900-\ufdcf\ufdf0-\uff00\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
    "\uff66-\ufffd\U00010000-\U000effff"
)
_INSIDE = "0-9\u00b7\u0300-\u036f\u203f-\u2040"  # may be part of a name, but not begin it

_TOKEN = re.compile(
    rf"""
    [{_SPACE}]*
    (?:(?P<word>[{_START}][{_START}{_INSIDE}]*)
    |(?P<symbol>[,()\[\]{{}}:@'+])
    |(?P<number>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?P<string>"[^"\\\n\r]*(?:\\.[^"\\\n\r]*)*")
    |(?P<comment>//[^\n\r]*|/\*.*?\*/)
    |(?P<unclosed>"|/\*)
    |(?P<strange>==|&&|\|\||<>)
    |(?P<sign>\*\*|\.\.|->|<=|>=|!=|[-*/=<>.])
    |(?P<other>.)|(?P<end>\Z))
    """,
    re.VERBOSE | re.DOTALL,
)
_FOREIGN = {
    "==": "«=»",
    "&&": "«and»",
    "||": "«or»",
    "<>": "«!=»",
    "%": "a share as in 0.2 for 20%, or modulo(a, b)",
    "％": "a share as in 0.2 for 20%",
}
_ASCII = str.maketrans("（），：；＝＜＞＋－＊／．［］｛｝“”＂≥≤≠×÷−【】", '(),:,=<>+-*/.[]{}"""><!*/-[]')
_LOOKALIKE = {"≥": ">=", "≤": "<=", "≠": "!="}


class Is(Enum):
    """What a token is."""

    WORD = auto()
    NUMBER = auto()
    STRING = auto()
    SYMBOL = auto()
    STRANGE = auto()  # no part of FEEL, though a known name may hold it
    END = auto()


class Token(NamedTuple):
    """`spaced` says whether space or a comment stands before it."""

    kind: Is
    text: str
    start: int
    end: int
    spaced: bool


_KINDS = {
    "word": Is.WORD,
    "number": Is.NUMBER,
    "string": Is.STRING,
    "symbol": Is.SYMBOL,
    "sign": Is.SYMBOL,
    "unclosed": Is.STRANGE,
    "strange": Is.STRANGE,
    "other": Is.STRANGE,
    "end": Is.END,
}


def scan(text: str) -> list[Token]:
    """The tokens of `text`, ending with one of kind END. Raises BridgeheadError: FE009, the text is too long."""
    if len(text) > MAX_LENGTH:
        raise BridgeheadError([mistake("FE009", place(text, 0), limit=MAX_LENGTH)])
    tokens: list[Token] = []
    unclosed = before = 0
    for found in _TOKEN.finditer(text):
        kind: Any = found.lastgroup
        if kind == "comment":
            continue
        word, end = found[kind], found.end()
        start = end - len(word)
        # What Token(...) does, without its call of a function: a long text has hundreds of thousands.
        tokens.append(tuple.__new__(Token, (_KINDS[kind], word, start, end, start > before)))
        before = end
        if kind == "unclosed":
            # Each looked for its end through all the text: a long one with many would take time without end.
            unclosed += 1
            if unclosed > MAX_UNCLOSED:
                tokens.append(Token(Is.END, "", end, end, False))
                break
        if kind == "end":
            break
    return tokens


def strange(text: str, token: Token) -> Mistake:
    """What is wrong with a token of kind STRANGE that is no part of a name: FE001, FE002, FE003 or FE010."""
    where = place(text, token.start)
    if token.text in _FOREIGN:
        return mistake("FE010", where, found=token.text, expected=_FOREIGN[token.text])
    if token.text == '"':
        return mistake("FE002", where)
    if token.text == "/*":
        return mistake("FE003", where)
    return mistake("FE001", where, found=token.text, nearest=look_alike(token.text))


def look_alike(sign: str) -> str | None:
    """The sign of FEEL that another looks like, as «×» does like «*»."""
    plain = _LOOKALIKE.get(sign) or sign.translate(_ASCII)
    return plain if plain != sign else None


def spelled(tokens: list[Token]) -> str:
    """A name from its tokens, runs of space made one."""
    return "".join(" " * (token.spaced and place > 0) + token.text for place, token in enumerate(tokens))


_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{6}|.)", re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")
_PLAIN_ESCAPES = {'"': '"', "\\": "\\", "'": "'", "n": "\n", "r": "\r", "t": "\t"}


def unescape(literal: str) -> tuple[str, str | None]:
    """The value of a string literal, quotes included, and the first escape in it that is not known and so kept."""
    if "\\" not in literal:
        return literal[1:-1], None
    unknown: list[str] = []

    def one(found: re.Match[str]) -> str:
        code = found.group(1)
        if len(code) > 1 and int(code[1:], 16) <= sys.maxunicode:
            return chr(int(code[1:], 16))
        if code not in _PLAIN_ESCAPES:
            unknown.append(found.group())
            return found.group()
        return _PLAIN_ESCAPES[code]

    value = _ESCAPE.sub(one, literal[1:-1])
    # Two escapes may spell one character beyond the first plane (a surrogate pair).
    if "\\u" in literal:
        value = value.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
        unknown += (f"\\u{ord(half):04X}" for half in _SURROGATE.findall(value))
        value = _SURROGATE.sub("\ufffd", value)
    return value, unknown[0] if unknown else None
