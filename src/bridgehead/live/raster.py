"""A drawing as a picture (PNG), for documents that take no other: lines alone, smooth at their edges."""

import struct
import zlib
from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import hypot

import numpy as np
from numpy.typing import NDArray

from bridgehead.queries.run_drawing import Drawing, Look, Point

Numbers = NDArray[np.float64]
PAPER = (255, 255, 255)
COLOURS: Mapping[Look, tuple[int, int, int]] = {
    "railway": (91, 100, 112),
    "ends": (190, 184, 172),
    "planned": (11, 110, 105),
    "measured": (168, 100, 42),
}
THIN, BROAD = 4.0, 12.0
DASH = {"planned": 18.0}
"""Pixels of a dash, and of the gap after it."""


def png(drawing: Drawing, wide: int, high: int) -> bytes:
    """So many pixels; the frame is stretched to them."""
    picture = np.full((high, wide, 3), PAPER, float)
    (left, low), (right, top) = drawing.low, drawing.high
    for stroke in drawing.strokes:
        points = [((x - left) / (right - left) * wide, (top - y) / (top - low) * high) for x, y in stroke.points]
        ink = np.zeros((high, wide))
        for begin, end in _dashed(points, DASH.get(stroke.look, 0.0)):
            _line(ink, begin, end, BROAD if stroke.broad else THIN)
        picture += ink[..., None] * (np.array(COLOURS[stroke.look], float) - picture)
    return _packed(picture.round().astype(np.uint8))


def _dashed(points: list[Point], dash: float) -> Iterator[tuple[Point, Point]]:
    """The pieces of a line that are drawn."""
    gone = 0.0
    for (x, y), (to_x, to_y) in pairwise(points):
        length = hypot(to_x - x, to_y - y)
        if not dash or not length:
            yield (x, y), (to_x, to_y)
            continue
        edges = np.unique(np.concatenate(([0.0, length], np.arange(-gone % dash, length, dash))))
        for begin, end in pairwise(edges):
            if (gone + (begin + end) / 2) // dash % 2 == 0:
                a, b = begin / length, end / length
                yield (x + (to_x - x) * a, y + (to_y - y) * a), (x + (to_x - x) * b, y + (to_y - y) * b)
        gone += length


def _line(ink: Numbers, begin: Point, end: Point, width: float) -> None:
    """The share of each pixel that a straight line covers, by how far its middle is from it."""
    high, wide = ink.shape
    reach = width / 2 + 1
    columns = slice(
        *(int(np.clip(each, 0, wide)) for each in (min(begin[0], end[0]) - reach, max(begin[0], end[0]) + reach + 1))
    )
    rows = slice(
        *(int(np.clip(each, 0, high)) for each in (min(begin[1], end[1]) - reach, max(begin[1], end[1]) + reach + 1))
    )
    x, y = np.arange(wide)[columns] + 0.5 - begin[0], np.arange(high)[rows, None] + 0.5 - begin[1]
    along, down = end[0] - begin[0], end[1] - begin[1]
    part = np.clip((x * along + y * down) / (along**2 + down**2 or 1.0), 0.0, 1.0)
    away = np.hypot(x - part * along, y - part * down)
    ink[rows, columns] = np.maximum(ink[rows, columns], np.clip(width / 2 + 0.5 - away, 0.0, 1.0))


def _packed(pixels: NDArray[np.uint8]) -> bytes:
    high, wide, _ = pixels.shape
    lines = np.concatenate((np.zeros((high, 1), np.uint8), pixels.reshape(high, -1)), axis=1)
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(lines.tobytes(), 9)),
        (b"IEND", b""),
    )
    packed = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)
