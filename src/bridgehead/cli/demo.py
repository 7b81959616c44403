"""`bridgehead demo`: fill a service with records that are made up, and move its clock."""

from collections import Counter
from datetime import UTC, date, datetime, time
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from bridgehead.cli import day
from bridgehead.cli.output import Lang, Language, Progress
from bridgehead.cli.service import HOME, Home, enter_database, make_database
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bridgehead.instruments.register.made_up import Sheet
    from bridgehead.primitives.actor import Actor
    from bridgehead.rulebook.schema import Label

    _Come = tuple[Label, str | BridgeheadError]

app = typer.Typer(name="demo", help="Show a service at work on made-up records. 演示（数据虚构）。")
ON: typer.models.OptionInfo = typer.Option(
    parser=day.read, metavar="DATE", help="The day on which its clock begins, and its records end."
)


@app.callback(invoke_without_command=True)
def fill(
    context: typer.Context,
    records: Annotated[int, typer.Option(min=1, max=10_000_000, help="How many records.")] = 1000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same records.")] = 1,
    on: Annotated[date | None, ON] = None,
    lang: Language = Lang.ZH,
    home: Home = HOME,
) -> None:
    """Fill a service with made-up records, through its own actions. 演示数据（虚构）。"""
    if context.invoked_subcommand:
        return
    by = make_database(home)
    from django.conf import settings

    from bridgehead.actions.go_to import begin_at
    from bridgehead.actions.make_up import make_up, mark
    from bridgehead.actions.make_up_screens import screen_samples
    from bridgehead.instruments.register.made_up import FILE
    from bridgehead.ledger.sealing import seal_all
    from bridgehead.primitives.moment import now
    from bridgehead.web.serve import prepare

    if on is not None:
        begin_at(_working(on), by)
    folders = prepare(now)
    sheets = _sheets(folders)
    if not sheets:
        looked = ", ".join(map(str, settings.RULEBOOKS))
        expected = f"a rulebook with {FILE.as_posix()}; BRIDGEHEAD_RULEBOOKS names the folders"
        raise BridgeheadError([Mistake("CL015", f"nothing to make up in {looked}", Place.whole("--home"), expected)])
    mark(records, seed, by, now())
    begins = {matter: datetime.combine(each.from_, time(), UTC) for matter, each in sheets.items()}
    screens = [
        each
        for matter, folder in folders.items()
        for each in screen_samples(matter, folder, by, begins.get(matter, now()))
    ]
    begun = perf_counter()
    with Progress(lang.say("编写虚构件", "make up records")) as progress:
        made = make_up(sheets, records, seed, by, now(), progress.rows)
    seconds = perf_counter() - begun
    _tell(made, lang)
    for each in sheets.values():
        typer.echo(lang.of(each.made_up))
    for screen, count in screens:
        typer.echo(lang.say(f"已审查：{screen.title.zh} {count:,}", f"Screened: {screen.title.en} {count:,}"))
    if on is not None:
        _show(sheets, by, lang, home)
    seal_all(now())
    total, rate = made.total(), made.total() / seconds
    typer.echo(lang.say(f"共 {total:,} 件，每秒 {rate:,.0f} 件", f"{total:,} records, {rate:,.0f} a second"))


@app.command("go-to")
def move_clock(
    to: Annotated[date, typer.Argument(parser=lambda text: day.read(text, "the day"), metavar="DATE")],
    lang: Language = Lang.ZH,
    home: Home = HOME,
) -> None:
    """Move the clock of a demonstration forward, also while it runs: its made-up office goes on. 拨快演示时钟。"""
    by = enter_database(home)
    from bridgehead import published
    from bridgehead.actions.go_to import go_to, movable
    from bridgehead.actions.make_up import go_on
    from bridgehead.actions.make_up_awards import days_of_settlement
    from bridgehead.primitives.moment import now

    begin, end = now(), _working(to)
    movable(end, by)
    sheets = _sheets(_folders())
    days = {day for matter in published.matters() for day in days_of_settlement(matter, begin, end)}
    made: Counter[tuple[str, str]] = Counter()
    awards: dict[str, _Come] = {}
    refused: list[BridgeheadError] = []
    with Progress(lang.say("虚构机关继续办理", "the made-up office goes on")) as progress:
        for at in (*sorted(days), end):
            more, mistakes = go_on(sheets, by, now(), at, lambda count: progress.rows(made.total() + count))
            made.update(more)
            refused += mistakes
            go_to(at, by)
            awards |= _settled(published.matters(), by)
    _tell(made, lang)
    _tell_awards(awards, lang)
    for each in dict.fromkeys(str(each) for some in refused for each in some.mistakes):
        typer.echo(lang.say(f"未办成：{each}", f"Refused: {each}"))
    typer.echo(lang.say(f"演示时钟 {to} · 数据虚构", f"The clock of the demonstration: {to} · all data are made up"))


def _folders() -> dict[str, Path]:
    """The folders of the rulebooks that have something made up, by their matters."""
    from bridgehead import catalog
    from bridgehead.instruments.register.made_up import FILE
    from bridgehead.rulebook.load import load
    from bridgehead.web.serve import rulebooks

    return {load(each, catalog.KINDS).about.name: each for each in rulebooks() if (each / FILE).is_file()}


def _sheets(folders: "Mapping[str, Path]") -> "dict[str, Sheet]":
    """What is made up of those matters in force that have something made up."""
    from bridgehead import published
    from bridgehead.instruments.register.made_up import FILE, sheet

    known = {matter: folders[matter] for matter in published.matters() if matter in folders}
    return {
        matter: sheet(folder, published.current(matter)[1])
        for matter, folder in known.items()
        if (folder / FILE).is_file()
    }


def _tell(made: "Counter[tuple[str, str]]", lang: Lang) -> None:
    """How many records of each register came in."""
    from bridgehead import published
    from bridgehead.instruments.register import Register

    for (matter, name), count in made.items():
        register = published.current(matter)[1].instruments["register", name]
        assert isinstance(register, Register)
        typer.echo(f"{lang.of(register.title)} {count:,}")


def _show(sheets: "Mapping[str, Sheet]", by: "Actor", lang: Lang, home: Path) -> None:
    """What a demonstration has beside its records: previews of awards, somebody of each role who signs in, and once all
    of it is sealed, what the board tells of that and what is counted of the copies of its registers.
    """
    from bridgehead.actions.tally import tally
    from bridgehead.cli.demo_accounts import open_accounts
    from bridgehead.ledger.sealing import seal_all
    from bridgehead.primitives.moment import now
    from bridgehead.work.copying import copy_registers
    from bridgehead.work.verifying import verify_all

    _tell_awards(_settled(sheets, by), lang)
    units = [slug for each in sheets.values() for slug in each.units]
    typer.echo(open_accounts(home, units, by, now()), nl=False)
    seal_all(now())
    tally(now())
    copy_registers(home, now())
    verify_all(now())


def _settled(matters: "Iterable[str]", by: "Actor") -> "dict[str, _Come]":
    """Settle the awards of some matters on the day of the clock: the title of each, and what has come of it."""
    from bridgehead.actions.make_up_awards import settle_awards
    from bridgehead.primitives.moment import now

    return {
        f"{matter} {award.name}": (award.title, come)
        for matter in matters
        for award, come in settle_awards(matter, by, now())
    }


def _tell_awards(awards: "Mapping[str, _Come]", lang: Lang) -> None:
    told = {
        "previewed": lang.say("已试算：", "Settled, as a preview: "),
        "published": lang.say("已测算、确认并公示：", "Settled, confirmed and published: "),
        "paid": lang.say("已测算、确认、公示并支付：", "Settled, confirmed, published and paid: "),
    }
    for title, come in awards.values():
        if isinstance(come, BridgeheadError):
            typer.echo(lang.say(f"未办成：{lang.of(title)}", f"Refused: {lang.of(title)}"))
            for each in come.mistakes:
                typer.echo(f"  {each}")
        else:
            typer.echo(told[come] + lang.of(title))


def _working(of: date) -> datetime:
    """When a day is at work: at eight by UTC, in the east in the afternoon, after most of what a day brings."""
    return datetime.combine(of, time(8), UTC)
