"""`bridgehead test`: run the examples of a rulebook."""

from pathlib import Path
from typing import Annotated

import typer

from bridgehead.cli.output import console


def command(path: Annotated[Path, typer.Argument(help="The rulebook's folder.")]) -> None:
    """Run a rulebook's examples, and tell what no example touches. 运行规则书的例子。"""
    from bridgehead.catalog import KINDS
    from bridgehead.queries.examples import run_examples
    from bridgehead.rulebook.load import load

    screen = console()
    report = run_examples(load(path, KINDS))
    for result in report.results:
        screen.print(f"{'ok  ' if result.holds else 'FAIL'} {result.example.sentence}")
        for difference in result.differences:
            expected, got = f"expected {difference.expected}", f"got {difference.got}"
            screen.print(f"     {difference.number} {difference.key}: {expected}, {got}")
    for untouched in filter(None, report.untouched):
        for said, names in (
            ("no example sees it hold", untouched.never_held),
            ("no example sees it fail", untouched.never_failed),
            ("no example grants it", untouched.never_granted),
        ):
            if names:
                screen.print(f"{untouched.award}: {said}: {', '.join(names)}")
    failed = sum(not result.holds for result in report.results)
    screen.print(f"例子 examples {len(report.results)}, 未通过 failed {failed}")
    raise typer.Exit(1 if failed else 0)
