"""Acting on several records of a list at once: what can be done so, and what became of each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bridgehead.actions.handle import Wanted, handle
from bridgehead.instruments.register import VERBS, Register, Verb
from bridgehead.instruments.register.refusal import RefusedFields
from bridgehead.instruments.register.verbs import STAFF
from bridgehead.ledger import models
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.primitives.moment import now
from bridgehead.primitives.words import Phrase
from bridgehead.web.faces.refused import why_not
from bridgehead.web.faces.verbs import VERB

OF_ONE = frozenset(("merge", "split", "correct", "verify", "answer"))
"""Verbs that say something of one record, and are not done to several."""
INCOMPLETE = Phrase("还有内容要逐件填写，请打开这一件办理。", "Something has to be filled in; open the record for it.")
NOT_THERE = Phrase("没有这一件。", "There is no such record.")


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one of several: nothing in `why` where it was done."""

    number: str
    why: tuple[Phrase, ...] = ()


def together(register: Register, stage: str | None, actor: Actor) -> list[tuple[Verb, Phrase]]:
    """What the actor may do in a stage, or in any, that can be done to several records."""
    stages = [each for name, each in register.stages.items() if stage in (None, name)]
    mine = [each for each in stages if each.who and each.who.role in actor.roles]
    can = {verb for each in mine for verb in (*each.next, *each.may)}
    return [(verb, VERB[verb]) for verb in VERBS if verb in can - OF_ONE and STAFF in VERBS[verb].by]


def act(
    matter: str, name: str, seen: Iterable[tuple[str, int]], verb: Verb, reason: str, unit: str | None, actor: Actor
) -> Iterator[Result]:
    """Do it to each record by its number, as seen by its version; what cannot be done to one is done to the others."""
    for number, version in seen:
        try:
            found = models.Record.objects.get(matter=matter, register=name, number=number)
            handle(found.pk, Wanted(verb, version, {}, reason, unit), actor, now())
        except models.Record.DoesNotExist:
            yield Result(number, (NOT_THERE,))
        except RefusedFields:
            yield Result(number, (INCOMPLETE,))
        except BridgeheadError as error:
            yield Result(number, tuple(map(why_not, error.mistakes)))
        else:
            yield Result(number)
