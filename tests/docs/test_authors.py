"""The page for authors knows every key of every file, and its YAML can be read."""

import re
from pathlib import Path
from typing import Any

import pytest

from bridgehead.catalog import KINDS
from bridgehead.documents.read import read_text
from bridgehead.rulebook.json_schema import json_schemas
from bridgehead.rulebook.load import FIXED
from bridgehead.rulebook.validation import validate

PAGE = (Path(__file__).parents[2] / "docs/authors/rulebook.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


def keys(schema: Any) -> set[str]:
    if isinstance(schema, list):
        return set().union(*map(keys, schema))
    if not isinstance(schema, dict):
        return set()
    properties = schema.get("properties", {})
    return set(properties).union(*map(keys, schema.values())) if isinstance(properties, dict) else set()


@pytest.mark.parametrize("name", json_schemas(KINDS))
def test_every_key_is_explained(name: str) -> None:
    words = set(re.findall(r"`([^`\n]+)`", PAGE)) | set(re.findall(r"^ *(?:- )?([\w ]+):", "\n".join(BLOCKS), re.M))
    assert keys(json_schemas(KINDS)[name]) - words == set()


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.split("\n", 1)[0])
def test_every_block_loads(block: str) -> None:
    document = read_text(block, "block.yaml")
    first = next(iter(document.data))
    fixed = "examples.yaml" if first == "base claims" else "values.yaml"
    schema = KINDS[first].schema if first in KINDS else FIXED[fixed]
    assert (*document.mistakes, *validate(schema, document)[1]) == ()
