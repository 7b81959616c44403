"""Every mistake of the table is earned by each of its examples."""

import pytest

from bridgehead import feel
from bridgehead.feel.evaluate import scope_of
from bridgehead.feel.functions import texts
from bridgehead.feel.mistakes import KINDS
from bridgehead.primitives.errors import BridgeheadError

EXAMPLES = [(code, example) for code, kind in KINDS.items() for example in kind.examples]


@pytest.mark.parametrize(("code", "example"), EXAMPLES, ids=[f"{code} {text[:30]}" for code, text in EXAMPLES])
def test_examples_earn_their_mistake(code: str, example: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if code == "FE405":  # a shorter time is met as surely, and sooner
        monkeypatch.setattr(texts, "_PATIENCE", 0.1)
    given = KINDS[code].given
    try:
        found = list(feel.check(feel.parse(example, scope_of(given)), example))
        if not found or code.startswith("FE5"):
            reasons: list[feel.Reason] = []
            assert feel.evaluate(example, given, reasons=reasons) == feel.evaluate(example, given)
            found = [reason.mistake for reason in reasons]
    except BridgeheadError as error:
        found = list(error.mistakes)
    assert code in [mistake.code for mistake in found]


def test_every_mistake_has_an_example() -> None:
    others = ["FE409", "FE519"]  # of what is passed as `now`, and of nodes with a type, which only models have
    assert [code for code, kind in KINDS.items() if not kind.examples] == others


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a × 3 ≥ 4，b", [("×", "*"), ("≥", ">="), ("，", ",")]),
        ('a × “× ，” ÷ "×"', [("×", "*"), ("“", '"'), ("”", '"'), ("÷", "/")]),
        ('a × "b ÷ 2', [("×", "*")]),
        ("a × w×h × 2", [("×", "*"), ("×", "*")]),
        ("a × b # c", [("×", "*")]),
    ],
    ids=("all", "not those of a text", "not what may be one", "not those of a name", "none that is like no sign"),
)
def test_all_signs_that_look_like_those_of_feel_are_told_at_once(text: str, told: list[tuple[str, str]]) -> None:
    with pytest.raises(BridgeheadError) as error:
        feel.parse(text, scope_of({"a": 1, "b": 2, "w×h": 3}))
    expected = [(f"«{sign}» is not a character of FEEL", plain) for sign, plain in told]
    assert [(mistake.message, mistake.nearest) for mistake in error.value.mistakes] == expected


NAMES = ("prix café", "가게", "rate")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("prix cafe\u0301 + 1", "did you mean «prix café» with é as U+00E9, not as U+0065 U+0301?"),
        ("\u1100\u1161게", "did you mean «가게» with 가 as U+AC00, not as U+1100 U+1161?"),
        ("prix cafe", "did you mean «prix café»?"),
        ("rato", "did you mean «rate»?"),
    ],
)
def test_a_name_that_looks_the_same_is_told_with_what_differs(text: str, told: str) -> None:
    with pytest.raises(BridgeheadError) as error:
        feel.parse(text, scope_of(dict.fromkeys(NAMES, 1)))
    assert str(error.value).endswith(told)
