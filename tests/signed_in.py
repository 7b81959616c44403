"""Somebody of the staff, made up, in a browser without scripts."""

from django.test import Client

from bridgehead.ledger import models
from bridgehead.web.accounts.models import User


def signed_in(role: str, name: str = "", *, unit: str | None = None) -> Client:
    """With a role, and of a unit; `name` tells several of one role apart."""
    user = User.objects.create(username=f"made-up {role}{name}", roles=[role])
    if unit is not None:
        user.units.add(models.Unit.objects.get(slug=unit))
    client = Client()
    client.force_login(user)
    return client
