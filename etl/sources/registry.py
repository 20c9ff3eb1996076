"""All sources the program knows. A new one is a module with its `SOURCE` and a place in this tuple.

`data/store/reference/sources.csv` is the list of these declarations for what stands below the import: it is never
written first, and a test holds it against the tuple.
"""

from etl.sources import by_hand, heat_map, incident_management, pos, register_59fz
from etl.sources.declaration import Source

SOURCES: tuple[Source, ...] = (
    incident_management.SOURCE,
    heat_map.SOURCE,
    pos.SOURCE,
    register_59fz.SOURCE,
    by_hand.SOURCE,
)
BY_CODE: dict[str, Source] = {one.code: one for one in SOURCES}
