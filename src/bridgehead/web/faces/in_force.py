"""What is in force under the names of an address; a page that says so where there is nothing."""

from django.http import Http404

from bridgehead import published
from bridgehead.instruments.award.schema import Award
from bridgehead.instruments.register import Register
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.rulebook.rulebook import Rulebook


def rulebook_of(matter: str) -> tuple[str, Rulebook]:
    """The rulebook of a matter, with its hash. Raises Http404."""
    try:
        return published.current(matter)
    except BridgeheadError as unknown:
        raise Http404 from unknown


def register_of(matter: str, name: str) -> tuple[Rulebook, Register]:
    """Raises Http404."""
    _, rulebook = rulebook_of(matter)
    return rulebook, register_in(rulebook, name)


def register_in(rulebook: Rulebook, name: str) -> Register:
    """Raises Http404."""
    register = rulebook.instruments.get(("register", name))
    if not isinstance(register, Register):
        raise Http404
    return register


def award_of(matter: str, name: str) -> tuple[Rulebook, Award]:
    """Raises Http404."""
    _, rulebook = rulebook_of(matter)
    award = rulebook.instruments.get(("award", name))
    if not isinstance(award, Award):
        raise Http404
    return rulebook, award
