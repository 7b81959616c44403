"""The headline of a matter on the city's front page: words with figures, each of which the system behind it gives.

The kinds of figures are a closed list. What a kind asks stands in `queries/front_page.py`, where it leads in
`web/portal/front_page.py`, one line a kind.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import Field as Limit
from pydantic import model_validator

from bridgehead.primitives.errors import Mistake, nearest
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.rulebook.schema import Expression, Label, Name, Part, wrong

FigureKind = Literal[
    "records", "open", "ended", "late", "places left", "given", "paid", "rate", "amount", "angle", "windows", "classes",
    "open classes", "missing",
]  # fmt: skip
OF: Mapping[FigureKind, str] = {
    "records": "register",
    "open": "register",
    "ended": "register",
    "late": "register",
    "places left": "award",
    "given": "award",
    "paid": "award",
    "rate": "indicator",
    "amount": "indicator",
    "angle": "operation",
    "windows": "operation",
    "classes": "screen",
    "open classes": "screen",
    "missing": "chain",
}
"""Of which kind of part a figure tells."""
AT: tuple[FigureKind, ...] = ("rate", "amount")
_PLACE = re.compile(r"\{([^{}]*)\}")


class Told(Part):
    """A figure of a kind, `of` a part of the rulebook; of an indicator FEEL over its series says which one; of a
    register `stages` may say which records count.
    """

    figure: FigureKind
    of: Name
    at: Expression | None = None
    stages: tuple[Name, ...] = ()

    @model_validator(mode="after")
    def _says_which(self) -> Self:
        if (self.at is not None) != (self.figure in AT):
            found = f"the figure «{self.figure}» {'with' if self.at else 'without'} «at»"
            raise wrong("RB251", found, "«at» with FEEL over the series in a rate or an amount, and nowhere else")
        if self.stages and self.figure != "records":
            raise wrong("RB251", f"stages of the figure «{self.figure}»", "figure: records", at=("stages",))
        return self


class Headline(Part):
    """`title` and `text` name each of the `figures` as `{name}`; `place` is where it stands on the page, 1 first."""

    place: Annotated[int, Limit(ge=1, le=99)] = 99
    title: Label
    text: Label
    figures: Annotated[dict[Name, Told], Limit(min_length=1)]

    @model_validator(mode="after")
    def _names_its_figures(self) -> Self:
        used: set[str] = set()
        for word, label in (("title", self.title), ("text", self.text)):
            for language, said in (("zh", label.zh), ("en", label.en)):
                for name in _PLACE.findall(said):
                    used.add(name)
                    if name not in self.figures:
                        near, known = nearest(name, self.figures), ", ".join(self.figures)
                        raise wrong("RB250", f"no figure «{name}»", f"one of {known}", near, at=(word, language))
        for name in self.figures:
            if name not in used:
                raise wrong("RB250", f"the figure «{name}», which no text names", f"{{{name}}}", at=("figures", name))
        return self


def pieces(said: str) -> Iterator[tuple[str, str | None]]:
    """A text in pieces: plain words, each with the name of the figure after it, or None at the end."""
    at = 0
    for found in _PLACE.finditer(said):
        yield said[at : found.start()], found.group(1)
        at = found.end()
    yield said[at:], None


def unknown_figures(rulebook: Rulebook) -> Iterator[Mistake]:
    """The figures of parts that the rulebook does not have."""
    headline: Headline | None = rulebook.about.headline
    for name, told in headline.figures.items() if headline else ():
        path = ("headline", "figures", name, "of")
        if unknown := rulebook.unknown(OF[told.figure], told.of, rulebook.documents["about.yaml"], *path):
            yield unknown
