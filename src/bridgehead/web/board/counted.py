"""The cases behind a rate, its numerator or its denominator, as everybody may see them, or staff."""

from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from bridgehead.access import may
from bridgehead.instruments.indicator import Indicator
from bridgehead.instruments.indicator.counted import MONTH
from bridgehead.ledger import keys, models
from bridgehead.primitives.actor import Actor
from bridgehead.queries.counted import Behind, Side, behind, called, label_of, opens_to_all, titles
from bridgehead.queries.listing import visible
from bridgehead.queries.public_records import PAGE, seen
from bridgehead.web.accounts import tokens
from bridgehead.web.board.records import cells, heads_of
from bridgehead.web.faces.in_force import register_in, rulebook_of

TRUE, FALSE = "True", "False"
SAID = {"of": gettext_noop("Numerator"), "to": gettext_noop("Denominator")}


@require_safe
def cases(request: HttpRequest, matter: str, name: str) -> HttpResponse:
    """A page of them, the newest first, of the first rate where none is named; 404 for a rate that there is not, or
    whose cases are not for whoever looks.
    """
    _, rulebook = rulebook_of(matter)
    indicator = rulebook.instruments.get(("indicator", name))
    if not isinstance(indicator, Indicator) or indicator.counts is None:
        raise Http404
    asked = _asked(request.GET, indicator)
    actor = tokens.whoever(request)
    staff = may(actor, "see records")
    if not staff and not opens_to_all(rulebook, indicator, asked.rate, asked.way):
        raise Http404
    register = register_in(rulebook, indicator.counts.of)
    before = request.GET.get("after")
    last = keys.aliased(settings.MASTER_KEY, before) if before else None
    if before and last is None:
        raise Http404
    found = behind(matter, name, asked, last, PAGE + 1)
    some = _records(matter, register.name, found[:PAGE], actor)
    shown = seen(some, register, rulebook.about.zone)
    opens = {keys.alias(settings.MASTER_KEY, each.pk): _desk(each) for each in some if staff}
    heads = heads_of(register)
    rows = sorted(
        ((each, cells(each, heads, register, rulebook.about.currency)) for each in shown),
        key=lambda row: (-(row[0].received_on or date.min).toordinal(), row[0].alias),
    )
    kept = QueryDict(mutable=True)
    kept.update({key: request.GET.get(key, "") for key in request.GET if key != "after"})
    rate, units = indicator.counts.rates[asked.rate], titles()
    about = {
        "matter": matter,
        "rulebook": rulebook,
        "indicator": indicator,
        "rate": rate,
        "way": rate.variants[asked.way].title if asked.way else None,
        "side": SAID[asked.side],
        "groups": [
            (label_of(rulebook, indicator, each), called(rulebook, indicator, each, group, units))
            for each, group in asked.where.items()
        ],
        "heads": heads.values(),
        "rows": [(opens.get(each.alias), row) for each, row in rows],
        "kept": kept.urlencode(),
        "after": keys.alias(settings.MASTER_KEY, found[PAGE - 1]) if len(found) > PAGE else None,
    }
    return render(request, "board/counted.html", about)


def _asked(given: QueryDict, indicator: Indicator) -> Behind:
    """Raises Http404."""
    counts = indicator.counts
    assert counts is not None
    rate, way, side = given.get("rate", next(iter(counts.rates))), given.get("way", ""), given.get("side", "to")
    if (rate, way) not in counts.tallies or side not in SAID:
        raise Http404
    where: dict[str, object] = {name: _group(given.get(name, "")) for name in counts.by if name in given}
    if MONTH in given:
        where = {MONTH: _month(given.get(MONTH, "")), **where}
    of: Side = "of" if side == "of" else "to"
    return Behind(rate, way, of, where)


def _group(text: str) -> object:
    """As an address writes it; nothing is the group of those of which it is not known."""
    return {"": None, TRUE: True, FALSE: False}.get(text, text)


def _month(text: str) -> date | None:
    """Raises Http404."""
    try:
        return date.fromisoformat(f"{text}-01") if text else None
    except ValueError as error:
        raise Http404 from error


def _records(matter: str, register: str, wanted: list[int], actor: Actor) -> list[models.Record]:
    """Those of them that are shown to whoever looks."""
    records = models.Record.objects.filter(pk__in=wanted, matter=matter, register=register).select_related("unit")
    return [*visible(records, matter, register, actor)]


def _desk(record: models.Record) -> Mapping[str, str]:
    """Where staff sees a record, and by what it is called there."""
    address = reverse("desk-record", args=(record.matter, record.register, record.number))
    return {"address": address, "number": record.number}
