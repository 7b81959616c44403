"""A city under test: rulebooks in force, and claims as people make them; all made up."""

import io
from datetime import UTC, datetime

from bridgehead.actions.attach import File, attach
from bridgehead.actions.case import case_of
from bridgehead.actions.handle import Wanted, handle
from bridgehead.actions.publish_rulebook import publish_rulebook
from bridgehead.actions.screen import Step as Screening
from bridgehead.actions.screen import screen
from bridgehead.actions.submit import Receipt, submit
from bridgehead.ledger import models
from bridgehead.primitives.actor import PUBLIC, Actor, ActorKind
from tests.evidence import PDF
from tests.forms import PAYEE, RULEBOOKS, TOURISM, TRAIN

FINANCE = "datong/finance-2023q1"
LIST = "datong/ecology-negative-list"
INVESTMENT = "datong/investment"
INSPECTION = "datong/business-environment-2023"
RUNNING = "datong/city-running-2023q1"
MOMENT = datetime(2023, 9, 20, 8, tzinfo=UTC)
SETTLED = datetime(2023, 10, 16, 8, tzinfo=UTC)


def publish(matter: str = TOURISM) -> str:
    """Put a rulebook in force; where reports name units, they are there."""
    if matter == INSPECTION:
        found_units()
    return publish_rulebook(RULEBOOKS / matter, MOMENT)


def submit_train(at: datetime = MOMENT, **changed: str) -> Receipt:
    given = TRAIN | PAYEE | {name.replace("_", " "): value for name, value in changed.items()}
    return submit(TOURISM, "special-train-claim", given, PUBLIC, at)


def verify(number: str, at: datetime = MOMENT, matter: str = TOURISM, **found: object) -> models.Record:
    """Verify by hand what a claim declares, or what was found otherwise, by a scan that stands for all evidence."""
    record = models.Record.objects.get(matter=matter, number=number)
    fields = case_of(record).register.fields
    asked = [name for name, field in fields.items() if field.verified and name in record.state["fields"]]
    evidence = next(each.evidence for each in fields.values() if each.evidence)
    scan = attach(record.pk, File(evidence, "made-up.pdf", io.BytesIO(PDF), "made up"), CLERK, at).hash
    said = {f"{name} verified": record.state["fields"][name] for name in asked}
    said |= {f"{name.replace('_', ' ')} verified": value for name, value in found.items()}
    return handle(record.pk, Wanted("verify", filled=said, evidence=(scan,)), CLERK, at)


def accept(number: str, at: datetime = MOMENT, matter: str = TOURISM, **found: object) -> models.Record:
    """Let a claim count, with each of its figures verified."""
    return handle(verify(number, at, matter, **found).pk, Wanted("accept"), CLERK, at)


REPORT = {
    "kind": "problem",
    "subject": "overdue payments",
    "description": "made-up firm has waited for its money since spring",
    "unit complained of": "made-up-bureau",
    "amount overdue": "120000",
    "reporter": "made-up person",
    "telephone": "13800138000",
}
"""A report to the inspection, as somebody makes one."""

UNITS = ("made-up-bureau", "made-up-office", "made-up-committee")

CLERK = Actor(ActorKind.STAFF, "made-up clerk", frozenset({"clerk"}))


def handler(unit: str) -> Actor:
    return Actor(ActorKind.STAFF, f"made-up handler of {unit}", frozenset({"handler"}), frozenset({unit}))


def found_units() -> None:
    units = [models.Unit(slug=slug, title={"zh": slug, "en": slug}) for slug in UNITS]
    models.Unit.objects.bulk_create(units, ignore_conflicts=True)


def submit_report(at: datetime = MOMENT, **changed: object) -> models.Record:
    given = REPORT | {name.replace("_", " "): value for name, value in changed.items()}
    receipt = submit(INSPECTION, "inspection-report", given, PUBLIC, at)
    return models.Record.objects.get(number=receipt.number)


CLEAR_SITE = "POLYGON ((113.36 40.1, 113.37 40.1, 113.37 40.108, 113.36 40.108, 113.36 40.1))"
"""Upon none of the made-up zones."""


def screen_sites() -> None:
    """Screen the made-up projects of investment upon their made-up zones, which stand from then on."""
    samples = RULEBOOKS / INVESTMENT / "samples"
    files = ((samples / f"made-up-{each}.geojson").read_bytes() for each in ("projects", "zones"))
    screen(Screening(INVESTMENT, "bottom-lines", CLERK, MOMENT), *files)
