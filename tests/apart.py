"""A database of its own, to which a test commits, so that several can work in it at once; a test's own transaction
would let nobody else see what it did. It is of the kind under test, and thrown away at the end.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier
from typing import Any, TypeVar

import psycopg
from django.core.management import call_command
from django.db import connections

Found = TypeVar("Found")


@contextmanager
def apart(folder: Path, *target: str) -> Iterator[None]:
    """While it lasts, `alone` and `at_once` work in a database that is migrated as far as the target, or whole."""
    before = connections.settings["default"]
    with _made(before, folder) as made:
        connections.settings["default"] = made
        try:
            alone(lambda: call_command("migrate", *target, verbosity=0))
            yield
        finally:
            connections.settings["default"] = before


@contextmanager
def _made(before: dict[str, Any], folder: Path) -> Iterator[dict[str, Any]]:
    if "sqlite" in before["ENGINE"]:
        yield {**before, "NAME": str(folder / "apart.sqlite3")}
        return
    name = f"{before['NAME']}_apart"
    address = {"host": before["HOST"], "user": before["USER"], "dbname": "postgres", **before["OPTIONS"]}
    with psycopg.connect(**address, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield {**before, "NAME": name}
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def alone(do: Callable[[], Found]) -> Found:
    """What is done in that database, by a thread whose connections are closed after it."""
    (found,) = at_once(do)
    if isinstance(found, BaseException):
        raise found
    return found


def at_once(*done: Callable[[], Found]) -> list[Found | Exception]:
    """What each of several gives who begin at one moment: what was found, or the error that was raised."""
    start = Barrier(len(done))

    def one(do: Callable[[], Found]) -> Found | Exception:
        start.wait()
        try:
            return do()
        except Exception as error:  # noqa: BLE001 - it is what the test looks at
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(done)) as several:
        return list(several.map(one, done))
