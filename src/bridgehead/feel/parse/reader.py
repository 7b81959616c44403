"""What every part of the parser reads with: the tokens, the names in scope and the way down to an expression."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from bridgehead.feel import infer, library, tree
from bridgehead.feel.cursor import MAX_TOLD, Cursor
from bridgehead.feel.names import Frame, Names
from bridgehead.feel.operations import exact
from bridgehead.feel.scan import UNCLOSED, Is, Token, look_alike, spelled, strange, unescape
from bridgehead.feel.types import STRING, Scope, Type
from bridgehead.feel.values import DECIMAL
from bridgehead.primitives.errors import BridgeheadError, Mistake

MAX_NEST = 80
MAX_LINKS = 5_000  # of a chain, as `a + b + c` or `if .. else if .. else ..`, which is one level

COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
SUM = 4  # how strongly `+` binds: the loosest operator inside a bound of `between`, `in` or a comparison
# What ends a name that is not known: the words that may follow an expression.
AFTER = frozenset(("and", "or", "in", "between", "then", "else", "return", "satisfies", "instance", "external"))

_SHOWN = 40  # characters of a number that is too large


@lru_cache(maxsize=10_000)
def _number(text: str) -> tuple[Decimal | None, Type]:
    value = exact(DECIMAL.create_decimal, text)
    return value, infer.literal(value)


class Reader(Cursor, ABC):
    """A cursor that knows names and types; `defined` are the types defined beside the built-in ones."""

    def __init__(self, text: str, scope: Scope, types: Mapping[str, Type]) -> None:
        super().__init__(text)
        self.names = Names([library.frame(), Frame({name: variable.type for name, variable in scope.items()})])
        self.defined = types
        self.nest = 0

    def finish(self, node: tree.Expression, lenient: bool) -> None:
        self.end()
        if tree.height(node) > MAX_NEST:
            self.at = 0
            self.fail("FE008", limit=MAX_NEST)
        if self.soft and not lenient:
            raise BridgeheadError(self.soft)

    def strangers(self) -> list[Mistake]:
        """Beside this token, all after it that only look like signs of FEEL, outside of names and texts."""
        told, quoted, at = super().strangers(), look_alike(self.token.text) == '"', self.at + 1
        while at < len(self.tokens) and len(told) < MAX_TOLD and self.tokens[at].text not in UNCLOSED:
            token, known = self.tokens[at], self.names.match(self.tokens, at)
            plain = look_alike(token.text) if token.kind is Is.STRANGE and not known else None
            if plain == '"' or (plain and not quoted):
                told.append(strange(self.text, token))
            quoted ^= plain == '"'
            at += known[0] if known else 1
        return told

    def span(self, start: int) -> tree.Span:
        return start, self.tokens[self.at - 1].end

    @abstractmethod
    def expression(self, binding: int = 1, left: tree.Expression | None = None) -> tree.Expression:
        """An expression whose operators bind at least so strongly; `left` is its first operand, if already read."""

    def linked(self, links: int) -> None:
        """Refuse a chain that has more than so many links already."""
        if links >= MAX_LINKS:
            self.fail("FE008", limit=MAX_LINKS)

    def opens(self, word: str) -> bool:
        """Whether a word that opens an expression stands here, and no longer name that begins with it."""
        found = self.names.match(self.tokens, self.at)
        return self.sees(word) and not (found and found[0] > 1)

    def number(self) -> tree.Literal:
        """A number of 34 digits, as all are; null after the mistake where it is too large to be held."""
        token = self.tokens[self.at]
        self.at += 1
        value, type = _number(token.text)
        if value is None:
            self.note("FE017", token.start, found=token.text[:_SHOWN] + "…" * (len(token.text) > _SHOWN))
        return tree.Literal(value, span=(token.start, token.end), type=type)

    def string(self) -> tree.Literal:
        token = self.tokens[self.at]
        self.at += 1
        value, escape = unescape(token.text)
        if escape:
            self.note("FE004", token.start, found=escape)
        return tree.Literal(value, span=(token.start, token.end), type=STRING)

    def unknown_name(self) -> str:
        """A name that is not in scope: all words up to an operator or a word that may follow an expression."""
        first = self.at
        if self.token.kind is not Is.WORD:
            self.fail("FE011", expected="a name")
        self.take()
        while self.continues_name(self.token):
            self.take()
        return spelled(self.tokens[first : self.at])

    @staticmethod
    def continues_name(token: Token) -> bool:
        if token.kind is Is.WORD:
            return token.text not in AFTER
        return token.kind is Is.NUMBER and not token.text.startswith(".")
