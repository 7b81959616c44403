"""Filters of templates: a value in the reader's words. What has both languages is said in that of the page."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from django import template
from django.forms import BoundField
from django.utils.translation import get_language

from bridgehead.documents.evidence import MEDIA_TYPES
from bridgehead.instruments.indicator import wording
from bridgehead.instruments.indicator.measured import rounded
from bridgehead.primitives import words
from bridgehead.primitives.decision import Outcome
from bridgehead.primitives.errors import Mistake
from bridgehead.primitives.words import Phrase
from bridgehead.rulebook.schema import Label, clause_number
from bridgehead.web.faces import refused
from bridgehead.web.faces.outcomes import OUTCOME

register = template.Library()


def in_words(phrase: Phrase | Label) -> str:
    return phrase.en if (get_language() or "").startswith("en") else phrase.zh


@register.filter
def said(value: object) -> str:
    """A phrase or a label in the language of the page; any other value as it is written there."""
    if isinstance(value, Phrase | Label):
        return in_words(value)
    if isinstance(value, dict) and {*value} == {"zh", "en"}:
        return str(value["en" if (get_language() or "").startswith("en") else "zh"])
    return in_words(words.value(value))


@register.filter
def why_not(mistake: Mistake) -> str:
    """Why something was not done."""
    return in_words(refused.why_not(mistake))


@register.filter
def without_placeholder(field: BoundField) -> str:
    """A field of a form as its input, which does not say again, or by another word, what its label says."""
    return field.as_widget(attrs={"placeholder": False})


@register.filter
def sign(unit: str) -> str:
    """° and °/min for the names that channels of a run have: deg, deg/min."""
    return unit.replace("deg", "°")


@register.filter
def kind_of_file(media_type: str) -> str:
    """PDF, JPG: what a reader calls a kind of file."""
    return next((ending.upper() for ending, known in MEDIA_TYPES.items() if known == media_type), media_type)


@register.filter
def money(amount: int | Decimal, currency: str) -> str:
    return in_words(words.money(amount, currency))


@register.filter
def signed(count: int) -> str:
    """A change, with its sign: +4, −2, and 0 where there is none."""
    return f"{'+' if count > 0 else '−' if count < 0 else ''}{abs(count):,}"


@register.filter
def signed_money(amount: Decimal, currency: str) -> str:
    """A change in money: +20 万元."""
    return f"{'+' if amount > 0 else '−' if amount < 0 else ''}{in_words(words.money(abs(amount), currency))}"


@register.filter
def outcome(decided: str) -> str:
    """What became of a claim."""
    return in_words(OUTCOME[Outcome(decided)])


@register.filter
def percent(share: Decimal) -> str:
    return in_words(words.percent(share))


@register.filter
def printed(rate: Decimal | None) -> str:
    """A rate with the digits that it has; a dash where there is none."""
    return "–" if rate is None else wording.printed(rate)


@register.filter
def part(exact: Fraction | None) -> str:
    """A part of a whole, to a tenth of a percent; a dash where it is not known."""
    return printed(None if exact is None else rounded(exact, 3))


@register.filter
def clause(cites: str) -> str:
    """The number of a cited clause."""
    return clause_number(cites)


@register.filter
def day(value: date | datetime, zone: ZoneInfo | None = None) -> str:
    """A day, of a moment that in a zone."""
    if isinstance(value, datetime):
        value = value.astimezone(zone).date()
    return in_words(words.day(value))


@register.filter
def lasting(time: timedelta) -> str:
    """A length of time in whole minutes, whichever way it runs; in days from one day on."""
    minutes = abs(time) // timedelta(minutes=1)
    return in_words(words.span(timedelta(minutes=max(minutes, 1))))


@register.filter
def took(seconds: int) -> str:
    """How long something took."""
    return in_words(words.took(timedelta(seconds=seconds)))


@register.filter
def moment(value: datetime, zone: ZoneInfo) -> str:
    return in_words(words.moment(value.astimezone(zone).replace(tzinfo=None, second=0, microsecond=0)))


@register.filter
def clock(value: datetime, zone: ZoneInfo) -> str:
    """The time of day, to the second."""
    return f"{value.astimezone(zone):%H:%M:%S}"
