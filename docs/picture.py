"""The picture of the README, `docs/demo.svg`: the first award of `make demo-settle`, drawn from what it prints.

    python docs/picture.py

Every piece of a line stands at its column and is as wide as its columns, whichever fonts a reader has: a Chinese
character is two columns wide. Nothing is loaded from elsewhere.
"""

import re
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path

from rich.cells import cell_len
from typer.testing import CliRunner

from bridgehead.cli import main

ROOT = Path(__file__).parents[1]
TOURISM = ROOT / "rulebooks/datong/tourism-2023"
PICTURE = ROOT / "docs/demo.svg"

COLUMN, LINE, MARGIN = 8.4, 22, 24
"""Pixels: the width of a column, the height of a line, the space around the text."""
REASONS = 9
"""Rows of the second table that are drawn; the rest is left out, and said to be."""
COLOURS = (
    (r"\d[\d,]*\.\d\d", "money"),
    (r"名额或资金已尽|待补材料", "wait"),
    (r"未获", "no"),
    (r"\$ .*", "call"),
)


def shown() -> list[str]:
    """What the first award of the demo prints, without the blanks around it."""
    with tempfile.TemporaryDirectory() as folder:
        call = ["settle", str(TOURISM), "--award", "special-train", "--on", "2023-10-16"]
        claims = TOURISM / "samples/made-up-special-train-claims.csv"
        done = CliRunner().invoke(main.app, [*call, "--claims", str(claims), "--out", f"{folder}/out.csv"])
    if done.exit_code:
        raise SystemExit(done.output)
    return [line.rstrip() for line in done.stdout.strip().splitlines()]


def shortened(lines: list[str]) -> list[str]:
    """The second table with its first rows alone, and every run of blank lines as one."""
    second = [at for at, line in enumerate(lines) if "─" in line][1]
    end = next(at for at in range(second, len(lines)) if not lines[at])
    kept = [*lines[: second + 1 + REASONS], " ⋯", *lines[end:]]
    return ["$ make demo-settle", "", *(line for at, line in enumerate(kept) if line or kept[at - 1])]


def drawn(lines: list[str]) -> str:
    """The lines as SVG."""
    width = round(MARGIN * 2 + COLUMN * max(map(cell_len, lines)))
    height = MARGIN * 2 + LINE * len(lines)
    parts = [part for at, line in enumerate(lines) for part in _parts(line, MARGIN + LINE * at + 15)]
    head = HEAD.format(width=width, height=height, inner_width=width - 1, inner_height=height - 1)
    return "\n".join([head, *parts, "</svg>", ""])


def _parts(line: str, y: int) -> Iterator[str]:
    """The pieces of a line, apart where two blanks are; a line under headings is drawn as one."""
    for piece in re.finditer(r"\S+(?: \S+)*", line):
        x = MARGIN + COLUMN * cell_len(line[: piece.start()])
        length = COLUMN * cell_len(piece[0])
        if set(piece[0]) == {"─"}:
            yield f'<path d="M{x:.1f} {y - 5}h{length:.1f}"/>'
            continue
        kinds = [name for pattern, name in COLOURS if re.fullmatch(pattern, piece[0])]
        if not piece[0].isascii():
            kinds.append("wide")
        said = f' class="{" ".join(kinds)}"' if kinds else ""
        text = escape(piece[0], quote=False)
        yield f'<text x="{x:.1f}" y="{y}" textLength="{length:.1f}"{said}>{text}</text>'


HEAD = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">
<title>make demo-settle: 旅游专列奖励 · Special-train reward</title>
<style>
text {{ font: 14px ui-monospace, monospace; fill: #24292f; white-space: pre; }}
path {{ stroke: #b6bcc4; }}
.wide {{ font-size: 16px; }}
.money {{ fill: #116329; font-weight: 600; }}
.wait {{ fill: #7d4e00; }}
.no {{ fill: #a40e26; }}
.call {{ fill: #57606a; }}
</style>
<rect x="0.5" y="0.5" width="{inner_width}" height="{inner_height}" rx="8" fill="#fdfdfb" stroke="#d0d7de"/>"""


if __name__ == "__main__":
    PICTURE.write_text(drawn(shortened(shown())), "utf-8")
