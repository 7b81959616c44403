"""Fetch the files of others that pages and tests use anew: `python requirements/vendor.py`, with npm on the machine.

Each `vendored.json` says which file of which package and version stands beside it. Who wants another version writes it
there, and runs this: the file comes, and its hash is written.
"""

import hashlib
import json
import subprocess
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
LISTS = ("src/bridgehead/web/faces/static/faces/vendored.json", "tests/browser/axe/vendored.json")


def fetched(package: str, version: str, path: str) -> bytes:
    """A file of a package, from wherever npm has packages from."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", "--pack-destination", folder, f"{package}@{version}"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as files:
            found = files.extractfile(f"package/{path}")
            assert found is not None, f"{package} has no {path}"
            return found.read()


def main() -> None:
    for file in map(ROOT.joinpath, LISTS):
        listed = json.loads(file.read_text(encoding="utf-8"))
        for each in listed:
            content = fetched(each["name"], each["version"], each["path"])
            (file.parent / each["file"]).write_bytes(content)
            each["sha256"] = hashlib.sha256(content).hexdigest()
        lines = ",\n".join(f"  {json.dumps(each)}" for each in listed)
        file.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
