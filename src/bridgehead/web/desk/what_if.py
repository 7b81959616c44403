"""What if a figure of an award were another: money, winners and losers against now. All of it stands in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bridgehead.actions import award_record
from bridgehead.instruments.award.schema import Award
from bridgehead.primitives import words
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.primitives.moment import now
from bridgehead.primitives.words import Phrase, listed
from bridgehead.queries.figures import Figure, figures
from bridgehead.queries.simulation import Simulation
from bridgehead.queries.what_if import Against, Moved, what_if
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.web.desk.signed_in import staff
from bridgehead.web.faces.in_force import award_of
from bridgehead.web.faces.pages import Pages, pages
from bridgehead.web.faces.refused import why_not

NAMED = "figure:"
EIGHTH = Decimal(8)
SIDES = {1: "gain", -1: "lose", 0: "same"}
"""What asks for a page of those on a side, in the address."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure in the form: what was typed for it, and what is wrong with that."""

    figure: Figure
    now: Phrase
    typed: str
    wrong: tuple[Phrase, ...]

    @property
    def input(self) -> str:
        return NAMED + self.figure.name


@staff()
@require_safe
def page(request: HttpRequest, actor: Actor, matter: str, name: str) -> HttpResponse:
    rulebook, award = award_of(matter, name)
    known, at = figures(rulebook, award), now()
    moved = _moved(request.GET, known)
    on, anew = _day(request.GET, matter, award, rulebook, at), bool(request.GET.get("anew"))
    found: Against | Simulation | None = None
    mistakes: tuple[Mistake, ...] = () if on else (Mistake("RG010", "no day", None, "a day"),)
    if on and moved:
        try:
            found = what_if(matter, name, moved, on, actor, at, anew=anew)
        except BridgeheadError as error:
            mistakes = error.mistakes
    currency = award.currency or rulebook.about.currency
    about = {
        "matter": matter,
        "rulebook": rulebook,
        "award": award,
        "currency": currency,
        "asked": [_asked(each, currency, moved, mistakes) for each in known],
        "wrong": bool(mistakes),
        "unplaced": [why_not(each) for each in mistakes if not _of(each, known)],
        "typed_on": request.GET.get("on") or (on.isoformat() if on else ""),
        "anew": anew,
        "line": _line(found, moved, known, currency) if isinstance(found, Against) else (),
        "against": found if isinstance(found, Against) else None,
        "sides": _sides(found, request) if isinstance(found, Against) else (),
        "scenarios": _rows(found, known) if isinstance(found, Simulation) else (),
        "varied": [each for each in known if each.name in moved],
    }
    return render(request, "desk/what_if.html", about, status=400 if mistakes else 200)


def suggested(rulebook: Rulebook, award: Award) -> str:
    """The query of a what-if that comes to mind first: the first figure of a condition, an eighth lower; none where no
    figure is a number.
    """
    for each in figures(rulebook, award):
        if isinstance(each.now, Decimal) and each.now > 0:
            whole = each.now % 1 == 0
            less = max(each.now // EIGHTH, Decimal(1)) if whole else each.now / EIGHTH
            lower = each.now - less
            return urlencode({NAMED + each.name: f"{lower.normalize():f}"})
    return ""


def _moved(asked: QueryDict, known: tuple[Figure, ...]) -> dict[str, str]:
    typed = {each.name: asked.get(NAMED + each.name, "").strip() for each in known}
    return {name: said for name, said in typed.items() if said}


def _day(asked: QueryDict, matter: str, award: Award, rulebook: Rulebook, at: datetime) -> date | None:
    """The day that is asked for, else that of the last settlement, else today; None for what is no day."""
    if typed := asked.get("on"):
        try:
            return date.fromisoformat(typed)
        except ValueError:
            return None
    held = award_record.seen(matter, award.name)
    if held is not None and "preview" in held.state:
        return date.fromisoformat(held.state["preview"]["on"])
    return at.astimezone(rulebook.about.zone).date()


def _of(mistake: Mistake, known: tuple[Figure, ...]) -> str:
    """The figure that a mistake speaks of; empty where it speaks of none, or of several."""
    said = mistake.place.file if mistake.place else ""
    return next((each.name for each in known if said.startswith(f"{each.name}=")), "")


def _asked(figure: Figure, currency: str, moved: Mapping[str, str], mistakes: tuple[Mistake, ...]) -> Asked:
    known = (figure,)
    wrong = tuple(why_not(each) for each in mistakes if _of(each, known))
    return Asked(figure, figure.say(currency), moved.get(figure.name, ""), wrong)


def _line(
    found: Against, moved: Mapping[str, str], known: tuple[Figure, ...], currency: str
) -> tuple[Phrase, Phrase, Phrase, Phrase]:
    """The answer in one sentence, the second and the last part of which stand out."""
    figures = [
        Phrase(f"“{each.label.zh}”改为 {moved[each.name]}", f"“{each.label.en}” were {moved[each.name]}")
        for each in known
        if each.name in moved
    ]
    told = listed(figures, Phrase("，", " and "))
    more, won = f"{found.eligible:+,}".replace("-", "−"), found.won
    sign, money = "+" if found.cost > 0 else "−", words.money(abs(found.cost), currency)
    return (
        Phrase(f"若{told.zh}：", f"If {told.en}: "),
        Phrase(
            f"符合条件的申报 {more} 件",
            f"{more} {'claim' if abs(found.eligible) == 1 else 'claims'} that meet the conditions",
        )
        if found.eligible
        else Phrase("符合条件的申报件数不变", "as many claims meet the conditions"),
        Phrase(f"，其中 {won} 件获得名额，", f", {won} of them with a place, ")
        if found.eligible
        else Phrase("，", ", "),
        Phrase(f"{sign}{money.zh}。", f"{sign}{money.en}.") if found.cost else Phrase("金额不变。", "the same money."),
    )


def _sides(found: Against, request: HttpRequest) -> list[tuple[Phrase, Pages, Sequence[Moved]]]:
    """Who gains, who loses, and, where there is such a claim, who is decided otherwise without either, a page each."""
    titles = {
        1: Phrase("谁会多得", "Who would gain"),
        -1: Phrase("谁会少得", "Who would lose"),
        0: Phrase("结论有变、所得不变", "Decided otherwise, at the same money"),
    }
    moved = {side: [each for each in found.moved if each.side == side] for side in titles}
    paged = {side: pages(request.path, request.GET, SIDES[side], len(some)) for side, some in moved.items()}
    return [(titles[side], paged[side], paged[side].of(some)) for side, some in moved.items() if side or some]


def _rows(found: Simulation, known: tuple[Figure, ...]) -> list[dict[str, object]]:
    names = [each.name for each in known if each.name in found.results[0].scenario] if found.results else []
    return [
        {
            "figures": [
                (each, result.scenario.get(each.name, each.now), each.name in result.scenario)
                for each in known
                if each.name in names
            ],
            "result": result,
            "more": result.cost - found.today.cost,
            "now": not result.scenario,
        }
        for result in (found.today, *found.results)
    ]
