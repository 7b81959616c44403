"""`bridgehead check`: what is wrong with a rulebook, and how far it covers its notice."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bridgehead.cli.output import Lang, Language, console, print_table
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place

if TYPE_CHECKING:
    from bridgehead.queries.sums import Sum
    from bridgehead.rulebook.coverage import Coverage
    from bridgehead.rulebook.judged import Judged


def command(
    path: Annotated[Path, typer.Argument(help="The rulebook's folder.")],
    strict: Annotated[
        bool, typer.Option("--strict", help="A figure that no rule covers is an error, as is every warning.")
    ] = False,
    source: Annotated[
        Path | None, typer.Option(help="Another text to measure the rulebook against, such as a newspaper page.")
    ] = None,
    lang: Language = Lang.ZH,
) -> None:
    """Check a rulebook: its mistakes, and each figure of the notice that no rule covers. 检查规则书。"""
    from bridgehead.cli import marked, measure
    from bridgehead.instruments.indicator import Indicator
    from bridgehead.queries.checking import check
    from bridgehead.queries.coverage import coverage
    from bridgehead.queries.sums import sums
    from bridgehead.rulebook.notice import whole

    screen = console()
    checked = check(path)
    if checked.rulebook is None:
        raise BridgeheadError(checked.mistakes)
    for mistake in checked.mistakes:
        screen.print(str(mistake))
    if not checked.sound:
        raise typer.Exit(1)
    text = whole(_text(source), str(source)) if source else None
    covered = coverage(checked.rulebook, text)
    for mistake in covered.mistakes:
        screen.print(str(mistake))
    marked.show(covered)
    _print_coverage(covered, lang)
    told = (*checked.mistakes, *covered.mistakes)
    sound = not (told if strict else any(not mistake.warning for mistake in told))
    if not source:
        for indicator in checked.rulebook.of(Indicator).values():
            if indicator.series:
                measure.show(indicator, lang)
        totals = sums(checked.rulebook, covered)
        _print_sums(totals, lang)
        sound = sound and all(total.agrees is not False for total in totals)
    raise typer.Exit(0 if sound else 1)


def _text(source: Path) -> str:
    try:
        text = source.read_text("utf-8-sig")
    except OSError as why:
        found = f"the text cannot be opened: {why.strerror}"
        raise BridgeheadError([Mistake("CL001", found, Place.whole(str(source)), "a text file")]) from why
    except UnicodeDecodeError as why:
        raise BridgeheadError([Mistake("CL002", "the text is not UTF-8", Place.whole(str(source)), "UTF-8")]) from why
    if not text.strip():
        expected = "what was published, with its amounts, dates and quotas"
        raise BridgeheadError([Mistake("CV002", "the text is empty", Place.whole(str(source)), expected)])
    return text


def _print_coverage(covered: "Coverage", lang: Lang) -> None:
    """As code coverage is printed: a line a clause, and the total."""
    rows = [
        (
            f"{clause.clause.number} {clause.clause.title}".strip(),
            *_counts(clause.figures),
            f"{clause.percent}%",
        )
        for clause in covered.clauses
    ]
    rows.append((lang.say("合计", "Total"), *_counts(covered.figures), f"{covered.percent}%"))
    figures = lang.say(
        ("数字", "已绑定", "列为不计", "未覆盖", "覆盖"), ("Figures", "Bound", "Listed", "Uncovered", "Covered")
    )
    print_table((lang.say("条款", "Clause"), *figures), rows, figures)


def _counts(figures: "tuple[Judged, ...]") -> tuple[str, ...]:
    from bridgehead.rulebook.judged import State

    states = [judged.state for judged in figures]
    return str(len(states)), *(str(states.count(state)) for state in State)


def _print_sums(totals: "tuple[Sum, ...]", lang: Lang) -> None:
    rows = []
    for total in totals:
        terms = " + ".join(f"{term.count} × {term.pay:,}" for term in total.terms) or "-"
        implied = "-" if total.implied is None else f"{total.implied:,}"
        budget = "-" if total.budget is None else f"{total.budget:,}"
        agrees = {
            True: lang.say("一致", "agrees"),
            False: lang.say("不一致", "differs"),
            None: lang.say("无法判断", "open"),
        }
        rows.append((total.award, implied, budget, agrees[total.agrees], terms))
    figures = lang.say(("合计", "预算"), ("Sum", "Budget"))
    headings = (lang.say("奖励", "Award"), *figures, lang.say("核对", "Check"), lang.say("奖项", "Prizes"))
    print_table(headings, rows, figures)
    for total in totals:
        if total.agrees is None:
            console().print(f"{total.award}: {_why_open(total, lang)}")


def _why_open(total: "Sum", lang: Lang) -> str:
    """Why quotas and payments cannot be held against a budget."""
    if total.budget is None:
        return lang.say("没有预算，无法核对", "cannot be told: there is no budget")
    named = lang.say("、", ", ").join(total.unknown)
    said = ("名额或金额不固定，无法核对：", "cannot be told; open in number or amount: ")
    return lang.say(*said) + named
