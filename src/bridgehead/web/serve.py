"""Serve the faces and the interface: WSGI in threads, with connections that stay."""

from pathlib import Path
from typing import Any

import waitress
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from waitress.server import TcpWSGIServer

from bridgehead.actions.publish_rulebook import publish_rulebook
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.primitives.moment import Clock
from bridgehead.web.desk.viewers import VIEWERS
from bridgehead.web.unread import Channel


def migrate() -> None:
    """Bring the database to this version; it is made where there is none."""
    call_command("migrate", verbosity=0, interactive=False)


def prepare(clock: Clock) -> None:
    """The same, with the rulebooks of the folders in force."""
    migrate()
    for root in map(Path, settings.RULEBOOKS):
        for about in sorted(root.rglob("about.yaml")):
            publish_rulebook(about.parent, about.parent.relative_to(root).as_posix(), clock())


def listening(host: str, port: int, threads: int) -> Any:
    """The server at its address, which answers once it runs. Raises BridgeheadError with CL020 where it has none."""
    servers: dict[int, Any] = {}
    try:
        server = waitress.create_server(
            get_wsgi_application(),
            servers,
            host=host,
            port=port,
            threads=threads + VIEWERS,  # each stream of a console takes one
            ident="bridgehead",
            max_request_body_size=settings.LARGEST_REQUEST,
            **_behind(settings.PROXY),
        )
    except (OSError, ValueError) as error:  # a ValueError is a host that nothing resolves
        found = f"nothing can listen on {host}:{port}: {getattr(error, 'strerror', None) or error}"
        expected = "an address of this machine with a port that is free; --host and --port name them"
        raise BridgeheadError([Mistake("CL020", found, None, expected)]) from error
    for each in servers.values():
        if isinstance(each, TcpWSGIServer):
            each.channel_class = Channel
    return server


def _behind(proxy: str | None) -> dict[str, Any]:
    """Of a proxy that is trusted, the address of whoever asks it, and whether they did so over HTTPS."""
    if proxy is None:
        return {"clear_untrusted_proxy_headers": False}  # by them `health` sees that a proxy is there
    return {"trusted_proxy": proxy, "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"}}
