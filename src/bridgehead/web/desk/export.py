"""The records of a register as a file, for who may export; without what is personal."""

from django.http import FileResponse, Http404, HttpRequest
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from bridgehead.primitives.actor import Actor
from bridgehead.queries.register_table import Headings, register_table
from bridgehead.web.api.tables import MEDIA_TYPES, table_file
from bridgehead.web.desk.signed_in import staff
from bridgehead.web.faces.in_force import register_of


@staff("export")
@require_safe
def export(request: HttpRequest, actor: Actor, matter: str, name: str, form: str) -> FileResponse:
    register_of(matter, name)
    if form not in MEDIA_TYPES:
        raise Http404
    headings: Headings = "en" if (get_language() or "").startswith("en") else "zh"
    stage = request.GET.get("stage") or None
    return table_file(name, form, register_table(matter, name, actor, stage=stage, headings=headings))
