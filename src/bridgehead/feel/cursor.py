"""A place in a run of tokens, and the way to say what is wrong there."""

from collections.abc import Callable
from typing import NoReturn

from bridgehead.feel.mistakes import mistake, place
from bridgehead.feel.scan import Is, Token, scan, spelled, strange
from bridgehead.primitives.errors import BridgeheadError, Mistake

MAX_TOLD = 200
_NAME_SYMBOLS = frozenset("./-'+*")


class Cursor:
    """Reads tokens from left to right. `soft` holds mistakes after which reading can go on."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = scan(text)
        self.at = 0
        self.soft: list[Mistake] = []

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def peek(self, ahead: int = 1) -> Token:
        return self.tokens[min(self.at + ahead, len(self.tokens) - 1)]

    def sees(self, *texts: str) -> bool:
        """Whether one of these words and symbols stands here; a text, quoted as it is, is none of them."""
        return self.tokens[self.at].text in texts

    def take(self) -> Token:
        token = self.tokens[self.at]
        if token.kind is not Is.END:
            self.at += 1
        return token

    def accept(self, text: str) -> bool:
        if self.tokens[self.at].text == text:
            self.at += 1
            return True
        return False

    def close(self, *brackets: str) -> Token:
        """The closing bracket that has to stand here."""
        if not self.sees(*brackets):
            self.fail("FE006", expected=" or ".join(f"«{bracket}»" for bracket in brackets))
        return self.take()

    def keyword(self, *words: str) -> None:
        for word in words:
            if not self.accept(word):
                self.fail("FE012", expected=word)

    def end(self) -> None:
        if self.token.kind is not Is.END:
            self.fail("FE007")

    def name_until(self, stop: Callable[[Token], bool]) -> str | None:
        """The name that reaches up to the first token that stops it, which stays; None where no name stands here."""
        start = self.at
        while not stop(token := self.tokens[self.at]):
            if token.kind in (Is.STRING, Is.END) or (token.kind is Is.SYMBOL and token.text not in _NAME_SYMBOLS):
                break
            self.at += 1
        first = self.tokens[start]
        if self.at == start or first.kind is not Is.WORD or not stop(self.token):
            self.at = start
            return None
        return spelled(self.tokens[start : self.at])

    def found(self) -> str:
        return "the end" if self.token.kind is Is.END else f"«{self.token.text}»"

    def fail(self, code: str, **found: str | int) -> NoReturn:
        """Raise the mistake of that code at this token, after those already met."""
        if self.token.kind is Is.STRANGE:
            raise BridgeheadError([*self.soft, *self.strangers()])
        found.setdefault("found", self.found())
        raise BridgeheadError([*self.soft, mistake(code, place(self.text, self.token.start), None, **found)])

    def strangers(self) -> list[Mistake]:
        """What is wrong with this token of kind STRANGE."""
        return [strange(self.text, self.token)]

    @property
    def full(self) -> bool:
        """Whether there are as many mistakes as are of use to anybody."""
        return len(self.soft) >= MAX_TOLD

    def note(self, code: str, start: int, *, nearest: str | None = None, **found: str | int) -> None:
        """Keep a mistake and go on."""
        if not self.full:
            self.soft.append(mistake(code, place(self.text, start), nearest, **found))
