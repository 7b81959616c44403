"""The form of a list by which something is done to several of its records."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from bridgehead.instruments.register import VERBS
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import Mistake
from bridgehead.queries.listing import MOST
from bridgehead.web.desk.registers import page
from bridgehead.web.desk.signed_in import staff
from bridgehead.web.desk.together import OF_ONE, act
from bridgehead.web.faces.in_force import register_of


@staff()
@require_POST
def several(request: HttpRequest, actor: Actor, matter: str, name: str) -> HttpResponse:
    """Do it, and show the list with what became of each. A second click finds all of them changed, and does nothing."""
    register_of(matter, name)
    verb = next((each for each in VERBS if each == request.POST.get("verb")), None)
    if verb is None or verb in OF_ONE:
        raise Http404
    seen = [_seen(each) for each in request.POST.getlist("record")[:MOST]]
    if not seen:
        nothing = Mistake("AC059", "no record was chosen", None, "one or more of the list")
        return page(request, actor, matter, name, mistakes=(nothing,))
    typed = request.POST
    done = act(matter, name, seen, verb, typed.get("reason", ""), typed.get("unit") or None, actor)
    return page(request, actor, matter, name, done=list(done))


def _seen(chosen: str) -> tuple[str, int]:
    """A record and its version as a box says them: `NUMBER VERSION`."""
    number, _, version = chosen.rpartition(" ")
    return number, int(version) if version.isascii() and version.isdigit() and len(version) < 10 else -1
