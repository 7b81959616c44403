"""`bridgehead restore`: a service from its backup."""

import os
from pathlib import Path
from typing import Annotated

import typer

from bridgehead.cli.backup import tell
from bridgehead.cli.service import HOME, Home, make
from bridgehead.primitives.errors import BridgeheadError, Mistake


def command(
    backup: Annotated[Path, typer.Argument(help="The folder that backup wrote.")],
    home: Home = HOME,
    keys: Annotated[Path | None, typer.Option(help="The file of the master key that backup wrote.")] = None,
) -> None:
    """Restore a backup into an empty database and verify it. 恢复。"""
    from bridgehead.work.restore import read, restore

    manifest = read(backup)
    _key(home, keys, manifest["key"])
    make(home)
    tell(restore(backup, manifest))


def _key(home: Path, keys: Path | None, known: str) -> None:
    """The master key in its place, before the service would make a new one: that opens nothing of what is restored.
    Another one than that of the backup is refused before anything is written.
    """
    file = home / "keys" / "master"
    if keys is not None and not file.exists():
        from bridgehead.work.restore import require_key

        require_key(_read(keys), known)
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(keys.read_text())
    elif not file.exists() and "BRIDGEHEAD_MASTER" not in os.environ:
        expected = "--keys with the file that backup wrote, or BRIDGEHEAD_MASTER"
        raise BridgeheadError([Mistake("BK007", "there is no master key", None, expected)])


def _read(keys: Path) -> bytes:
    try:
        return bytes.fromhex(keys.read_text())
    except (OSError, ValueError):
        expected = "the file of 64 hexadecimal digits that backup wrote"
        raise BridgeheadError([Mistake("BK008", f"no master key in {keys}", None, expected)]) from None
