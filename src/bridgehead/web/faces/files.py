"""The files that came with a form, by the fields of the register that they are for."""

from collections.abc import Iterator

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from bridgehead.actions.attach import File
from bridgehead.web.faces.questions import NAMED


def files(request: HttpRequest) -> Iterator[File]:
    """Each with its content."""
    for field, several in request.FILES.lists():
        for each in several:
            assert isinstance(each, UploadedFile)
            yield File(field.removeprefix(NAMED), each.name or "", each)


def names_of_files(request: HttpRequest) -> dict[str, list[str]]:
    """What they are called, by field."""
    found: dict[str, list[str]] = {}
    for each in files(request):
        found.setdefault(each.field, []).append(each.name)
    return found
