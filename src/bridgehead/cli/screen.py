"""`bridgehead screen`: projects under a rulebook's screen, each with its verdict, the reasons and its overlaps."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bridgehead.cli.output import Lang, Language, console, print_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bridgehead.instruments.screen import Screen
    from bridgehead.instruments.screen.screened import Screened

ZONES = "zones.geojson"
"""The file of zones that a rulebook may have beside it."""
MOST_SHOWN = 20


def command(
    path: Annotated[Path, typer.Argument(help="The rulebook's folder.")],
    projects: Annotated[Path, typer.Option(help="The projects, as GeoJSON in degrees of CGCS2000.")],
    zones: Annotated[
        Path | None, typer.Option(help=f"The zones, as GeoJSON; those of the rulebook's {ZONES} where none is named.")
    ] = None,
    name: Annotated[str | None, typer.Option("--screen", help="Which one, where there are several.")] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Write the verdicts, a row a class, and the overlaps beside them: .csv, .xlsx, ..."),
    ] = None,
    lang: Language = Lang.ZH,
) -> None:
    """Screen projects by criteria and by place: verdict, reason and clause for each class. 负面清单审查。"""
    from bridgehead.catalog import KINDS
    from bridgehead.cli.chosen import chosen
    from bridgehead.instruments.screen import Screen
    from bridgehead.instruments.screen.ground import shared_controls
    from bridgehead.queries.screening import grounds, judged
    from bridgehead.rulebook.load import load

    rulebook = load(path, KINDS)
    screen = chosen(rulebook, Screen, name, "screen", "CL022")
    of_projects, of_zones = grounds(screen, projects, zones or path / ZONES)
    found = judged(screen, of_projects, of_zones)
    for mistake in of_projects.mistakes:
        typer.echo(str(mistake), err=True)
    if not shared_controls(of_projects, of_zones):
        said = (
            "两个文件没有共同的控制点，未能核对是否偏移（GCJ-02）",
            "no control point in both files: a shift (GCJ-02) could not be looked for",
        )
        typer.echo(lang.say(*said), err=True)
    _show(screen, found, lang)
    if out is not None:
        _write(screen, found, out, lang)
    raise typer.Exit(1 if of_projects.mistakes else 0)


def _show(screen: "Screen", found: "Sequence[Screened]", lang: Lang) -> None:
    from bridgehead.instruments.screen.wording import VERDICTS, hectares, reason

    console().print(lang.of(screen.title))
    counts = Counter(each.verdict for each in found)
    for verdict, said in VERDICTS.items():
        if counts[verdict]:
            console().print(f"{lang.of(said)} {counts[verdict]:,}")
    headings = lang.say(("项目", "面积", "结论", "理由"), ("Project", "Area", "Verdict", "Reason"))
    rows = [
        (
            each.project.name,
            lang.of(hectares(each.hectares)),
            lang.of(VERDICTS[each.verdict]),
            lang.of(reason(each.decisive[0], screen)),
        )
        for each in found[:MOST_SHOWN]
    ]
    print_table(headings, rows, headings[1:2])
    if len(found) > MOST_SHOWN:
        more = len(found) - MOST_SHOWN
        console().print(lang.say(f"另有 {more:,} 个，见 --out", f"{more:,} more; --out has them all"))


def _write(screen: "Screen", found: "Sequence[Screened]", out: Path, lang: Lang) -> None:
    from bridgehead.queries.screening import overlap_table, table
    from bridgehead.tables.writing import write

    beside = out.with_suffix(f".overlaps{out.suffix}")
    rows = write(out, table(screen, found, lang))
    shared = write(beside, overlap_table(screen, found, lang))
    console().print(lang.say(f"{rows:,} 行写入 {out}", f"{rows:,} rows in {out}"))
    console().print(lang.say(f"{shared:,} 处重叠写入 {beside}", f"{shared:,} overlaps in {beside}"))
