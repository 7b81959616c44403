"""`bridgehead demo`: fill a service with records that are made up."""

from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from bridgehead.cli.output import Lang, Language, Progress
from bridgehead.cli.service import HOME, Home, enter_database
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place


def command(
    records: Annotated[int, typer.Option(min=1, max=10_000_000, help="How many records.")] = 1000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same records.")] = 1,
    lang: Language = Lang.ZH,
    home: Home = HOME,
) -> None:
    """Fill a service with made-up records, through its own actions. 演示数据（虚构）。"""
    by = enter_database(home)
    from django.conf import settings

    from bridgehead import published
    from bridgehead.actions.make_up import make_up
    from bridgehead.instruments.register import Register
    from bridgehead.instruments.register.made_up import FILE, sheet
    from bridgehead.primitives.moment import now
    from bridgehead.web.serve import prepare

    prepare(now)
    found = {
        about.parent.relative_to(root).as_posix(): about.parent
        for root in map(Path, settings.RULEBOOKS)
        for about in sorted(root.rglob("about.yaml"))
    }
    folders = {matter: folder for matter, folder in found.items() if (folder / FILE).is_file()}
    if not folders:
        looked = ", ".join(map(str, settings.RULEBOOKS))
        expected = f"a rulebook with {FILE.as_posix()}; BRIDGEHEAD_RULEBOOKS names the folders"
        raise BridgeheadError([Mistake("CL015", f"nothing to make up in {looked}", Place.whole("--home"), expected)])
    rulebooks = {matter: published.current(matter)[1] for matter in folders}
    sheets = {matter: sheet(folder, rulebooks[matter]) for matter, folder in folders.items()}
    begun = perf_counter()
    with Progress(lang.say("编写虚构件", "make up records")) as progress:
        made = make_up(sheets, records, seed, by, now(), progress.rows)
    seconds = perf_counter() - begun
    for (matter, name), count in made.items():
        register = rulebooks[matter].instruments["register", name]
        assert isinstance(register, Register)
        typer.echo(f"{lang.of(register.title)} {count:,}")
    for each in sheets.values():
        typer.echo(lang.of(each.made_up))
    rate = records / seconds
    typer.echo(lang.say(f"共 {records:,} 件，每秒 {rate:,.0f} 件", f"{records:,} records, {rate:,.0f} a second"))
