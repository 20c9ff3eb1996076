"""The sheets of all recipients of a week as one archive, the same bytes for the same snapshot."""

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence

from reports.documents import docx
from reports.documents.package import PACKED_AT
from reports.weekly.sheet import sheet, workbook
from reports.weekly.week import Weekly


def codes(of: Weekly) -> list[str]:
    """Recipients with a record of the week or one still open at its end, in the order of their codes."""
    found = of.ask_by(["records", "open_now"], ["recipient"]).dropna(subset=["recipient"])
    has_any = found["records"].fillna(0).gt(0) | found["open_now"].fillna(0).gt(0)
    return sorted(found.loc[has_any, "recipient"])


def files(of: Weekly, recipient: str, public_url: str) -> dict[str, bytes]:
    """The page of a recipient and the table of its records, by name."""
    name = f"{recipient}-{of.week.code}"
    return {f"{name}.docx": docx.render(sheet(of, recipient), public_url), f"{name}.xlsx": workbook(of, recipient)}


def archive(
    of: Weekly, recipients: Sequence[str], public_url: str, said: Callable[[int, int], None] = lambda done, of: None
) -> Iterator[bytes]:
    """The archive in pieces, one per recipient and the list of all: nobody waits for the last to get the first.

    said: told after each recipient how many of how many are done.
    """
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as made:
        for done, recipient in enumerate(recipients, start=1):
            for name, content in files(of, recipient, public_url).items():
                made.writestr(zipfile.ZipInfo(name, PACKED_AT), content, zipfile.ZIP_DEFLATED)
            said(done, len(recipients))
            yield sink.taken()
    yield sink.taken()


class _Sink(io.RawIOBase):
    """What was written since it was last taken; it can't go back, as a connection can't."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, content: object) -> int:
        """All of it."""
        piece = bytes(content)  # type: ignore[call-overload]
        self._waiting += piece
        return len(piece)

    def taken(self) -> bytes:
        """What waits, which no longer does."""
        piece = bytes(self._waiting)
        self._waiting.clear()
        return piece
