"""FEEL one by one: the kit's expressions beside other engines, and the reading of long texts."""

from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks import feel
from benchmarks.ours import NAME
from benchmarks.table import Line, compared, duration
from benchmarks.timing import interleave
from bridgehead.feel import parse
from bridgehead.feel.types import NUMBER, Variable

GROUP = (
    "FEEL: literals of the compatibility kit, the median time of one evaluation (ours works constants out in compiling)"
)
READING = "FEEL: reading"
TURNS = 20  # evaluations in a row, of which the time of one is told
AIM = 5.0  # seconds for a million characters
LINEAR = 1.3  # of the time a character takes in a long text to that in a short one
SCOPE = {"passengers": Variable(NUMBER), "paid sights": Variable(NUMBER)}
PIECE = "if passengers >= 400 and paid sights in [1..5] then passengers * 1.5 else 0"


def measure(repeats: int) -> list[Line]:
    folder = feel.kit()
    if folder is None:
        return [Line(GROUP, "not run: the kit is absent", "")]
    ours = [(text, *found) for text in feel.literals(folder) if (found := feel.ours(text)) is not None]
    lines = [Line(GROUP, f"{NAME}, {len(ours)} expressions with a value", duration(_medians([one[1] for one in ours])))]
    for name, peer in feel.PEERS.items():
        both = [(own, other) for text, own, value in ours if (other := feel.taken_by(peer, text, value)) is not None]
        if not both:
            continue
        mine, theirs = ([pair[at] for pair in both] for at in (0, 1))
        taken = [(_medians(mine), _medians(theirs)) for _ in range(max(1, repeats // 2))]
        own, other = median(one for one, _ in taken), median(one for _, one in taken)
        lines.append(compared(GROUP, f"{NAME} on the {len(both)} that {name} takes", own, other, name, 1))
    return lines


def _medians(evaluations: list[Callable[[], Any]]) -> float:
    """The median over expressions of the time of one evaluation."""
    return median(_time(one) for one in evaluations)


def _time(evaluate: Callable[[], Any]) -> float:
    start = perf_counter()
    for _ in range(TURNS):
        evaluate()
    return (perf_counter() - start) / TURNS


def reading(repeats: int) -> list[Line]:
    """A million characters in texts of the longest length that is read, and the growth with length."""
    texts = {count: f"[{', '.join([PIECE] * count)}]" for count in (40, 320, 1280)}
    programs = {f"{len(text)}": lambda text=text: parse(text, SCOPE) for text in texts.values()}
    seconds = interleave(programs, repeats)
    each = {int(length): taken / int(length) for length, taken in seconds.items()}
    short, long = min(each), max(each)
    million = each[long] * 1e6
    return [
        Line(READING, "a million characters", duration(million), "", f"{AIM:g} s", million <= AIM),
        compared(
            READING,
            f"a character of a text of {long:,} characters",
            each[long],
            each[short],
            f"one of {short:,}",
            LINEAR,
        ),
    ]
