"""The text of a notice in pieces, so that a page can underline its figures."""

from collections.abc import Iterable, Iterator

from bridgehead.rulebook.coverage import ClauseCoverage
from bridgehead.rulebook.judged import Judged
from bridgehead.rulebook.notice import Clause, Notice


def pieces(notice: Notice, covered: ClauseCoverage) -> Iterator[dict[str, object]]:
    """The text below the heading of a clause: plain, or a figure with what became of it."""
    below = _below(notice, covered.clause)
    return _pieces(notice.text, covered.figures, below, covered.clause.end)


def pieces_of_title(notice: Notice, covered: ClauseCoverage) -> Iterator[dict[str, object]]:
    """The heading of a clause, without its number."""
    line = notice.text[covered.clause.start : _below(notice, covered.clause)]
    start = covered.clause.start + (0 if covered.clause.number else len(line) - len(line.lstrip("# \t\n")))
    return _pieces(notice.text, covered.figures, start, _below(notice, covered.clause))


def _below(notice: Notice, clause: Clause) -> int:
    start = notice.text.find(clause.title, clause.start, clause.end)
    below = notice.text.find("\n", start, clause.end)
    return below if below >= 0 else clause.end


def _pieces(text: str, figures: Iterable[Judged], start: int, end: int) -> Iterator[dict[str, object]]:
    body = text[start:end]
    at, end = start + len(body) - len(body.lstrip()), start + len(body.rstrip())
    for judged in figures:
        first, last = judged.figure.core
        if at <= first < end:
            yield {"text": text[at:first]}
            yield {"text": text[first:last], "state": judged.state.replace(" ", "-")}
            at = last
    yield {"text": text[at:end]}
