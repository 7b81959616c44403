"""FEEL one by one: the kit's expressions beside other engines, and the reading of long texts."""

from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter, process_time
from typing import Any

from benchmarks import kit
from benchmarks.ours import NAME
from benchmarks.table import Line, compared, duration
from bridgehead.feel import parse
from bridgehead.feel.types import NUMBER, Variable

GROUP = (
    "FEEL: literals of the compatibility kit, the median time of one evaluation (ours works constants out in compiling)"
)
READING = "FEEL: reading, in seconds of the processor"
TURNS = 20  # evaluations in a row, of which the time of one is told
AIM = 5.0  # seconds for a million characters
LINEAR = 1.3  # of the time a character takes in a long text to that in a short one
SCOPE = {"passengers": Variable(NUMBER), "paid sights": Variable(NUMBER)}
PIECE = "if passengers >= 400 and paid sights in [1..5] then passengers * 1.5 else 0"
OTHERS = {
    "conditions": "passengers >= 400 and paid sights in [1..5] and (passengers + 2) * 3 != paid sights",
    "short lists": '[1, 2, [3, "a"]]',
    "contexts": '{name: "a", rows: [1, 2], total: passengers + 1, share: total / 2}',
}


def measure(repeats: int) -> list[Line]:
    folder = kit.folder()
    if folder is None:
        return [Line(GROUP, "not run: the kit is absent", "")]
    ours = [(text, *found) for text in kit.literals(folder) if (found := kit.ours(text)) is not None]
    lines = [
        Line(
            GROUP,
            f"{NAME}, {len(ours)} expressions with a value",
            duration(median(_in_turns([one[1] for one in ours], repeats))),
        )
    ]
    for name, peer in kit.PEERS.items():
        both = [(own, other) for text, own, value in ours if (other := kit.taken_by(peer, text, value)) is not None]
        if not both:
            continue
        taken = [_in_turns(pair, repeats) for pair in both]
        own, other = (median(pair[at] for pair in taken) for at in (0, 1))
        lines.append(compared(GROUP, f"{NAME} on the {len(both)} that {name} takes", own, other, name, 1))
    return lines


def _in_turns(evaluations: Sequence[Callable[[], Any]], repeats: int) -> list[float]:
    """The median time of one evaluation of each, which take turns."""
    taken = [[_time(one) for one in evaluations] for _ in range(repeats)]
    return [median(times) for times in zip(*taken, strict=True)]


def _time(evaluate: Callable[[], Any]) -> float:
    start = perf_counter()
    for _ in range(TURNS):
        evaluate()
    return (perf_counter() - start) / TURNS


def reading(repeats: int) -> list[Line]:
    """Texts of a million characters, and the growth with length."""
    texts = {count: _list(PIECE, count) for count in (40, 1280, 13_000)}
    each = {len(text): _character(text, repeats) for text in texts.values()}
    short, long = min(each), max(each)
    others = {name: _list(piece, 1_000_000 // (len(piece) + 2)) for name, piece in OTHERS.items()}
    return [
        _aimed("a million characters", each[long]),
        compared(
            READING,
            f"a character of a text of {long:,} characters",
            each[long],
            each[short],
            f"one of {short:,}",
            LINEAR,
        ),
        *(_aimed(f"a million characters of {name}", _character(text, repeats)) for name, text in others.items()),
    ]


def _list(piece: str, count: int) -> str:
    return f"[{', '.join([piece] * count)}]"


def _character(text: str, repeats: int) -> float:
    """The seconds that a character takes to be read."""
    return _processor(lambda: parse(text, SCOPE), repeats) / len(text)


def _aimed(name: str, character: float) -> Line:
    million = character * 1e6
    return Line(READING, name, duration(million), "", f"{AIM:g} s", million <= AIM)


def _processor(program: Callable[[], Any], repeats: int) -> float:
    """The median of the processor's seconds that a program takes, which runs alone and waits for nothing."""
    taken = []
    for _ in range(repeats):
        start = process_time()
        program()
        taken.append(process_time() - start)
    return median(taken)
