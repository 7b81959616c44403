"""The generated JSON Schemas say of files what loading them says."""

from pathlib import Path
from typing import Any

import pytest

from bridgehead.catalog import KINDS
from bridgehead.documents.document import Document
from bridgehead.documents.read import read
from bridgehead.rulebook.json_schema import json_schemas
from bridgehead.rulebook.load import load

from .json_schema_check import fits, plain

HERE = Path(__file__).parent
SCHEMAS = json_schemas(KINDS)
FOLDERS = [HERE / "sound", *(path.parent for path in (HERE.parents[1] / "rulebooks").glob("*/*/about.yaml"))]
SOUND = sorted(folder / name for folder in FOLDERS for name in load(folder, KINDS).documents)
SOUND += sorted(file for folder in FOLDERS for file in folder.glob("calendars/*.yaml"))


def schema_of(path: Path, document: Document) -> dict[str, Any]:
    return SCHEMAS.get(path.stem) or SCHEMAS[next(iter(document.data))]


@pytest.mark.parametrize("path", SOUND, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_loads_fits(path: Path) -> None:
    document = read(path, path.name)
    schema = schema_of(path, document)
    assert fits(plain(document.data), schema, schema)


def test_an_editor_sees_the_mistakes_that_a_schema_can_tell() -> None:
    broken = [
        "about/missing-key", "about/unknown-key", "about/unknown-currency", "about/date-as-text", "about/blank-text",
        "about/label-in-one-language", "about/number-for-text", "about/no-value", "values/no-versions",
        "values/citation-without-a-clause", "register/unknown-type", "register/field-as-list", "register/truth-as-text",
        "register/digits-out-of-bounds", "examples/unknown-outcome", "examples/place-from-nought",
        "examples/amount-negative", "examples/nothing-given", "award/unknown-key", "award/unknown-key-in-a-prize",
        "award/first-nought", "award/currency", "award/unknown-choice-of-words", "award/range-as-list",
        "award/budget-negative", "calendar/year-as-text", "calendar/unknown-key",
    ]  # fmt: skip
    unseen = []
    for name in broken:
        path = HERE / "broken" / f"{name}.yaml"
        schema = SCHEMAS[path.parent.name]
        if fits(plain(read(path, path.name).data), schema, schema):
            unseen.append(name)
    assert unseen == []


def test_every_key_that_a_schema_knows_is_one_that_files_use() -> None:
    """Keys stand as they are written, blanks included, and nothing else may stand beside them."""
    award = SCHEMAS["award"]
    assert {"claims due", "as of", "when short"} <= set(award["properties"])
    assert award["additionalProperties"] is False
