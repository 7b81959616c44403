"""A frame: the samples of all channels of one moment, as one array."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Frame(NamedTuple):
    """The nth frame, from 1, of a sender, whose `source` is another number each time that it was started.

    `at` is the moment by the sender's clock in s since 1970; `values` stand in the order of the channels and in their
    units, NaN where a channel was not sampled.
    """

    source: int
    n: int
    at: float
    values: Numbers
