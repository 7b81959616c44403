"""Who of the staff can be reached."""

from django.contrib.auth import get_user_model

from bridgehead.instruments.register.messages import Addressee


def reachable() -> list[Addressee]:
    """The accounts that are open and have an address."""
    users = get_user_model().objects.filter(is_active=True).exclude(email="").prefetch_related("units").order_by("pk")
    return [
        Addressee(
            user.email,
            "en" if user.language == "en" else "zh",
            frozenset(user.roles),
            frozenset(unit.slug for unit in user.units.all()),
        )
        for user in users
    ]
