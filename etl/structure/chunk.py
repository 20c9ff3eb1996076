"""A chunk of received records while it is made ready for the store."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from etl.identity import SPLIT
from etl.sources.known_rows import Fingerprints
from etl.structure.canonical import Columns, Letter
from etl.structure.places.resolver import ResolvedPlace
from etl.structure.texts import Asked, ReadReply, ReadTexts

Texts = Callable[[Sequence[Asked]], list[ReadTexts]]


@dataclass(frozen=True)
class Chunk:
    """What is known of every record of a chunk. days: local day of receipt; days, topics, recipients and statuses by
    row, places by the first row of a letter. texts: what those of all rows say, where that has been asked ahead.
    fingerprints: by number of the row in its sheet; remarked: positions of
    rows in which something is not known.
    """

    columns: Columns
    letters: list[Letter]
    days: list[date]
    topics: list[int | None]
    recipients: list[int | None]
    places: dict[int, ResolvedPlace]
    statuses: list[int | None]
    texts: Sequence[ReadTexts] | None = None
    fingerprints: Fingerprints = field(default_factory=dict)
    remarked: set[int] = field(default_factory=set)

    def fingerprint(self, letter: Letter) -> int | None:
        """By which the letter may be passed over when its row comes again; None where it has to be read."""
        if letter.rows != 1 or len(letter.at) != 1 or letter.at[0] in self.remarked or SPLIT in letter.external_id:
            return None
        return self.fingerprints.get(self.columns["row_number"][letter.at[0]])


@dataclass(frozen=True)
class StructuredRows:
    """Records ready for the store, column by column: RECORD, IDENTITY, and of their questions QUESTION and ORIGINAL.

    owners: for each question the position of its record; replies, words: for each question, what its reply says and the
    words its text is found by, one blank apart. An identity of which nothing is known has no value at all.
    """

    records: Columns
    identities: Columns
    owners: list[int]
    questions: Columns
    originals: Columns
    replies: list[ReadReply | None]
    words: list[str]
