"""`bridgehead swing run`: watch the rotation of a window, record it, and tell what a crew has to know."""

import asyncio
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bridgehead.cli.operation import FILE, read
from bridgehead.cli.plants import MADE_UP, MQTT, OPCUA, TWIN, Plant, link_of, one_of
from bridgehead.cli.service import HOME, Home, make_database

if TYPE_CHECKING:
    from bridgehead.live.runner import Runner


def command(
    file: Annotated[Path, FILE],
    window: Annotated[str, typer.Option(help="The window that is turned in.")],
    twin: Annotated[bool, TWIN] = False,
    made_up: Annotated[bool, MADE_UP] = False,
    opcua: Annotated[str | None, OPCUA] = None,
    mqtt: Annotated[str | None, MQTT] = None,
    speed: Annotated[float, typer.Option(help="How many times as fast a made-up run goes.", min=0.1, max=100)] = 1.0,
    home: Home = HOME,
) -> None:
    """Watch a rotation: record, tell alarms, and show it on the desk's console. 监视转体：记录、报警、控制台显示。"""
    operation, plant = read(file), one_of(twin, made_up, opcua, mqtt)
    actor = make_database(home)
    from bridgehead import published
    from bridgehead.actions.publish_rulebook import publish_rulebook
    from bridgehead.actions.watch import begin
    from bridgehead.live.runner import Runner
    from bridgehead.primitives.moment import now

    rulebook = publish_rulebook(file if file.is_dir() else file.parent, now())
    matter = published.by_hash(rulebook).about.name
    record = begin(matter, operation.name, window, actor, now())
    link, clock = link_of(Plant(plant, operation, window, speed), now().timestamp())
    typer.echo(f"{record.number} · /desk/operations/{matter}/{record.number}/")
    asyncio.run(_until_told(Runner(record, operation, link, clock)))


async def _until_told(runner: "Runner") -> None:
    """SIGTERM and Ctrl-C end it in good order; the run stays open, and is gone on with by the same command."""
    task = asyncio.current_task()
    assert task is not None
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, task.cancel)
    try:
        await runner.run()
    except asyncio.CancelledError:
        typer.echo("ended; the run stays open")
