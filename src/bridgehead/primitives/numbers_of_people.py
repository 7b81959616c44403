"""Numbers of people within a text, so that none is kept where nobody would look for it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal
from unicodedata import category, normalize

from bridgehead.primitives.identifiers import COUNTRY, identity_number
from bridgehead.primitives.words import Phrase

FEWEST_DIGITS = 8
"""Of a text with fewer, no part is a number of somebody."""
_DIGIT = re.compile(r"\d")
_IDENTITIES = re.compile(r"(?<![0-9])[0-9](?:[ -]?[0-9]){16}[ -]?[0-9Xx](?![0-9])")
_MOBILES = re.compile(r"(?<![0-9¥$])1[3-9][0-9]([ .-]?)[0-9]{4}\1[0-9]{4}(?![0-9])")
_BESIDE = re.compile("[A-Za-z_]")
_MONEY = re.compile(r"(?:\.[0-9]+)?\s*[万亿]?(?:元(?![旦宵月])|yuan|CNY|RMB)")

Kind = Literal["telephone number", "identity number"]
CALLED: Mapping[str, str] = {"telephone number": "电话号码", "identity number": "身份证号码"}
DISCLOSED = Phrase(
    "第 {at} 个字起的“{begins}…”是{kind}，写在这里日后无法删除：请去掉，或者填到专门的项目里。",
    "“{begins}…”, from sign {at} on, is somebody's {kind}, which could not be deleted from here: leave it out, or "
    "write it into the field that asks for it.",
)


@dataclass(frozen=True, slots=True)
class Found:
    """A number of somebody within a text: its kind, the sign at which it begins, from 1, and its first three signs."""

    kind: Kind
    at: int
    begins: str


@dataclass(frozen=True, slots=True)
class Disclosed(Phrase):
    """What is said of a number of somebody that stands in a text which everybody reads, or nobody forgets."""

    found: Found


def disclosed(found: Found) -> Disclosed:
    """Where it stands and what to do; it is not repeated whole."""
    at, begins = found.at, found.begins
    zh = DISCLOSED.zh.format(at=at, begins=begins, kind=CALLED[found.kind])
    return Disclosed(zh, DISCLOSED.en.format(at=at, begins=begins, kind=found.kind), found)


def found_in(text: str) -> list[Found]:
    """The telephone and identity numbers that stand in a text, in its order.

    Numbers of services (400, 800), a landline of this country without its 0, one of another country without its + and
    amounts of yuan are none: records, contracts and sums are often numbered so.
    """
    if len(_DIGIT.findall(text)) < FEWEST_DIGITS:
        return []
    signs = [(at, _plain(sign)) for at, sign in enumerate(text) if category(sign) != "Cf"]  # those that are not seen
    plain = "".join(sign for _, sign in signs)
    found: list[Found] = []
    last = 0
    for start, end, kind in sorted((*_identities(plain), *_telephones(plain))):
        if start >= last:
            found.append(Found(kind, signs[start][0] + 1, plain[start : start + 3]))
            last = end
    return found


def _plain(sign: str) -> str:
    found = normalize("NFKC", sign)
    return found if len(found) == 1 else sign


def _identities(text: str) -> Iterator[tuple[int, int, Kind]]:
    for each in _IDENTITIES.finditer(text):
        try:
            identity_number(re.sub("[ -]", "", each[0]))
        except ValueError:
            continue
        yield *each.span(), "identity number"


def _telephones(text: str) -> Iterator[tuple[int, int, Kind]]:
    """What phonenumbers finds, and what it takes for none: a number that touches a letter, stands in points, or a
    mobile one behind a figure, as in a list or after a day.
    """
    import phonenumbers
    from phonenumbers import PhoneNumberType as Of

    theirs = {Of.MOBILE, Of.FIXED_LINE, Of.FIXED_LINE_OR_MOBILE, Of.PERSONAL_NUMBER, Of.VOIP, Of.PAGER}
    home = phonenumbers.country_code_for_region(COUNTRY)
    apart = _BESIDE.sub("#", text).replace("·", "-").replace("•", "-")
    for each in phonenumbers.PhoneNumberMatcher(apart, COUNTRY, leniency=phonenumbers.Leniency.VALID):
        of, written = phonenumbers.number_type(each.number), each.raw_string.lstrip("(")
        named = "+" in written or (each.number.country_code == home and (of == Of.MOBILE or written[0] == "0"))
        if of in theirs and named and not _MONEY.match(text, each.end):
            yield each.start, each.end, "telephone number"
    for mobile in _MOBILES.finditer(apart):
        number = phonenumbers.parse(mobile[0], COUNTRY)
        if phonenumbers.is_valid_number(number) and not _MONEY.match(text, mobile.end()):
            yield *mobile.span(), "telephone number"
