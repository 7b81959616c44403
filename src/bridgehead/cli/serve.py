"""`bridgehead serve`: run the service."""

from typing import Annotated

import typer

from bridgehead.cli.service import HOME, Home, enter


def command(
    home: Home = HOME,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8000,
    threads: Annotated[int, typer.Option(help="How many requests are worked on at once.", min=1)] = 8,
) -> None:
    """Run the service: database, faces and background work in one process. 运行服务。"""
    enter(home)
    from bridgehead.primitives.moment import by_machine, now
    from bridgehead.web.serve import prepare, serve
    from bridgehead.work.jobs import jobs
    from bridgehead.work.loop import Loop

    prepare(now)
    Loop(jobs(now), by_machine).start()
    typer.echo(f"http://{host}:{port}")
    serve(host, port, threads)
