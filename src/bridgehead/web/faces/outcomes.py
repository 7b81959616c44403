"""What became of a claim, in words for people."""

from collections.abc import Mapping

from bridgehead.primitives.decision import Outcome
from bridgehead.primitives.words import Phrase

OUTCOME: Mapping[Outcome, Phrase] = {
    Outcome.GRANTED: Phrase("获得名额", "gets a place"),
    Outcome.COUNTED: Phrase("计入累计", "counted into a sum"),
    Outcome.EXHAUSTED: Phrase("符合条件，名额或资金已尽", "meets the conditions, nothing is left"),
    Outcome.REFUSED: Phrase("不符合条件", "does not meet the conditions"),
    Outcome.UNDETERMINED: Phrase("材料不足，未决定", "not decided, something is missing"),
}
