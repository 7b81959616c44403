"""Which rule of a decision table a claim falls under, in a reader's words."""

from collections.abc import Callable, Iterable, Sequence

from bridgehead.feel.hits import TRACE, Fired
from bridgehead.instruments.award.case import Claim
from bridgehead.instruments.award.reasons.wording import Subject, labelled
from bridgehead.primitives.words import Phrase, listed

Ruled = Callable[[Claim], Phrase | None]

_LANGUAGES = ("zh", "en")


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
    """按决策表第 2 条“住宿太短”（住宿 0 晚） / by rule 2 of its table, “too short a stay” (nights: 0)

    Between the rules and the inputs stand the notes of the rules, as the model has them; those of a column that is
    headed `zh` or `en` in that language alone.
    """
    each = (labelled(subject, value) for subject, (_, value) in zip(subjects, fired.inputs, strict=True))
    seen = listed(each, Phrase("、", "; "))
    if not fired.matched:
        return Phrase(f"决策表中没有适用的一条（{seen.zh}）", f"no rule of its table matches ({seen.en})")
    zh, en = "、".join(map(str, fired.matched)), ", ".join(map(str, fired.matched))
    rules = "rule" if len(fired.matched) == 1 else "rules"
    zh += f" 条{''.join(f'“{note}”' for note in _notes(fired, 'zh'))}"
    en += f" of its table{''.join(f', “{note}”' for note in _notes(fired, 'en'))}"
    return Phrase(f"按决策表第 {zh}（{seen.zh}）", f"by {rules} {en} ({seen.en})")


def _notes(fired: Fired, language: str) -> Iterable[str]:
    """The notes of the rules that matched for readers of a language, each once."""
    return dict.fromkeys(text for _, heading, text in fired.notes if heading == language or heading not in _LANGUAGES)
