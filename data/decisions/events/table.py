"""Events as one table that people edit in a spreadsheet and bring back: what was exported changes nothing.

A row whose number is known changes that event, a row without one adds an event; events that the file does not name
stay. All of it is one group of edits, taken back at once.
"""

from collections.abc import Mapping, Sequence

from data.decisions.duties.table import ADDED, CHANGED, SAME, Outcome, day
from data.decisions.duties.write import plain
from data.decisions.edits import Editor, editing
from data.decisions.events.read import Event
from data.decisions.events.write import Form, put
from data.errors import FilterError
from data.settings import Settings
from data.store.tables.events import KINDS

HEADINGS = {
    "code": "Номер",
    "kind": "Вид",
    "title": "Событие",
    "topic": "Код тематики",
    "topic_name": "Тематика (для чтения)",
    "territory": "ОКТМО",
    "where": "Место (для чтения)",
    "started_on": "Начало",
    "ended_on": "Конец",
    "leaves_norm": "Не учитывать в норме",
    "document": "Документ",
}
"""Column → its heading. The columns «для чтения» repeat the codes in words and are not read."""
_NEEDED = ("kind", "title", "started_on")
_YES = {"да": True, "1": True, "true": True, "нет": False, "0": False, "false": False, "": False}
Row = Mapping[str, str]


def rows(found: Sequence[Event]) -> list[dict[str, str]]:
    """Events as rows of texts, missing ones ''."""
    return [
        {
            "code": one.code,
            "kind": KINDS[one.kind],
            "title": one.title,
            "topic": one.topic,
            "topic_name": one.topic_name,
            "territory": one.place or one.municipality,
            "where": one.where,
            "started_on": one.started_on.isoformat(),
            "ended_on": one.ended_on.isoformat() if one.ended_on else "",
            "leaves_norm": "да" if one.leaves_norm else "нет",
            "document": one.document,
        }
        for one in found
    ]


def from_cells(cells: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """Rows of a received table, the first of which is the header; a blank row stays, so that lines can be named.
    FilterError names a column that is missing.
    """
    header = [cell.strip() for cell in cells[0]] if cells else []
    places = {name: next((at for at, cell in enumerate(header) if cell in (name, words)), None)
              for name, words in HEADINGS.items()}  # fmt: skip
    if lost := [HEADINGS[name] for name in _NEEDED if places[name] is None]:
        raise FilterError(f"В файле событий нет столбца «{lost[0]}». Возьмите за образец выгрузку с экрана.")
    found = []
    for row in cells[1:]:
        values = {name: row[at].strip() if at is not None and at < len(row) else "" for name, at in places.items()}
        found.append(values)
    return found


def apply(settings: Settings, who: str, told: Sequence[Row], known: Mapping[str, Event], reason: str = "") -> Outcome:
    """Do what a table says, all or nothing. known: the events that the person sees, by number."""
    counts = {ADDED: 0, CHANGED: 0, SAME: 0}
    named: set[str] = set()
    with editing(settings, who, reason) as editor:
        for number, row in ((line, one) for line, one in enumerate(told, start=2) if any(one.values())):
            code = row["code"]
            if code and (code in named or code not in known):
                twice = "назван дважды" if code in named else "не известен; у нового события он пуст"
                raise FilterError(f"Строка {number}: номер «{code[:60]}» {twice}.")
            named.add(code)
            counts[_apply_row(editor, row, known.get(code), number)] += 1
    return Outcome(counts[ADDED], counts[CHANGED], counts[SAME])


def _apply_row(editor: Editor, row: Row, before: Event | None, number: int) -> str:
    try:
        told = form(row)
        if before is not None and told == form_of(before):
            return SAME
        put(editor, before.code if before else "", before.version if before else 0, told)
    except FilterError as error:
        raise FilterError(f"Строка {number}. {error}") from None
    return ADDED if before is None else CHANGED


def form_of(one: Event) -> Form:
    """An event as a person would have typed it."""
    territory = one.place or one.municipality
    return Form(one.kind, one.title, one.topic, territory, one.started_on, one.ended_on, one.leaves_norm, one.document)


def form(row: Row) -> Form:
    """What a row says of an event. FilterError for what is not understood."""
    kinds = {words: code for code, words in KINDS.items()} | {code: code for code in KINDS}
    since, until = (day(row[name], HEADINGS[name]) for name in ("started_on", "ended_on"))
    leaves = row["leaves_norm"].strip().lower()
    if leaves not in _YES:
        raise FilterError(f"«{HEADINGS['leaves_norm']}»: «{leaves[:20]}» не понято. Нужно «да» или «нет».")
    kind = kinds.get(row["kind"].strip().lower(), row["kind"])
    title, document = plain(row["title"]), plain(row["document"])
    return Form(kind, title, row["topic"], row["territory"], since, until, _YES[leaves], document)
