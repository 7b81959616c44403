"""Where the service keeps what is its own: database, attachments, keys, copies. `BRIDGEHEAD_HOME` names the folder.

Secrets come from the environment or from files in the home that only their owner can read; they are made where there
are none. The master key wraps the keys of personal fields: whoever backs up the database backs up `keys/` elsewhere.
"""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from bridgehead.primitives.errors import BridgeheadError, Mistake

KEY_BYTES = 32


def home(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder of the service, made where it is not there yet."""
    folder = Path(environment.get("BRIDGEHEAD_HOME", "var")).absolute()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def secret(name: str, environment: Mapping[str, str] = os.environ) -> bytes:
    """A secret of 32 bytes: `BRIDGEHEAD_NAME` in hexadecimal digits, else the file `keys/NAME` in the home.

    Raises BridgeheadError with CL018 where what is given is no such number.
    """
    given = environment.get(f"BRIDGEHEAD_{name.upper()}")
    file = home(environment) / "keys" / name
    if given is None and not file.exists():
        _make(file)
    try:
        found = bytes.fromhex(given if given is not None else file.read_text())
    except ValueError:
        found = b""
    if len(found) != KEY_BYTES:
        where = f"BRIDGEHEAD_{name.upper()}" if given is not None else f"the file keys/{name}"
        expected = f"{2 * KEY_BYTES} hexadecimal digits"
        raise BridgeheadError([Mistake("CL018", f"{where} holds no secret of {KEY_BYTES} bytes", None, expected)])
    return found


def _make(file: Path) -> None:
    """Of two that start at once one makes the file, and both read it."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = file.with_name(f"{file.name}.{os.getpid()}")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(secrets.token_hex(KEY_BYTES))
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(unfinished, file)
    except FileExistsError:
        pass
    finally:
        unfinished.unlink()
