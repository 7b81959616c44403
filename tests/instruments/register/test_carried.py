"""What is derived of a person's words is true or false, a date, a count or a choice by a condition, never the words."""

import pytest

from bridgehead import feel
from bridgehead.feel.types import BOOLEAN, DATE, STRING, Variable
from bridgehead.instruments.register.carried import carried

SCOPE = {"name": Variable(STRING), "telephone": Variable(STRING), "town": Variable(STRING)}
SCOPE |= {"born on": Variable(DATE), "is a member": Variable(BOOLEAN)}
WORDS = frozenset(("name", "telephone"))


@pytest.mark.parametrize(
    "text",
    [
        "name != null",
        "string length(name)",
        "string(string length(name))",
        'if starts with(telephone, "138") then "mobile" else town',
        "count([name, telephone])",
        "town",
        "born on",
        "string(born on)",
        "if is a member then 1 else 2",
        'string(matches(name, "a"))',
        "count([name][item = town]) + 1",
    ],
)
def test_what_tells_little_is_allowed(text: str) -> None:
    assert carried(feel.parse(text, SCOPE), WORDS) is None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("name", "name"),
        ("substring(telephone, 1, 3)", "telephone"),
        ('town + "/" + name', "name"),
        ('if is a member then "member" else name', "name"),
        ("[town, name][2]", "name"),
        ("for each in [name] return each", "name"),
        ('string join([town, name], ",")', "name"),
        ("{a: telephone}.a", "telephone"),
        ("number(telephone)", "telephone"),
        ("number(telephone) + 1", "telephone"),
        ("sum([number(telephone), 1])", "telephone"),
        ("string(number(telephone))", "telephone"),
    ],
)
def test_words_and_parts_of_them_are_named(text: str, word: str) -> None:
    found = carried(feel.parse(text, SCOPE), WORDS)
    assert found is not None
    assert found.name == word
