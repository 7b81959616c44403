"""What has no columnar form is refused with a code, the reason and the place; each code is earned by an example."""

import ibis
import pytest

from bridgehead import feel
from bridgehead.feel.columns import NotColumnar, translate
from bridgehead.primitives.errors import Mistake, Place
from tests.feel.columns.claims import SCHEMA, SCOPE

CLAIMS = ibis.table(ibis.Schema.from_pyarrow(SCHEMA), name="claims")
COLUMNS = {name: CLAIMS[name] for name in SCOPE if name != "人数"}  # one name that is no column
CUBE = "passengers * passengers * passengers"  # 18 digits, which twice are too many
# Code, expression, and the part of it that is refused.
EXAMPLES = (
    ("FE301", "1 + amount / passengers", "amount / passengers"),
    ("FE301", "amount / 0 > 1", "amount / 0 > 1"),
    ("FE301", "amount / passengers = bonus", "amount / passengers = bonus"),
    ("FE301", "2 + modulo(passengers, 0)", "modulo(passengers, 0)"),
    ("FE302", "1 < amount * amount * amount * amount", "amount * amount * amount"),
    ("FE302", "floor(amount * 100 / rate)", "floor(amount * 100 / rate)"),
    ("FE302", f"{{r: if agreed then {{x: 1}} else {{x: {CUBE}}}, y: r.x * r.x}}", "r.x * r.x"),
    (
        "FE302",
        f"{{r: concatenate(for v in visits return [1], for v in visits return [{CUBE}]), y: r[1][1] * r[1][1]}}",
        "r[1][1] * r[1][1]",
    ),
    ("FE303", "passengers > 人数", "人数"),
    ("FE304", "stop = upper case(note)", "upper case(note)"),
    ("FE304", "2 + passengers ** 2", "passengers ** 2"),
    ("FE304", "agreed and passengers in [1..bonus]", "passengers in [1..bonus]"),
    ("FE304", "completed on + (completed on - paid on)", "completed on + (completed on - paid on)"),
    ("FE304", "count(stays) > 1 or some x in stays satisfies x > 2 ** x", "2 ** x"),
    ("FE304", "stays[amount]", "stays[amount]"),
    ("FE304", "insert before(stays, 1, 2)[paid sights]", "insert before(stays, 1, 2)[paid sights]"),
    ("FE304", "count(visits[people])", "visits[people]"),
    ("FE304", "for x in stays return count(partial)", "for x in stays return count(partial)"),
    ("FE304", "sort(visits, function(a, b) a.fee < b.fee)", "sort(visits, function(a, b) a.fee < b.fee)"),
    ("FE304", 'agreed and matches(stop, "\\\\d")', 'matches(stop, "\\\\d")'),
    ("FE304", 'replace(stop, "a*", "")', 'replace(stop, "a*", "")'),
    ("FE304", 'split(stop, ".")', 'split(stop, ".")'),
    ("FE304", "string join(tags, stop)", "string join(tags, stop)"),
    ("FE304", "insert before(stays, 0, 1)", "insert before(stays, 0, 1)"),
    ("FE304", "count(insert before(stays, passengers, 1))", "insert before(stays, passengers, 1)"),
    ("FE304", "list replace(stays, 1.5, 1)", "list replace(stays, 1.5, 1)"),
    ("FE304", "agreed and date and time(note) = seen at", "date and time(note)"),
    ("FE304", "date(passengers, 5, 4) = paid on", "date(passengers, 5, 4)"),
    ("FE304", "date and time(paid on, time(seen at)) = seen at", "date and time(paid on, time(seen at))"),
    ("FE304", "time(seen at) = time(paid on)", "time(paid on)"),
    ("FE304", 'time(seen at) < time("08:30:00+08:00")', 'time("08:30:00+08:00")'),
    ("FE304", 'time(seen at) + @"PT0.0000005S" = null', 'time(seen at) + @"PT0.0000005S"'),
    ("FE306", "time(seen at)", "time(seen at)"),
    ("FE305", "1 = count(insert before(stays, 1, note))", "insert before(stays, 1, note)"),
    ("FE305", "flatten([stays, tags])", "flatten([stays, tags])"),
    ("FE304", "{f: function(x) x}", "{f: function(x) x}"),
    ("FE305", "[{fee: 1, Fee: amount}][1]", "{fee: 1, Fee: amount}"),
    ("FE305", "visits[1] = first visit", "visits[1] = first visit"),
    ("FE305", "fares = tags", "fares = tags"),
    ("FE305", "agreed and even(amount)", "even(amount)"),
    ("FE305", "1 = min(agreed, checked)", "min(agreed, checked)"),
    (
        "FE305",
        'if agreed then {d: duration("P1D")} else {d: duration("PT1S")}',
        'if agreed then {d: duration("P1D")} else {d: duration("PT1S")}',
    ),
    (
        "FE307",
        "agreed and " + "passengers" + " * 1" * 1_000 + " > 1",
        "agreed and " + "passengers" + " * 1" * 1_000 + " > 1",
    ),
    ("FE307", "agreed and " + "stop" + " + stop" * 400 + ' = "x"', "stop" + " + stop" * 400),
    ("FE307", " and ".join(["agreed"] * 1_200), " and ".join(["agreed"] * 1_200)),
    ("FE306", "completed on - paid on", "completed on - paid on"),
    (
        "FE307",
        "round half up(3 / round half up(3 / round half up(3 / passengers)))",
        "round half up(3 / round half up(3 / round half up(3 / passengers)))",
    ),
)


def refusal(text: str) -> Mistake:
    with pytest.raises(NotColumnar) as caught:
        translate(feel.parse(text, SCOPE), COLUMNS, SCOPE, text)
    (mistake,) = caught.value.mistakes
    return mistake


@pytest.mark.parametrize(("code", "text", "part"), EXAMPLES, ids=[f"{code} {text[:30]}" for code, text, _ in EXAMPLES])
def test_examples_earn_their_code_at_their_place(code: str, text: str, part: str) -> None:
    with pytest.raises(NotColumnar) as caught:
        translate(feel.parse(text, SCOPE), COLUMNS, SCOPE, text)
    assert [mistake.code for mistake in caught.value.mistakes] == [code]
    assert text[slice(*caught.value.span)] == part


def test_the_place_is_a_line_and_a_column() -> None:
    mistake = refusal("passengers > 400 and\n  agreed and\n  stop = upper case(note)")
    assert mistake == Mistake("FE304", "the function «upper case» has no columnar form", Place("", 3, 10))
