"""Records typed by hand: checked, compared, loaded as a file is, taken back; and the template for many of them."""

import io
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from data import store
from data.errors import AccessError, InputError
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings, current, use
from data.store import tables
from etl.desk import choices, entries, files, recent_entries, template
from etl.desk.entries import Entry, Question
from etl.desk.job import Asker
from etl.load import load
from etl.sources.by_hand import COLUMNS
from etl.undo import undo
from tests import stores
from tests.etl.conftest import dump

BOSS = Asker("ivanova", EVERYTHING)
CALLS = Asker("zvonkova", Scope((Grant(channels=("phone", "gathering"), detail="contacts"),)))
NOW = datetime(2026, 3, 2, 12, 0, tzinfo=ZoneInfo("Asia/Krasnoyarsk"))
PERSON: dict[str, Any] = {
    "applicant": "Кызласова Мария Петровна",
    "contact": "+7 900 000-11-22",
    "address": "с. Аскиз, ул. Ленина, д. 5",
}
CALL = Entry("phone", "02.03.2026", (Question("Третий день нет воды, звоните 8 900 000 11 22", "Отсутствие воды"),))


at = datetime.fromisoformat


@pytest.fixture
def own(tmp_path: Path, read_here: None) -> Iterator[Settings]:
    with use(Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 's.sqlite'}")) as made:
        stores.create(made)
        yield made


def offered(asker: Asker = BOSS) -> choices.Choices:
    return choices.choices(current(), asker)


def rows(own: Settings, table: sa.Table) -> list[dict[str, Any]]:
    with store.reading(own) as connection:
        query = sa.select(table).order_by(*table.primary_key.columns)
        return [dict(row) for row in connection.execute(query).mappings()]


def test_a_call_with_two_questions_becomes_one_record_masked_with_its_applicant_kept_apart(own: Settings) -> None:
    two = (*CALL.questions, Question("И дорогу не чистят", "", offered().recipients[0]))
    call = replace(CALL, questions=two, time="10:15", kind="Жалоба", promised="05.03.2026", **PERSON)
    call = replace(call, place="Камышта (Пуланкольский сельсовет)")
    assert entries.flaws(call, offered(), NOW) == {}

    said = entries.enter(call, BOSS, current())

    assert (said.number, said.is_update) == ("ВР-1", False)
    (record,) = rows(own, tables.records)
    assert (record["external_id"], record["has_time"], record["received_month"]) == ("ВР-1", True, 202603)
    assert record["received_at"] == at("2026-03-02 03:15"), "10:15 in Krasnoyarsk"
    assert record["file_due_at"] == record["promised_at"] == at("2026-03-04 17:00")
    assert record["applicant_key"] and record["place_status"] == "found" and record["street"] is None
    first, second = rows(own, tables.questions)
    assert first["text"] == "Третий день нет воды, звоните [телефон]"
    assert (first["topic_method"], second["question_no"]) == ("label", 2)
    assert second["recipient_id"] is not None
    (who,) = rows(own, tables.identities)
    assert [who[name] for name in ("applicant_name", "contact", "address")] == list(PERSON.values())
    (ledger,) = rows(own, tables.imports)
    assert (ledger["file_name"], ledger["loaded_by"], ledger["loaded"]) == ("Внесено вручную: Телефон", "ivanova", 2)
    elsewhere = str([rows(own, table) for table in (tables.records, tables.questions, tables.imports, tables.changes)])
    assert not any(part in elsewhere for part in ("Кызласова", "000-11-22", "000 11 22", "Ленина, д. 5"))
    assert [path.name for path in (own.var / "intake").iterdir()] == [".typing"], "what was typed is on no disk"


def test_a_number_given_by_the_program_is_never_given_again(own: Settings) -> None:
    first = entries.enter(CALL, BOSS, current())
    assert recent_entries.undo(first.import_id, current()).startswith("Загрузка № 1")
    assert entries.enter(CALL, BOSS, current()).number == "ВР-2"
    assert [(one.number, one.is_undone) for one in recent_entries.recent(BOSS, current())] == [
        ("ВР-2", False),
        ("", True),
    ]
    assert recent_entries.recent(CALLS, current()) == []


def test_taking_an_entry_back_leaves_everything_as_it_was(own: Settings) -> None:
    entries.enter(replace(CALL, number="15"), BOSS, current())
    before = dump(own)
    changed = replace(CALL, number="15", answered="03.03.2026", result="Закрыто: решено", **PERSON)
    said = entries.enter(changed, BOSS, current())
    assert (said.number, said.is_update) == ("15 (2026, Телефон)", True)
    assert rows(own, tables.records)[0]["answered_at"] == at("2026-03-02 17:00")
    assert dump(own) != before
    recent_entries.undo(said.import_id, current())
    assert dump(own) == before


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"channel": ""}, "channel"),
        ({"channel": "im_vk"}, "channel"),
        ({"day": "31.02.2026"}, "day"),
        ({"day": "вчера"}, "day"),
        ({"day": ""}, "day"),
        ({"day": "03.03.2026"}, "day"),
        ({"time": "25:00"}, "time"),
        ({"time": "12:01"}, "time"),
        ({"number": "1" * 61}, "number"),
        ({"questions": (Question(""),)}, "text-0"),
        ({"questions": (Question("Вода"), Question("", "Отсутствие воды"))}, "text-1"),
        ({"questions": (Question("Вода", "Вода и мёд"),)}, "topic-0"),
        ({"questions": (Question("Вода"), Question("Вода", "", "Никто"))}, "recipient-1"),
        ({"place": "Тридевятое"}, "place"),
        ({"kind": "Ода"}, "kind"),
        ({"promised": "01.03.2026"}, "promised"),
        ({"promised": "скоро"}, "promised"),
        ({"answered": "02.03.2026"}, "result"),
        ({"result": "Закрыто: решено"}, "answered"),
        ({"answered": "03.03.2026", "result": "Закрыто: решено"}, "answered"),
        ({"answered": "02.03.2026", "result": "Как-нибудь"}, "result"),
    ],
)
def test_a_flaw_is_told_beside_its_field_in_a_sentence(own: Settings, changes: dict[str, Any], field: str) -> None:
    (told,) = entries.flaws(replace(CALL, **changes), offered(), NOW).items()
    assert told[0] == field
    assert told[1][0].isupper() and told[1].endswith(".")


def test_several_flaws_are_told_at_once(own: Settings) -> None:
    assert set(entries.flaws(Entry("", "", (Question(),)), offered(), NOW)) == {"channel", "day", "text-0"}


def test_what_happened_up_to_this_minute_may_be_entered(own: Settings) -> None:
    assert entries.flaws(replace(CALL, time="12:00"), offered(), NOW) == {}
    assert entries.flaws(replace(CALL, answered="02.03.2026", result="Закрыто: решено"), offered(), NOW) == {}


def test_a_double_is_told_by_number_by_text_and_by_applicant_without_naming_anybody(own: Settings) -> None:
    entries.enter(replace(CALL, number="15", **PERSON), BOSS, current())
    other = replace(CALL, questions=(Question("Совсем о другом"),), contact=PERSON["contact"])

    (by_number,) = entries.same_as(replace(CALL, number="15"), BOSS, current())
    assert "15 (2026, Телефон)" in by_number and "заменит" in by_number
    (by_text,) = entries.same_as(replace(CALL, channel="letter", day="16.03.2026"), BOSS, current())
    assert by_text.endswith("02.03.2026 — тот же текст.")
    (by_person,) = entries.same_as(replace(other, day="03.03.2026"), BOSS, current())
    assert by_person.endswith("тот же заявитель.") and "900" not in by_person
    for late in (
        replace(CALL, day="17.03.2026"),
        replace(other, day="04.03.2026"),
        replace(CALL, number="15", channel="letter", day="20.03.2026"),
    ):
        assert entries.same_as(late, BOSS, current()) == []
    letters = Asker("pismova", Scope((Grant(channels=("letter",), detail="contacts"),)))
    assert entries.same_as(replace(CALL, channel="letter"), letters, current()) == [], "a call is not theirs to know of"


def test_a_number_that_looks_like_the_program_s_own_must_be_one_it_has_given(own: Settings) -> None:
    with pytest.raises(InputError, match="не давала"):
        entries.same_as(replace(CALL, number="ВР-7"), BOSS, current())


def test_a_person_of_some_channels_is_offered_them_and_undoes_entries_of_them_alone(own: Settings) -> None:
    assert list(offered(CALLS).channels) == ["phone", "gathering"]
    assert set(entries.flaws(replace(CALL, channel="letter"), offered(CALLS), NOW)) == {"channel"}
    mine = entries.enter(CALL, CALLS, current())
    letter = entries.enter(replace(CALL, channel="letter"), BOSS, current())
    assert {row.import_id: row.may_undo for row in files.ledger(CALLS)} == {1: True, 2: False}
    assert (mine.import_id, letter.import_id) == (1, 2)
    village = Asker("v", Scope((Grant(municipalities=("95608151",), detail="contacts"),)))
    with pytest.raises(AccessError, match="целиком"):
        offered(village)
    im = Asker("im", Scope((Grant(channels=("im_vk",), detail="contacts"),)))
    assert offered(im).channels == {}


def test_an_entry_is_no_file_that_could_be_loaded_again(own: Settings) -> None:
    said = entries.enter(CALL, BOSS, current())
    (row,) = files.ledger(BOSS)
    assert row.is_typed
    with pytest.raises(InputError, match="внесена в форме"):
        files.receive("a.xlsx", io.BytesIO(b"x"), BOSS, again=said.import_id)


def test_personal_data_are_in_no_repr() -> None:
    told = repr(replace(CALL, **PERSON)) + repr(CALL.questions[0])
    assert "Кызласова" not in told and "воды" not in told


def filled(own: Settings, *told: dict[str, Any]) -> Path:
    """The template with rows as a person fills it in."""
    book = load_workbook(io.BytesIO(template.workbook(offered().lists())))
    page = book.worksheets[0]
    column = {title: i for i, (title,) in enumerate(COLUMNS.values(), 1)}
    for number, row in enumerate(told, 2):
        for name, value in row.items():
            page.cell(number, column[COLUMNS[name][0]]).value = value
    path = own.var / "шаблон.xlsx"
    book.save(path)
    return path


@pytest.mark.whole
def test_a_filled_template_is_recognised_and_says_what_the_form_says(own: Settings) -> None:
    call = {"channel": "Телефон", "received_at": at("2026-03-02 10:15"), "text": CALL.questions[0].text}
    call |= {"topic": "Отсутствие воды", "contact": PERSON["contact"]}
    letter = {"channel": "Письменное обращение", "number": "15", "received_at": at("2026-03-01")}
    letter |= {"answered_at": at("2026-03-02"), "result": "Закрыто: разъяснено"}
    path = filled(own, call, letter | {"text": "Дорога"}, letter | {"text": "Школа"}, call | {"received_at": None})

    report = load(path, own)

    assert (report.source, report.rows_in, report.loaded, report.rejected, report.notes) == ("by_hand", 4, 3, 1, [])
    assert report.rejections[0]["column"] == "Когда поступило"
    by_number = {row["external_id"]: row for row in rows(own, tables.records)}
    assert len(by_number) == 2
    assert by_number["15 (2026, Письмо)"]["answered_at"] == at("2026-03-01 17:00")
    assert len(rows(own, tables.questions)) == 3
    assert load(path, own).unchanged == 3
    loaded = next(row for number, row in by_number.items() if number.startswith("ВР-"))
    entries.enter(replace(CALL, time="10:15", contact=PERSON["contact"]), BOSS, current())
    typed = next(row for row in rows(own, tables.records) if row["external_id"] == "ВР-3")
    differ = {"record_id", "external_id", "content_hash", "import_id"}
    assert {k: v for k, v in typed.items() if k not in differ} == {k: v for k, v in loaded.items() if k not in differ}


def test_undo_of_a_template_is_identity(own: Settings) -> None:
    before = dump(own)
    report = load(filled(own, {"channel": "Сход граждан", "received_at": "02.03.2026", "text": "Мост"}), own)
    undo(own, int(report.import_id or 0))
    assert dump(own) == before


def test_the_template_offers_lists_explains_every_column_and_holds_no_rows(own: Settings) -> None:
    book = load_workbook(io.BytesIO(template.workbook(offered().lists())))
    rows_, how, lists = book.worksheets
    assert [cell.value for cell in rows_[1]] == [title for (title,) in COLUMNS.values()]
    assert rows_.max_row == 1
    assert [cell.value for cell in how["A"]][1:] == [title for (title,) in COLUMNS.values()]
    offered_to = {str(one.sqref) for one in rows_.data_validations.dataValidation}
    assert offered_to == {f"{letter}2:{letter}2000" for letter in "AHIJKN"}
    assert [cell.value for cell in lists["A"] if cell.value][1:] == list(offered().channels.values())
    assert len([cell for cell in lists["C"] if cell.value]) == 1 + 62
    with pytest.raises(InputError, match="только заголовки"):
        load(filled(own), own)


def test_text_that_looks_like_a_formula_stays_text(own: Settings) -> None:
    entries.enter(replace(CALL, questions=(Question("=СУММ(A1)\nвторая строка; «кавычки»"),)), BOSS, current())
    assert rows(own, tables.question_originals)[0]["text"] == "=СУММ(A1)\nвторая строка; «кавычки»"


def test_likely_topics_of_a_text_are_named(own: Settings) -> None:
    names, is_sure = entries.topic_suggestions("Третий день нет воды в колонке", current())
    assert names[0] in offered().topics and is_sure
    assert entries.topic_suggestions("ъ", current()) == ([], False)


def test_the_form_and_the_source_speak_of_the_same_fields() -> None:
    typed = {one.name for one in fields(Entry)} | {one.name for one in fields(Question)} - {"questions"}
    renamed = {"day": "received_at", "promised": "promised_at", "answered": "answered_at"}
    assert {renamed.get(name, name) for name in typed - {"time", "questions"}} == set(COLUMNS)


def test_an_entry_is_not_later_than_now_by_the_clock_of_the_district(own: Settings) -> None:
    tomorrow = f"{entries.today() + timedelta(days=1):%d.%m.%Y}"
    assert set(entries.flaws(replace(CALL, day=tomorrow), offered(), entries.today())) == {"day"}
