"""`bridgehead import`: take over cases as they were kept before."""

import hashlib
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from bridgehead.cli.output import Lang, Language, Progress
from bridgehead.cli.service import HOME, Home, enter_database
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place, nearest

PROBLEMS = 1
SHOWN = 3


def command(
    matter: Annotated[str, typer.Argument(help="The matter whose register takes the cases over.")],
    register: Annotated[str, typer.Argument(help="The register.")],
    cases: Annotated[Path, typer.Argument(help="The cases: csv, xlsx or parquet.")],
    mapped: Annotated[list[str] | None, typer.Option("--map", help="HEADING=FIELD; may be repeated.")] = None,
    of_all: Annotated[
        list[str] | None, typer.Option("--all", help="FIELD=VALUE of all cases, where a row does not say it.")
    ] = None,
    without: Annotated[list[str] | None, typer.Option(help="A field of which the file has no column.")] = None,
    rejects: Annotated[Path | None, typer.Option(help="Where rows go that cannot be taken over.")] = None,
    write: Annotated[bool, typer.Option("--write", help="Take the good rows over; else they are shown.")] = False,
    lang: Language = Lang.ZH,
    home: Home = HOME,
) -> None:
    """Show what a file of old cases would bring, or take it over. 导入旧案。"""
    by = enter_database(home)
    from bridgehead import published, tables
    from bridgehead.actions.take_over import Source, take_over
    from bridgehead.instruments.register import Register
    from bridgehead.instruments.register.old_cases import Said
    from bridgehead.primitives.moment import now
    from bridgehead.queries.old_cases import would_be_taken_over

    _, rulebook = published.current(matter)
    part = rulebook.instruments.get(("register", register))
    if not isinstance(part, Register):
        known = sorted(name for kind, name in rulebook.instruments if kind == "register")
        expected = f"one of {', '.join(known)}"
        raise BridgeheadError([Mistake("RG002", f"no register «{register}»", None, expected, nearest(register, known))])
    of_file = Said(_pairs(mapped or [], "--map"), without or [], _pairs(of_all or [], "--all"))
    found = would_be_taken_over(matter, register, cases, of_file, now())
    for note in found.notes:
        typer.echo(str(note), err=True)
    bad = len({*found.rejects["row"].to_pylist()})
    typer.echo(f"{lang.say('可导入', 'can be taken over')} {len(found.cases):,}")
    for stage, count in Counter(case.stage or part.starts for case in found.cases).items():
        if stage is not None:
            typer.echo(f"  {lang.say(part.stages[stage].label.zh, part.stages[stage].label.en)} {count:,}")
    if bad:
        out = rejects or cases.with_name(f"{cases.stem}-rejects.csv")
        tables.write(out, tables.in_words(found.rejects, lang.value))
        typer.echo(f"{lang.say('不能导入', 'cannot be taken over')} {bad:,}: {out}", err=True)
    if write:
        source = Source(matter, part, hashlib.sha256(cases.read_bytes()).hexdigest())
        with Progress(lang.say("导入", "take over")) as progress:
            done = take_over(found.cases, source, by, now(), progress.rows)
        typer.echo(f"{lang.say('已导入', 'taken over')} {done:,}")
    else:
        hidden = rulebook.tables[register].personal
        for case in found.cases[:SHOWN]:
            said = [f"{name} = {value}" for name, value in case.fields.items() if name not in hidden]
            typer.echo(" · ".join([f"{case.row}", case.number or "…", f"{case.received:%Y-%m-%d}", *said]))
    if bad:
        raise typer.Exit(PROBLEMS)


EXAMPLES = {
    "--map": "a heading and a field, as in 车次=train number",
    "--all": "a field and a value, as in stage=closed",
}


def _pairs(mapped: list[str], option: str) -> dict[str, str]:
    found = {}
    for pair in mapped:
        heading, sign, name = pair.partition("=")
        if not sign or not heading.strip() or not name.strip():
            raise BridgeheadError([Mistake("CL014", f"«{pair}»", Place.whole(option), EXAMPLES[option])])
        found[heading.strip()] = name.strip()
    return found
