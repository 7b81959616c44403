"""Links to a plant, made up here: frames arrive in order, a lost link comes back by itself, and a gap is told."""

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from subprocess import DEVNULL, Popen

import aiomqtt
import numpy as np
import pytest

from bridgehead.instruments.operation.watching.clocks import Clocks
from bridgehead.instruments.operation.watching.frame import Frame
from bridgehead.live import mqtt, opcua
from bridgehead.primitives.errors import BridgeheadError
from tests.live.black_hole import Proxy, proxy

SENT, WANTED = ["wind", "angle", "unknown here"], ["angle", "wind", "not there"]
PATIENCE = 60


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


async def sending(source: int, first: int, count: int, last: float = 0.0) -> AsyncIterator[Frame]:
    """Frames a hundredth of a second apart; the sender stays for so many seconds more."""
    for n in range(first, first + count):
        yield Frame(source, n, 1000 + n / 100, np.array([3.0, n / 10, 9.9]))
        await asyncio.sleep(0.01)
    await asyncio.sleep(last)


@contextmanager
def broker(folder: Path, port: int) -> Iterator[None]:
    program = shutil.which("mosquitto") or "/usr/sbin/mosquitto"
    if not Path(program).exists():
        pytest.skip("Mosquitto is absent")
    (folder / "mosquitto.conf").write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\n")
    process = Popen([program, "-c", str(folder / "mosquitto.conf")], stdout=DEVNULL, stderr=DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


def in_order(frames: list[Frame]) -> bool:
    clocks = Clocks()
    return all(clocks.take(each, each.at) for each in frames)


def test_frames_arrive_over_opc_ua_by_the_names_of_their_channels_and_again_after_the_server_was_gone() -> None:
    url = f"opc.tcp://127.0.0.1:{free_port()}"

    async def send() -> None:
        await opcua.send(url, SENT, sending(7, 1, 300))
        await opcua.send(url, SENT, sending(8, 1, 3000))

    async def both() -> list[Frame]:
        link, found = opcua.Link(url, WANTED), list[Frame]()

        async def until_the_second() -> None:
            async for frame in link.frames():
                if frame.n:
                    found.append(frame)
                if len([each for each in found if each.source == 8]) >= 50:
                    return

        sender = asyncio.create_task(send())
        await asyncio.wait_for(until_the_second(), PATIENCE)
        sender.cancel()
        await asyncio.gather(sender, return_exceptions=True)
        return found

    found = asyncio.run(both())
    assert {each.source for each in found} == {7, 8}
    assert in_order(found)
    assert found[0].values[0] == pytest.approx(found[0].n / 10)
    assert found[0].values[1] == 3.0
    assert np.isnan(found[0].values[2])


def test_frames_arrive_over_mqtt_and_again_after_the_broker_was_gone(tmp_path: Path) -> None:
    port = free_port()
    url = f"mqtt://127.0.0.1:{port}/made-up/ramp"

    async def both() -> list[Frame]:
        link, found = mqtt.Link(url, WANTED), list[Frame]()

        async def take() -> None:
            async for frame in link.frames():
                found.append(frame)

        receiving = asyncio.create_task(take())
        try:
            for first in (1, 1001):
                with broker(tmp_path, port):
                    await _sent(url, first, found)
        finally:
            receiving.cancel()
            await asyncio.gather(receiving, return_exceptions=True)
        return found

    found = asyncio.run(both())
    assert in_order(found)
    clocks = Clocks()
    for each in found:
        clocks.take(each, each.at)
    assert clocks.lost >= 500, "what was sent meanwhile is a gap"
    assert found[0].values[:2].tolist() == pytest.approx([found[0].n / 10, 3.0])


async def _sent(url: str, first: int, found: list[Frame]) -> None:
    """Send until some of it has arrived."""
    before = len(found)
    for attempt in range(PATIENCE * 2):
        try:
            await mqtt.send(url, SENT, sending(7, first + 20 * attempt, 20))
        except aiomqtt.MqttError:
            await asyncio.sleep(0.5)
        if len(found) >= before + 20:
            return
    raise AssertionError("nothing arrived")


async def _through(link: mqtt.Link | opcua.Link, hole: Proxy) -> list[Frame]:
    """Frames until some came, the proxy swallowed all without closing anything, and some came again."""
    found = list[Frame]()
    async for frame in link.frames():
        found.append(frame)
        if len(found) == 20:
            hole.swallow()
            asyncio.get_running_loop().call_later(4 * opcua.SILENCE, hole.forward)
        if len(found) == 40:
            break
    return found


def _came_again(found: list[Frame]) -> None:
    assert in_order(found)
    gap = max(after.at - before.at for before, after in pairwise(found))
    assert gap > opcua.SILENCE, "what was sent meanwhile is a gap"


def test_an_opc_ua_server_that_is_never_heard_of_again_is_left_and_connected_to_anew() -> None:
    port = free_port()

    async def both() -> list[Frame]:
        sender = asyncio.create_task(opcua.send(f"opc.tcp://127.0.0.1:{port}", SENT, sending(7, 1, 100 * PATIENCE)))
        try:
            await _listening(port)
            with proxy(port) as hole:
                link = opcua.Link(f"opc.tcp://127.0.0.1:{hole.port}", WANTED)
                return await asyncio.wait_for(_through(link, hole), PATIENCE)
        finally:
            sender.cancel()
            await asyncio.gather(sender, return_exceptions=True)

    _came_again(asyncio.run(both()))


def test_an_mqtt_broker_that_is_never_heard_of_again_is_left_and_connected_to_anew(tmp_path: Path) -> None:
    port = free_port()

    async def both() -> list[Frame]:
        with broker(tmp_path, port), proxy(port) as hole:
            await _listening(port)
            frames = sending(7, 1, 100 * PATIENCE)
            sender = asyncio.create_task(mqtt.send(f"mqtt://127.0.0.1:{port}/made-up", SENT, frames))
            try:
                link = mqtt.Link(f"mqtt://127.0.0.1:{hole.port}/made-up", WANTED)
                return await asyncio.wait_for(_through(link, hole), PATIENCE)
            finally:
                sender.cancel()
                await asyncio.gather(sender, return_exceptions=True)

    _came_again(asyncio.run(both()))


async def _listening(port: int) -> None:
    for _ in range(PATIENCE * 10):
        with suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return
        await asyncio.sleep(0.1)
    raise AssertionError("nothing listens")


@pytest.mark.parametrize("url", ["mqtt://127.0.0.1", "http://127.0.0.1/x", "mqtt:///x", "127.0.0.1"])
def test_an_address_that_is_none_is_told_with_one_that_is(url: str) -> None:
    for link in (mqtt.Link, opcua.Link):
        with pytest.raises(BridgeheadError, match="OP023") as caught:
            link(url, WANTED)
        assert url in str(caught.value)
