"""Is an award still open to claims, being settled, or closed, and how many of its places are left or awarded?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bridgehead.instruments.award.schema import Award
from bridgehead.primitives import words
from bridgehead.primitives.words import Phrase

BETWEEN = Phrase("，", "; ")


@dataclass(frozen=True, slots=True)
class Course:
    """`closed` is the first day after the last one for claims, None until then; `settling` whether a settlement that
    everybody waits for is under way; `published` whether everybody may see who has a place.
    """

    closed: date | None
    settling: bool
    published: bool

    @property
    def is_open(self) -> bool:
        return self.closed is None and not self.settling


def course(award: Award, state: Mapping[str, Any], day: date) -> Course:
    """By the state of the award's record, empty where nothing was settled yet. A first preview binds nobody, and so is
    nothing to wait for.
    """
    due, stage, published = award.claims_due, state.get("stage"), "until" in state
    closed = due.by + timedelta(days=1) if due and due.by < day else None
    return Course(closed, stage == "confirmed" or (stage == "previewed" and published), published)


def told(course: Course, given: int, places: int) -> Phrase:
    """What is true of the places of an award, or of one of its prizes, of which everybody knows that some are given."""
    if course.is_open:
        left = max(places - given, 0)
        return Phrase(f"还剩 {left:,} 个名额", f"{words.counted(left, 'places')} left")
    said = []
    if course.closed:
        day = words.day(course.closed)
        said.append(Phrase(f"{day.zh}起不再受理", f"closed since {day.en}"))
    if course.settling:
        said.append(Phrase("正在测算", "being settled"))
    if course.published:
        said.append(Phrase(f"{places:,} 个名额已公示 {given:,} 个", f"{given:,} of {places:,} places awarded"))
    return words.listed(said, BETWEEN)
