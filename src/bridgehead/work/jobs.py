"""The jobs of the background, and how often each is done."""

import os
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore

from bridgehead.actions.forget import finish
from bridgehead.actions.move import move_due
from bridgehead.actions.once import forget_answers
from bridgehead.actions.reschedule import reschedule
from bridgehead.actions.send import send
from bridgehead.actions.tally import tally
from bridgehead.actions.warn import warn_due
from bridgehead.ledger.sealing import seal
from bridgehead.primitives.moment import Clock
from bridgehead.queries.staff import reachable
from bridgehead.work.copying import copy_registers
from bridgehead.work.loop import Job
from bridgehead.work.senders import senders
from bridgehead.work.verifying import verify_all

SECONDS_A_SEAL = float(os.environ.get("BRIDGEHEAD_SECONDS_A_SEAL", "60"))
SECONDS_A_MOVE = 30
SECONDS_A_WARNING = 60
SECONDS_A_SENDING = 5
SECONDS_A_COPY = float(os.environ.get("BRIDGEHEAD_SECONDS_A_COPY", "60"))
SECONDS_A_FORGETTING = 600
SECONDS_A_TALLY = 60
SECONDS_A_FINISHING = 5
SECONDS_A_VERIFICATION = float(os.environ.get("BRIDGEHEAD_SECONDS_A_VERIFICATION", "3600"))


def jobs(clock: Clock) -> tuple[Job, ...]:
    given_to = senders(Path(settings.HOME))
    return (
        Job("seal", SECONDS_A_SEAL, lambda: seal(clock())),
        Job("move", SECONDS_A_MOVE, lambda: move_due(clock())),
        Job("reschedule", SECONDS_A_MOVE, lambda: reschedule(clock())),
        Job("warn", SECONDS_A_WARNING, lambda: warn_due(reachable, clock())),
        Job("send", SECONDS_A_SENDING, lambda: send(given_to, clock())),
        Job("copy", SECONDS_A_COPY, lambda: copy_registers(Path(settings.HOME), clock())),
        Job("finish forgetting", SECONDS_A_FINISHING, finish),
        Job("forget answers", SECONDS_A_FORGETTING, lambda: forget_answers(clock())),
        Job("forget sessions", SECONDS_A_FORGETTING, SessionStore.clear_expired),
        Job("tally", SECONDS_A_TALLY, lambda: tally(clock())),
        Job("verify", SECONDS_A_VERIFICATION, lambda: verify_all(clock())),
    )
