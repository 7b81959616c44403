"""What a reason is called where several stand in a table: in the words of a reader, not by its name in the file."""

from collections.abc import Mapping

from bridgehead.instruments.award.allocation.pool import Because
from bridgehead.instruments.award.atoms import DUE, PAY, REQUIRED, WINDOW
from bridgehead.instruments.award.reasons.topics import phrase
from bridgehead.instruments.award.schema import Award
from bridgehead.primitives.decision import Reason
from bridgehead.primitives.words import Phrase, same

OF_EVERY_AWARD: Mapping[str, Phrase] = {
    WINDOW: Phrase("期间", "window"),
    DUE: Phrase("申报截止", "claims due"),
    REQUIRED: Phrase("必填项", "required"),
    PAY: Phrase("金额", "pay"),
}
BECAUSE: Mapping[str, Phrase] = {
    Because.CONFIRMED: Phrase("已确认", "confirmed"),
    Because.DUPLICATE: Phrase("重复申报", "duplicate"),
    Because.SUM: Phrase("合计达标", "sum"),
    Because.BELOW: Phrase("合计未达标", "below"),
    Because.EXCLUDED: Phrase("不可兼得", "excluded"),
    Because.CEILING: Phrase("封顶", "ceiling"),
    Because.QUOTA: Phrase("名额", "quota"),
    Because.BUDGET: Phrase("资金", "budget"),
    Because.AMOUNT: Phrase("金额", "amount"),
    Because.NOUGHT: Phrase("金额为零", "nought"),
}


def called(award: Award, reason: Reason) -> Phrase:
    """By the title of its condition, prize or bonus, or else by the name that its author gave it."""
    name = reason.condition
    if name is None:
        return BECAUSE.get(reason.because or "", same(reason.because or ""))
    titled = award.conditions.get(name) or award.prizes.get(name)
    if titled is not None and titled.title is not None:
        return phrase(titled.title)
    return OF_EVERY_AWARD.get(name, same(name))
