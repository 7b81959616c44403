"""`bridgehead check`: what is wrong with a rulebook, and how far it covers its notice."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bridgehead.cli.output import console, table

if TYPE_CHECKING:
    from bridgehead.queries.sums import Sum
    from bridgehead.rulebook.coverage import Coverage


def command(
    path: Annotated[Path, typer.Argument(help="The rulebook's folder.")],
    strict: Annotated[bool, typer.Option("--strict", help="A figure that no rule covers is an error.")] = False,
    source: Annotated[
        Path | None, typer.Option(help="Another text to measure the rulebook against, such as a newspaper page.")
    ] = None,
) -> None:
    """Check a rulebook: its mistakes, and each figure of the notice that no rule covers. 检查规则书。"""
    from bridgehead.queries.checking import check
    from bridgehead.queries.coverage import coverage
    from bridgehead.queries.sums import sums
    from bridgehead.rulebook.notice import whole

    screen = console()
    checked = check(path)
    for mistake in checked.mistakes:
        screen.print(str(mistake))
    if checked.rulebook is None or not checked.sound:
        raise typer.Exit(1)
    text = whole(_text(source), str(source)) if source else None
    covered = coverage(checked.rulebook, text)
    for mistake in covered.mistakes:
        screen.print(str(mistake))
    _print_coverage(covered)
    sound = not (covered.mistakes if strict else any(not mistake.warning for mistake in covered.mistakes))
    if not source:
        totals = sums(checked.rulebook, covered)
        _print_sums(totals)
        sound = sound and all(total.agrees is not False for total in totals)
    raise typer.Exit(0 if sound else 1)


def _text(source: Path) -> str:
    from bridgehead.primitives.errors import BridgeheadError, Mistake, Place

    try:
        return source.read_text("utf-8-sig")
    except OSError as why:
        found = f"the text cannot be opened: {why.strerror}"
        raise BridgeheadError([Mistake("CL001", found, Place(str(source)), "a text file")]) from why
    except UnicodeDecodeError as why:
        raise BridgeheadError([Mistake("CL002", "the text is not UTF-8", Place(str(source)), "UTF-8")]) from why


def _print_coverage(covered: "Coverage") -> None:
    """As code coverage is printed: a line a clause, and under the text what no rule covers."""
    from bridgehead.rulebook.coverage import State

    screen = console()
    rows = [
        (
            f"{clause.clause.number or '-'} {clause.clause.title}".strip(),
            str(len(clause.figures)),
            str(sum(figure.state is State.UNCOVERED for figure in clause.figures)),
            f"{clause.percent}%",
        )
        for clause in covered.clauses
    ]
    rows.append(("合计 Total", str(len(covered.figures)), _uncovered(covered), f"{covered.percent}%"))
    figures = ("数字 Figures", "未覆盖 Uncovered", "覆盖 Covered")
    screen.print(table(("条款 Clause", *figures), rows, figures))
    for judged in covered.figures:
        if judged.state is State.UNCOVERED:
            _underline(covered, judged.figure.core)


def _uncovered(covered: "Coverage") -> str:
    from bridgehead.rulebook.coverage import State

    return str(sum(judged.state is State.UNCOVERED for judged in covered.figures))


def _underline(covered: "Coverage", core: tuple[int, int]) -> None:
    """The line of the text, and marks under the figure; a Chinese character is two columns wide."""
    from rich.cells import cell_len

    text = covered.notice.text
    start = text.rfind("\n", 0, core[0]) + 1
    end = text.find("\n", core[1])
    line = text[start : end if end >= 0 else len(text)]
    place = covered.notice.place(core[0])
    screen = console()
    screen.print(f"{place}: {line}")
    screen.print(" " * (cell_len(f"{place}: ") + cell_len(text[start : core[0]])) + "^" * cell_len(text[slice(*core)]))


def _print_sums(totals: "tuple[Sum, ...]") -> None:
    rows = []
    for total in totals:
        terms = " + ".join(f"{term.count} × {term.pay:,}" for term in total.terms) or "-"
        implied = "-" if total.implied is None else f"{total.implied:,}"
        budget = "-" if total.budget is None else f"{total.budget:,}"
        said = {True: "一致 agrees", False: "不一致 differs", None: "无法判断 open"}[total.agrees]
        rows.append((total.award, terms, implied, budget, said))
    figures = ("合计 Sum", "预算 Budget")
    console().print(table(("奖励 Award", "奖项 Prizes", *figures, "核对 Check"), rows, figures))
