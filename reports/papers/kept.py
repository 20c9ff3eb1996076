"""The document of a kept thing by its number, as somebody may see it: on the last day of a snapshot, so that equal
state over an equal snapshot gives equal bytes.
"""

from collections.abc import Callable, Mapping

from answers import meetings
from data.decisions.meetings import read as meeting_read
from data.decisions.orders import read as order_read
from data.decisions.polls import read as poll_read
from data.decisions.roadmaps import read as roadmap_read
from data.errors import FilterError
from data.filters import Filters
from data.metrics import Stamp, stamp
from data.scope import Scope
from data.settings import Settings
from reports.documents.blocks import Document
from reports.papers import minutes, poll, roadmap


def of_roadmap(code: str, of: Stamp, scope: Scope, settings: Settings) -> Document:
    """A roadmap that is open to the asker."""
    found = {one.code: one for one in roadmap_read.listed(settings, scope)}
    if code not in found:
        raise FilterError(f"Дорожной карты «{code[:40]}» нет, или она вам не открыта. Выберите её из списка.")
    return roadmap.document(found[code], of, scope, of.as_of)


def of_poll(code: str, of: Stamp, scope: Scope, settings: Settings) -> Document:
    """A poll that is open to the asker."""
    found = {one.code: one for one in poll_read.listed(settings, scope)}
    if code not in found:
        raise FilterError(f"Опроса «{code[:40]}» нет, или он вам не открыт. Выберите его из списка.")
    return poll.document(found[code], poll_read.place_populations(settings), of, of.as_of)


def of_meeting(code: str, of: Stamp, scope: Scope, settings: Settings) -> Document:
    """The agenda or the minutes of a meeting; open to who sees everything."""
    known = meeting_read.listed(settings, scope)
    found = {one.code: one for one in known}
    if code not in found:
        raise FilterError(f"Совещания «{code[:40]}» нет, или оно вам не открыто. Выберите его из списка.")
    shown = meetings.paper(found[code], order_read.listed(settings, scope), known)
    return minutes.document(shown, of, of.as_of)


KINDS: Mapping[str, tuple[str, Callable[[str, Stamp, Scope, Settings], Document]]] = {
    "roadmap": ("карта", of_roadmap),
    "poll": ("опрос", of_poll),
    "minutes": ("протокол", of_meeting),
}
"""Kind → the beginning of the file's name, and what makes the document."""


def document(kind: str, code: str, snapshot: int | None, scope: Scope, settings: Settings) -> tuple[str, Document]:
    """The name of its files without an ending, and the document. Raises FilterError for none that is open."""
    begins, make = KINDS[kind]
    made = make(code, stamp(Filters(snapshot=snapshot)), scope, settings)
    return f"{begins}-{code}", made
