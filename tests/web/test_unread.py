"""What is too large is refused as everything is, and is not read: over sockets, since the server itself sees to it."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection, HTTPResponse
from typing import Any

import pytest
from django.test import Client
from waitress import wasyncore

from bridgehead.web import unread
from bridgehead.web.serve import listening
from tests.cities import INSPECTION

ADDRESS = f"/api/matters/{INSPECTION}/registers/inspection-report/records"
MEBIBYTE = 2**20


@pytest.fixture
def port(settings: Any) -> Iterator[int]:
    settings.LARGEST_REQUEST = 2 * MEBIBYTE
    server = listening("127.0.0.1", 0, 2)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield server.effective_port
    with suppress(OSError):  # of a server that has ended by itself
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
    thread.join(timeout=30)


def _answered(connection: HTTPConnection, path: str, body: Any, **headers: str) -> tuple[HTTPResponse, bytes]:
    connection.request("POST", path, body, {name.replace("_", "-"): said for name, said in headers.items()})
    answer = connection.getresponse()
    return answer, answer.read()


def test_a_program_is_told_by_a_code_in_its_language_and_goes_on_over_the_same_connection(port: int) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    for language, said in (("en", "at most 2 MiB"), ("zh", "内容太大，最大 2 MiB。")):
        answer, body = _answered(connection, ADDRESS, bytes(3 * MEBIBYTE), accept_language=language)
        assert (answer.status, answer.headers["content-type"]) == (413, "application/problem+json")
        told = json.loads(body)
        assert told["mistakes"][0]["code"] == "AC062"
        assert said in json.dumps(told, ensure_ascii=False)
        assert answer.headers["x-request-id"], "it is in the log like others"
    connection.request("GET", "/health")
    assert connection.getresponse().status == 200


def test_a_body_in_chunks_is_refused_where_it_gets_too_large(port: int) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    answer, body = _answered(connection, ADDRESS, (bytes(MEBIBYTE // 2) for _ in range(4)))
    assert (answer.status, json.loads(body)["mistakes"][0]["code"]) == (413, "AC062")
    assert answer.headers["connection"] == "close"


@pytest.mark.parametrize("size", [3 * MEBIBYTE, 2**40])
def test_whoever_asks_before_sending_is_refused_before(port: int, size: int) -> None:
    with socket.create_connection(("127.0.0.1", port), 60) as asked:
        waits = "Expect: 100-continue\r\n" if size < unread.LET_BY else ""
        head = f"POST {ADDRESS} HTTP/1.1\r\nHost: localhost\r\n{waits}Content-Length: {size}\r\n\r\n"
        asked.sendall(head.encode())
        assert asked.makefile("rb").readline().split()[1] == b"413"


def test_a_browser_is_told_on_a_page(port: int) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    answer, body = _answered(connection, "/en/track/", bytes(3 * MEBIBYTE))
    assert (answer.status, answer.headers["content-type"]) == (413, "text/html; charset=utf-8")
    assert "A file may have 20 MiB at most." in body.decode()


@pytest.mark.parametrize(
    ("sent", "status"),
    [(b"made up\r\n\r\n", 400), (b"GET / HTTP/1.1\r\nX: " + bytes(2**19) + b"\r\n\r\n", 431)],
)
def test_what_is_no_request_is_told_in_the_same_shape(port: int, sent: bytes, status: int) -> None:
    with socket.create_connection(("127.0.0.1", port), 60) as asked:
        asked.sendall(sent)
        answer = HTTPResponse(asked)
        answer.begin()
        assert (answer.status, answer.headers["content-type"]) == (status, "application/problem+json")


def test_a_body_without_files_has_a_bound_of_its_own() -> None:
    answer = Client().post(ADDRESS, {"fields": {"x": "x" * MEBIBYTE}}, content_type="application/json")
    assert (answer.status_code, answer.json()["mistakes"][0]["code"]) == (413, "AC062")
    assert answer.json()["mistakes"][0]["expected"] == "at most 1 MiB"
