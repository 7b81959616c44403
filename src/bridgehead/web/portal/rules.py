"""The city's notices and the rules made of them, side by side."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from bridgehead import published
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.queries.coverage import coverage
from bridgehead.rulebook.coverage import ClauseCoverage
from bridgehead.rulebook.notice import Notice


def rules(request: HttpRequest) -> HttpResponse:
    found = [(matter, published.current(matter)[1]) for matter in published.matters()]
    return render(request, "portal/rules.html", {"rulebooks": found})


def rulebook(request: HttpRequest, matter: str) -> HttpResponse:
    """A notice clause by clause, each figure underlined by whether a rule has it; what is assumed; the hash."""
    try:
        by, found = published.current(matter)
    except BridgeheadError as unknown:
        raise Http404 from unknown
    covered = coverage(found)
    parts = [part for part in found.instruments.values() if getattr(part, "assumes", ())]
    assumed = [*found.about.assumes, *(each for part in parts for each in part.assumes)]
    clauses = [
        {"clause": each.clause, "percent": each.percent, "pieces": list(_pieces(covered.notice, each))}
        for each in covered.clauses
    ]
    about = {"matter": matter, "rulebook": found, "hash": by, "coverage": covered}
    return render(request, "portal/rulebook.html", {**about, "clauses": clauses, "assumed": assumed})


def _pieces(notice: Notice, covered: ClauseCoverage) -> Iterator[dict[str, object]]:
    """The text below the heading of a clause in pieces: plain, or a figure with what became of it."""
    at = notice.text.find("\n", covered.clause.start, covered.clause.end)
    at = covered.clause.end if at < 0 else at
    for judged in covered.figures:
        first, last = judged.figure.core
        if first >= at:
            yield {"text": notice.text[at:first]}
            yield {"text": notice.text[first:last], "state": judged.state.replace(" ", "-"), "rules": judged.rules}
            at = last
    yield {"text": notice.text[at : covered.clause.end]}
