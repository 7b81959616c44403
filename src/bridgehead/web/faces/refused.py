"""Why a step of an award was not done, in the reader's language, with its code."""

from collections.abc import Mapping

from bridgehead.primitives.errors import Mistake
from bridgehead.primitives.words import Phrase

WHY: Mapping[str, Phrase] = {
    "AC001": Phrase(zh="您的角色不能办理这一步。", en="Your role may not do this step."),
    "AC002": Phrase(
        zh="这项奖励在您查看之后有了变化，请核对后再办。", en="The award has changed since you looked; look again."
    ),
    "AC004": Phrase(zh="没有写明理由，请填写理由。", en="No reason was given; write one."),
    "AC020": Phrase(zh="奖励目前的阶段不能办理这一步。", en="The award does not stand where this step can be done."),
    "AC021": Phrase(zh="受理登记中没有计入测算的阶段。", en="No stage of the register counts for a settlement."),
    "AC022": Phrase(
        zh="测算是您自己做的，须由第二人确认。", en="You settled it yourself; a second person has to confirm it."
    ),
    "AC023": Phrase(
        zh="测算之后申报有了变化，请重新测算。", en="The claims have changed since the settlement; settle again."
    ),
    "AC024": Phrase(
        zh="名次还是暂定的：更早的申报仍可能到来。", en="Places are provisional: an earlier claim can still arrive."
    ),
    "AC025": Phrase(zh="公示期已满，不再受理异议。", en="The publicity is over, and with it the time to object."),
    "AC026": Phrase(zh="这个编号没有名额。", en="No place has this number."),
    "AC027": Phrase(zh="这条异议已有决定。", en="This objection is decided already."),
    "AC028": Phrase(zh="公示期未满，或还有未决定的异议。", en="The publicity still runs, or an objection is open."),
    "AC031": Phrase(zh="这个名额已经撤销。", en="This place was revoked already."),
    "AC037": Phrase(
        zh="预算不足：已撤销名额的款项尚未追回。",
        en="The budget does not suffice until money of revoked places is back.",
    ),
    "RG010": Phrase(zh="请填写有效的日期。", en="Fill in a valid day."),
}
OTHER = Phrase(zh="这一步没有办成，数据没有改变。", en="The step was not done, and nothing has changed.")


def said_no(mistake: Mistake) -> tuple[Phrase, str]:
    return WHY.get(mistake.code, OTHER), mistake.code
