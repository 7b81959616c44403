"""Frames over OPC UA: the object `Operation` has the variables `Channels`, the names, and `Frame`, an array of doubles.

One array a frame, since a scalar a sensor takes many times as long. A client does not come back by itself from every
loss: another one is made, for as long as somebody asks for frames.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from typing import Any

import numpy as np
from asyncua import ua
from asyncua.client.client import Client
from asyncua.common.node import Node
from asyncua.server.server import Server
from asyncua.ua.uaerrors import UaError

from bridgehead.instruments.operation.watching.frame import Frame
from bridgehead.live.wire import HEAD, Reading, array
from bridgehead.primitives.errors import BridgeheadError, Mistake

NAMESPACE = "urn:bridgehead:operation"
AGAIN, SILENCE = 1.0, 3.0
"""Seconds until a server that is not there is tried again; of silence, after which it is asked whether it is there, and
within which it has to answer anything.
"""
EVERY = 5
"""Milliseconds between two publications."""
LONGEST = 1000
"""Frames that wait at the server while the client is slow; of more the oldest are lost, and told as a gap."""
LOST = (OSError, ConnectionError, asyncio.TimeoutError, UaError)


class Link:
    """A link to a server at `opc.tcp://host:port`. Raises BridgeheadError with OP023 for no such address."""

    def __init__(self, url: str, channels: Sequence[str]) -> None:
        self._url, self._channels = _address(url), channels

    async def frames(self) -> AsyncIterator[Frame]:
        while True:
            try:
                async for frame in self._connected():
                    yield frame
            except LOST:
                await asyncio.sleep(AGAIN)

    async def _connected(self) -> AsyncIterator[Frame]:
        client = Client(self._url, timeout=SILENCE, watchdog_intervall=SILENCE)
        await client.connect()
        try:
            index = await client.get_namespace_index(NAMESPACE)
            operation = await client.nodes.objects.get_child(f"{index}:Operation")
            channels = await (await operation.get_child(f"{index}:Channels")).read_value()
            reading, arrived = Reading(channels, self._channels), _Arrived()
            subscription = await client.create_subscription(EVERY, arrived)
            node = await operation.get_child(f"{index}:Frame")
            await subscription.subscribe_data_change(node, queuesize=LONGEST)
            while True:
                try:
                    async with asyncio.timeout(SILENCE):  # and not `wait_for`, which may swallow that it is cancelled
                        numbers = await arrived.queue.get()
                except TimeoutError:
                    await node.read_value()
                    continue
                frame = reading.frame(np.array(numbers, float))
                if frame is not None:
                    yield frame
        finally:
            with suppress(*LOST):
                await asyncio.wait_for(client.disconnect(), SILENCE)  # from a server that is gone none comes back

    def commanded(self, command: str) -> None:
        """A plant is told nothing."""


class _Arrived:
    """What the client calls for each frame."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[list[float]] = asyncio.Queue()

    def datachange_notification(self, node: Node, value: list[float], data: Any) -> None:
        self.queue.put_nowait(value)


async def send(url: str, channels: Sequence[str], frames: AsyncIterator[Frame]) -> None:
    """Be the server of frames, until there are no more."""
    server = Server()
    await server.init()
    server.set_endpoint(_address(url))
    server.set_security_policy([ua.SecurityPolicyType.NoSecurity])
    index = await server.register_namespace(NAMESPACE)
    operation = await server.nodes.objects.add_object(index, "Operation")
    await operation.add_variable(index, "Channels", [*channels], ua.VariantType.String)
    node = await operation.add_variable(index, "Frame", [0.0] * (HEAD + len(channels)), ua.VariantType.Double)
    async with server:
        async for frame in frames:
            await node.write_value(array(frame).tolist(), ua.VariantType.Double)


def _address(url: str) -> str:
    if not url.startswith("opc.tcp://"):
        raise BridgeheadError([Mistake("OP023", f"«{url}»", None, "an address such as opc.tcp://127.0.0.1:4840")])
    return url
