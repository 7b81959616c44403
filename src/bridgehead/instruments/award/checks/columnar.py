"""What only columns can work out, since it is of many claims: whether it has a columnar form.

What is of one claim alone is not among it: without a columnar form, it is worked out claim by claim (see `judged`).
"""

from collections.abc import Iterator, Mapping

import ibis
import ibis.expr.types as ir

from bridgehead import feel
from bridgehead.documents.document import Document
from bridgehead.feel.columns import NotColumnar
from bridgehead.feel.types import Scope
from bridgehead.instruments.award import aggregates
from bridgehead.instruments.award.allocation.pool import FIGURE_TYPE
from bridgehead.instruments.award.columns import Claims
from bridgehead.instruments.award.formulas import Over, formulas
from bridgehead.instruments.award.judged import names_places
from bridgehead.instruments.award.terms import Terms
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.rulebook.expressions import located
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.tables import arrow_schema


def require_columnar(terms: Terms, rulebook: Rulebook) -> None:
    """Raise BridgeheadError with what of ranks, sums and marks has no columnar form (FE3xx), at its place."""
    if mistakes := not_columnar(terms, rulebook):
        raise BridgeheadError(mistakes)


def not_columnar(terms: Terms, rulebook: Rulebook) -> list[Mistake]:
    """What of ranks, sums and marks has no columnar form (FE3xx), at its place."""
    document = rulebook.documents[rulebook.files["award", terms.award.name]]
    claims = Claims(terms, ibis.table(ibis.schema(arrow_schema(terms.table.columns)), name="claims"))
    return [*_in_lines(claims, document), *_in_pay(claims, document)]


def _in_lines(claims: Claims, document: Document) -> Iterator[Mistake]:
    """The keys that name places of other claims, and the sums that must be reached."""
    terms = claims.terms
    places = {name: ibis.literal(1, "int64") for name in terms.award.places}
    for formula in formulas(terms.award):
        if formula.over is Over.MARK:
            yield from located(_refusals(formula.text, claims, terms.names, {}), document, formula.path)
        elif formula.over is Over.PLACES and names_places(formula.text, terms):
            yield from located(_refusals(formula.text, claims, terms.rank_names, places), document, formula.path)


def _in_pay(claims: Claims, document: Document) -> Iterator[Mistake]:
    """What each prize pays by the totals of a party, rounded."""
    names = claims.terms.names
    for prize, text in claims.terms.amounts.items():
        if aggregates.found(feel.parse(text, names)):
            place = document.place("prizes", prize, "pay")
            yield from (each.at(place) for each in _refusals(text, claims, names, {}))


def _refusals(text: str, claims: Claims, names: Scope, more: Mapping[str, ir.Value]) -> Iterator[Mistake]:
    plain, names, calls = aggregates.separate(feel.parse(text, names), names)
    figures = {name: ibis.literal(1, FIGURE_TYPE) for name in calls}
    for expression in (plain, *(call.arguments[0] for call in calls.values())):
        try:
            claims.feel(expression, names, {**more, **figures})
        except NotColumnar as refused:
            yield from refused.mistakes
