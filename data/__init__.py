"""The store: settings, errors, tables, snapshots and the one door to every number (`data.metrics.query`).

Matrices are small in this program: linear algebra counts in one thread. Several wait for one another by spinning, which
takes up the processors of a small machine ten times over. The library looks at this once, when it is loaded.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
