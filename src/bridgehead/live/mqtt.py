"""Frames over MQTT: `TOPIC/channels` keeps the names of the channels, `TOPIC/frames` gets an array of doubles a frame.

A client that has lost its broker is of no more use; another one is made, for as long as somebody asks for frames.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from urllib.parse import unquote, urlsplit

import aiomqtt
import numpy as np

from bridgehead.instruments.operation.watching.frame import Frame
from bridgehead.live.wire import Reading, array
from bridgehead.primitives.errors import BridgeheadError, Mistake

AGAIN = 1.0
"""Seconds until a broker that is not there is tried again."""
SILENCE = 3
"""Seconds of silence after which a broker is asked whether it is there, and within which it has to answer."""
DOUBLES = "<f8"


class Link:
    """A link to what stands under `mqtt://host:port/topic`. Raises BridgeheadError with OP023 for no such address."""

    def __init__(self, url: str, channels: Sequence[str]) -> None:
        self._host, self._port, self._topic = _address(url)
        self._channels = channels

    async def frames(self) -> AsyncIterator[Frame]:
        while True:
            try:
                async for frame in self._connected():
                    yield frame
            except aiomqtt.MqttError:
                await asyncio.sleep(AGAIN)

    async def _connected(self) -> AsyncIterator[Frame]:
        reading: Reading | None = None
        async with aiomqtt.Client(self._host, self._port, keepalive=SILENCE, timeout=SILENCE) as client:
            await client.subscribe(f"{self._topic}/channels", qos=1)
            await client.subscribe(f"{self._topic}/frames", qos=1)
            async for message in client.messages:
                payload = message.payload if isinstance(message.payload, bytes) else b""
                if message.topic.matches(f"{self._topic}/channels"):
                    reading = Reading(json.loads(payload), self._channels)
                elif reading is not None and len(payload) % 8 == 0:
                    frame = reading.frame(np.frombuffer(payload, DOUBLES))
                    if frame is not None:
                        yield frame

    def commanded(self, command: str) -> None:
        """A plant is told nothing."""


async def send(url: str, channels: Sequence[str], frames: AsyncIterator[Frame]) -> None:
    """Be the sender of frames, until there are no more. Raises aiomqtt.MqttError where the broker is lost."""
    host, port, topic = _address(url)
    async with aiomqtt.Client(host, port) as client:
        await client.publish(f"{topic}/channels", json.dumps([*channels]), qos=1, retain=True)
        async for frame in frames:
            await client.publish(f"{topic}/frames", array(frame).astype(DOUBLES).tobytes(), qos=1)


def _address(url: str) -> tuple[str, int, str]:
    parts = urlsplit(url)
    topic = unquote(parts.path.strip("/"))
    if parts.scheme != "mqtt" or not parts.hostname or not topic:
        raise BridgeheadError([Mistake("OP023", f"«{url}»", None, "an address such as mqtt://127.0.0.1:1883/ramp-a")])
    return parts.hostname, parts.port or 1883, topic
