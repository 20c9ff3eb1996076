"""The store: settings, errors, tables, snapshots and the one door to every number (`data.metrics.query`).

Matrices are small in this program: linear algebra counts in one thread. Several wait for one another by spinning, which
takes up the processors of a small machine ten times over. The library looks at this once, when it is loaded.

A process makes most of its objects while it starts and keeps them all. Python looks for garbage among them after every
700 new ones, and that took a fourth of every start: of the server, of each command, of the child of each file.
"""

import gc
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
gc.set_threshold(10_000, *gc.get_threshold()[1:])
