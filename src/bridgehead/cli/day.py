"""The day on which claims are decided: as it is called for, or assumed and said."""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import typer

from bridgehead.cli.output import Lang, console
from bridgehead.primitives import words
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.primitives.types import FieldType

if TYPE_CHECKING:
    from bridgehead.cli.claims import Work

EXPECTED = "a date written YYYY-MM-DD, as in 2023-10-16"
PLAIN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read(text: str, named: str = "--on") -> date:
    """A date as a call gives it; raises BridgeheadError with CL007."""
    day = _date(text) if PLAIN.fullmatch(text) else None
    if day is None:
        year, _, rest = "-".join(re.findall("[0-9]+", text)).partition("-")
        near = _date("-".join([year, *(part.zfill(2) for part in rest.split("-"))]))
        found = f"{named} «{text}»{_why(text)}"
        raise BridgeheadError([Mistake("CL007", found, None, EXPECTED, str(near) if near else None)])
    return day


def _why(text: str) -> str:
    """What is wrong with a day that is written as one: its month, or a day that the month does not have."""
    if not PLAIN.fullmatch(text):
        return ""
    year, month = int(text[:4]), int(text[5:7])
    if not (year and 1 <= month <= len(words.MONTHS)):
        return ": a year has the months 01 to 12"
    return f": {words.MONTHS[month - 1]} {year} has {monthrange(year, month)[1]} days"


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def on_or_assumed(on: date | None, work: "Work", lang: Lang) -> date:
    """The day that is given; else the day after the last day for claims, when places are final; else the last date in
    the claims. What is assumed is said in a line. Raises BridgeheadError with CL005 where there is no date at all.
    """
    if on is not None:
        return on
    due = work.terms.award.claims_due
    day = due.by + timedelta(days=1) if due else _last(work)
    why = lang.say("申报截止的次日", "the day after the last day for claims") if due else None
    why = why or lang.say("申报中最晚的日期", "the last date in the claims")
    said = words.day(day)
    console().print(lang.say(f"未给 --on，按{said.zh}（{why}）计算", f"Without --on: as on {said.en}, {why}"))
    return day


def _last(work: "Work") -> date:
    import pyarrow.compute as pc

    dated = [column.name for column in work.terms.table.columns if column.type in (FieldType.DATE, FieldType.DATE_TIME)]
    found = [last for name in dated if (last := pc.max(work.table[name]).as_py()) is not None]
    if not found:
        message = "no day is given, and neither the award nor the claims have a date"
        raise BridgeheadError([Mistake("CL005", message, None, "--on DATE")])
    return max(each.date() if isinstance(each, datetime) else each for each in found)


def _option(said: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(parser=read, metavar="DATE", help=said)
    return option


ON = _option("The day on which it is decided.")
ON_OR_ASSUMED = _option("The day; without it the day after the last day for claims, or the last date in the claims.")
