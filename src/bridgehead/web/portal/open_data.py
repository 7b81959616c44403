"""What everybody may have: the public part of registers as files, and where programs find it."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bridgehead import published
from bridgehead.primitives.moment import now
from bridgehead.queries.public_records import open_registers
from bridgehead.queries.public_table import headings, public_table, tabled
from bridgehead.queries.services import services
from bridgehead.rulebook.schema import Label
from bridgehead.web.api.tables import table_file
from bridgehead.web.faces.in_force import rulebook_of

FORMS = {"csv": "CSV", "parquet": "Parquet"}


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Each register of which there is a public list, by the years since its notice was published."""
    this = now().year
    found = [(matter, published.current(matter)[1]) for matter in published.matters()]
    tables = [
        {
            "matter": matter,
            "rulebook": rulebook,
            "register": register,
            "columns": [*headings(register).items()],
            "years": range(this, min(rulebook.about.published_on.year, this) - 1, -1),
        }
        for matter, rulebook in found
        for register in tabled(rulebook)
    ]
    ways = [*_described([matter for matter, rulebook in found if open_registers(rulebook)]), *_places()]
    about = {"tables": tables, "forms": FORMS.items(), "ways": ways}
    about["root"] = f"{request.scheme}://{request.get_host()}"
    return render(request, "portal/data.html", about)


def _described(matters: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    yield "OpenAPI", ["/api/docs", "/api/openapi.json"]
    asked = [f"{what}.json?jurisdiction_id={quote(matter)}" for matter in matters for what in ("services", "requests")]
    yield "Open311", ["/open311/discovery.json", *(f"/open311/v2/{each}" for each in asked)]


def _places() -> Iterator[tuple[Label, list[str]]]:
    """Where the places of an award stand that are published."""
    for each in services(now()):
        for offer in each.offers:
            if offer.published:
                yield offer.award.title, [f"/api/matters/{each.matter}/awards/{offer.award.name}/places"]


@require_safe
def table(request: HttpRequest, matter: str, name: str, year: int, form: str) -> FileResponse:
    _, rulebook = rulebook_of(matter)
    register = next((each for each in tabled(rulebook) if each.name == name), None)
    if register is None or form not in FORMS or not 1900 <= year <= now().year:
        raise Http404
    return table_file(f"{name}-{year}", form, public_table(matter, rulebook, register, year))
