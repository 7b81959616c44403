"""Serve the faces and the interface: WSGI in threads, with connections that stay."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import waitress
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from waitress.server import TcpWSGIServer

from bridgehead import published
from bridgehead.actions.publish_rulebook import publish_rulebooks
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place, nearest
from bridgehead.primitives.moment import Clock
from bridgehead.web.desk.viewers import VIEWERS
from bridgehead.web.unread import Channel


def migrate() -> None:
    """Bring the database to this version; it is made where there is none."""
    call_command("migrate", verbosity=0, interactive=False)


def prepare(clock: Clock) -> Mapping[str, Path]:
    """The same, with the rulebooks of the folders in force, or none of them; by its matter the folder of each."""
    folders = rulebooks()
    migrate()
    return dict(zip(publish_rulebooks(folders, clock()), folders, strict=True))


def rulebooks() -> Sequence[Path]:
    """The folders of all rulebooks beneath the roots, each once; those that the service keeps in its home are none.

    Raises BridgeheadError with CL025 for roots that are not there, or have no rulebook.
    """
    by_root = {root: _beneath(root) for root in map(Path, settings.RULEBOOKS)}
    if bare := [_bare(root) for root, found in by_root.items() if not found]:
        raise BridgeheadError(bare)
    return [*{folder.resolve(): folder for found in by_root.values() for folder in found}.values()]


def _beneath(root: Path) -> Sequence[Path]:
    kept = published.kept().resolve()
    folders = (about.parent for about in sorted(root.rglob("about.yaml")))
    return [folder for folder in folders if not folder.resolve().is_relative_to(kept)]


def _bare(root: Path) -> Mistake:
    expected = "BRIDGEHEAD_RULEBOOKS to name folders with rulebooks, or nothing where those that are in force go on"
    if root.is_dir():
        return Mistake("CL025", "no rulebook stands in this folder", Place.whole(str(root)), expected)
    found = "there is no such folder, in which rulebooks were looked for"
    siblings = [each for each in root.parent.iterdir() if each.is_dir()] if root.parent.is_dir() else []
    near = nearest(root.name, [each.name for each in siblings])
    return Mistake("CL025", found, Place.whole(str(root)), expected, str(root.parent / near) if near else None)


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
