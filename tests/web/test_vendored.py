"""Files of others that pages use lie in the project as their makers gave them."""

import hashlib
import json
from pathlib import Path

STATIC = Path("src/bridgehead/web/faces/static/faces")


OURS = {"arch.svg", "charts.js", "ground.js", "notice-board.css", "place.js", "vendored.json", "zones.js"}


def test_vendored_files_are_those_that_are_named_and_nothing_else_stands_beside_ours() -> None:
    named = {each["file"]: each for each in json.loads((STATIC / "vendored.json").read_text())}
    assert {path.name for path in STATIC.iterdir()} - OURS == {*named}
    for file, about in named.items():
        assert hashlib.sha256((STATIC / file).read_bytes()).hexdigest() == about["sha256"]
        assert about["version"]
        assert about["licence"]
