"""Names in scope, found in a run of tokens: the longest wins, and among equals the innermost (DMN 1.5, 10.3.1.3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from bridgehead.feel.scan import Token, scan
from bridgehead.feel.types import FunctionType, Type

Parts = tuple[tuple[str, bool], ...]
"""The tokens of a name, or those after its first: the text of each, and whether space stands before it."""


@lru_cache(maxsize=100_000)
def _parts(name: str) -> Parts:
    return tuple((token.text, token.spaced) for token in scan(name)[:-1])


def may_stand_in(name: str, text: str) -> bool:
    """Whether a name can stand in a text, however it is spaced there: its first token does."""
    parts = _parts(name)
    return not parts or parts[0][0] in text


@dataclass(slots=True)
class Frame:
    """The names of one scope. An `open` one may hold more names than are known, as the items of a list of Any do."""

    types: dict[str, Type]
    open: bool = False
    # By the text of the first token, how many there are, and those after the first: found at once among any number.
    by_first: dict[str, dict[int, dict[Parts, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in self.types:
            self._index(name)

    def _index(self, name: str) -> None:
        parts = _parts(name)
        if parts:
            self.by_first.setdefault(parts[0][0], {}).setdefault(len(parts), {}).setdefault(parts[1:], name)

    def add(self, name: str, type: Type) -> None:
        if name not in self.types:
            self._index(name)
        self.types[name] = _bound(type)

    def match(self, tokens: list[Token], at: int) -> tuple[int, str] | None:
        """How many tokens from `at` on spell a name of this frame, and which."""
        best: tuple[int, str] | None = None
        for length, names in self.by_first.get(tokens[at].text, {}).items():
            if best is None or length > best[0]:
                after = tokens[at + 1 : at + length]
                rest = tuple([(token.text, token.spaced) for token in after]) if after else ()
                if rest in names:
                    best = length, names[rest]
        return best


def _bound(type: Type) -> Type:
    """The type of a value that is given a name: `{add: sum}` has a function, but «add» is not one of the library."""
    return replace(type, built_in=False) if isinstance(type, FunctionType) else type


@dataclass(slots=True)
class Names:
    """A stack of frames, the innermost last."""

    frames: list[Frame]

    def push(self, types: Mapping[str, Type], *, is_open: bool = False) -> Frame:
        frame = Frame({name: _bound(type) for name, type in types.items()}, is_open)
        self.frames.append(frame)
        return frame

    def pop(self) -> None:
        self.frames.pop()

    def match(self, tokens: list[Token], at: int) -> tuple[int, str, Type] | None:
        best: tuple[int, str, Type] | None = None
        first = tokens[at].text
        for frame in reversed(self.frames):
            found = frame.match(tokens, at) if first in frame.by_first else None
            if found and (best is None or found[0] > best[0]):
                best = (*found, frame.types[found[1]])
        return best

    @property
    def open(self) -> bool:
        return any(frame.open for frame in self.frames)

    def known(self) -> Iterable[str]:
        return {name for frame in self.frames for name in frame.types}
