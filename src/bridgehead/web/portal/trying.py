"""Try it with any notice: its figures found, underlined and added up, and a rulebook sketched. Nothing is stored."""

import io
import re
import zipfile
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bridgehead.documents.texts import MOST_BYTES, decoded
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.primitives.moment import now
from bridgehead.queries.tried import Tried, tried
from bridgehead.rulebook.figures_in_words import KINDS, read_as
from bridgehead.rulebook.pasted import MOST_SIGNS
from bridgehead.rulebook.sketch import NAME
from bridgehead.web.faces.underlined import pieces, pieces_of_title
from bridgehead.web.portal.made_up_notice import MADE_UP

HAN = re.compile("[\u4e00-\u9fff]")
TOO_LARGE = frozenset(("CV003", "CV006", "CV007"))


def try_out(request: HttpRequest) -> HttpResponse:
    """The notice is sent as a form, so that no address and no log has it; `?example` shows one that is made up."""
    if request.method == "POST":
        return _answer(request)
    about: dict[str, object] = {"most": MOST_SIGNS}
    if "example" in request.GET:
        about |= {"typed": MADE_UP, "made_up": True, **_shown(tried(MADE_UP, now().date()))}
    return render(request, "portal/try.html", about)


def _answer(request: HttpRequest) -> HttpResponse:
    about: dict[str, object] = {"most": MOST_SIGNS}
    try:
        about["typed"] = text = _given(request)
        found = tried(text, now().date())
    except BridgeheadError as error:
        large = any(mistake.code in TOO_LARGE for mistake in error.mistakes)
        return render(request, "portal/try.html", {**about, "mistakes": error.mistakes}, status=413 if large else 422)
    if request.POST.get("go") == "take":
        return _packed(found.files)
    return render(request, "portal/try.html", about | _shown(found))


def _given(request: HttpRequest) -> str:
    """The text of the file, where there is one; else what was pasted. Raises BridgeheadError."""
    if file := request.FILES.get("file"):
        return decoded(file.read(MOST_BYTES + 1), file.name or "")
    return request.POST.get("text", "")


def _shown(found: Tried) -> dict[str, object]:
    covered = found.covered
    clauses = [
        {
            "clause": each.clause,
            "title": pieces_of_title(covered.notice, each),
            "pieces": pieces(covered.notice, each),
            "figures": [(judged.figure, KINDS[judged.figure.kind], read_as(judged.figure)) for judged in each.figures],
        }
        for each in covered.clauses
    ]
    language = "zh" if HAN.search(covered.notice.text) else "en"
    about: dict[str, object] = {"found": found, "clauses": clauses, "count": len(covered.figures)}
    return {**about, "language": language, "read_by": f"bridgehead check {NAME}"}


def _packed(files: Mapping[str, str]) -> HttpResponse:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(f"{NAME}/{name}"), text, zipfile.ZIP_DEFLATED)
    headers = {"Content-Disposition": f'attachment; filename="{NAME}.zip"'}
    return HttpResponse(packed.getvalue(), content_type="application/zip", headers=headers)
