"""Conditions are split at `and`, each part owns a bit, and what else must be known owns one too."""

from datetime import date

from bridgehead.instruments.award.atoms import Atom
from bridgehead.instruments.award.schema import Award
from bridgehead.instruments.award.terms import Terms
from bridgehead.primitives.types import Column, FieldType
from bridgehead.rulebook.rulebook import Table

COLUMNS = (
    Column("number", FieldType.TEXT),
    Column("organiser", FieldType.TEXT),
    Column("kind", FieldType.CHOICE, choices=("train", "bus")),
    Column("people", FieldType.INTEGER),
    Column("nights", FieldType.INTEGER),
    Column("discount", FieldType.PERCENT, optional=True, scale=4),
    Column("done on", FieldType.DATE),
    Column("filed at", FieldType.DATE_TIME),
)
TABLE = Table(COLUMNS, {each.name: each.name for each in COLUMNS}, frozenset({"number"}), frozenset(), {})
HEAD = {"award": "tour", "title": {"zh": "旅游", "en": "Tour"}, "cites": "notice.md#1", "claims": "claim"}


def atoms(**words: object) -> tuple[Atom, ...]:
    award = Award.model_validate(HEAD | {key.replace("_", " "): value for key, value in words.items()})
    return Terms(award, TABLE, {}).atoms.all


def shown(found: tuple[Atom, ...]) -> list[tuple[str, str | None, str]]:
    return [(atom.condition, atom.prize, atom.text) for atom in found]


def test_a_condition_is_split_at_its_outermost_and_only() -> None:
    found = atoms(
        conditions={"size": 'people >= 2 and (nights = 1 or kind = "bus" and nights = 0)', "stay": "nights >= 1"},
        prizes={"all": {"pay": 100}},
    )
    assert shown(found) == [
        ("size", None, "people >= 2"),
        ("size", None, 'nights = 1 or kind = "bus" and nights = 0'),
        ("stay", None, "nights >= 1"),
    ]
    assert [atom.bit for atom in found] == [0, 1, 2]


def test_each_prize_has_atoms_of_its_own() -> None:
    award = Award.model_validate(
        HEAD | {"prizes": {"a": {"when": 'kind = "train" and people > 1', "pay": 2}, "b": {"pay": 1}}}
    )
    found = Terms(award, TABLE, {}).atoms
    assert found.common == 0
    assert found.of("a") == 0b11
    assert found.of("b") == 0
    assert [atom.text for atom in found.in_mask(0b10)] == ["people > 1"]


def test_what_orders_sums_and_pays_must_be_known_but_not_twice() -> None:
    found = atoms(
        window={"field": "done on", "in": '[date("2023-05-04")..date("2023-09-30")]'},
        per="organiser",
        reach="sum(people) > 1000",
        order=("done on", "filed at", "number"),
        prizes={"a": {"pay": "30 * people * nights"}},
    )
    assert shown(found) == [
        ("window", None, 'done on in [date("2023-05-04")..date("2023-09-30")]'),
        ("required", None, "organiser, people, filed at, number, nights"),
    ]
    assert found[1].needs == ("organiser", "people", "filed at", "number", "nights")


def test_a_field_under_or_is_asked_for_again_since_the_test_may_hold_without_it() -> None:
    found = atoms(conditions={"a": "people > 1 or nights > 1"}, prizes={"a": {"pay": "10 * nights"}})
    assert shown(found)[-1] == ("required", None, "nights")


def test_an_optional_field_is_not_required() -> None:
    pay = "if discount = null then 10 * people else 5 * people"
    assert shown(atoms(prizes={"a": {"pay": pay}})) == [("required", None, "people")]


def test_derived_figures_and_places_need_the_fields_behind_them() -> None:
    found = atoms(
        derived={"score": "2 * people + nights"},
        places={"people": {"by": "people desc"}, "points": {"by": "score desc"}},
        rank=("0.6 * people + 0.4 * points", "number"),
        prizes=({"rank": 1, "pay": 10},),
    )
    assert found[-1].needs == ("people", "nights", "number")


def test_a_last_day_for_claims_counts_to_its_end() -> None:
    found = atoms(claims_due={"by": date(2023, 10, 15), "field": "filed at"}, prizes={"a": {"pay": 1}})
    assert shown(found) == [("claims due", None, "filed at <= 2023-10-15")]


def test_the_foot_of_tiers_is_a_condition_of_its_prize() -> None:
    tiers = {"by": "people", "tiers": ({"from": 100, "pay": 5}, {"from": 200, "pay": 9})}
    assert shown(atoms(prizes={"a": {"pay": tiers}, "b": {"pay": 1}})) == [("pay", "a", "people >= 100")]
