"""Pure statistics on arrays and frames: documented formulas, no screens, no store.

One thread for linear algebra, as in `data`: the commands of this room come before it.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
