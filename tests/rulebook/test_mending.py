"""One thing that is wrong has no follow-up: what stands beside it is checked, and nothing is invented."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bridgehead.catalog import KINDS
from bridgehead.documents.document import Document
from bridgehead.documents.document import Path as Steps
from bridgehead.documents.read import read, read_text
from bridgehead.primitives.errors import Mistake
from bridgehead.rulebook.load import FIXED, inspect
from bridgehead.rulebook.validation import validate

SOUND = Path(__file__).parent / "sound"
FILES = {name: read(SOUND / name, name) for name in ("award.yaml", "values.yaml", "examples.yaml")}
PLACES = [(name, path) for name, document in FILES.items() for path, _ in document.walk() if path]


def structural(text: str, name: str) -> set[tuple[str, str]]:
    """The mistakes that a file has by itself: of its YAML and of its schema."""
    document = read_text(text, name)
    schema = FIXED.get(name) or KINDS["award"].schema
    return told((*document.mistakes, *validate(schema, document)[1]))


def told(mistakes: tuple[Mistake, ...]) -> set[tuple[str, str]]:
    return {(mistake.code, mistake.message) for mistake in mistakes}


def found(text: str, name: str) -> set[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(SOUND, folder, dirs_exist_ok=True)
        (Path(folder) / name).write_text(text, encoding="utf-8")
        return told(inspect(Path(folder), KINDS)[1])


def with_value(document: Document, path: Steps, written: str) -> str:
    spot = document.spots[path]
    return document.source[: spot.start] + written + document.source[spot.end :]


def with_key(document: Document, path: Steps, written: str) -> str:
    place, lines = document.key_place(*path), document.source.split("\n")
    line, at = lines[place.line - 1], place.column - 1
    lines[place.line - 1] = line[:at] + written + line[at + len(str(path[-1])) :]
    return "\n".join(lines)


@given(st.sampled_from(PLACES), st.sampled_from(["[{q: 1}]", "~", "{q: 1}", "2024-02-30"]))
def test_a_broken_value_earns_its_own_mistakes_alone(where: tuple[str, Steps], written: str) -> None:
    name, path = where
    text = with_value(FILES[name], path, written)
    if own := structural(text, name):
        assert found(text, name) == own


@given(st.sampled_from([(name, path) for name, path in PLACES if isinstance(path[-1], str)]), st.booleans())
def test_a_broken_key_earns_its_own_mistakes_alone(where: tuple[str, Steps], is_near: bool) -> None:
    name, path = where
    text = with_key(FILES[name], path, f"{path[-1]}"[:-1] + "q" if is_near else "no such key")
    if (own := structural(text, name)) and path != ("award",):
        assert found(text, name) == own
