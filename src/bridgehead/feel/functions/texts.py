"""Functions on strings (DMN 1.5, 10.3.4.3); regular expressions are those of XPath and XQuery 3.1."""

import re
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeVar

from bridgehead.feel.functions.patterns import pattern
from bridgehead.feel.mistakes import mistake
from bridgehead.feel.steps import spend
from bridgehead.feel.values import MAX_SIZE, too_big
from bridgehead.primitives.errors import BridgeheadError

Outcome = TypeVar("Outcome")

_PATIENCE = 2.0  # seconds that one regular expression may take
_STEPS_A_SECOND = 500_000


def substring(string: str, start: Decimal, length: Decimal | None) -> str | None:
    """From the place `start`, counted from 1 or, where negative, from the end."""
    place = int(start)
    if place == 0 or abs(place) > len(string) or (length is not None and length < 1):
        return None
    first = place - 1 if place > 0 else len(string) + place
    return string[first:] if length is None else string[first : first + int(length)]


def substring_before(string: str, match: str) -> str:
    before, found, _ = string.partition(match) if match else ("", "", "")
    return before if found else ""


def substring_after(string: str, match: str) -> str:
    if not match:
        return string
    return string.partition(match)[2]


def _patiently(work: Callable[[], Outcome]) -> Outcome:
    """The outcome of a regular expression; the time of the processor that it takes, read and run, counts as steps."""
    began = time.thread_time()
    try:
        return work()
    except TimeoutError:
        raise BridgeheadError([mistake("FE405", None, limit=int(_PATIENCE))]) from None
    finally:
        spend(int((time.thread_time() - began) * _STEPS_A_SECOND))


def matches(input: str, text: str, flags: Any) -> bool | None:  # noqa: A002 (the standard's word)
    if not isinstance(flags, str | None):
        return None
    return _patiently(lambda: _found(input, text, flags or ""))


def _found(text: str, by: str, flags: str) -> bool | None:
    found = pattern(by, flags)
    return None if found is None else found.search(text, timeout=_PATIENCE) is not None


def replace(input: str, text: str, replacement: str, flags: Any) -> str | None:  # noqa: A002
    if not isinstance(flags, str | None):
        return None
    return _patiently(lambda: _with(input, text, replacement, flags or ""))


def _with(text: str, old: str, new: str, flags: str) -> str | None:
    found = pattern(old, flags)
    if found is None:
        return None
    by = _replacement(new, found.groups) if "q" not in flags else new.replace("\\", "\\\\")
    return None if by is None else _replaced(found, text, by)


def _replaced(found: Any, text: str, by: str) -> str:
    """`text` with every match replaced, which is left off where it grows too long."""
    groups = [int(number) for number in re.findall(r"\\g<(\d+)>", by)]
    pieces: list[str] = []
    at = size = 0
    for match in found.finditer(text, timeout=_PATIENCE):
        size += match.start() - at + len(by) + sum(len(match[number] or "") for number in groups)
        if size > MAX_SIZE:
            raise too_big()
        pieces += (text[at : match.start()], match.expand(by))
        at = match.end()
    return "".join((*pieces, text[at:]))


def _replacement(text: str, groups: int) -> str | None:
    """XPath's `$1` and `\\$` as Python writes them."""
    parts: list[str] = []
    at = 0
    while at < len(text):
        char, follows = text[at], text[at + 1 : at + 2]
        if char == "\\":
            if follows not in ("\\", "$"):
                return None
            parts.append("\\\\" if follows == "\\" else "$")
            at += 2
        elif char == "$":
            if not follows.isdigit():
                return None
            at += 2
            number = follows
            while text[at : at + 1].isdigit() and int(number + text[at]) <= groups:
                number += text[at]
                at += 1
            parts.append(f"\\g<{int(number)}>" if int(number) <= groups else "")
        else:
            parts.append(char)
            at += 1
    return "".join(parts)


def split(string: str, delimiter: str) -> list[str] | None:
    return _patiently(lambda: _pieces(string, delimiter))


def _pieces(string: str, delimiter: str) -> list[str] | None:
    found = pattern(delimiter, "")
    if found is None:
        return None
    pieces: list[str] = []
    at = 0
    for match in found.finditer(string, timeout=_PATIENCE):
        if match.end() > match.start():
            pieces.append(string[at : match.start()])
            at = match.end()
    return [*pieces, string[at:]]


def string_join(list: list[Any], delimiter: Any) -> str | None:  # noqa: A002
    if not isinstance(delimiter, str | None):
        return None
    texts = [text for text in list if text is not None]
    if sum(map(len, texts)) + len(texts) * len(delimiter or "") > MAX_SIZE:
        raise too_big()
    return (delimiter or "").join(texts)


TABLE: dict[str, Callable[..., Any]] = {
    "substring(string: string, start position: number, length?: number) -> string": substring,
    "string length(string: string) -> number": lambda string: Decimal(len(string)),
    "upper case(string: string) -> string": str.upper,
    "lower case(string: string) -> string": str.lower,
    "substring before(string: string, match: string) -> string": substring_before,
    "substring after(string: string, match: string) -> string": substring_after,
    "replace(input: string, pattern: string, replacement: string, flags?: Any) -> string": replace,
    "contains(string: string, match: string) -> boolean": lambda string, match: match in string,
    "starts with(string: string, match: string) -> boolean": str.startswith,
    "ends with(string: string, match: string) -> boolean": str.endswith,
    "matches(input: string, pattern: string, flags?: Any) -> boolean": matches,
    "split(string: string, delimiter: string) -> list<string>": split,
    "string join(list: list<string>, delimiter?: Any) -> string": string_join,
}
