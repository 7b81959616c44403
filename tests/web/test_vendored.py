"""Files of others that pages use lie in the project as their makers gave them."""

import hashlib
import json
from pathlib import Path

STATIC = Path("src/bridgehead/web/faces/static/faces")


def test_vendored_files_are_those_that_are_named_and_no_script_stands_beside_them() -> None:
    named = {each["file"]: each for each in json.loads((STATIC / "vendored.json").read_text())}
    scripts = {path.name for path in STATIC.iterdir() if path.suffix == ".js"}
    assert scripts == {*named}
    for file, about in named.items():
        assert hashlib.sha256((STATIC / file).read_bytes()).hexdigest() == about["sha256"]
        assert about["version"]
        assert about["licence"]
