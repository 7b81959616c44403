"""The mistakes of a screen that its file alone does not show: FEEL that names nothing known or gives no truth, and what
no class looks at.
"""

from collections.abc import Iterator

from bridgehead import feel
from bridgehead.documents.document import Document
from bridgehead.feel import tree
from bridgehead.instruments.screen.schema import OVERLAP, Screen
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.rulebook.expressions import located
from bridgehead.rulebook.rulebook import Rulebook


def check(screen: Screen, rulebook: Rulebook, document: Document) -> Iterator[Mistake]:
    if document.incomplete:
        return  # of names that are not known no criterion can be judged
    looked_at: set[tuple[str, str]] = set()
    sound = True
    for name, each in screen.classes.items():
        if each.refused_when is None:
            continue
        path = ("classes", name, "refused when")
        try:
            parsed = feel.parse(each.refused_when, screen.names)
            mistakes = tuple(feel.check(parsed, each.refused_when))
        except BridgeheadError as error:
            yield from located(error.mistakes, document, path)
            sound = False
            continue
        yield from located(mistakes, document, path)
        if not mistakes and parsed.type.name not in ("boolean", "Any"):
            found = f"«{each.refused_when}» gives a {parsed.type.name}"
            yield document.mistake("SC104", found, *path, expected="true or false")
        looked_at |= {*_names(parsed)}
    if sound:
        yield from _idle(screen, looked_at, document)


def _names(parsed: tree.Expression) -> Iterator[tuple[str, str]]:
    for node in feel.walk(parsed):
        match node:
            case tree.Path(tree.Name(name=name), member) if name == OVERLAP:
                yield "zones", member
            case tree.Name(name=name):
                yield "fields", name


def _idle(screen: Screen, looked_at: set[tuple[str, str]], document: Document) -> Iterator[Mistake]:
    for part, names in (("zones", screen.zones), ("fields", screen.fields)):
        for name in names:
            if (part, name) not in looked_at:
                one = f"overlap.{name}" if part == "zones" else name
                found = f"«{name}», on which no class looks"
                yield document.mistake("SC105", found, part, name, expected=f"a class with «{one}»", key=True)
