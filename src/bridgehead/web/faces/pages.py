"""A long table, a page at a time: which page an address asks for, and the addresses of those beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.http import QueryDict

PAGE = 100
"""Rows of a page."""
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Pages:
    """Page `number`, from 1, of a table of `count` rows, which `name` asks for in the query of `address`."""

    address: str
    query: str
    name: str
    number: int
    count: int

    @property
    def start(self) -> int:
        return (self.number - 1) * PAGE

    @property
    def stop(self) -> int:
        return min(self.number * PAGE, self.count)

    @property
    def first(self) -> int:
        return self.start + 1

    @property
    def previous(self) -> str:
        return self._at(self.number - 1) if self.number > 1 else ""

    @property
    def next(self) -> str:
        return self._at(self.number + 1) if self.stop < self.count else ""

    def of(self, rows: Sequence[Row]) -> Sequence[Row]:
        return rows[self.start : self.stop]

    def _at(self, number: int) -> str:
        asked = QueryDict(self.query, mutable=True)
        asked[self.name] = str(number)
        return f"{self.address}?{asked.urlencode()}#{self.name}"


def pages(address: str, asked: QueryDict, name: str, count: int) -> Pages:
    """The page that a query asks for by its number; the first where it names none, the last where it is beyond."""
    typed = asked.get(name, "")
    last = max(1, -(-count // PAGE))
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 1
    return Pages(address, asked.urlencode(), name, min(max(number, 1), last), count)
