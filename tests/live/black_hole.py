"""A real TCP proxy that can stop forwarding without closing anything, as a cable that was pulled in the middle does."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread


class Proxy:
    """Before what listens at a port of this machine."""

    def __init__(self, to: int) -> None:
        self._to, self._turn, self._dark = to, 0, False
        self._listens = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listens.getsockname()[1]
        Thread(target=self._accept, daemon=True).start()

    def swallow(self) -> None:
        """Whatever is connected, and connects from now on, is never heard of again."""
        self._turn, self._dark = self._turn + 1, True

    def forward(self) -> None:
        """What connects from now on gets through."""
        self._dark = False

    def close(self) -> None:
        self._listens.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listens.accept()
                far, turn = socket.create_connection(("127.0.0.1", self._to)), -1 if self._dark else self._turn
                for pair in ((near, far), (far, near)):
                    Thread(target=self._pump, args=(*pair, turn), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, turn: int) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if turn == self._turn:
                    sink.sendall(data)
            if turn == self._turn:
                sink.shutdown(socket.SHUT_WR)


@contextmanager
def proxy(to: int) -> Iterator[Proxy]:
    made = Proxy(to)
    try:
        yield made
    finally:
        made.close()
