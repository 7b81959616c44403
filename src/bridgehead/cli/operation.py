"""The operation that a command is about: read from its file, or as the only one of a folder."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bridgehead.primitives.errors import BridgeheadError, Mistake, Place, nearest

if TYPE_CHECKING:
    from bridgehead.instruments.operation import Operation

FILE = typer.Argument(help="The file of the operation, in the folder of its rulebook; or that folder.")


def read(file: Path) -> "Operation":
    """The operation of a file, or the only one of a folder. Raises BridgeheadError, with OP001 where there is none."""
    from bridgehead.catalog import KINDS
    from bridgehead.instruments.operation import Operation
    from bridgehead.rulebook.load import load

    folder = file if file.is_dir() else file.parent
    rulebook = load(folder, KINDS)
    parts = rulebook.instruments.items()
    operations = {rulebook.files[key]: part for key, part in parts if isinstance(part, Operation)}
    if file.is_dir() and len(operations) == 1:
        return next(iter(operations.values()))
    if file.name not in operations:
        expected = "a file that begins with «operation:»" + (f": {', '.join(operations)}" if operations else "")
        near = nearest(file.name, operations) or next(iter(operations), None)
        found = f"{len(operations)} operations" if file.is_dir() else "no operation"
        raise BridgeheadError([Mistake("OP001", found, Place.whole(str(file)), expected, near)])
    return operations[file.name]
