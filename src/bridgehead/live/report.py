"""A report of a run as a file: HTML that stands alone, or Word."""

from collections.abc import Callable
from html import escape
from io import BytesIO
from pathlib import Path

from bridgehead.documents.replacing import replacing
from bridgehead.live.raster import png
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.primitives.words import Phrase
from bridgehead.queries.run_drawing import Drawing, Stroke
from bridgehead.queries.run_report import Report, Table

Say = Callable[[Phrase], str]
LOOK = """
body { font-family: "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif; color: #1d2733;
  background: #fbfaf7; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; line-height: 1.6; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; margin-bottom: 2rem; }
th, td { text-align: left; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid #e3ded3; vertical-align: top;
  overflow-wrap: anywhere; }
thead th { border-bottom: 2px solid #1d2733; } p { margin: 0; color: #5b6470; } h2 { margin-top: 2rem; }
figure { margin: 1rem 0; } figcaption { color: #5b6470; } svg { width: 100%; height: 16rem; }
svg.plan { height: auto; aspect-ratio: 1; max-height: 36rem; } polyline { fill: none; stroke-width: 2;
  vector-effect: non-scaling-stroke; } .planned { stroke: #0b6e69; stroke-dasharray: 6 4; }
.measured { stroke: #a8642a; } .broad { stroke-width: 6; } .ends { stroke: #beb8ac; } .railway { stroke: #5b6470; }
"""
PLAN = Phrase(
    "平面（按比例）：灰线为起始位置，虚线为计划，实线为实测，双线为铁路",
    "Plan to scale: grey where it began, dashed as planned, solid as measured, the railway as two lines",
)
CURVE = Phrase("转角：虚线为计划，实线为实测", "Angle: dashed as planned, solid as measured")
WIDTH, HEIGHT, SIDE = 1000, 240, 1000
"""Of the curve and of the plan, in the units of a drawing and, doubled, in pixels."""


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
    plan = _figure(report.plan, (SIDE, SIDE), said(PLAN), "plan")
    curve = _figure(report.curve, (WIDTH, HEIGHT), said(CURVE), "curve")
    body = f"<h1>{said(report.title)}</h1>{told}{plan}{curve}{tables}"
    return f'<!DOCTYPE html>\n<html lang="{language}"><head>{head}</head><body>{body}</body></html>\n'


def _table(table: Table, said: Say) -> str:
    title = f"<h2>{said(table.title)}</h2>"
    if not table.rows:
        return f"{title}<p>{said(table.empty)}</p>"
    heads = "".join(f"<th>{said(each)}</th>" for each in table.headings)
    rows = "".join(f"<tr>{''.join(f'<td>{said(each)}</td>' for each in row)}</tr>" for row in table.rows)
    return f"{title}<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _figure(drawing: Drawing, size: tuple[int, int], called: str, look: str) -> str:
    (left, low), (right, top), (wide, high) = drawing.low, drawing.high, size

    def line(stroke: Stroke) -> str:
        spots = (
            (wide * (x - left) / (right - left), high * (top - y) / ((top - low) or 1.0)) for x, y in stroke.points
        )
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
        return f'<polyline class="{stroke.look}{" broad" if stroke.broad else ""}" points="{points}"/>'

    frame = f'viewBox="0 0 {wide} {high}" role="img" aria-label="{called}"'
    stretched = "" if look == "plan" else ' preserveAspectRatio="none"'
    lines = "".join(map(line, drawing.strokes))
    return f'<figure><svg class="{look}" {frame}{stretched}>{lines}</svg><figcaption>{called}</figcaption></figure>'


def _word(report: Report, path: Path, say: Say) -> None:
    try:
        import docx
        import docx.shared
    except ModuleNotFoundError as error:
        found = f"{error.name}, which writes Word, is not installed"
        raise BridgeheadError([Mistake("OP024", found, None, "the extra «live»: bridgehead[live]")]) from error
    made = docx.Document()
    made.add_heading(say(report.title), 0)
    for each in report.told:
        made.add_paragraph(say(each))
    for drawing, (wide, high), called in ((report.plan, (SIDE, SIDE), PLAN), (report.curve, (WIDTH, HEIGHT), CURVE)):
        made.add_picture(BytesIO(png(drawing, 2 * wide, 2 * high)), width=docx.shared.Cm(15))
        made.add_paragraph(say(called), style="Caption")
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
