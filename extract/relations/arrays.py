"""The kinds of arrays that the ranker computes with: whole numbers, features, truth values."""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]
