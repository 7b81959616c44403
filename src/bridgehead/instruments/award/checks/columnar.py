"""What only columns can work out, since it is of many claims: whether it has a columnar form.

Conditions are not among it: where one has no columnar form, claims are judged one by one (see `judged`).
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
from bridgehead.instruments.award.amounts import payment
from bridgehead.instruments.award.columns import Claims
from bridgehead.instruments.award.formulas import Gives, Over, formulas
from bridgehead.instruments.award.terms import Terms
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.rulebook.expressions import located
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.tables import arrow_schema


def require_columnar(terms: Terms, rulebook: Rulebook) -> None:
    """Raise BridgeheadError with what of order, rank, sums and pay has no columnar form (FE3xx), at its place."""
    document = rulebook.documents[rulebook.files["award", terms.award.name]]
    claims = Claims(terms, ibis.table(ibis.schema(arrow_schema(terms.table.columns)), name="claims"))
    if mistakes := [*_in_lines(claims, document), *_in_pay(claims, document)]:
        raise BridgeheadError(mistakes)


def _in_lines(claims: Claims, document: Document) -> Iterator[Mistake]:
    """The keys by which claims are lined up, and the sums that they must reach."""
    terms = claims.terms
    places = {name: ibis.literal(1, "int64") for name in terms.award.places}
    for formula in formulas(terms.award):
        if formula.gives is Gives.SORTABLE or formula.over is Over.MARK:
            ranked = formula.over is Over.PLACES
            names, more = (terms.rank_names, places) if ranked else (terms.names, {})
            yield from located(_refusals(formula.text, claims, names, more), document, formula.path)


def _in_pay(claims: Claims, document: Document) -> Iterator[Mistake]:
    """What each prize and bonus pays, rounded."""
    award, names = claims.terms.award, claims.terms.names
    pays = {("prizes", name, "pay"): text for name, text in claims.terms.amounts.items()}
    pays |= {("bonuses", name, "pay"): payment(bonus.pay, award.rounding) for name, bonus in award.bonuses.items()}
    for path, text in pays.items():
        yield from (each.at(document.place(*path)) for each in _refusals(text, claims, names, {}))


def _refusals(text: str, claims: Claims, names: Scope, more: Mapping[str, ir.Value]) -> Iterator[Mistake]:
    plain, names, calls = aggregates.separate(feel.parse(text, names), names)
    figures = {name: ibis.literal(1, FIGURE_TYPE) for name in calls}
    for expression in (plain, *(call.arguments[0] for call in calls.values())):
        try:
            claims.feel(expression, names, {**more, **figures})
        except NotColumnar as refused:
            yield from refused.mistakes
