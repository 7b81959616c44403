"""PostgreSQL's own programs for copies: pg_dump and pg_restore, of the version that the server has or newer."""

import os
import subprocess
from pathlib import Path

from django.db import connection
from psycopg.conninfo import make_conninfo

from bridgehead.primitives.errors import BridgeheadError, Mistake


def dump(file: Path, snapshot: str) -> None:
    """Write all of the database as it is in a snapshot; raises BridgeheadError with BK006."""
    _run("pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={file}", f"--dbname={_name()}")


def restore(file: Path) -> None:
    """Read a dump into the database, whole or not at all; raises BridgeheadError with BK006."""
    _run("pg_restore", "--no-owner", "--single-transaction", "--exit-on-error", f"--dbname={_name()}", str(file))


def _name() -> str:
    """The database as these programs take it, without the password, which others could see in a list of processes."""
    known = connection.settings_dict
    named = {"dbname": known["NAME"], "user": known["USER"], "host": known["HOST"], "port": known["PORT"]}
    given = {name: str(value) for name, value in (named | known["OPTIONS"]).items() if value}
    return make_conninfo(**given)


def _run(*command: str) -> None:
    environment = {**os.environ, "PGPASSWORD": str(connection.settings_dict["PASSWORD"])}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        said = "it is not here"
    else:
        if done.returncode == 0:
            return
        said = (done.stderr.strip().splitlines() or ["it did not say why"])[0]
    expected = f"{command[0]} of PostgreSQL, of the server's version or newer"
    raise BridgeheadError([Mistake("BK006", f"{command[0]} has failed: {said}", None, expected)])
