"""Names in scope, found in a run of tokens: the longest wins, and among equals the innermost (DMN 1.5, 10.3.1.3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from bridgehead.feel.scan import Token, scan
from bridgehead.feel.types import FunctionType, Type

Parts = tuple[tuple[str, bool], ...]


@lru_cache(maxsize=100_000)
def _parts(name: str) -> Parts:
    return tuple((token.text, token.spaced) for token in scan(name)[:-1])


@dataclass(slots=True)
class Frame:
    """The names of one scope. An `open` one may hold more names than are known, as the items of a list of Any do."""

    types: dict[str, Type]
    open: bool = False
    by_first: dict[str, list[tuple[Parts, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in self.types:
            self._index(name)

    def _index(self, name: str) -> None:
        parts = _parts(name)
        if parts:
            self.by_first.setdefault(parts[0][0], []).append((parts, name))

    def add(self, name: str, type: Type) -> None:
        if name not in self.types:
            self._index(name)
        self.types[name] = _bound(type)

    def match(self, tokens: list[Token], at: int) -> tuple[int, str] | None:
        """How many tokens from `at` on spell a name of this frame, and which."""
        best: tuple[int, str] | None = None
        for parts, name in self.by_first.get(tokens[at].text, ()):
            if (best is None or len(parts) > best[0]) and _spells(tokens, at, parts):
                best = len(parts), name
        return best


def _bound(type: Type) -> Type:
    """The type of a value that is given a name: `{add: sum}` has a function, but «add» is not one of the library."""
    return replace(type, built_in=False) if isinstance(type, FunctionType) else type


def _spells(tokens: list[Token], at: int, parts: Parts) -> bool:
    if at + len(parts) > len(tokens):
        return False
    return all(
        token.text == text and (place == 0 or token.spaced == spaced)
        for place, (token, (text, spaced)) in enumerate(zip(tokens[at : at + len(parts)], parts, strict=True))
    )


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
        for frame in reversed(self.frames):
            found = frame.match(tokens, at)
            if found and (best is None or found[0] > best[0]):
                best = (*found, frame.types[found[1]])
        return best

    @property
    def open(self) -> bool:
        return any(frame.open for frame in self.frames)

    def known(self) -> Iterable[str]:
        return {name for frame in self.frames for name in frame.types}
