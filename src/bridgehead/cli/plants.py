"""What is watched: a plant over OPC UA or MQTT, or one that is made up here, which can also be served as a plant."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer

from bridgehead.primitives.errors import BridgeheadError, Mistake

if TYPE_CHECKING:
    from bridgehead.instruments.operation import Operation
    from bridgehead.live.clock import RunClock, Stepped
    from bridgehead.live.links import Link, Pretended

TWIN = typer.Option("--twin", help="The twin, whose crew follows the advice once the console commands it to go.")
MADE_UP = typer.Option("--made-up", help="Made-up samples, which follow the commands of the console.")
OPCUA = typer.Option(help="A plant over OPC UA, as in opc.tcp://127.0.0.1:4840.")
MQTT = typer.Option(help="A plant over MQTT, as in mqtt://127.0.0.1:1883/ramp-a.")
TWINNED, PRETENDED = "twin", "made up"
"""What stands for the address of what is made up."""


@dataclass(frozen=True, slots=True)
class Plant:
    """What measures the turn of a window: at an address, or pretended, so many times as fast as the clock goes."""

    url: str
    operation: "Operation"
    window: str
    speed: float = 1.0


def one_of(twin: bool, made_up: bool, opcua: str | None, mqtt: str | None) -> str:
    """The one that was named. Raises BridgeheadError with OP022 for none and for several."""
    named = [
        each for each in (TWINNED if twin else None, PRETENDED if made_up else None, opcua, mqtt) if each is not None
    ]
    if len(named) != 1:
        found = "nothing that measures was named" if not named else "more than one that measures was named"
        raise BridgeheadError([Mistake("OP022", found, None, "one of --twin, --made-up, --opcua and --mqtt")])
    return named[0]


def link_of(plant: Plant, began: float) -> "tuple[Link, RunClock]":
    """The link to a plant, and the clock of a run that began then, in s since 1970.

    Raises BridgeheadError with OP023 for an address that is none, OP024 where what the link needs is not installed.
    """
    if plant.url in (TWINNED, PRETENDED):
        return pretended(plant, began)
    from bridgehead.live.clock import ByMachine

    assert plant.operation.live is not None
    channels = [*plant.operation.live.channels]
    return _of(plant.url).Link(plant.url, channels), ByMachine(began)


def pretended(plant: Plant, began: float) -> "tuple[Pretended, Stepped]":
    """The made-up bridge of an operation."""
    from bridgehead.instruments.operation import planned
    from bridgehead.instruments.operation.watching.figures import course
    from bridgehead.live.clock import Stepped
    from bridgehead.live.links import Pretended
    from bridgehead.live.made_up import MadeUp
    from bridgehead.live.motion import Eased

    assert plant.operation.live is not None
    clock = Stepped(began, plant.speed)
    turn = course(planned(plant.operation), plant.window)
    if plant.url == TWINNED:
        from bridgehead.live.twin import twin

        made_up = MadeUp(plant.operation.live, twin(plant.operation, plant.window, turn))
    else:
        made_up = MadeUp(plant.operation.live, Eased(turn))
    rate = max(each.rate.value for each in plant.operation.live.channels.values())
    return Pretended(made_up, clock, rate), clock


def over(url: str) -> Any:
    """What sends frames as a plant at an address would; raises as `link_of` does."""
    return _of(url).send


def _of(url: str) -> Any:
    try:
        if url.startswith("opc.tcp:"):
            from bridgehead.live import opcua

            return opcua
        from bridgehead.live import mqtt
    except ModuleNotFoundError as error:
        found = f"{error.name}, which this link needs, is not installed"
        raise BridgeheadError([Mistake("OP024", found, None, "the extra «live»: bridgehead[live]")]) from error
    return mqtt
