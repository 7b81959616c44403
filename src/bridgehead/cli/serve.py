"""`bridgehead serve`: run the service."""

from typing import Annotated

import typer

from bridgehead.cli.service import HOME, Home, make


def command(
    home: Home = HOME,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8000,
    threads: Annotated[int, typer.Option(help="How many requests are worked on at once.", min=1)] = 8,
) -> None:
    """Run the service: database, faces and background work in one process. 运行服务。"""
    make(home)
    from bridgehead.primitives.moment import by_machine, now
    from bridgehead.web.serve import listening, prepare
    from bridgehead.work.jobs import jobs
    from bridgehead.work.loop import Loop

    prepare(now)
    server = listening(host, port, threads)
    with Loop(jobs(now), by_machine).running():
        typer.echo(f"http://{host}:{port}")
        server.run()
