"""One page for the city."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bridgehead.queries.services import services


def city(request: HttpRequest) -> HttpResponse:
    return render(request, "board/city.html", {"services": services()})
