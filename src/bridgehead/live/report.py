"""A report of a run as a file: HTML that stands alone, or Word."""

from collections.abc import Callable
from html import escape
from pathlib import Path

from bridgehead.documents.replacing import replacing
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.primitives.words import Phrase
from bridgehead.queries.run_report import Curve, Report, Table

Say = Callable[[Phrase], str]
LOOK = """
body { font-family: "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif; color: #1d2733;
  background: #fbfaf7; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; line-height: 1.6; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; margin-bottom: 2rem; }
th, td { text-align: left; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid #e3ded3; vertical-align: top;
  overflow-wrap: anywhere; }
thead th { border-bottom: 2px solid #1d2733; } p { margin: 0; color: #5b6470; } h2 { margin-top: 2rem; }
svg { width: 100%; height: 16rem; margin-top: 1rem; } polyline { fill: none; stroke-width: 2;
  vector-effect: non-scaling-stroke; } .planned { stroke: #0b6e69; stroke-dasharray: 6 4; }
.measured { stroke: #a8642a; }
"""
CURVE = Phrase("转角：虚线为计划，实线为实测", "Angle: dashed as planned, solid as measured")
WIDTH, HEIGHT = 1000.0, 240.0


def write(report: Report, path: Path, say: Say, language: str) -> None:
    """By the ending of the path. Raises BridgeheadError: TB051 where it cannot be written, OP025 for another ending."""
    match path.suffix.lower():
        case ".html":
            with replacing(path) as out:
                out.write(_html(report, say, language).encode())
        case ".docx":
            _word(report, path, say)
        case other:
            found = f"a report as «{other or path.name}»"
            raise BridgeheadError([Mistake("OP025", found, None, "a file that ends in .html or .docx")])


def _html(report: Report, say: Say, language: str) -> str:
    def said(phrase: Phrase) -> str:
        return escape(say(phrase))

    told = "".join(f"<p>{said(each)}</p>" for each in report.told)
    tables = "".join(_table(each, said) for each in report.tables)
    head = f'<meta charset="utf-8"><title>{said(report.title)}</title><style>{LOOK}</style>'
    curve = f"<figure>{_drawn(report.curve, said(CURVE))}<figcaption>{said(CURVE)}</figcaption></figure>"
    body = f"<h1>{said(report.title)}</h1>{told}{curve}{tables}"
    return f'<!DOCTYPE html>\n<html lang="{language}"><head>{head}</head><body>{body}</body></html>\n'


def _table(table: Table, said: Say) -> str:
    title = f"<h2>{said(table.title)}</h2>"
    if not table.rows:
        return f"{title}<p>{said(table.empty)}</p>"
    heads = "".join(f"<th>{said(each)}</th>" for each in table.headings)
    rows = "".join(f"<tr>{''.join(f'<td>{said(each)}</td>' for each in row)}</tr>" for row in table.rows)
    return f"{title}<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _drawn(curve: Curve, called: str) -> str:
    """Both courses in one frame; where nothing was measured the line is broken."""
    measured = [(time, angle) for time, angle in curve.measured if angle is not None]
    times = [time for time, _ in (*curve.planned, *measured)]
    angles = [angle for _, angle in (*curve.planned, *measured)]
    wide, low, high = max(times) - min(times) or 1.0, min(angles), max(angles)

    def points(some: list[tuple[float, float]]) -> str:
        spots = ((WIDTH * (t - min(times)) / wide, HEIGHT * (1 - (a - low) / (high - low or 1.0))) for t, a in some)
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)

    pieces: list[list[tuple[float, float]]] = [[]]
    for time, angle in curve.measured:
        if angle is None:
            pieces.append([])
        else:
            pieces[-1].append((time, angle))
    lines = "".join(f'<polyline class="measured" points="{points(each)}"/>' for each in pieces if each)
    frame = f'viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" preserveAspectRatio="none" role="img" aria-label="{called}"'
    return f'<svg {frame}><polyline class="planned" points="{points([*curve.planned])}"/>{lines}</svg>'


def _word(report: Report, path: Path, say: Say) -> None:
    try:
        import docx
    except ModuleNotFoundError as error:
        found = f"{error.name}, which writes Word, is not installed"
        raise BridgeheadError([Mistake("OP024", found, None, "the extra «live»: bridgehead[live]")]) from error
    made = docx.Document()
    made.add_heading(say(report.title), 0)
    for each in report.told:
        made.add_paragraph(say(each))
    for table in report.tables:
        made.add_heading(say(table.title), 1)
        if not table.rows:
            made.add_paragraph(say(table.empty))
            continue
        grid = made.add_table(rows=1, cols=len(table.headings), style="Table Grid")
        for cell, heading in zip(grid.rows[0].cells, table.headings, strict=True):
            cell.text = say(heading)
        for row in table.rows:
            for cell, value in zip(grid.add_row().cells, row, strict=True):
                cell.text = say(value)
    with replacing(path) as out:
        made.save(out)
