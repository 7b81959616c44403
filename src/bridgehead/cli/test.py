"""`bridgehead test`: run the examples of a rulebook."""

from pathlib import Path
from typing import Annotated

import typer

from bridgehead.cli.output import Lang, Language, console


def command(
    path: Annotated[Path, typer.Argument(help="The rulebook's folder.")],
    lang: Language = Lang.ZH,
) -> None:
    """Run a rulebook's examples, and tell what no example touches. 运行规则书的例子。"""
    from bridgehead.catalog import KINDS
    from bridgehead.queries.examples import run_examples
    from bridgehead.rulebook.load import load

    screen = console()
    report = run_examples(load(path, KINDS))
    for result in report.results:
        screen.print(f"{'ok  ' if result.holds else 'FAIL'} {result.example.sentence}")
        for difference in result.differences:
            expected, got = difference.expected, difference.got
            said = lang.say(f"应为 {expected}，实为 {got}", f"expected {expected}, got {got}")
            screen.print(f"     {difference.number} {difference.key}: {said}")
    for untouched in filter(None, report.untouched):
        for said, names in (
            (lang.say("没有例子使其成立", "no example sees it hold"), untouched.never_held),
            (lang.say("没有例子使其不成立", "no example sees it fail"), untouched.never_failed),
            (lang.say("没有例子获得此奖", "no example grants it"), untouched.never_granted),
        ):
            if names:
                screen.print(f"{untouched.award}: {said}: {', '.join(names)}")
    failed = sum(not result.holds for result in report.results)
    run = len(report.results)
    screen.print(lang.say(f"例子 {run} 个，未通过 {failed} 个", f"{run} examples, {failed} failed"))
    raise typer.Exit(1 if failed else 0)
