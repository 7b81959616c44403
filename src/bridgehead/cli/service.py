"""The door from commands to the service: Django is loaded here, for those commands that need its database."""

import os
from pathlib import Path
from typing import Annotated

import typer

from bridgehead.primitives.actor import Actor, ActorKind

Home = Annotated[Path, typer.Option(help="The folder of the service: database, keys, files.", envvar="BRIDGEHEAD_HOME")]
HOME = Path("var")


def enter(home: Path) -> None:
    """Load Django with the settings of a home; `BRIDGEHEAD_HOME` is that folder from then on."""
    os.environ["BRIDGEHEAD_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bridgehead.config.settings")
    import django

    django.setup()
    from bridgehead.primitives.moment import keep_by

    keep_by(home)


def enter_database(home: Path) -> Actor:
    """The same with a database of this version, made where there is none; and who acts by commands."""
    enter(home)
    from bridgehead.web.serve import migrate

    migrate()
    return Actor(ActorKind.SERVICE, "command line")
