"""`bridgehead work`: the background by itself."""

from bridgehead.cli.service import HOME, Home, enter


def command(home: Home = HOME) -> None:
    """Do the background work alone: seals and moves. 仅运行后台任务。"""
    enter(home)
    from bridgehead.primitives.moment import by_machine, now
    from bridgehead.work.jobs import jobs
    from bridgehead.work.loop import Loop

    with Loop(jobs(now), by_machine).running() as threads:
        for thread in threads:
            thread.join()
