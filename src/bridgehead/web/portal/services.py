"""What can be done today: every service of the city, with how much is left of what it gives."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bridgehead.queries import services as offered


def services(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/services.html", {"services": offered.services()})
