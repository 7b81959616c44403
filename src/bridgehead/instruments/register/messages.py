"""What whoever filed a record is told, and when, in their language; and what staff is told of its deadline."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bridgehead.instruments.register.schema import Register
from bridgehead.instruments.register.verbs import Verb
from bridgehead.primitives.words import Phrase

Language = Literal["zh", "en"]
Channel = Literal["e-mail", "telephone"]
CHANNELS: tuple[Channel, ...] = ("e-mail", "telephone")
"""The types of fields by which somebody is reached, the one that is tried first in front."""

NEAR: Literal["near"] = "near"
Told = Verb | Literal["receive", "near", "move", "stop", "place", "no place", "counted"]
"""What somebody is told of: that it was received, what was done to it since, that it is for them to act, that it
went on by itself or was stopped at a line, and what an award made of it.
"""

TOLD: Mapping[Told, Phrase] = {
    "receive": Phrase(
        "已收到，编号 {number}，查询码 {code}。请妥善保存。{late.zh}",
        "Received as {number}; your code is {code}. Keep both.{late.en}",
    ),
    "submit": Phrase("编号 {number}：补充材料已收到。", "{number}: what you added was received."),
    "ask": Phrase("编号 {number}：需要补充材料。{reason}", "{number}: more is needed. {reason}"),
    "accept": Phrase("编号 {number}：已受理。", "{number}: it was taken on."),
    "refuse": Phrase("编号 {number}：不予受理。{reason}", "{number}: it was declined. {reason}"),
    "answer": Phrase(
        "编号 {number}：已答复，可凭编号和查询码查看。", "{number}: it was answered; see it by number and code."
    ),
    "extend": Phrase(
        "编号 {number}：期限延长至 {due.zh}。{reason}", "{number}: the deadline is now {due.en}. {reason}"
    ),
    NEAR: Phrase("编号 {number}：请在 {due.zh} 前办理。", "{number}: it waits for you until {due.en}."),
    "stop": Phrase("编号 {number}：触及底线，已停止。{why.zh}", "{number}: it was stopped at a line. {why.en}"),
    "move": Phrase(
        "编号 {number}：期限已满，转入“{stage.zh}”。", "{number}: its time there is over; it is now «{stage.en}»."
    ),
    "place": Phrase(
        "编号 {number}：“{award.zh}”结果公示，获得名额，公示至 {until}。",
        "{number}: it has a place in «{award.en}», published until {until}.",
    ),
    "no place": Phrase(
        "编号 {number}：“{award.zh}”结果公示，未获名额。可凭编号和查询码查看原因，{until} 前可以提出异议。",
        "{number}: it has no place in «{award.en}». See why by number and code; you can object until {until}.",
    ),
    "counted": Phrase(
        "编号 {number}：“{award.zh}”结果公示，已计入累计，公示至 {until}。",
        "{number}: it counts into a sum in «{award.en}», published until {until}.",
    ),
    "close": Phrase("编号 {number}：已办结。", "{number}: it was closed."),
    "reopen": Phrase("编号 {number}：重新办理。{reason}", "{number}: it is handled again. {reason}"),
}
"""What whoever filed a record is told of."""


_TO_STAFF = Phrase(
    "编号 {number}（{stage}）：{due.zh} 到期，请及时办理。",
    "{number} ({stage}): it is due on {due.en}, and waits for you.",
)


@dataclass(frozen=True, slots=True)
class Addressee:
    """One of the staff who can be reached by e-mail, with the roles and units for which they act."""

    to: str
    language: Language
    roles: frozenset[str]
    units: frozenset[str]


@dataclass(frozen=True, slots=True)
class Text:
    """A message as it is sent."""

    channel: Channel
    to: str
    title: str
    text: str


def told(
    verb: Told, register: Register, personal: Mapping[str, Any], facts: Mapping[str, object], language: Language
) -> Text | None:
    """The message about what was done; None where nobody is told, or nobody can be reached."""
    wording = TOLD.get(verb)
    reached = _reached(register, personal)
    if wording is None or reached is None:
        return None
    channel, to = reached
    text = (wording.zh if language == "zh" else wording.en).format_map(facts).strip()
    title = register.title.zh if language == "zh" else register.title.en
    return Text(channel, to, title, text)


def told_to_staff(who: Addressee, register: Register, stage: str, facts: Mapping[str, object]) -> Text:
    """The message that a deadline is near to one of those who must act."""
    label, title = register.stages[stage].label, register.title
    if who.language == "zh":
        return Text("e-mail", who.to, title.zh, _TO_STAFF.zh.format(stage=label.zh, **facts))
    return Text("e-mail", who.to, title.en, _TO_STAFF.en.format(stage=label.en, **facts))


def _reached(register: Register, personal: Mapping[str, Any]) -> tuple[Channel, str] | None:
    for channel in CHANNELS:
        for name, field in register.fields.items():
            if field.type == channel and personal.get(name):
                return channel, str(personal[name])
    return None
