"""Instalments at the door: read the later reports, show what is due and planned, and write it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import typer

from bridgehead import tables
from bridgehead.cli.claims import Work, whole
from bridgehead.cli.output import Lang, console, print_table
from bridgehead.cli.tally import Tally
from bridgehead.instruments.award.settlement import Settlement
from bridgehead.primitives import words
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place
from bridgehead.queries.instalments import Instalment, Reports, State, instalments, reported_by
from bridgehead.rulebook.labelled import labels

STATES = {
    State.DUE: ("应付", "due"),
    State.PLANNED: ("未到期", "planned"),
    State.WAITING: ("待报告", "waits for a report"),
    State.UNDETERMINED: ("待补材料", "undetermined"),
    State.LOST: ("不再付", "lost"),
    State.LATER: ("推迟", "put off"),
    State.NOT_MET: ("不符合", "not met"),
    State.PROVISIONAL: ("暂定", "provisional"),
}


def read_reports(work: Work, path: Path) -> Reports:
    """The later reports of a file by the number of their claim.

    Raises BridgeheadError with CL008 where the award waits for none, or for those of more than one register, and with
    every cell that cannot be read.
    """
    registers = sorted(reported_by(work.terms.award))
    if len(registers) != 1:
        found = f"the instalments of «{work.terms.award.name}» depend on {len(registers)} registers of reports"
        raise BridgeheadError([Mistake("CL008", found, Place(str(path)), "--reports for an award with one")])
    table = work.rulebook.tables[registers[0]]
    zone = ZoneInfo(work.rulebook.about.time_zone)
    column = table.deciding[table.number]
    read = whole(path, table.columns, zone, labels(table), unique=column)
    return {str(row[column]): row for row in read.table.to_pylist()}


def planned(work: Work, settlement: Settlement, reports: Reports | None) -> tuple[Instalment, ...]:
    """The instalments of all winners; none where the award pays at once."""
    award = settlement.terms.award
    if not (award.instalments or any(prize.instalments for prize in award.prizes.values())):
        return ()
    return instalments(work.rulebook, award, settlement.winners(), settlement.on, reports, settlement.paid)


def show_some(planned: Sequence[Instalment], on: date, tally: Tally, lang: Lang) -> None:
    """The instalments of the winners that are listed, what the states of all come to, and whose days may yet move."""
    listed = set(tally.winners["number"].to_pylist()) if tally.winners else set()
    show([each for each in planned if each.number in listed], lang)
    sums = {state: sum((each.amount for each in planned if each.state is state), Decimal(0)) for state in State}
    said = " · ".join(f"{lang.say(*STATES[state])} {amount:,}" for state, amount in sums.items() if amount)
    if said:
        console().print(f"{lang.say('分期', 'instalments')} {said}")
    if open_yet := len({each.number for each in planned if each.confirmed is None}):
        zh = (
            f"{open_yet:,} 件没有确认日，付款日从 {on} 起算，换一天结算就会变动；确认日在 --paid 的 confirmed on 里填写"
        )
        en = (
            f"{open_yet:,} without a day of confirmation: their days count from {on}, and move with the day of the run;"
        )
        typer.echo(lang.say(zh, f"{en} give «confirmed on» in --paid"), err=True)


def show(planned: Sequence[Instalment], lang: Lang) -> None:
    """A line an instalment."""
    rows = [
        (
            each.number,
            f"{each.position}/{each.count}",
            each.due.isoformat(),
            words.percent(each.share).zh,
            f"{each.amount:,}",
            lang.say(*STATES[each.state])
            + (f"{lang.say('：', ': ')}{lang.of(each.condition)}" if each.condition else ""),
        )
        for each in planned
    ]
    zh, en = (
        ("申报", "期次", "付款日", "份额", "金额", "分期"),
        ("Claim", "Part", "Due", "Share", "Amount", "Instalment"),
    )
    headings = lang.say(zh, en)
    print_table(headings, rows, headings[3:5])


def table(planned: Sequence[Instalment], lang: Lang, suffix: str) -> pa.Table:
    """The same for a file: number, instalment, due, share, amount, state, condition, confirmed on.

    Where people read it, the shares have no more digits than they need; elsewhere they are of one type in every run.
    """
    schema = pa.schema(
        [
            ("number", pa.string()),
            ("instalment", pa.int64()),
            ("due", pa.date32()),
            ("share", pa.decimal128(28, 12)),
            ("amount", pa.decimal128(18, 2)),
            ("state", pa.string()),
            ("condition", pa.string()),
            ("confirmed on", pa.date32()),
        ]
    )
    rows = [
        {
            "number": each.number,
            "instalment": each.position,
            "due": each.due,
            "share": each.share,
            "amount": each.amount,
            "state": each.state.value,
            "condition": lang.of(each.condition) if each.condition else None,
            "confirmed on": each.confirmed,
        }
        for each in planned
    ]
    found = pa.Table.from_pylist(rows, schema=schema)
    if suffix not in (".csv", ".xlsx"):
        return found
    return found.set_column(schema.get_field_index("share"), "share", tables.shortest(found["share"]))
