"""The reasons of decisions as they are written out: as structures with the values seen, or as the names of conditions.

Structures look at each claim. Names are made from the masks alone, a whole batch at once, for any number of claims.
(Sentences, the third form, are made by `award.written`.)
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from bridgehead.instruments.award.case import Case, verdict_of
from bridgehead.instruments.award.reasons.allocated import allocation_reason
from bridgehead.instruments.award.reasons.reasons import decisive, findings, reason
from bridgehead.instruments.award.reasons.sentences import Repeated
from bridgehead.instruments.award.reasons.topics import every
from bridgehead.instruments.award.terms import Terms
from bridgehead.primitives.decision import Outcome

TEXTS = pa.list_(pa.string())
NAMES = pa.struct(
    [
        ("failed", TEXTS),
        ("missing", TEXTS),
        ("because", pa.string()),
        ("reference", pa.string()),
        ("figure", pa.decimal128(28, 6)),
        ("asked", pa.decimal128(18, 2)),
        ("provisional", pa.bool_()),
    ]
)
"""The conditions that failed, those not known, why allocation ended the claim (see `award.allocation.Because`), and
whether its place may still change."""

STRUCTURES = pa.list_(
    pa.struct(
        [
            (name, pa.string())
            for name in ("condition", "because", "reference", "seen", "needed", "distance", "clause", "zh", "en")
        ]
    )
)
"""The reasons with exact values as text; `condition` is null where allocation decided, and `because` elsewhere."""


def named(terms: Terms, decisions: pa.Table) -> pa.Array:
    """The reasons of decisions as NAMES; a pair of masks is looked at once, for claims that are granted and others."""
    failed, missing = (decisions[name].combine_chunks().dictionary_encode() for name in ("failed", "missing"))
    many = max(len(missing.dictionary), 1)
    places = [each.indices.cast(pa.int64()) for each in (failed, missing)]
    open_ = pc.and_(pc.equal(decisions["outcome"], Outcome.UNDETERMINED), pc.is_null(decisions["because"]))
    pairs = pc.add(pc.multiply(places[0], many), places[1])
    pairs = pc.add(pc.multiply(pairs, 2), open_.combine_chunks().cast(pa.int64())).dictionary_encode()
    asked = [
        _conditions(
            terms,
            failed.dictionary[pair // 2 // many].as_py(),
            missing.dictionary[pair // 2 % many].as_py(),
            granted=not pair % 2,
        )
        for pair in pairs.dictionary.to_pylist()
    ]
    lists = [pa.array([each[side] for each in asked], TEXTS).take(pairs.indices) for side in (0, 1)]
    others = [decisions[field.name].combine_chunks().cast(field.type) for field in list(NAMES)[2:]]
    return pa.StructArray.from_arrays([*lists, *others], fields=list(NAMES))


def _conditions(terms: Terms, failed: int, missing: int, *, granted: bool) -> tuple[list[str], list[str]]:
    """The conditions that decided: those that failed, and those that are not known."""
    found, atoms = verdict_of(terms, failed, missing, granted=granted), terms.atoms
    mask = decisive(found, atoms.common, atoms.of(found.prize))
    failing, unknown = (
        list(dict.fromkeys(atom.condition for atom in atoms.in_mask(mask & side))) for side in (failed, missing)
    )
    return failing, unknown


def structured(case: Case, claims: pa.Table, decisions: pa.Table, repeated: Repeated | None = None) -> pa.Array:
    """The reasons of decisions as STRUCTURES; the two tables have the same rows in the same order."""
    topics = every(case)

    def reasons(claim: dict[str, Any], decided: dict[str, Any]) -> list[dict[str, str | None]]:
        if decided["because"] or decided["outcome"] not in (Outcome.REFUSED, Outcome.UNDETERMINED):
            return [_texts(allocation_reason(case.terms, decided, repeated))]
        standing = case.decide(claim)
        found = standing.verdict
        mask = decisive(found, case.terms.atoms.common, case.terms.atoms.of(found.prize))
        return [_texts(reason(each)) for each in findings(topics[standing.version.first], found, claim, mask)]

    rows = zip(claims.to_pylist(), decisions.to_pylist(), strict=True)
    return pa.array([reasons(*row) for row in rows], STRUCTURES)


def _texts(found: Any) -> dict[str, str | None]:
    return {field.name: _text(getattr(found, field.name)) for field in STRUCTURES.value_type}


def _text(value: object) -> str | None:
    """A value of FEEL, exactly."""
    match value:
        case None | str():
            return value
        case bool():
            return str(value).lower()
        case Decimal():
            return f"{value:f}"
        case date():
            return value.isoformat()
        case timedelta():
            return _duration(value)
        case list() | tuple():
            return "; ".join(_text(item) or "" for item in value)
        case _:
            return str(value)


def _duration(time: timedelta) -> str:
    """A length of time as ISO 8601 writes it, and FEEL reads it: P1DT2H, PT1S."""
    hours, rest = divmod(time.seconds, 3600)
    clock = "".join(f"{count}{unit}" for count, unit in ((hours, "H"), (rest // 60, "M"), (rest % 60, "S")) if count)
    return f"P{f'{time.days}D' if time.days else ''}{f'T{clock}' if clock else ''}"
