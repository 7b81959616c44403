"""By what claims stand in line, in a reader's words."""

from bridgehead import feel
from bridgehead.feel.types import DATE, DATE_TIME, STRING
from bridgehead.instruments.award.reasons.topics import in_words
from bridgehead.instruments.award.schema import SortKey
from bridgehead.instruments.award.terms import Terms
from bridgehead.primitives.words import Phrase, listed


def order(terms: Terms, prize: str) -> Phrase | None:
    """The keys of the order, one after the other; None where every claim that meets the conditions is granted."""
    keys = terms.order(terms.award.prizes[prize])
    if not keys:
        return None
    said = listed((_key(terms, key) for key in keys), Phrase("，再按", ", then "))
    return Phrase(f"按{said.zh}", f"by {said.en}")


def _key(terms: Terms, key: SortKey) -> Phrase:
    """A text is compared character by character, so that A10 comes before A9: the order says so."""
    parsed = feel.parse(key.by, terms.rank_names)
    said, way = in_words(terms, parsed, key.by, 0), WAYS.get(parsed.type, FIGURE)[key.descending]
    return Phrase(f"{said.zh}（{way.zh}）", f"{said.en} ({way.en})")


_DAY = (Phrase("早者在前", "the earlier first"), Phrase("晚者在前", "the later first"))
_TEXT = (
    Phrase("逐字符比较，A10 在 A9 之前", "character by character, A10 before A9"),
    Phrase("逐字符比较，A9 在 A10 之前", "character by character, A9 before A10"),
)
WAYS = {DATE: _DAY, DATE_TIME: _DAY, STRING: _TEXT}
FIGURE = (Phrase("小者在前", "the smaller first"), Phrase("大者在前", "the larger first"))
"""Which comes first, from small to large and the other way round."""
