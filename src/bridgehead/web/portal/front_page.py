"""The city's front page, of today and of any day: what each matter has to say, with a way behind every figure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from bridgehead import published
from bridgehead.primitives.moment import now
from bridgehead.queries.front_page import Story, stories
from bridgehead.queries.public_records import LISTED, open_registers
from bridgehead.rulebook.headline import FigureKind, Told, pieces
from bridgehead.rulebook.schema import Label

ADDRESSES: Mapping[FigureKind, str] = {
    "places left": "services",
    "given": "services",
    "paid": "services",
    "rate": "figures",
    "amount": "figures",
    "classes": "screening",
    "open classes": "screening",
    "missing": "chain",
}
"""The page behind a figure; those of registers lead to their records, and what is not here to the rules."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, and the figure after them with what it opens."""

    words: str
    figure: str | None = None
    opens: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    story: Story
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]


@require_safe
def front(request: HttpRequest, day: str | None = None) -> HttpResponse:
    """404 for a day that is none, or to come."""
    at = now()
    today = max((at.astimezone(each).date() for each in _zones()), default=at.date())
    try:
        shown = date.fromisoformat(day) if day else today
    except ValueError as none:
        raise Http404 from none
    if shown > today:
        raise Http404
    articles = [_article(each) for each in stories(shown, at)]
    about = {"articles": articles, "day": shown, "is_today": shown == today, "today": today}
    return render(request, "portal/front_page.html", about)


@require_safe
def of_day(request: HttpRequest) -> HttpResponse:
    """The page of a day that was asked for in a form, by its own address."""
    day = request.GET.get("day", "")
    return redirect("front-page-of", day) if day else redirect("front-page")


def _zones() -> Iterator[ZoneInfo]:
    for matter in published.matters():
        yield published.current(matter)[1].about.zone


def _article(story: Story) -> Article:
    headline = story.headline
    return Article(story, tuple(_pieces(story, headline.title)), tuple(_pieces(story, headline.text)))


def _pieces(story: Story, label: Label) -> Iterator[Piece]:
    """The words of a label; where they would not be true of an award, what is."""
    english = (get_language() or "").startswith("en")
    cut = [*pieces(label.en if english else label.zh)]
    if untrue := [name for _, name in cut if name is not None and name in story.instead]:
        for each in untrue:
            title, said = story.instead[each]
            opens = _opens(story, story.headline.figures[each])
            yield Piece(f"{title.en}: " if english else f"{title.zh}：", said.en if english else said.zh, opens)
        return
    for words, name in cut:
        if name is None:
            yield Piece(words)
            continue
        figure = story.figures[name]
        yield Piece(words, figure.en if english else figure.zh, _opens(story, story.headline.figures[name]))


def _opens(story: Story, told: Told) -> str:
    if address := ADDRESSES.get(told.figure):
        return reverse(address) if address == "services" else reverse(address, args=(story.matter, told.of))
    register = open_registers(story.rulebook).get(told.of)
    if register is not None and {*register.public} >= LISTED:
        return reverse("board-records", args=(story.matter, told.of))
    return reverse("rulebook", args=(story.matter,))
