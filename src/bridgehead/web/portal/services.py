"""What can be done today: every service of the city, with how much is left of what it gives."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bridgehead.primitives.moment import now
from bridgehead.queries import services as offered
from bridgehead.queries.services import Service, Standing


def services(request: HttpRequest) -> HttpResponse:
    """Those that are open first; below them those that are closed, and those whose notice is still to come."""
    at = now()
    found: dict[Standing, list[Service]] = {"open": [], "closed": [], "to come": []}
    for each in offered.services(at):
        found[each.on(at.astimezone(each.rulebook.about.zone).date())].append(each)
    about = {"open": found["open"], "closed": found["closed"], "to_come": found["to come"]}
    return render(request, "portal/services.html", about)
