"""What is read in a notice of which nothing is known: its figures, what they come to, and a sketched rulebook."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bridgehead.primitives.errors import Place
from bridgehead.primitives.words import Phrase, same
from bridgehead.rulebook import pasted, sketch
from bridgehead.rulebook.added import Finding, Open, Part, Rate, Way, added, decimals, place, rounded
from bridgehead.rulebook.coverage import Coverage, measure
from bridgehead.rulebook.figures import Figure, words
from bridgehead.rulebook.figures_in_words import plain, quantity
from bridgehead.rulebook.pasted import Left

NO_MATTER = frozenset(
    {"a list marker", "the number of a heading", "a page number", words.ARTICLE, "an idiom or a name"}
)
"""What is passed over and nobody would take for a figure: it numbers the text itself, or counts nothing."""
REASONS: Mapping[str, Phrase] = {
    words.NO_UNIT: Phrase("没有单位的汉字数字", "a Chinese numeral without a unit"),
    "a numeral without one value": Phrase("不能确定是多少", "a numeral without one value"),
    "part of a name or code": Phrase("名称或编码的一部分", "part of a name or code"),
    "an address": Phrase("网址或邮箱", "an address"),
    "the number of a document": Phrase("文号", "the number of a document"),
    "a name": Phrase("名称", "a name"),
    "a telephone number": Phrase("电话号码", "a telephone number"),
}
"""Why a numeral is no figure, for readers."""


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What some figures come to: their clause, the reckoning, what the text says, and whether both are the same.

    `says` is None where the text says nothing of it; `comes_to` is None where it is not certain.
    """

    clause: str
    reckoning: str
    comes_to: Phrase | None
    says: str | None
    agrees: bool | None


@dataclass(frozen=True, slots=True)
class Unread:
    """A numeral that was taken for no figure, with the reason."""

    text: str
    place: Place
    why: Phrase


@dataclass(frozen=True, slots=True)
class Tried:
    """`covered` has the figures clause by clause, none of them bound; `left` are lines that may begin a clause."""

    covered: Coverage
    reckoned: tuple[Reckoned, ...]
    unread: tuple[Unread, ...]
    left: tuple[Left, ...]
    files: Mapping[str, str]


def tried(text: str, day: date) -> Tried:
    """Read a pasted notice. `day` stands in the sketch where no day of publication is found.

    Raises BridgeheadError with CV001, CV002, CV003, CV005 or CV007 (see `pasted.read`).
    """
    read = pasted.read(text)
    covered = measure(read.notice, ())
    figures = [judged.figure for judged in covered.figures]
    reckoned = tuple(_reckoned(covered, each) for each in added(read.notice, figures))
    return Tried(covered, reckoned, tuple(_unread(covered)), read.left, sketch.files(covered, day))


def _unread(covered: Coverage) -> Iterator[Unread]:
    notice = covered.notice
    for each in covered.passed_over:
        if each.reason not in NO_MATTER:
            yield Unread(" ".join(each.text.split()), notice.place(each.span[0]), REASONS[each.reason])


# -- reckonings --------------------------------------------------------------------------------------------------------


def _reckoned(covered: Coverage, found: Finding) -> Reckoned:
    at = place(found)
    clause = next((each.number for each in covered.notice.clauses if each.start <= at < each.end), "")
    if isinstance(found, Open):
        return Reckoned(clause, "", None, _whole(found.total), None)
    if isinstance(found, Rate):
        share = rounded(found.value * 100, decimals(found.share))
        comes_to = same(f"{plain(share)}%")
        return Reckoned(clause, _division(found), comes_to, _whole(found.share), found.agrees)
    comes_to = quantity(found.sum, found.parts[0].figure)
    says = _whole(found.total) if found.total else None
    return Reckoned(clause, " + ".join(_product(part) for part in found.parts), comes_to, says, found.agrees)


def _product(part: Part) -> str:
    said = _whole(part.figure)
    return f"{part.times:,} × {said}" if part.times != 1 else said


def _division(rate: Rate) -> str:
    part, whole = _whole(rate.part), _whole(rate.whole)
    change = {Way.PART: whole, Way.GROWTH: f"({whole} − {part})", Way.FALL: f"({whole} + {part})"}
    return f"{part} ÷ {change[rate.way]}"


def _whole(figure: Figure) -> str:
    return " ".join(figure.written.split())
