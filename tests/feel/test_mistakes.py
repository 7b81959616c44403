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
