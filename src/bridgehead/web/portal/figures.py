"""What the city reports of itself: the figures of an indicator, each rate with that from which it follows."""

import json
from collections.abc import Mapping

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from bridgehead.instruments.indicator import Indicator, rates
from bridgehead.instruments.indicator.measured import halfway
from bridgehead.instruments.indicator.schema import YEAR_ON_YEAR
from bridgehead.instruments.indicator.wording import COMPARED, compared
from bridgehead.primitives.words import Phrase
from bridgehead.queries.statistics import flow, observations
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.web.api.tables import table_file
from bridgehead.web.faces.in_force import rulebook_of
from bridgehead.web.faces.templatetags.said import in_words
from bridgehead.web.portal import counted

TABLES = {"csv": "CSV", "xlsx": "Excel"}
SDMX: Mapping[str, str | Phrase] = {"sdmx": "SDMX", "sdmx-structure": Phrase("SDMX 结构", "SDMX structure")}
FORMS: Mapping[str, str | Phrase] = {**TABLES, **SDMX}


@require_safe
def figures(request: HttpRequest, matter: str, name: str) -> HttpResponse:
    rulebook, indicator = _indicator_of(matter, name)
    if indicator.counts is not None:
        return counted.page(request, matter, rulebook, indicator)
    found = [(rate, compared(rate)) for rate in rates(indicator)]
    of_year = [rate for rate, _ in found if rate.path[-1] == YEAR_ON_YEAR]
    grown = [(in_words(rate.title), float(rate.value * 100)) for rate in of_year if rate.value is not None]
    named, values = [name for name, _ in grown], [value for _, value in grown]
    drawn = {"labels": named, "series": [{"name": in_words(COMPARED[YEAR_ON_YEAR]), "values": values}]}
    about = {
        "matter": matter,
        "rulebook": rulebook,
        "indicator": indicator,
        "rates": found,
        "grown": grown,
        "forms": FORMS.items(),
    }
    about["amounts"] = [each for each in indicator.series.values() if each.amount is not None]
    about["targets"] = [*halfway(indicator)]
    return render(request, "portal/figures.html", about | {"drawn": json.dumps(drawn, ensure_ascii=False)})


@require_safe
def file(request: HttpRequest, matter: str, name: str, form: str) -> HttpResponse | FileResponse:
    rulebook, indicator = _indicator_of(matter, name)
    if indicator.counts is not None:
        return counted.file(matter, indicator, form)
    table = observations(indicator, "en" if (get_language() or "").startswith("en") else "zh")
    if form in TABLES:
        return table_file(name, form, table.to_reader())
    if form not in SDMX:
        raise Http404
    told = flow(rulebook, indicator)
    text = told.data(table) if form == "sdmx" else told.structure(table.column_names)
    suffix = "" if form == "sdmx" else ".structure"
    headers = {"Content-Disposition": f'attachment; filename="{name}{suffix}.xml"'}
    return HttpResponse(text, content_type="application/xml", headers=headers)


def _indicator_of(matter: str, name: str) -> tuple[Rulebook, Indicator]:
    """Raises Http404."""
    _, rulebook = rulebook_of(matter)
    known = rulebook.of(Indicator)
    if name not in known:
        raise Http404
    return rulebook, known[name]
