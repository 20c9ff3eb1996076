"""What the program knows of a source, said once: at the foot of the source's own module."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import pandas as pd

from data.settings import district
from etl.sources.frame import Context, Tidy

LOCAL = "local"
"""The zone of the district the installation serves."""


def zone_of(name: str) -> ZoneInfo:
    """The zone a declaration names, that of the district for LOCAL."""
    return district().zone if name == LOCAL else ZoneInfo(name)


def _nothing(_: pd.DataFrame) -> int:
    return 0


@dataclass(frozen=True)
class Source:
    """One system whose files are known.

    code: for ever, in the store and on the command line; name: on screens; called: in a sentence, accusative
    («похож на …»); time_zone: of the times written in its files, LOCAL for the
    district's own. columns: field → its header, then synonyms; keys:
    groups of fields, of each at least one must be there; layouts: orders of fields of files without a header; numbers:
    fields that may number a record, the best first; content: field → kind of values by which it is found where no
    header names it; long: fields whose line breaks matter.
    tidy: rows as received → canonical ones. stale_days: after so many days without a new event its figures are not
    today's. observes_registration: whether a row without both days still tells receipt from registration.
    channel_prefix: of the codes of all channels it brings; '' where its records say them. restarts: its numbers may
    begin anew in every channel and sheet. held: how many last rows of a chunk must wait for the next one. aside: names
    of sheets without records in a workbook the program makes. stand_alone: whether what a row says is all in it.
    """

    code: str
    name: str
    called: str
    time_zone: str
    columns: Mapping[str, Sequence[str]]
    keys: Sequence[Sequence[str]]
    layouts: Sequence[Sequence[str]]
    numbers: Sequence[str]
    content: Mapping[str, str]
    tidy: Callable[[pd.DataFrame, Context], Tidy]
    stale_days: int
    observes_registration: bool = False
    long: frozenset[str] = frozenset()
    channel_prefix: str = ""
    restarts: bool = False
    held: Callable[[pd.DataFrame], int] = _nothing
    aside: frozenset[str] = frozenset()
    stand_alone: bool = False
