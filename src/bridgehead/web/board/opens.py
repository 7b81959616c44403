"""The way from a figure to the records behind it: for staff the list of the desk, for others what is public of them."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from bridgehead.access import may
from bridgehead.primitives.actor import PUBLIC, Actor
from bridgehead.queries.public_records import DUE_ON, LISTED, Deadline
from bridgehead.queries.rotations import Rotation
from bridgehead.queries.services import Offer, Service


@dataclass(frozen=True, slots=True)
class Opens:
    """Addresses for whoever looks."""

    actor: Actor = PUBLIC

    def register(self, service: Service, deadline: Deadline | None = None, since: date | None = None) -> str | None:
        """The list of a register with the filter in its address; None where nothing of it is shown as a list."""
        staff = may(self.actor, "see records")
        if not staff and not {*service.register.public} >= LISTED:
            return None
        asked = {"since": since.isoformat()} if since else {}
        if staff:
            asked |= {"order": "due"} if deadline else {}
            asked |= {"overdue": "yes"} if deadline == "late" else {}
        elif deadline and DUE_ON in service.register.public:
            asked["deadline"] = deadline
        address = reverse("desk-records" if staff else "board-records", args=(service.matter, service.register.name))
        return f"{address}?{urlencode(asked)}" if asked else address

    def run(self, rotation: Rotation) -> str | None:
        """The console of the last run, for whoever may see it."""
        if rotation.run is None or not may(self.actor, "see operations"):
            return None
        record = rotation.run.record
        return reverse("desk-console", args=(record.matter, record.number))

    def award(self, service: Service, offer: Offer) -> str:
        """The places of an award where they are shown; else the form by which it is claimed."""
        if may(self.actor, "see records"):
            return reverse("desk-award", args=(service.matter, offer.award.name))
        if offer.published:
            return reverse("results", args=(service.matter, offer.award.name))
        return reverse("file", args=(service.matter, service.register.name))
