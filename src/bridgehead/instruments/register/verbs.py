"""What can be done to a record: a closed list, each verb in one line of both languages, and whose it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bridgehead.primitives.words import Phrase

Verb = Literal[
    "submit",
    "correct",
    "withdraw",
    "accept",
    "return",
    "refuse",
    "assign",
    "answer",
    "extend",
    "suspend",
    "resume",
    "close",
    "reopen",
    "merge",
    "split",
    "note",
    "verify",
    "ask",
    "rate",
]

REPORTER = "reporter"
"""The role of whoever filed the record, staff or not."""

INTERNAL = ("noted/1", "waited/1", "warned/1")
"""Events that are no step for whoever filed a record: notes and warnings of staff, and that nothing has happened."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a verb does; `by` the reporter, the staff of the stage, or either. One that `stays` needs no next stage."""

    does: Phrase
    by: frozenset[str]
    stays: bool = False


STAFF = "staff"
_REPORTER, _STAFF, _EITHER = frozenset({REPORTER}), frozenset({STAFF}), frozenset({REPORTER, STAFF})

VERBS: Mapping[Verb, Meaning] = {
    "submit": Meaning(Phrase("提交或补交材料。", "Hand in, or hand in what was missing."), _REPORTER),
    "correct": Meaning(Phrase("更正已填写的内容。", "Put right what was filled in."), _EITHER, stays=True),
    "withdraw": Meaning(Phrase("撤回本件。", "Take the record back."), _REPORTER),
    "accept": Meaning(Phrase("受理。", "Take the record on."), _STAFF),
    "return": Meaning(Phrase("退回上一环节，并说明理由。", "Send back with a reason."), _STAFF),
    "refuse": Meaning(Phrase("不予受理，并说明理由。", "Decline with a reason."), _STAFF),
    "assign": Meaning(Phrase("交由承办单位办理。", "Give to the unit that is to handle it."), _STAFF),
    "answer": Meaning(Phrase("答复。", "Answer the reporter."), _STAFF),
    "extend": Meaning(Phrase("延长期限，并说明理由。", "Lengthen the deadline with a reason."), _STAFF, stays=True),
    "suspend": Meaning(Phrase("中止计时。", "Stop the clock."), _STAFF),
    "resume": Meaning(Phrase("恢复计时。", "Let the clock go on."), _STAFF),
    "close": Meaning(Phrase("办结。", "Close the record."), _STAFF),
    "reopen": Meaning(Phrase("重新办理。", "Open a closed or answered record again."), _EITHER),
    "merge": Meaning(Phrase("与同一事项的另一件合并。", "Join with another record."), _STAFF, stays=True),
    "split": Meaning(Phrase("拆分为几件。", "Make several records of one."), _STAFF, stays=True),
    "note": Meaning(Phrase("记录内部备注。", "Write a note for the staff."), _STAFF, stays=True),
    "verify": Meaning(Phrase("填写核实的数值。", "Fill in what was verified."), _STAFF, stays=True),
    "ask": Meaning(Phrase("要求补充材料。", "Ask the reporter for more."), _STAFF, stays=True),
    "rate": Meaning(Phrase("评价办理结果。", "Say how well it was handled."), _REPORTER, stays=True),
}
