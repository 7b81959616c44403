"""Numbers by the million steps: compiled where numba is installed (extra `swing`), in Python elsewhere."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

import numpy as np

_P = ParamSpec("_P")
_R = TypeVar("_R")

try:
    from numba import njit
except ModuleNotFoundError:
    COMPILED = False
else:
    COMPILED = True

State = list[float]
"""An array where code is compiled; a list, of which Python takes single numbers faster, elsewhere."""


def compiled(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Not kept on disk: numba would not see there that a function has changed which this one calls."""
    return cast("Callable[_P, _R]", njit(function)) if COMPILED else function


def state(size: int) -> State:
    """All zero."""
    return cast("State", np.zeros(size)) if COMPILED else [0.0] * size
