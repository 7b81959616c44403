"""Mistakes of FEEL inside a YAML file: their place in the file, and those that YAML's own quotes made."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bridgehead.primitives.errors import Mistake
from bridgehead.rulebook.document import Document, Path

UNKNOWN_NAME = "FE101"


def located(mistakes: Iterable[Mistake], document: Document, path: Path) -> Iterator[Mistake]:
    """Mistakes of the FEEL text at `path`, each at its place in the file.

    A text such as `"大同站"` loses its quotes to YAML and is a name to FEEL; that is said instead (RB240).
    """
    quote = document.quote(path)
    text = document.text(path)
    for mistake in mistakes:
        place = mistake.place
        if quote == '"' and mistake.code == UNKNOWN_NAME:
            message = f"the quotes around «{text}» are YAML's, and FEEL sees a name"
            yield document.mistake("RB240", message, *path, expected=f"""both kinds of quotes: '"{text}"'""")
        elif place is None:
            yield replace(mistake, place=document.place(*path))
        else:
            before = sum(len(line) + 1 for line in text.split("\n")[: place.line - 1])
            yield mistake.at(document.inside(path, before + place.column - 1))
