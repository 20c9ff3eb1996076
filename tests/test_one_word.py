"""One word for one thing: «получатель» and «записи», as the glossary says, on screens, in files and in documents."""

import re
from collections.abc import Iterator

import dash

from data.decisions.surveys import table as surveys
from data.metrics import METRICS
from data.metrics.catalogue import DIMENSIONS
from data.settings import ROOT, Settings
from etl.desk import words as fields
from reports import record_columns
from reports.weekly import sections
from tests.pages import drawn
from tests.pages.conftest import application, everything, filled, settings  # noqa: F401 a published store and screens
from words import texts

OTHER_WORD = re.compile(r"[Оо]тветственн\w*")
APPEALS = re.compile(r"\b[Оо]бращени(?:й|я|ям|ями|ях)\b")
ALLOWED = (
    (r"Ответственн\w+ за (?:Инцидент менеджмент|ИМ|ПОС|канал\w*)", "a role of the decree"),
    (r"[Сс] ответственным", "whom a reply names"),
    (r"[Оо]бращени\w+ и (?:сообщени\w+|люди)", "what records are; what a demonstration holds"),
    (r"[Оо]бращени\w+ по 59-ФЗ", "appeals are the records of this law"),
    (r"(?:Названы|названы) срок и ответственный|ни срока, ни ответственного", "whom a reply names"),
    (r"Канал обращения", "a heading of the template, which files filled in earlier have"),
    (r"Отдел обращений|по работе с обращениями", "names of bodies"),
)
"""What may be said all the same, and why."""


def faults(words: str) -> list[str]:
    """Words that the glossary does not use for these things."""
    left = words
    for allowed, _why in ALLOWED:
        left = re.sub(allowed, "", left)
    return [found[0] for wrong in (OTHER_WORD, APPEALS) for found in wrong.finditer(left)]


def _declared() -> Iterator[str]:
    for metric in METRICS.values():
        yield from (metric.label, metric.short_label, metric.note)
    yield from (one.label for one in DIMENSIONS.values())
    yield from texts.FILTER_LABELS.values()
    yield from texts.WITHOUT.values()
    yield from (column.label for column in (*record_columns.REGISTER_COLUMNS, *record_columns.BURNING_COLUMNS))
    yield from sections.TITLES.values()
    yield from (page["name"] for page in dash.page_registry.values())
    yield from fields.FIELD_LABELS.values()
    yield from (label for label, _members in fields.CHANGED.values())
    yield from fields.TOLD_ONLY.values()
    yield from surveys.FIELDS.values()
    yield texts.SEARCH_HINT
    yield texts.SEARCH_RECORDS


def test_headings_of_files_documents_and_of_the_menu_have_no_other_word(settings: Settings) -> None:  # noqa: F811
    assert {words: found for words in _declared() if (found := faults(words))} == {}


def test_the_way_in_has_no_other_word() -> None:
    template = (ROOT / "access" / "templates" / "access" / "login.html").read_text(encoding="utf-8")
    assert faults(re.sub(r"{#.*?#}|{%.*?%}", "", template, flags=re.DOTALL)) == []


def test_the_glossary_decides() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    assert "| получатель | recipient |" in glossary
    assert "| запись | record |" in glossary
    assert faults("Ответственные") == ["Ответственные"]
    assert faults("Ответственный за ПОС: обращения и сообщения") == []


def test_no_heading_of_a_screen_and_no_text_of_the_program_has_another_word(settings: Settings) -> None:  # noqa: F811
    said = [one for page in dash.page_registry.values() for one in drawn.first_look(page["layout"]())]
    said += [one for one in vars(texts).values() if isinstance(one, str)]
    assert {words: found for words in said if (found := faults(words))} == {}
