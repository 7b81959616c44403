"""`bridgehead serve`: run the service."""

import os
from pathlib import Path
from typing import Annotated

import typer


def command(
    home: Annotated[Path, typer.Option(help="The folder of the service: database, keys, files.")] = Path("var"),
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8000,
    threads: Annotated[int, typer.Option(help="How many requests are worked on at once.", min=1)] = 8,
) -> None:
    """Run the service: database, faces and background work in one process. 运行服务。"""
    os.environ.setdefault("BRIDGEHEAD_HOME", str(home))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bridgehead.config.settings")
    import django

    django.setup()
    from bridgehead.primitives.moment import now
    from bridgehead.web.serve import prepare, serve

    prepare(now)
    typer.echo(f"http://{host}:{port}")
    serve(host, port, threads)
