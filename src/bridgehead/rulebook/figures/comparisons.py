"""The words of comparison before and behind a numeral: 不少于, 以上, 超过, or more, until."""

import re

from bridgehead.rulebook.figures import words
from bridgehead.rulebook.figures.figure import Kind, Operators
from bridgehead.rulebook.figures.numerals import GAP, HAN
from bridgehead.rulebook.figures.token import LEFT, Token

_BEFORE = words.alternatives(words.COMPARED_BEFORE)
_AFTER = words.alternatives(words.COMPARED_AFTER)
_FILLERS = "人民币|¥|奖励|给予|补助|补贴|资助|可获得|可获|可|为|到|了|约|、|：|:|[ ]"
_COMPARED_BEFORE = re.compile(
    "(?:" + "|".join(f"(?P<b{number}>{word})" for number, (word, _) in enumerate(_BEFORE)) + f")(?:{_FILLERS}){{0,3}}$"
)
JUST_BEFORE = re.compile("(?:" + "|".join(word for word, _ in _BEFORE) + ")[ ]?$")
_NOUN = rf"[^\W0-9{HAN}_至到和或及以且并第前每各共每，。]{{0,4}}?"
_COMPARED_AFTER = re.compile(
    rf"{GAP}(?:{words.INCLUDED})?(?:{_NOUN}){GAP}(?:"
    + "|".join(f"(?P<a{number}>{word})" for number, (word, _) in enumerate(_AFTER))
    + rf")(?:{words.INCLUDED.replace('excluded', 'excluded_after')})?"
)
_ONLY_INCLUDED = re.compile(words.INCLUDED)
_OPPOSITE = {">=": ">", "<=": "<", ">": ">", "<": "<"}


def compare(text: str, token: Token) -> Token:
    """The token with what the words before and behind it say; the words behind it have the last say."""
    if token.reason:
        return token
    timely = token.kind in (Kind.DATE, Kind.TIME)
    before = text[max(0, token.core - LEFT) : token.core]
    if found := _COMPARED_BEFORE.search(before):
        operators = _BEFORE[int(str(found.lastgroup)[1:])][1]
        if timely or found.group(str(found.lastgroup)) not in words.DATES_ONLY:
            token.left = token.core - len(before) + found.start()
            token.comparison = (token.left, token.left + len(found.group(str(found.lastgroup))))
            _say(token, operators)
    if found := _COMPARED_AFTER.match(text, token.core_end):
        group = next(name for name, said in found.groupdict().items() if said and name.startswith("a"))
        if timely or not _dates_only(found.group(group)):
            token.comparison = found.span(group)
            token.right = found.end()
            _say(token, _AFTER[int(group[1:])][1], bool(found["excluded"] or found["excluded_after"]))
            return token
    if found := _ONLY_INCLUDED.match(text, token.core_end):
        token.right = found.end()
        if found["excluded"]:
            token.operators = frozenset(_OPPOSITE.get(each, each) for each in token.operators) or frozenset({"!"})
    return token


def _dates_only(word: str) -> bool:
    return word in words.DATES_ONLY


def _say(token: Token, operators: Operators, excluded: bool = False) -> None:
    if token.kind is Kind.QUOTA and token.operators:
        return
    token.operators = frozenset(_OPPOSITE[each] for each in operators) if excluded else operators
