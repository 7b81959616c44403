"""Saved views: addresses of lists that somebody finds again by a name. Nobody else sees them, and no event has them."""

from urllib.parse import unquote_plus

from django.http import HttpRequest

from bridgehead.actions.plain import plain
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.web.accounts.models import SavedView, User

MOST, LONGEST_NAME, LONGEST_QUERY = 50, 80, 500


def of(request: HttpRequest, matter: str | None = None, register: str | None = None) -> list[SavedView]:
    """Those of who is signed in, by name; of one register where that is asked for."""
    assert isinstance(request.user, User)
    found = request.user.views.order_by("name")
    return list(found if matter is None else found.filter(matter=matter, register=register))


def save(user: User, matter: str, register: str, name: str, query: str) -> SavedView:
    """The view of this name, as it is now. Raises BridgeheadError with AC058 for a name that is none or too long, or
    where there are too many, and AC090 for a view that looks for a telephone or identity number, or is called so.
    """
    name = plain(name, "name")
    plain(unquote_plus(query), "view")
    others = user.views.exclude(matter=matter, register=register, name=name).count()
    if not 0 < len(name) <= LONGEST_NAME or len(query) > LONGEST_QUERY or others >= MOST:
        expected = f"a name of up to {LONGEST_NAME} letters, for one of at most {MOST} views"
        raise BridgeheadError([Mistake("AC058", f"the view «{name}» beside {others} others", None, expected)])
    view, _ = SavedView.objects.update_or_create(
        {"query": query}, user=user, matter=matter, register=register, name=name
    )
    return view


def drop(user: User, view: int) -> None:
    """Nothing where it is not there, or is somebody else's."""
    user.views.filter(pk=view).delete()
