"""The map of a city's chains: who makes what, what goes into what, what is missing, and who would buy it."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from bridgehead.instruments.chain import Chain, links
from bridgehead.instruments.chain.gaps import ORDER
from bridgehead.queries.chains import table
from bridgehead.queries.listed_firms import listed_firms
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.web.api.tables import table_file
from bridgehead.web.faces.in_force import rulebook_of
from bridgehead.web.portal.chain_map import drawn

FORMS = {"csv": "CSV", "xlsx": "Excel", "parquet": "Parquet"}


@require_safe
def chain(request: HttpRequest, matter: str, name: str) -> HttpResponse:
    rulebook, found = _chain_of(matter, name)
    linked = links(found, listed_firms(matter, rulebook, found))
    branch = request.GET.get("chain", "")
    about = {"matter": matter, "rulebook": rulebook, "chain": found, "branch": found.chains.get(branch)}
    about["map"] = drawn(found, linked, branch if branch in found.chains else None)
    about["counts"] = [(state, sum(link.state == state for link in linked)) for state in ORDER]
    about["unnamed"] = [each for each in found.sets.values() if not each.members]
    about |= {"links": [(link, found.chains[link.branch]) for link in linked], "forms": FORMS.items()}
    return render(request, "portal/chain.html", about)


@require_safe
def file(request: HttpRequest, matter: str, name: str, form: str) -> HttpResponse | FileResponse:
    rulebook, found = _chain_of(matter, name)
    if form not in FORMS:
        raise Http404
    language = "en" if (get_language() or "").startswith("en") else "zh"
    linked = links(found, listed_firms(matter, rulebook, found))
    return table_file(name, form, table(found, linked, language).to_reader())


def _chain_of(matter: str, name: str) -> tuple[Rulebook, Chain]:
    """Raises Http404."""
    _, rulebook = rulebook_of(matter)
    known = rulebook.of(Chain)
    if name not in known:
        raise Http404
    return rulebook, known[name]
