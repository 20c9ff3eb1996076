"""The search that most people ask for first, made before they do: `python -m answers.hotspots.ahead`.

Its answer is kept beside the snapshot (`data.snapshots.kept`), for all who may ask the same.
"""

import sys
from contextlib import suppress

from answers.hotspots import list as hotspot_list
from data import settings
from data.errors import MCUError
from data.scope import EVERYTHING


def main() -> int:
    """Search as who sees everything; a fault is left for who asks."""
    with settings.use(settings.load()), suppress(MCUError):
        hotspot_list.by_default(EVERYTHING)
    return 0


if __name__ == "__main__":
    sys.exit(main())
