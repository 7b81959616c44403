"""Mistakes of FEEL inside a YAML file: their place in the file, and those that YAML's own quotes made."""

import re
from collections.abc import Collection, Iterable, Iterator

from bridgehead.documents.document import Document, Path
from bridgehead.primitives.errors import Mistake, Place

UNKNOWN_NAME, UNKNOWN_MEMBER, UNKNOWN_VALUE = "FE101", "FE103", "RB242"
VALUES = "values."


def located(
    mistakes: Iterable[Mistake], document: Document, path: Path, personal: Collection[str] = ()
) -> Iterator[Mistake]:
    """Mistakes of the FEEL text at `path`, each at its place in the file.

    Two unknown names are told for what they are: a text such as `"南站"`, whose quotes YAML has taken (RB240), and a
    personal field (RB241).
    """
    text = document.text(path)
    for mistake in mistakes:
        at = mistake.place or Place()
        offset = sum(len(line) + 1 for line in text.split("\n")[: at.line - 1]) + at.column - 1
        place, near = document.inside(path, offset), mistake.nearest
        private = next((name for name in personal if text.startswith(name, offset)), None)
        if mistake.code == UNKNOWN_MEMBER and text[:offset].rstrip().endswith(VALUES):
            name = mistake.message.partition("«")[2].partition("»")[0]
            written = f"{name}: {{cites: notice.md#1, label: {{zh: ..., en: ...}}, from: {{2023-05-04: ...}}}}"
            yield Mistake(
                UNKNOWN_VALUE, f"no value «{name}» in values.yaml", place, f"it there, as in «{written}»", near
            )
        elif mistake.code != UNKNOWN_NAME:
            yield mistake.at(place)
        elif document.quote(path) == '"' and re.fullmatch(r"[\w ]+", text):
            message = f"the quotes around «{text}» are YAML's, and FEEL sees a name"
            yield document.mistake("RB240", message, *path, expected=f"""both kinds of quotes: '"{text}"'""")
        elif private:
            message = f"«{private}» is a personal field, which no rule reads"
            yield Mistake("RB241", message, place, "a fact derived from it when the claim is accepted")
        else:
            yield mistake.at(place)
