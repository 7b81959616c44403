"""Mistakes of FEEL stand at their place in the YAML file."""

import pytest

from bridgehead import feel
from bridgehead.documents.read import read_text
from bridgehead.feel.types import STRING, Variable
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.rulebook.expressions import located


def mistakes(yaml: str) -> list[Mistake]:
    document = read_text(yaml, "award.yaml")
    try:
        feel.parse(document.text(("when",)), {"stop": Variable(STRING)})
    except BridgeheadError as error:
        return list(located(error.mistakes, document, ("when",), personal={"contact"}))
    return []


@pytest.mark.parametrize(
    ("yaml", "place"),
    [
        ("when: stop = stpo\n", "award.yaml:1:14"),
        ("when: 'stop = stpo'\n", "award.yaml:1:15"),
        ("when: >-\n  stop\n  = stpo\n", "award.yaml:3:5"),
        ("when: |\n  stop\n    = stpo\n", "award.yaml:3:7"),
    ],
)
def test_an_unknown_name_is_found_in_the_file(yaml: str, place: str) -> None:
    (mistake,) = mistakes(yaml)
    assert (str(mistake.place), mistake.code, mistake.nearest) == (place, "FE101", "stop")


def test_quotes_that_yaml_takes_are_told() -> None:
    assert [str(mistake) for mistake in mistakes('when: "大同站"\n')] == [
        "award.yaml:1:7: RB240 the quotes around «大同站» are YAML's, and FEEL sees a name; "
        """expected both kinds of quotes: '"大同站"'"""
    ]


def test_a_personal_field_is_told() -> None:
    assert [str(mistake) for mistake in mistakes("when: stop = contact\n")] == [
        "award.yaml:1:14: RB241 «contact» is a personal field, which no rule reads; "
        "expected a fact derived from it when the claim is accepted"
    ]


def test_other_unknown_names_in_double_quotes_stay_what_they_are() -> None:
    assert [mistake.code for mistake in mistakes('when: "stop = stpo"\n')] == ["FE101"]
