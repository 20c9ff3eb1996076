"""Names of the arrays that statistics take and give."""

from typing import Any

import numpy as np

Numbers = np.ndarray[Any, np.dtype[np.float64]]
Integers = np.ndarray[Any, np.dtype[np.int64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]


def numbers(values: Any) -> Numbers:
    """Any sequence as floats; what is missing (None, NA) is NaN."""
    if hasattr(values, "to_numpy"):
        return values.to_numpy(dtype=float, na_value=np.nan)
    return np.asarray(values, dtype=float)
