"""Which rule of a decision table a claim falls under, in a reader's words."""

from collections.abc import Callable, Sequence

from bridgehead.feel.hits import TRACE, Fired
from bridgehead.instruments.award.case import Claim
from bridgehead.instruments.award.reasons.wording import Subject, labelled
from bridgehead.primitives.words import Phrase, listed

Ruled = Callable[[Claim], Phrase | None]


def by_no_table(claim: Claim) -> Phrase | None:
    return None


def by_table(subjects: Sequence[Subject], run: Callable[[Claim], object]) -> Ruled:
    """Says it of the table that `run` works out last, whose inputs are `subjects`."""

    def ruled(claim: Claim) -> Phrase | None:
        passes: list[Fired] = []
        run({**claim, TRACE: passes})
        return _said(subjects, passes[-1]) if passes else None

    return ruled


def _said(subjects: Sequence[Subject], fired: Fired) -> Phrase:
    """按决策表第 2 条（住宿 0 晚） / by rule 2 of its table (nights: 0)"""
    each = (labelled(subject, value) for subject, (_, value) in zip(subjects, fired.inputs, strict=True))
    seen = listed(each, Phrase("、", "; "))
    if not fired.matched:
        return Phrase(f"决策表中没有适用的一条（{seen.zh}）", f"no rule of its table matches ({seen.en})")
    zh, en = "、".join(map(str, fired.matched)), ", ".join(map(str, fired.matched))
    rules = "rule" if len(fired.matched) == 1 else "rules"
    return Phrase(f"按决策表第 {zh} 条（{seen.zh}）", f"by {rules} {en} of its table ({seen.en})")
