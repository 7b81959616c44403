"""The door from commands to the service: Django is loaded here, for those commands that need its database."""

import os
from pathlib import Path
from typing import Annotated

import typer

from bridgehead.documents.owner import for_their_owner
from bridgehead.primitives.actor import Actor, ActorKind
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place

Home = Annotated[Path, typer.Option(help="The folder of the service: database, keys, files.", envvar="BRIDGEHEAD_HOME")]
HOME = Path("var")


DATABASE, BACKUP = "bridgehead.sqlite3", "backup.json"


def enter(home: Path) -> None:
    """Load Django with the settings of a home that is there; `BRIDGEHEAD_HOME` is that folder from then on.

    Raises BridgeheadError with CL016 for a folder that is none, of which nothing is changed, and what `make` raises.
    """
    _there(home)
    make(home)
    from django.db import connection

    if "ledger_event" not in connection.introspection.table_names():
        raise _no_home("its database has no ledger", home)


def make(home: Path) -> None:
    """The same for a home that is made where there is none; what is written from then on is its owner's alone.

    Raises BridgeheadError with CL017 where it cannot be made, CL018 for settings that are none, CL019 where the
    database does not answer.
    """
    for_their_owner()
    os.environ["BRIDGEHEAD_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bridgehead.config.settings")
    import django

    try:
        django.setup()
    except OSError as error:
        found = f"this cannot be the folder of a service: {error.strerror}"
        raise BridgeheadError(
            [Mistake("CL017", found, Place.whole(str(home)), "a folder that can be written")]
        ) from error
    from django.db import DatabaseError, connection

    try:
        connection.ensure_connection()
    except DatabaseError as error:
        said = " ".join(str(error).split())
        expected = "a database that is up and lets this service in; DATABASE_URL says which"
        raise BridgeheadError([Mistake("CL019", f"the database does not answer: {said}", None, expected)]) from error
    from bridgehead.primitives.moment import keep_by

    keep_by(home)


def enter_database(home: Path) -> Actor:
    """A home that is there, its database brought to this version; and who acts by commands."""
    _there(home)
    return make_database(home)


def make_database(home: Path) -> Actor:
    """The same for a home that is made where there is none."""
    make(home)
    from bridgehead.web.serve import migrate

    migrate()
    return Actor(ActorKind.SERVICE, "command line")


def has_master_key(home: Path) -> bool:
    """Whether the master key is there, before the service would make a new one: that opens nothing."""
    return "BRIDGEHEAD_MASTER" in os.environ or (home / "keys" / "master").is_file()


def _there(home: Path) -> None:
    """Nothing is made in a folder by looking at it."""
    if not home.is_dir():
        raise _no_home("there is no such folder" if not home.exists() else "this is a file", home)
    if (home / BACKUP).is_file():
        raise _no_home("this is a backup, which restore brings back and verifies", home)
    if not (home / (DATABASE if not os.environ.get("DATABASE_URL") else "keys")).exists() and not _elsewhere():
        raise _no_home("this is not the folder of a service", home)


def _elsewhere() -> bool:
    """Whether all that a home has to have stands in the environment."""
    return bool(os.environ.get("DATABASE_URL")) and "BRIDGEHEAD_MASTER" in os.environ


def _no_home(found: str, folder: Path) -> BridgeheadError:
    expected = "a folder in which bridgehead serve has run, or to verify and replay what bridgehead export wrote"
    return BridgeheadError([Mistake("CL016", found, Place.whole(str(folder)), expected)])
