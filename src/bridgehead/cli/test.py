"""`bridgehead test`: run the examples of a rulebook."""

from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

from bridgehead.cli.output import Lang, Language, console


def command(
    path: Annotated[Path, typer.Argument(help="The rulebook's folder.")],
    lang: Language = Lang.ZH,
) -> None:
    """Run a rulebook's examples, and tell what no example touches. 运行规则书的例子。"""
    from bridgehead.queries.examples import try_examples

    screen = console()
    report = try_examples(path)
    for mistake in report.mistakes:
        screen.print(str(mistake))
    for result in report.results:
        example = result.example.example
        sentence = example if isinstance(example, str) else lang.of(example)
        screen.print(f"ok   {sentence}" if result.holds else f"FAIL {sentence}\n     {result.place}")
        for mistake in result.mistakes:
            screen.print(f"     {mistake}")
        for difference in result.differences:
            expected, got = _said(difference.expected, lang), _said(difference.got, lang)
            said = lang.say(f"应为 {expected}，实为 {got}", f"expected {expected}, got {got}")
            screen.print(f"     {difference.place}: {difference.number} {difference.key}: {said}")
    for untouched in filter(None, report.untouched):
        for said, names in (
            (lang.say("没有例子使其成立", "no example sees it hold"), untouched.never_held),
            (lang.say("没有例子使其不成立", "no example sees it fail"), untouched.never_failed),
            (lang.say("没有例子获得此奖", "no example grants it"), untouched.never_granted),
        ):
            if names:
                screen.print(f"{untouched.award}: {said}: {', '.join(names)}")
    run, failed = len(report.results), report.failed
    screen.print(lang.say(f"例子 {run} 个，未通过 {failed} 个", f"{run} examples, {failed} failed"))
    raise typer.Exit(1 if failed or report.mistakes else 0)


def _said(value: object, lang: Lang) -> str:
    """A value as an example writes it."""
    match value:
        case None | ():
            return lang.say("无", "none")
        case bool():
            return str(value).lower()
        case tuple():
            return ", ".join(map(str, value))
        case Decimal():
            return f"{value:,}"
    return str(value)
