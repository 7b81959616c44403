"""The published text of a rulebook, cut into the clauses that its rules cite."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bridgehead.primitives.errors import BridgeheadError, Mistake, Place

HEADING = re.compile(
    r"^#{1,6}[ \t]+(?P<number>\d{1,4}(?:\.\d{1,4}){0,8})(?:[.、．])?[ \t]+(?P<title>[^\n]*)", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered passage: `text[start:end]` of its notice, from its title to the next clause's heading.

    What stands before the first clause has the number "", and its first line for a title.
    """

    number: str
    title: str
    start: int
    end: int


@dataclass(frozen=True)
class Notice:
    """A published text. `file` is the name under which its places are reported."""

    file: str
    text: str
    clauses: tuple[Clause, ...]

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    def place(self, offset: int) -> Place:
        """The line and column of a character, both from 1."""
        line = bisect_right(self._lines, offset)
        return Place(self.file, line, offset - self._lines[line - 1] + 1)

    def clause(self, number: str) -> Clause | None:
        return next((clause for clause in self.clauses if clause.number == number), None)

    def numbers(self) -> tuple[str, ...]:
        """What can be cited, in the order of the text."""
        return tuple(clause.number for clause in self.clauses if clause.number)

    def begins_with(self, number: str) -> int | None:
        """The first line, from 1, that begins with a number as a clause does, heading or not."""
        line = rf"^[ \t]*(?:#{{1,6}}[ \t]*)?{re.escape(number)}(?:[.、．)）](?!\d)|[ \t]|$)"
        found = re.search(line, self.text, re.MULTILINE)
        return self.place(found.start()).line if found else None


def heading(number: str) -> str:
    """How the heading of a clause is written."""
    return f"{'#' * min(6, 2 + number.count('.'))} {number} ..."


def parse(text: str, file: str = "notice.md") -> Notice:
    """Cut a Markdown text at the headings that begin with a number (`## 2 ...`, `### 2.1 ...`).

    Raises BridgeheadError (CV001) where two clauses have one number, since a citation could mean either.
    """
    notice = Notice(file, text, tuple(_clauses(text)))
    seen: dict[str, Clause] = {}
    twice = [clause for clause in notice.clauses if seen.setdefault(clause.number, clause) is not clause]
    if twice:
        raise BridgeheadError(
            Mistake(
                "CV001",
                f"clause {clause.number} stands twice, first in line {notice.place(seen[clause.number].start).line}",
                notice.place(clause.start),
                "one heading a number",
            )
            for clause in twice
        )
    return notice


def whole(text: str, file: str) -> Notice:
    """Any text, without clauses: one passage under the number ""."""
    return Notice(file, text, (Clause("", file, 0, len(text)),))


def _clauses(text: str) -> Iterator[Clause]:
    headings = list(HEADING.finditer(text))
    first = headings[0].start() if headings else len(text)
    if text[:first].strip():
        title = text[:first].strip().split("\n", 1)[0]
        yield Clause("", title.lstrip("#").strip(), 0, first)
    ends = [*(heading.start() for heading in headings), len(text)][1:]
    for heading, end in zip(headings, ends, strict=True):
        yield Clause(heading["number"], heading["title"].strip(), heading.start("title"), end)
