"""Every screen of the program, its sides, cards and forms, over the whole demonstration: words and colours of all."""

import base64
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import dash
import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

import app as wiring
from access.roles import Limits
from data.decisions import profiles
from data.decisions.duties import read as duties
from data.decisions.duties import table as duty_table
from data.decisions.duties import write
from data.decisions.profiles import change
from data.decisions.signals import declared, dismissals, find
from data.filters import Filters
from data.scope import EVERYTHING
from data.settings import Settings, use
from tests import demonstrations, signing
from tests.pages import screens
from tests.pages.opening import Tab, inside, opened
from tests.pages.test_first_look import STATISTICS
from tests.test_one_word import faults

pytestmark = pytest.mark.seconds(600)
OPENING = frozenset(
    "open open-map open-measure open-cause open-check meeting order finish item item_order card results decision edit "
    "say offer copy call address".split()
)
"""What a button does that only opens a form or a card."""
CARDS = ("open-record", "hotspot-row", "polls-file-of")
"""Types of buttons without an action that open one."""
DOING = frozenset(
    "file dismiss draw drop save different out together map undo_import undo undo_meeting undo_order prepare check "
    "send acknowledge days mail off quiet remove down propose up pdf docx pages into recount save-map apart "
    "restore".split()
)
"""What other buttons do: they change what people keep or make a file, and show no more than the screen."""
ALL_ROLES = ("curator", "centre_head", "auditor", "administrator")
_HEAD = 12
"""Rows of a sheet among which its headings are."""
SAID_THERE = {"/roadmap": r"[Оо]тветственн\w+"}
"""What one screen alone may say: a measure has a person who answers for it (docs/glossary.md)."""
OF_RECIPIENTS = {
    "/recipients": "", "/recipients/profiles": "", "/recipient": "Обязанности", "/answers": "", "/answers/checks": "",
    "/satisfaction": "", "/surveys": "", "/channels": "", "/duties": "Обязанности получателей",
}  # fmt: skip
"""Screens on recipients and their answers → the table whose XLSX is above it, beside other ways to take it."""
MAKING_FILES = ("/answers", "/answers/checks", "/surveys", "/duties")
"""Those of them whose XLSX is made by a button; the others' is an address."""
LIMITED = Limits(recipients=("road_department",))


@dataclass
class Walk:
    """Address, with the button pressed there → what is seen; known: actions of buttons; broken: address → why."""

    seen: dict[str, screens.Seen] = field(default_factory=dict)
    actions: set[str] = field(default_factory=set)
    broken: dict[str, str] = field(default_factory=dict)

    def look(self, at: str, tab: Tab) -> None:
        self.seen[at] = screens.of(tab)
        said = " ".join(self.seen[at].first)
        if "Сообщите администратору" in said or "В адресе непонятно" in said:
            self.broken[at] = said


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """An own copy of the demonstration and the application over it."""
    made = demonstrations.copied(tmp_path_factory.mktemp("every"))
    with use(made):
        yield made, wiring.create_app(made)


@pytest.fixture(scope="module")
def walk(own: Any) -> Walk:
    """What somebody sees before whom every screen is open, with a problem made, a note begun, a signal dismissed,
    weights and a duty changed.
    """
    settings, application = own
    _change(settings)
    client = signing.client(application, signing.sign_in(settings, *ALL_ROLES))
    opened(client, "/problems").press(_first(opened(client, "/problems"), "together"))
    note = opened(client, "/note")
    note.press(_first(note, "prepare"))
    weeks = [str(one["props"]["href"]) for one in inside(note.tree) if "/note?week=" in str(one["props"].get("href"))]
    found = Walk()
    for at in [*screens.every(settings), *weeks[:1]]:
        tab = opened(client, at)
        found.look(at, tab)
        _press_each(found, at, tab)
    return found


@pytest.fixture(scope="module")
def limited(own: Any) -> Walk:
    """What a recipient sees of its own records."""
    settings, application = own
    client = signing.client(application, signing.sign_in(settings, "recipient", limits=LIMITED))
    found = Walk()
    for page in list(dash.page_registry.values()):
        found.look(page["path"], opened(client, page["path"]))
    return found


def _change(settings: Settings) -> None:
    """What the tables of edits and of dismissed signals tell of."""
    for signal in declared.ALL:
        row = find.found(signal, Filters(), EVERYTHING, settings, (0, 1))
        keys = [(int(one), int(number)) for one, number in zip(row["record_id"], row["question_no"], strict=True)]
        dismissals.dismiss(settings, EVERYTHING, "anna", signal.code, keys, "сверено с отделом")
    profile = profiles.all_of(settings)[0]
    first = profile.indicators[0]
    change.weights(settings, "anna", "решение куратора", profile, {first.id: (first.version, first.weight - 1)})
    duty = duties.listed(settings, EVERYTHING)[0]
    form = replace(duty_table.form_of(duty), document="Положение об отделе")
    write.save(settings, "anna", duty.code, duty.version, form, "документ найден")


def _first(tab: Tab, action: str) -> Any:
    return next(i for i in _buttons(tab) if i.get("action") == action)


def _buttons(tab: Tab) -> list[dict[str, Any]]:
    found = [node["props"].get("id") for node in inside(tab.tree) if node.get("type") == "Button"]
    return [one for one in found if isinstance(one, dict)]


def _press_each(found: Walk, at: str, tab: Tab) -> None:
    """One button of each kind that opens something; a side of a screen has those of the screen."""
    kinds = {(one["type"], one.get("action", "")): one for one in reversed(_buttons(tab))}
    found.actions |= {action for _, action in kinds if action}
    if "?" in at and "id=" not in at and "week=" not in at:
        return
    for (kind, action), one in kinds.items():
        if action in OPENING or kind in CARDS:
            tab.press(one)
            found.look(f"{at} {kind} {action}", tab)


def test_every_page_is_looked_at_and_every_button_is_known_to_open_or_to_do(walk: Walk, limited: Walk) -> None:
    paths = {page["path"] for page in dash.page_registry.values()}
    assert paths - {at.split("?")[0] for at in walk.seen} == set()
    assert walk.actions - OPENING - DOING == set()
    assert walk.broken | limited.broken == {}
    assert [at for at, seen in walk.seen.items() if len(seen.first) < 20] == []


def test_no_screen_card_or_form_has_another_word(walk: Walk, limited: Walk) -> None:
    told = [(at, words) for at, words in _everything(walk, limited, "all") if faults(_without(at, words))]
    assert told == []


def test_no_screen_card_or_form_speaks_statistics_before_it_is_asked(walk: Walk, limited: Walk) -> None:
    assert [(at, words) for at, words in _everything(walk, limited, "first") if STATISTICS.search(words)] == []


def _everything(walk: Walk, limited: Walk, which: str) -> Iterator[tuple[str, str]]:
    for at, seen in (*walk.seen.items(), *limited.seen.items()):
        yield from ((at, words) for words in getattr(seen, which))


def _without(at: str, words: str) -> str:
    return re.sub(SAID_THERE.get(at.split("?")[0], r"(?!)"), "", words)


def test_no_file_of_a_screen_has_another_word_in_its_headings(own: Any, walk: Walk) -> None:
    settings, application = own
    client = signing.client(application, signing.sign_in(settings, *ALL_ROLES))
    files = {(at.split()[0], link.split("?")[0]): link for at, seen in walk.seen.items() for link in seen.files}
    told = [(link, words) for link in files.values() for words in _headings(client, link) if faults(words)]
    assert told == []
    assert len(files) > 20


def _headings(client: FlaskClient, link: str) -> Iterator[str]:
    """Names of the sheets, and all text of their first rows."""
    answer = client.get(link)
    assert answer.status_code == 200, link
    book = load_workbook(io.BytesIO(answer.data), read_only=True)
    for sheet in book.worksheets:
        yield sheet.title
        for row in sheet.iter_rows(max_row=_HEAD, values_only=True):
            yield from (cell for cell in row if isinstance(cell, str))


def test_every_table_of_recipients_and_answers_leaves_as_a_workbook_and_every_chart_as_a_picture(
    own: Any, walk: Walk
) -> None:
    seen = [(_path(at), one.bare) for at, one in walk.seen.items() if _path(at) in OF_RECIPIENTS]
    assert {path for path, _ in seen} == set(OF_RECIPIENTS)
    assert [(path, bare) for path, bare in seen if bare - {OF_RECIPIENTS[path]}] == []
    settings, application = own
    client = signing.client(application, signing.sign_in(settings, *ALL_ROLES))
    made = [name for path in MAKING_FILES for name in _saved(opened(client, path))]
    assert len(made) == len(set(made)) >= 8, made


def _path(at: str) -> str:
    """Of what was seen: an address, with the button pressed there."""
    return at.split()[0].split("?")[0]


def _saved(tab: Tab) -> Iterator[str]:
    """Names of the workbooks that the buttons of a screen make."""
    for one in [one for one in _buttons(tab) if one.get("action") == "file" and one.get("key") != "csv"]:
        tab.press(one)
        (saved,) = [node["props"].pop("data") for node in inside(tab.tree) if _is_saved(node)]
        load_workbook(io.BytesIO(base64.b64decode(saved["content"])), read_only=True)
        yield saved["filename"]


def _is_saved(node: dict[str, Any]) -> bool:
    return node.get("type") == "Download" and bool(node["props"].get("data"))


def test_a_name_has_one_colour_on_every_screen(walk: Walk, limited: Walk) -> None:
    colours: dict[str, set[str]] = {}
    for seen in (*walk.seen.values(), *limited.seen.values()):
        for name, colour in seen.marks:
            colours.setdefault(name, set()).add(colour)
    assert {name: found for name, found in colours.items() if len(found) > 1} == {}
    assert {"ПОС: сообщение", "В срок"} <= set(colours)
