"""`bridgehead measure --cases`: what an indicator counts of cases, each rate with its numerator and denominator."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bridgehead.cli.output import Lang, console, print_table
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place, nearest

if TYPE_CHECKING:
    from bridgehead.instruments.indicator import Indicator
    from bridgehead.queries.counting import Counting
    from bridgehead.rulebook.rulebook import Rulebook

MONTH = "month"


@dataclass(frozen=True, slots=True)
class Asked:
    """The cases, by what they are told apart, the day, and where the counts go."""

    cases: Path | None
    by: str | None
    on: date | None
    out: Path | None


def command(rulebook: "Rulebook", indicator: "Indicator", asked: Asked, lang: Lang) -> None:
    """Raises BridgeheadError with CL023 without cases, CL024 for what does not tell them apart."""
    from bridgehead.primitives.moment import now
    from bridgehead.queries.counting import end_of, of_path, table_of
    from bridgehead.tables import write

    counts = indicator.counts
    assert counts is not None
    if asked.cases is None:
        found, expected = f"{indicator.name} counts cases of {counts.of}", "--cases with a file of them, or a copy"
        raise BridgeheadError([Mistake("CL023", found, Place.whole("--cases"), expected)])
    known = (MONTH, *counts.by)
    if asked.by is not None and asked.by not in known:
        expected, near = f"one of {', '.join(known)}", nearest(asked.by, known)
        raise BridgeheadError([Mistake("CL024", f"no groups «{asked.by}»", Place.whole("--by"), expected, near)])
    at = end_of(asked.on, rulebook.about.zone) if asked.on else now()
    counting, reading = of_path(asked.cases, rulebook, indicator, at)
    screen = console()
    for note in reading.notes if reading else ():
        screen.print(str(note))
    if bad := len({*reading.rejects["row"].to_pylist()}) if reading else 0:
        screen.print(lang.say(f"{bad:,} 行读不出，没有计入", f"{bad:,} rows could not be read and are not counted"))
    _show(indicator, counting, asked.by, lang)
    if asked.out is not None:
        count = write(asked.out, table_of(counting.cube))
        screen.print(lang.say(f"{count} 行写入 {asked.out}", f"{count} rows in {asked.out}"))


def _show(indicator: "Indicator", counting: "Counting", by: str | None, lang: Lang) -> None:
    from bridgehead.instruments.indicator.counted import MONTH as OF_MONTH
    from bridgehead.instruments.indicator.counted import Counted
    from bridgehead.instruments.indicator.wording import printed

    cube = counting.cube
    console().print(f"{lang.of(indicator.title)} · {counting.at:%Y-%m-%d %H:%M}")
    column = OF_MONTH if by == MONTH else by
    groups = cube.groups(column) if column else {None: cube.rates()}

    def row(rate: Counted, group: str) -> tuple[str, ...]:
        title = indicator.counts.rates[rate.name].title if indicator.counts else rate.title
        way = lang.of(rate.title) if rate.way else ""
        value = printed(rate.value) if rate.value is not None else "-"
        return (group, lang.of(title), way, value, f"{rate.sums.of:,}", f"{rate.sums.to:,}")

    rows = [row(rate, _said(group) if column else "") for group, rates in groups.items() for rate in rates]
    headings = lang.say(
        ("", "率", "算法", "数值", "分子", "分母"), ("", "Rate", "Way", "Value", "Numerator", "Denominator")
    )
    print_table(headings, rows, headings[3:])


def _said(group: object) -> str:
    return "-" if group is None else f"{group:%Y-%m}" if isinstance(group, date) else str(group)
