"""Noise that belongs to a set of records: whoever asks for the same records by whatever question gets the same noise.

Every record has a secret whole number; a cell's key is the sum of the numbers of its records, and the key alone decides
the noise. So asking again, or by another way, gives nothing to average. The secret is that of the installation's
pseudonyms: who does not know it can't compute the noise of a set.

Fraser B., Wooton J. A proposed method for confidentialising tabular output. ABS, 2005: perturbation by cell keys.
"""

import hashlib
from pathlib import Path

import numpy as np
import numpy.typing as npt

from data.settings import Settings

DEVIATION = 14.0
"""Standard deviation of the noise, records. Chosen by the attacker of `tests/security/test_small_numbers.py`."""
_FURTHEST = 2.6
"""Standard deviations beyond which noise is cut off: with that of `wider` and rounding a number is at most 52 off."""
BITS = 32
"""Bits of a record's secret number: the upper ones of DuckDB's hash of its id and a salt."""
Numbers = npt.NDArray[np.float64]


def expression(settings: Settings) -> str:
    """SQL of the secret number of a record, below 2^32: sums over millions of records are exact."""
    return f"record_key(record_id, {_salt(settings.pseudonym_key)})::DOUBLE"


def _salt(file: Path) -> int:
    secret = file.read_bytes() if file.exists() else b""  # no file, no records
    return int.from_bytes(hashlib.sha256(b"cell keys\0" + secret).digest()[:7], "big")


def noise(keys: Numbers) -> Numbers:
    """The noise of cells by their keys, records; not rounded."""
    from scipy.special import ndtri  # dear to import, and only people who see totals ask

    mixed = keys.astype(np.uint64)
    with np.errstate(over="ignore"):
        for factor in (0xBF58476D1CE4E5B9, 0x94D049BB133111EB):  # splitmix64: near keys, far numbers
            mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(factor)
        mixed ^= mixed >> np.uint64(31)
    share = (mixed >> np.uint64(11)).astype(np.float64) / float(1 << 53)
    return np.clip(ndtri(np.clip(share, 1e-12, 1 - 1e-12)), -_FURTHEST, _FURTHEST) * DEVIATION
