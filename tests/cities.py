"""A city under test: rulebooks in force, and claims as people make them; all made up."""

from datetime import UTC, datetime
from pathlib import Path

from bridgehead.actions.publish_rulebook import publish_rulebook
from bridgehead.actions.submit import Receipt, submit
from bridgehead.primitives.actor import PUBLIC

RULEBOOKS = Path(__file__).parents[1] / "rulebooks"
TOURISM = "datong/tourism-2023"
MOMENT = datetime(2023, 9, 20, 8, tzinfo=UTC)

TRAIN = {
    "organiser": "made-up travel agency",
    "kind": "train",
    "train number": "K1",
    "stop": "大同站",
    "same day and train": "是",
    "passengers": "４２０",
    "nights": "1",
    "paid sights": "2",
    "ticket rate": "60%",
    "completed on": "2023-05-20",
}
"""A claim that the special trains grant, filled in as on a form."""


def publish(matter: str = TOURISM) -> str:
    return publish_rulebook(RULEBOOKS / matter, matter, MOMENT)


def submit_train(at: datetime = MOMENT, **changed: str) -> Receipt:
    given = TRAIN | {name.replace("_", " "): value for name, value in changed.items()}
    return submit(TOURISM, "special-train-claim", given, PUBLIC, at)
