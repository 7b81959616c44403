"""Claims of trains in a ledger, made up and handled at random, as `tests.cities` publishes the rules for them."""

from contextlib import suppress
from random import Random

from bridgehead.actions.handle import Wanted, handle
from bridgehead.instruments.register import Verb
from bridgehead.ledger import models
from bridgehead.primitives.errors import BridgeheadError
from tests.cities import CLERK, MOMENT, submit_train, verify

REGISTER = "special-train-claim"


def file_and_handle(random: Random, acts: int) -> None:
    """So many acts: a claim is filed, or one that is there is taken on, refused or taken up again, if it can be."""
    for _ in range(acts):
        records = list(models.Record.objects.filter(register=REGISTER))
        if not records or random.random() < 0.5:
            submit_train(train_number=f"K{random.randrange(40)}", passengers=str(random.randrange(200, 900)))
            continue
        verb: Verb = random.choice(["accept", "accept", "refuse", "reopen", "ask"])
        record = random.choice(records)
        with suppress(BridgeheadError):
            if verb == "accept":
                verify(record.number)
            handle(record.pk, Wanted(verb, reason="made up"), CLERK, MOMENT)
