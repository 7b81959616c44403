"""What the YAML library says of a file that it cannot read, in words that tell an author what to write."""

import re
from dataclasses import dataclass

from bridgehead.primitives.errors import Mistake, Place


@dataclass(frozen=True, slots=True)
class Trouble:
    """The library's complaint: its words, where it stopped, and where the construct began."""

    problem: str
    context: str
    at: Place
    begun: Place | None

    @property
    def block_line(self) -> int:
        """A line of the construct that is at fault."""
        unclosed = self.begun is not None and (
            "quoted" in self.context or "flow" in self.context or "simple key" in self.context
        )
        return self.begun.line if unclosed and self.begun is not None else self.at.line


_KEY_WITHOUT_BLANK = re.compile(r"^\s*(?:- )?(?P<key>[^\s:\"'{\[#][^:\"'{\[#]*):(?=[^\s/:])")
_FULL_WIDTH_COLON = re.compile(r"^\s*(?:- )?(?P<key>[^\s：:\"'{\[#][^：:\"'{\[#]{0,39})：")


def colon_mistake(line: str, place: Place) -> Mistake | None:
    """A key that YAML does not see: its colon is full-width (RB122) or has no blank after it (RB123)."""
    if found := _FULL_WIDTH_COLON.match(line):
        at = Place(place.file, place.line, found.end())
        return Mistake("RB122", f"a full-width colon after «{found['key']}»", at, f"«{found['key']}: »")
    if found := _KEY_WITHOUT_BLANK.match(line):
        at = Place(place.file, place.line, found.end())
        return Mistake("RB123", f"no blank after the colon of «{found['key']}»", at, f"«{found['key']}: »")
    return None


_ROW = re.compile(r"(?P<before>\s*(?:- )+)\[(?P<cells>.*)\]\s*$")
"""One row of a table: an entry of a list, all of it in square brackets."""
_CELL = re.compile(r"\s*(?P<cell>'(?:[^']|'')*'|\"(?:[^\"\\]|\\.)*\"|[^,]*?)\s*(?:,|$)")
_BREAKS_A_ROW = re.compile(r"[>|@`%&*!?,\]}]|.*[\[\]{}]|- |$")
"""A cell that YAML takes for something else, or that ends its row too soon."""


def row_mistake(line: str, place: Place) -> Mistake | None:
    """A cell of a row in brackets that needs quotes (RB120)."""
    row = _ROW.match(line)
    for found in _CELL.finditer(row["cells"]) if row else ():
        cell = found["cell"]
        if not cell and found.end() == len(row["cells"] if row else ""):
            return None
        lone = cell == "-" and found.group()[-2:-1].isspace()
        if row and cell[:1] not in ("'", '"') and (lone or _BREAKS_A_ROW.match(cell)):
            at = Place(place.file, place.line, row.start("cells") + found.start("cell") + 1)
            message = f"«{cell}» begins with a sign of YAML, or has one in it" if cell else "a cell with nothing in it"
            return Mistake("RB120", message, at, f"quotes around it: '{cell}'")
    return None


def without_row(line: str) -> str:
    """The line of a row with an empty text in its place, as long as it was."""
    row = _ROW.match(line)
    return line if row is None else (row["before"] + "''").ljust(len(line))


def explain(trouble: Trouble, lines: list[str]) -> Mistake:
    """The mistake behind a complaint of the YAML library."""
    at, begun = trouble.at, trouble.begun or trouble.at
    line, first = _line(lines, at), _line(lines, begun)
    sign = line[at.column - 1 : at.column]
    match trouble.problem, trouble.context:
        case "did not find expected comment or line break", _:
            text = first[begun.column - 1 :]
            return Mistake("RB120", f"«{text}» begins with a sign of YAML", begun, f"quotes around it: '{text}'")
        case "did not find expected key", _ if _after_closing_quote(line, at.column):
            value = line.split(": ", 1)[-1].strip()
            return Mistake(
                "RB119", f"text after the closing quote in «{value}»", at, f"single quotes around all of it: '{value}'"
            )
        case "found character that cannot start any token", _ if sign == "\t":
            return Mistake("RB104", "a tab in an indentation", at, "blanks")
        case "found character that cannot start any token", _:
            text = line[at.column - 1 :].strip()
            return Mistake("RB120", f"«{text}» begins with a sign of YAML", at, f"quotes around it: '{text}'")
        case problem, "while scanning a quoted scalar" if "end of stream" in problem:
            return Mistake("RB124", "a quote that is not closed", begun, "a closing quote")
        case "did not find expected <document start>", _:
            return Mistake("RB116", "text after the end «...» of the file", at, "nothing after it")
        case _, context if context.startswith("while parsing a flow") and first:
            sign = first[begun.column - 1]
            close = "]" if sign == "[" else "}"
            return Mistake("RB124", f"«{sign}» that is not closed", begun, f"«{close}», or quotes around FEEL")
        case "could not find expected ':'", _:
            return _without_colon(first, begun)
        case "mapping values are not allowed in this context", _:
            return _second_colon(lines, at)
        case "found unknown escape character", _:
            text = line[begun.column - 1 :].strip()
            return Mistake(
                "RB127",
                f"a backslash in double quotes in {text}",
                at,
                "single quotes, in which it is a sign like others",
            )
        case _:
            return _misplaced(line, at)


def _line(lines: list[str], place: Place) -> str:
    """The line of a place; empty after the end of the file, where the library may have stopped."""
    return lines[place.line - 1] if place.line <= len(lines) else ""


def _after_closing_quote(line: str, column: int) -> bool:
    return line[: column - 1].rstrip()[-1:] in ("'", '"')


def _without_colon(line: str, at: Place) -> Mistake:
    written = ": ".join(line.split(maxsplit=1))
    return colon_mistake(line, at) or Mistake("RB125", f"«{line.strip()}» without a colon", at, f"«{written}»")


def _second_colon(lines: list[str], at: Place) -> Mistake:
    for number in (at.line - 1, at.line):
        place = Place(at.file, max(number, 1))
        if found := colon_mistake(_line(lines, place), place):
            return found
    line = _line(lines, at)
    if ": " in line[: at.column - 1]:
        value = line.split(": ", 1)[1].strip()
        return Mistake("RB126", f"a second colon in «{line.strip()}»", at, f"quotes around the text: '{value}'")
    return _misplaced(line, at)


def _misplaced(line: str, at: Place) -> Mistake:
    found = f"«{line.strip()}»" if line.strip() else "the end of the file"
    message = f"{found} does not fit under the lines above it"
    return Mistake("RB128", message, at, "the keys of one block in one column, each as «key: value»")
