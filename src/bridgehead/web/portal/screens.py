"""A negative list, and what became of the projects that were screened by it: in words, on a map, as files."""

import json

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from bridgehead.documents.geojson import CRS
from bridgehead.instruments.screen import Screen
from bridgehead.primitives.words import Phrase, same
from bridgehead.queries.screened import Screening, last_screening
from bridgehead.queries.screening import overlap_table, table
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.web.api.tables import table_file
from bridgehead.web.faces.in_force import rulebook_of
from bridgehead.web.faces.screened import shown

VERDICTS_AS = {"csv": Phrase("结论 CSV", "Verdicts, CSV"), "xlsx": Phrase("结论 Excel", "Verdicts, Excel")}
OVERLAPS_AS = {
    "overlaps-csv": Phrase("重叠 CSV", "Overlaps, CSV"),
    "overlaps-xlsx": Phrase("重叠 Excel", "Overlaps, Excel"),
}
MAP = "geojson"
FORMS = {**VERDICTS_AS, **OVERLAPS_AS, MAP: same("GeoJSON")}


@require_safe
def screening(request: HttpRequest, matter: str, name: str) -> HttpResponse:
    rulebook, screen = _screen_of(matter, name)
    last = last_screening(matter, name)
    found = last.projects if last else ()
    about = {
        "matter": matter,
        "rulebook": rulebook,
        "screen": screen,
        "last": last,
        "classes": screen.classes.values(),
        **shown(found, last.screen if last else screen),
        "forms": FORMS.items(),
        "map": rulebook.about.map,
    }
    return render(request, "portal/screening.html", about)


@require_safe
def file(request: HttpRequest, matter: str, name: str, form: str) -> HttpResponse | FileResponse:
    _screen_of(matter, name)
    last = last_screening(matter, name)
    if last is None:
        raise Http404
    language = "en" if (get_language() or "").startswith("en") else "zh"
    if form in VERDICTS_AS:
        return table_file(name, form, table(last.screen, last.projects, language).to_reader())
    if form in OVERLAPS_AS:
        shared = overlap_table(last.screen, last.projects, language)
        return table_file(f"{name}-overlaps", form.removeprefix("overlaps-"), shared.to_reader())
    if form != MAP:
        raise Http404
    return HttpResponse(_ground(last, language), content_type="application/geo+json")


def _ground(last: Screening, language: str) -> str:
    features = [*last.features(language)]
    return json.dumps({"type": "FeatureCollection", "crs": CRS, "features": features}, ensure_ascii=False)


def _screen_of(matter: str, name: str) -> tuple[Rulebook, Screen]:
    """Raises Http404."""
    _, rulebook = rulebook_of(matter)
    known = rulebook.of(Screen)
    if name not in known:
        raise Http404
    return rulebook, known[name]
