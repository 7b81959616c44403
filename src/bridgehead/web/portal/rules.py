"""The city's notices and the rules made of them, side by side."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from bridgehead import published
from bridgehead.instruments.award.schema import Award
from bridgehead.instruments.chain import Chain
from bridgehead.instruments.indicator import Indicator
from bridgehead.instruments.register import Register
from bridgehead.instruments.screen import Screen
from bridgehead.ledger import models
from bridgehead.queries.beside import beside
from bridgehead.queries.coverage import coverage
from bridgehead.queries.public_records import open_registers
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.rulebook.schema import Assumption, Part
from bridgehead.web.faces.in_force import rulebook_of
from bridgehead.web.faces.underlined import pieces


def rules(request: HttpRequest) -> HttpResponse:
    found = [(matter, published.current(matter)[1]) for matter in published.matters()]
    return render(request, "portal/rules.html", {"rulebooks": found})


def rulebook(request: HttpRequest, matter: str) -> HttpResponse:
    """A notice clause by clause, each figure underlined by whether a rule has it; what is assumed; the hash."""
    by, found = _asked_for(request, matter)
    covered = coverage(found)
    assumed = [*found.about.assumes, *(each for part in found.instruments.values() for each in _assumes(part))]
    assumed = [*{(each.zh, each.en): each for each in assumed}.values()]  # several registers may say the same
    said = beside(by)
    clauses = [
        {
            "clause": each.clause,
            "pieces": list(pieces(covered.notice, each)),
            "rules": said.get(each.clause.number, []),
        }
        for each in covered.clauses
    ]
    superseded = by != rulebook_of(matter)[0]
    about: dict[str, object] = {
        "matter": matter,
        "rulebook": found,
        "hash": by,
        "superseded": superseded,
        "coverage": covered,
    }
    if not superseded:
        about["figures"], about["screens"] = [*found.of(Indicator).values()], [*found.of(Screen).values()]
        about["stand"] = [each for each in open_registers(found).values() if each.lights]
        about["chains"] = [*found.of(Chain).values()]
    return render(request, "portal/rulebook.html", {**about, "clauses": clauses, "assumed": assumed})


def _asked_for(request: HttpRequest, matter: str) -> tuple[str, Rulebook]:
    """The rulebook in force, or one that was, by its hash."""
    in_force, found = rulebook_of(matter)
    by = request.GET.get("by", in_force)
    if by == in_force:
        return in_force, found
    if not models.Enactment.objects.filter(matter=matter, rulebook=by).exists():
        raise Http404
    return by, published.by_hash(by)


def _assumes(part: Part) -> tuple[Assumption, ...]:
    return part.assumes if isinstance(part, Award | Chain | Register | Indicator | Screen) else ()
