"""A negative list, and what became of the projects that were screened by it: in words, on a map, as files."""

import json
from collections import Counter

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from bridgehead.documents.geojson import CRS
from bridgehead.instruments.screen import Screen
from bridgehead.instruments.screen.schema import Class
from bridgehead.instruments.screen.screened import Screened, Verdict
from bridgehead.instruments.screen.wording import FINDINGS, VERDICTS, hectares, reason
from bridgehead.primitives.words import Phrase, same
from bridgehead.queries.screened import Screening, last_screening
from bridgehead.queries.screening import overlap_table, table
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.web.api.tables import table_file
from bridgehead.web.faces.in_force import rulebook_of

VERDICTS_AS = {"csv": Phrase("结论 CSV", "Verdicts, CSV"), "xlsx": Phrase("结论 Excel", "Verdicts, Excel")}
OVERLAPS_AS = {
    "overlaps-csv": Phrase("重叠 CSV", "Overlaps, CSV"),
    "overlaps-xlsx": Phrase("重叠 Excel", "Overlaps, Excel"),
}
MAP = "geojson"
FORMS = {**VERDICTS_AS, **OVERLAPS_AS, MAP: same("GeoJSON")}
LIGHTS = {Verdict.REFUSED: "red", Verdict.UNDETERMINED: "yellow", Verdict.OPEN: "yellow", Verdict.CLEAR: "green"}
MOST_SHOWN = 100
"""Projects on the page; the files have them all."""


@require_safe
def screening(request: HttpRequest, matter: str, name: str) -> HttpResponse:
    rulebook, screen = _screen_of(matter, name)
    last = last_screening(matter, name)
    found = last.projects if last else ()
    counts = Counter(each.verdict for each in found)
    about = {
        "matter": matter,
        "rulebook": rulebook,
        "screen": screen,
        "last": last,
        "classes": screen.classes.values(),
        "counts": [(VERDICTS[verdict], LIGHTS[verdict], counts[verdict]) for verdict in Verdict if counts[verdict]],
        "projects": [_shown(each, last.screen) for each in found[:MOST_SHOWN]] if last else [],
        "hidden": max(0, len(found) - MOST_SHOWN),
        "forms": FORMS.items(),
        "map": rulebook.about.map,
    }
    return render(request, "portal/screening.html", about)


def _shown(each: Screened, screen: Screen) -> dict[str, object]:
    """A project for a reader: what decided first, then every class."""
    return {
        "name": each.project.name,
        "hectares": hectares(each.hectares),
        "verdict": VERDICTS[each.verdict],
        "light": LIGHTS[each.verdict],
        "why": [(reason(judged, screen), _cites(judged.of, screen)) for judged in each.decisive[:1]],
        "shared": [
            {
                "zone": shared.zone.name,
                "kind": screen.zones[shared.zone.kind].title,
                "ground": hectares(shared.ground),
                "slivers": hectares(shared.slivers) if shared.pieces else None,
                "pieces": shared.pieces,
            }
            for shared in each.shared
        ],
        "classes": [
            (judged.of.title, FINDINGS[judged.finding], reason(judged, screen), _cites(judged.of, screen))
            for judged in each.classes
        ],
    }


def _cites(of: Class, screen: Screen) -> str | None:
    return of.cites or screen.cites


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
