"""The tests; this runs before anything else of them.

Each worker counts with one thread: matrices are small here, and threads that wait for one another spin. The library
looks at this once, when it is loaded; processes that tests start inherit it.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
