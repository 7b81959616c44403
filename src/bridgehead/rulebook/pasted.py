"""A notice as it is pasted, made a text whose clauses can be cited: 二、 or 第二条 becomes the heading `## 2`.

Only the marks of clauses and the ends of lines are changed. Where clauses have headings already, nothing is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bridgehead.primitives.errors import BridgeheadError, Mistake, Place
from bridgehead.rulebook.figures import find
from bridgehead.rulebook.figures.numerals import HAN, value
from bridgehead.rulebook.notice import HEADING, Notice, parse

FILE = "notice.md"
MOST_SIGNS = 20_000
MOST_NUMERALS = 3_000
"""Numerals that are read: each takes time, and a stranger may ask for them."""
DEEPEST = 3
"""Levels of clauses; what is numbered below them stays text."""

_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_NUMERALS = re.compile(f"[0-9０-９{HAN}]+")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Left:
    """A line, from 1, that begins as a clause does and stayed text: its number is out of turn, or lies too deep."""

    line: int
    mark: str


@dataclass(frozen=True, slots=True)
class Pasted:
    notice: Notice
    left: tuple[Left, ...]


def read(pasted: str) -> Pasted:
    """The notice that a pasted text makes.

    Raises BridgeheadError: CV001 (a number that stands twice, where clauses have headings), CV002 (nothing but blanks),
    CV003 (too long), CV005 (control signs, as in what is no text), CV007 (too many numerals).
    """
    if len(pasted) > MOST_SIGNS:
        most = f"{MOST_SIGNS:,}"
        raise _refused("CV003", f"the text has {len(pasted):,} signs", f"at most {most}", most=most)
    text = _ENDS.sub("\n", pasted).replace("\ufeff", "").strip("\n")
    if not text.strip():
        raise _refused("CV002", "the text is empty", "what was published, with its amounts, dates and quotas")
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        message = f"the control sign U+{ord(found.group()):04X}"
        raise _refused("CV005", message, "text alone", Place(FILE, line, 1), line=f"{line:,}")
    numerals = sum(1 for _ in _NUMERALS.finditer(text))
    if numerals > MOST_NUMERALS:
        most = f"{MOST_NUMERALS:,}"
        raise _refused("CV007", f"the text has {numerals:,} numerals", f"at most {most}", most=most)
    if HEADING.search(text):
        return Pasted(parse(f"{text}\n", FILE), ())
    lines, left = _cut(text)
    return Pasted(parse("\n".join(lines) + "\n", FILE), tuple(left))


def _refused(code: str, found: str, expected: str, place: Place | None = None, **values: str) -> BridgeheadError:
    return BridgeheadError([Mistake(code, found, place or Place.whole(FILE), expected, values=values)])


# -- clauses -----------------------------------------------------------------------------------------------------------

_BLANKS = "[ \t\u00a0\u3000]"
_HAN, _DIGITS = f"[{HAN}]{{1,5}}", "[0-9０-９]{1,3}"
_STYLES = {
    "article": rf"第{_BLANKS}?(?P<article>{_HAN}|{_DIGITS}){_BLANKS}?条(?={_BLANKS}|[、：:]|$)[、：:]?",
    "han": rf"(?P<han>{_HAN})[、．.](?![{HAN}])",
    "bracketed": rf"[(（](?P<bracketed>{_HAN})[)）]、?",
    "dotted": rf"(?P<dotted>[0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{1,2}})(?={_BLANKS})",
    "digits": rf"(?P<digits>{_DIGITS})[.．、](?![0-9０-９])",
    "digits_bracketed": rf"[(（]?(?P<digits_bracketed>{_DIGITS})[)）]、?",
    "english": rf"(?:Article|Section|Clause)[ ](?P<english>[0-9]{{1,3}})(?={_BLANKS}|[.:]|$)[.:]?",
}
_MARK = re.compile(rf"{_BLANKS}*(?:{'|'.join(_STYLES.values())}){_BLANKS}*")
_TITLE = re.compile(rf"(?P<title>[^。；;，,：:！？!?]{{1,24}}(?:$|[。：:])){_BLANKS}*(?P<body>.*)")

_Path = tuple[tuple[str, int], ...]
"""The way to a clause: the style and the number of each level."""


def _cut(text: str) -> tuple[list[str], list[Left]]:
    """The lines with headings in the place of the marks of clauses, and what only looked like one."""
    lines: list[str] = []
    left: list[Left] = []
    path: _Path = ()
    for line in text.split("\n"):
        mark = _MARK.match(line)
        below = _next(path, mark) if mark else None
        if mark and below:
            path = below
            lines += [*([""] if lines and lines[-1].strip() else []), *_clause(path, line[mark.end() :].rstrip())]
            continue
        lines.append(line)
        if mark:
            left.append(Left(len(lines), mark.group().strip()))
    return lines, left


def _next(path: _Path, mark: re.Match[str]) -> _Path | None:
    """The way to the clause that a mark begins; None where its number does not follow, or it lies too deep."""
    style = str(mark.lastgroup)
    if style == "dotted":
        numbers = [int(part) for part in mark[style].split(".")]
        above = [number for _, number in path[: len(numbers) - 1]]
        before = path[len(numbers) - 1][1] if len(path) >= len(numbers) else 0
        follows = above == numbers[:-1] and numbers[-1] > before
        return (*path[: len(numbers) - 1], (style, numbers[-1])) if follows else None
    number = value(mark[style]) if mark[style][0] in HAN else int(mark[style])
    level = next((level for level, (known, _) in enumerate(path) if known == style), None)
    if number is None or not 0 < number < 1000 or (level is None and path and (number != 1 or len(path) == DEEPEST)):
        return None
    if level is None:
        return (*path, (style, int(number)))
    return (*path[:level], (style, int(number))) if number > path[level][1] else None


def _clause(path: _Path, rest: str) -> Iterator[str]:
    """The heading of a clause and what stands behind its mark; a clause without a title is called by its number."""
    number = ".".join(str(each) for _, each in path)
    found = _TITLE.fullmatch(rest)
    title, body = (found["title"], found["body"]) if found and not find(found["title"]).figures else ("", rest)
    said = f"第{number}条" if re.search("[\u4e00-\u9fff]", rest) else f"Clause {number}"
    yield f"{'#' * (len(path) + 1)} {number} {title or said}"
    yield from ("", body) if body else ()
