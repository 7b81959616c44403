"""`bridgehead swing plant`: stand for a plant, so that a watch can be tried over the link that it will have."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bridgehead.cli.operation import FILE, read
from bridgehead.cli.plants import MQTT, OPCUA, PRETENDED, TWIN, TWINNED, Plant, over, pretended
from bridgehead.primitives.errors import BridgeheadError, Mistake


def command(
    file: Annotated[Path, FILE],
    window: Annotated[str, typer.Option(help="The window that is turned in.")],
    opcua: Annotated[str | None, OPCUA] = None,
    mqtt: Annotated[str | None, MQTT] = None,
    twin: Annotated[bool, TWIN] = False,
    turning: Annotated[bool, typer.Option("--turning", help="It turns from the beginning, as by its pumps.")] = False,
) -> None:
    """Serve a made-up bridge over OPC UA or MQTT, until it is ended. 以虚构的桥代替现场设备。"""
    from bridgehead.primitives.moment import by_machine

    operation = read(file)
    if (opcua is None) == (mqtt is None):
        raise BridgeheadError([Mistake("OP022", "no link, or two", None, "one of --opcua and --mqtt")])
    url = opcua or mqtt or ""
    if operation.live is None or window not in operation.windows:
        expected = f"one of {', '.join(operation.windows)}, of an operation with «live»"
        raise BridgeheadError([Mistake("OP020", f"«{window}» does not run live", None, expected)])
    link, _ = pretended(Plant(TWINNED if twin else PRETENDED, operation, window), by_machine().timestamp())
    if turning:
        link.commanded("start")
    send = over(url)
    typer.echo(url)
    asyncio.run(send(url, [*operation.live.channels], link.frames()))
