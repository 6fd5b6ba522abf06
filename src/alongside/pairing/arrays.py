"""The arrays that the library passes around."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Gain = Callable[[Integers, Integers], Integers]
"""The reward of pairs, by rows of learners and guides that broadcast."""
