"""How records are numbered: a pattern with the year and a count that starts anew each year, `IR-{year}-{count:05}`."""

import re
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from bridgehead.rulebook.schema import Text, wrong

EXPECTED = "signs with {year} and {count}, as in IR-{year}-{count:05}"
_PLACE = re.compile(r"\{(?P<name>[^{}:]*)(?::0(?P<digits>[1-9]))?\}")


def _pattern(value: str) -> str:
    named = [found["name"] for found in _PLACE.finditer(value)]
    rest = _PLACE.sub("", value)
    for name in ("count", "year"):
        if named.count(name) != 1:
            raise wrong("RG106", f"the numbering «{value}» with {{{name}}} {named.count(name)} times", EXPECTED)
    if len(named) > 2 or re.search(r"[{}\s]", rest):
        raise wrong("RG106", f"the numbering «{value}»", EXPECTED)
    return value


Numbering = Annotated[
    Text, AfterValidator(_pattern), WithJsonSchema({"type": "string", "pattern": r"\{count(:0[1-9])?\}"})
]
"""A pattern with the year once and the count once, so that no two records of a register have one number."""


def numbered(pattern: str, year: int, count: int) -> str:
    """The number of a year's record, counted from 1; a count with more digits than the pattern has keeps them all."""

    def filled(found: re.Match[str]) -> str:
        return f"{year:04}" if found["name"] == "year" else f"{count:0{found['digits'] or 1}}"

    return _PLACE.sub(filled, pattern)


def counted(pattern: str, number: str) -> tuple[int, int] | None:
    """The year and the count of a number that the pattern makes; None for any other."""
    forms = {"year": r"(?P<year>\d{4})", "count": r"(?P<count>\d{1,15})"}
    parts, at = [], 0
    for place in _PLACE.finditer(pattern):
        parts += [re.escape(pattern[at : place.start()]), forms[place["name"]]]
        at = place.end()
    found = re.fullmatch("".join(parts) + re.escape(pattern[at:]), number, re.ASCII)
    if found is None:
        return None
    year, count = int(found["year"]), int(found["count"])
    return (year, count) if numbered(pattern, year, count) == number else None
