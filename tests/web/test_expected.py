"""What was expected is said in Chinese too, with what differs from case to case."""

import re

import pytest

from bridgehead.primitives.errors import Mistake
from bridgehead.web.api.expected import CHINESE, in_chinese

HAN = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize("en", CHINESE)
def test_what_differs_stands_in_both(en: str) -> None:
    assert HAN.search(CHINESE[en])
    assert not HAN.search(en)
    assert CHINESE[en].count("{}") <= en.count("{}")


def test_the_sentence_that_says_most_is_taken() -> None:
    told = {
        "one of the roles clerk": "具有其中一种角色：clerk",
        "one of filed, accepted": "其中之一：filed, accepted",
        "one that is open, counted from 0": "未决定的一条，从 0 数起",
        "something that nobody has translated": "something that nobody has translated",
    }
    assert {en: in_chinese(Mistake("AC000", "x", None, en)) for en in told} == told
