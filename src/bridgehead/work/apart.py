"""Work in a process of its own, so that no request waits for it; it ends with this one."""

from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TypeVar, cast

import django
from django.utils.module_loading import import_string

Found = TypeVar("Found")


def apart(do: Callable[[], Found]) -> Found:
    """What a function of a module finds in another process. Raises EOFError where that one died before it answered.

    No executor of the standard library: those that notice a death wait for its work, when this process is to stop.
    """
    spawned = get_context("spawn")  # a fork would share what the database has open
    answer, sends = spawned.Pipe(duplex=False)
    other = spawned.Process(target=_answer, args=(sends, f"{do.__module__}.{do.__qualname__}"), daemon=True)
    other.start()
    sends.close()
    try:
        return cast(Found, answer.recv())
    finally:
        other.join()


def _answer(sends: Connection, function: str) -> None:
    """In the other process, whose models are there only after the set-up: so the function comes by its name."""
    django.setup()
    sends.send(import_string(function)())
