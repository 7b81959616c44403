"""`bridgehead sketch`: what is read in a notice, and a rulebook sketched for it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bridgehead.cli.output import Lang, Language, console, print_table
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bridgehead.queries.tried import Reckoned, Tried


def command(
    file: Annotated[Path, typer.Argument(help="The notice as text: UTF-8 or GB18030.")],
    out: Annotated[Path | None, typer.Option(help="A folder that is new or empty, for the sketch.")] = None,
    lang: Language = Lang.ZH,
) -> None:
    """Find the figures of a notice, add them up, and sketch a rulebook for it. 为公告起草规则书。"""
    from bridgehead.cli import marked
    from bridgehead.documents.source import opened
    from bridgehead.documents.texts import decoded
    from bridgehead.primitives.moment import now
    from bridgehead.queries.tried import tried

    if out is not None:
        _need_room(out)
    found = tried(decoded(opened(file, str(file)), str(file)), now().date())
    marked.show(found.covered)
    _print_reckoned(found.reckoned, lang)
    _print_unread(found, lang)
    count = len(found.covered.figures)
    console().print(lang.say(f"{count} 个数字，都还没有规则", f"{count} figures, none of which has a rule yet"))
    if out is not None:
        _write(found.files, out)
        console().print(lang.say(f"草稿写入 {out}", f"the sketch is in {out}"))


def _need_room(out: Path) -> None:
    """Raises BridgeheadError, CL034, where a sketch would be mixed with other files."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        found = "something is there already"
        raise BridgeheadError([Mistake("CL034", found, Place.whole(str(out)), "a folder that is new or empty")])


def _write(files: "Mapping[str, str]", out: Path) -> None:
    from bridgehead.documents.replacing import replacing

    out.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        with replacing(out / name) as file:
            file.write(text.encode())


def _print_reckoned(found: "tuple[Reckoned, ...]", lang: Lang) -> None:
    light = {True: lang.say("一致", "agrees"), False: lang.say("不一致", "differs"), None: "-"}
    rows = [
        (
            each.clause or "-",
            lang.of(each.comes_to) if each.comes_to else lang.say("无法判断", "open"),
            each.says or "-",
            light[each.agrees],
            each.reckoning or "-",
        )
        for each in found
    ]
    headings = lang.say(
        ("条款", "合计或比率", "原文", "核对", "算式"), ("Clause", "Comes to", "Text", "Check", "Reckoning")
    )
    print_table(headings, rows, headings[1:2])


def _print_unread(found: "Tried", lang: Lang) -> None:
    for line in found.left:
        why = lang.say("序号不连续或层次太深，留作正文", "stays text: its number is out of turn or lies too deep")
        console().print(f"{found.covered.notice.file}:{line.line}: {line.mark} {why}")
    for each in found.unread:
        console().print(f"{each.place}: {each.text} {lang.of(each.why)}")
