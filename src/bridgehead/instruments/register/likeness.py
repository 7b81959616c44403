"""Marks of a text by which similar ones are found without being read: texts that share most of their pairs of
neighbouring characters share most marks (MinHash with one permutation, in bands of two; Li, Owen and Zhang 2012).
"""

import hashlib
import unicodedata
from itertools import pairwise

BANDS = 8
_BINS = 2 * BANDS
_SIGNS = 20
"""A text that is shorter has too few pairs to be like another."""


def marks(text: str) -> tuple[str, ...]:
    """Of two texts that share a part s of their pairs, a mark is the same with the probability s². A short one has
    none.
    """
    letters = [letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalnum()]
    if len(letters) < _SIGNS:
        return ()
    least: list[int | None] = [None] * _BINS
    for pair in {*map("".join, pairwise(letters))}:
        found = int.from_bytes(hashlib.blake2b(pair.encode(), digest_size=8).digest())
        at = found % _BINS
        kept = least[at]
        least[at] = found if kept is None else min(kept, found)
    full = [_borrowed(least, at) for at in range(_BINS)]
    return tuple(f"{at}:{full[2 * at]:x}:{full[2 * at + 1]:x}" for at in range(BANDS))


def _borrowed(least: list[int | None], at: int) -> int:
    """What a bin has, or the next one round that has something."""
    return next(found for step in range(_BINS) if (found := least[(at + step) % _BINS]) is not None)
