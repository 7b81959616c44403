"""The measures over a million records: `python -m benchmarks.million [--records N] [--markdown FILE]`.

Filling takes half an hour, and some 20 GB of disk; what SQLite has been filled with stays for the next time.
"""

from argparse import ArgumentParser
from pathlib import Path

from rich.console import Console

from benchmarks import machine, table
from benchmarks.measures import a_million
from tests import postgres


def main() -> None:
    parser = ArgumentParser(prog="python -m benchmarks.million", description=__doc__)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--turns", type=int, default=50, help="how often each is asked in a round")
    parser.add_argument("--folder", type=Path, default=Path("build/benchmarks/million"))
    parser.add_argument("--only", choices=("sqlite", "postgres"), help="one database")
    parser.add_argument("--postgres", nargs=2, metavar="URL", help="two servers that are there, ours and the peer's")
    parser.add_argument("--day", help="the date to print, where it is not today's")
    parser.add_argument("--markdown", type=Path, help="write the table to this file too")
    options = parser.parse_args()
    lines: list[table.Line] = []

    def measured(name: str, urls: tuple[str, str] | None) -> None:
        folder = options.folder / name.lower()
        folder.mkdir(parents=True, exist_ok=True)
        a_million.filled(folder, options.records, urls)
        found = a_million.measure(folder, name, urls, options.records, options.rounds, options.turns)
        table.show(Console(), found)
        lines.extend(found)

    if options.only != "postgres":
        measured("SQLite", None)
    programs = postgres.binaries()
    if options.only != "sqlite" and options.postgres:
        measured("PostgreSQL", tuple(options.postgres))
    elif options.only != "sqlite" and programs is not None:
        with postgres.server(programs) as ours, postgres.server(programs) as theirs:
            measured("PostgreSQL", (ours, theirs))
    if options.markdown:
        options.markdown.write_text(table.markdown(machine.preface(options.day), lines), encoding="utf-8")


if __name__ == "__main__":
    main()
