"""Files that nobody but their owner reads, whatever the machine gives to others."""

import os
from pathlib import Path

NOBODY_ELSE = 0o077


def for_their_owner() -> None:
    """Let every file and folder that this process makes from now on be its owner's alone."""
    os.umask(NOBODY_ELSE)


def keep_for_owner(folder: Path) -> None:
    """The same of a folder that is there and all in it: folders 0700, files 0600."""
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o700 if path.is_dir() else 0o600)
