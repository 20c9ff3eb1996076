"""The filter `text`: which records it leaves, for whom, and that every number reads it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from data import store
from data.errors import AccessError, FilterError
from data.filters import Filters, parse
from data.metrics import METRICS, query, register, text_condition
from data.metrics.reader import open_snapshot
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings, use
from data.snapshots import publish
from data.store import tables
from tests import stores
from tests.data import records

ROWS = (
    {"received": "2026-03-02", "texts": ["Не убирают снег на улице Мира"], "external_id": "7103660"},
    {"received": "2026-03-03", "texts": ["Ёлка упала, дорогу завалило снегом"], "external_id": "12-345/6"},
    {
        "received": "2026-03-04",
        "questions": ["water_absent", "water_absent"],
        "texts": ["Нет воды третий день", "Автобус не ходит"],
        "channel": "phone",
        "recipients": ["administration", "mcu"],
    },
    {"received": "2025-01-10", "texts": ["Снега не было"], "answered": "2025-09-01", "municipality": "95608165"},
)


@pytest.fixture(scope="module", params=stores.ENGINES)
def searched(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Four records on either engine."""
    folder: Path = tmp_path_factory.mktemp("found")
    with stores.installation(request.param, folder) as made, use(made):
        records.add(made, *ROWS)
        publish.publish(made)
        yield made


def ids(text: str, scope: Scope = EVERYTHING, **more: str) -> list[int]:
    filters = parse({"text": text, "period": "all", **more})
    page = register.page(filters, scope, sort="received", descending=False)
    assert page.total == len(page.frame)
    return sorted(page.frame["record_id"].tolist())


@pytest.mark.usefixtures("searched")
def test_words_in_any_form_and_case_with_and_without_yo() -> None:
    for typed in ("снег", "СНЕГА", "снегу", "Снегом"):
        assert ids(typed) == [1, 2, 4], typed
    for typed in ("елка", "ЁЛКИ", "елок"):
        assert ids(typed) == [2], typed
    assert ids("воды") == ids("вода") == ids("«водой»") == [3]
    assert ids("снег дорога") == [2], "every word is in the text"
    assert ids("снег вода") == []


@pytest.mark.usefixtures("searched")
def test_numbers_of_records_whole_and_by_their_beginning() -> None:
    for typed in ("7103660", "№ 7103660", "обращение 7103660", "«7103660»", "71036"):
        assert ids(typed) == [1], typed
    assert ids("12-345/6") == [2]
    assert ids("7103661") == []


@pytest.mark.usefixtures("searched")
def test_slips_of_one_letter_and_beginnings_where_no_text_has_the_word() -> None:
    for typed in ("дарогу", "дрогу", "дороггу", "доргоу", "дорохами"):
        assert ids(typed) == [2], typed
    assert ids("автоб") == ids("афтобус") == [3]
    assert ids("ул") == [], "two letters begin half of the words"


@pytest.mark.usefixtures("searched")
def test_other_filters_and_the_period_narrow_what_was_found() -> None:
    assert ids("снег", to="2025-12-31") == [4]
    assert ids("снег", municipality="95608165") == [4]
    assert ids("день", channel="phone") == [3]


@pytest.mark.usefixtures("searched")
def test_every_number_reads_the_filter_as_the_register_does() -> None:
    filters = parse({"text": "снег", "period": "all"})
    assert query(["records"], [], filters, EVERYTHING)["records"].tolist() == [3]
    by_year = query(["records"], ["year"], filters, EVERYTHING)
    assert dict(zip(by_year["year"], by_year["records"], strict=True)) == {2025: 1, 2026: 2}
    assert query(["records"], [], replace(filters, text="ничего подобного"), EVERYTHING)["records"].tolist() == [0]


@pytest.mark.whole
@pytest.mark.usefixtures("searched")
def test_words_leave_of_any_metric_s_records_those_that_hold_them() -> None:
    """Records received before the period count where a metric reads it by the term or the answer."""
    for behind in METRICS:
        held: dict[str, set[int]] = {}
        for text in ("", "снег"):
            filters = parse({"text": text, "from": "2025-02-20", "to": "2026-03-03"})
            held[text] = set(register.page(filters, EVERYTHING, behind=behind).frame["record_id"])
        assert held["снег"] == held[""] & {1, 2, 4}, behind
    by_term = parse({"text": "снега", "from": "2025-01-15", "to": "2025-03-01"})
    assert set(register.page(by_term, EVERYTHING, behind="late").frame["record_id"]) == {4}


@pytest.mark.usefixtures("searched")
def test_only_texts_that_are_open_to_the_asker_are_found() -> None:
    phone = Scope((Grant(channels=("phone",)),))
    assert ids("вода", phone) == [3]
    assert ids("снег", phone) == ids("7103660", phone) == []
    mixed = Scope((Grant(detail="totals"), Grant(channels=("phone",), detail="records")))
    assert ids("снег", mixed) == []
    assert query(["records"], [], parse({"text": "снег", "period": "all"}), mixed)["records"].tolist() == [0]
    assert query(["records"], [], parse({"text": "вода", "period": "all"}), mixed)["records"].tolist() == [1]
    totals = Scope((Grant(detail="totals"),))
    for ask in (ids, lambda text, who: query(["records"], [], parse({"text": text}), who)):
        with pytest.raises(AccessError, match="сводные показатели"):
            ask("вода", totals)


@pytest.mark.usefixtures("searched")
def test_a_letter_of_two_bodies_is_found_by_the_words_that_each_of_them_may_read() -> None:
    water, buses = (Scope((Grant(recipients=(code,)),)) for code in ("administration", "mcu"))
    assert (ids("вода", water), ids("автобус", water)) == ([3], [])
    assert (ids("вода", buses), ids("автобус", buses)) == ([], [3])
    assert ids("вода автобус") == [], "words of one question, not of the whole letter"


@pytest.mark.usefixtures("searched")
@pytest.mark.parametrize(
    "typed",
    ["'", '"', '"" OR 1=1 --', "снег*", "*", "-снег", "NOT снег", "снег AND", "NEAR(снег)", "{x}:снег", "59-ФЗ", "a:b",
     "'; DROP TABLE records; --", "ул. Мира", "%", "_", "\\", "漢字", "снег\x00", "1\ud800", "((((", "^снег", "🙂"],
)  # fmt: skip
def test_whatever_is_typed_gives_an_answer_or_a_sentence(typed: str) -> None:
    try:
        found = ids(typed)
    except FilterError as error:
        assert "букв" in str(error)
    else:
        assert set(found) <= {1, 2, 3, 4}


def test_too_long_a_text_is_refused_in_words() -> None:
    with pytest.raises(FilterError, match="длиннее 200 знаков"):
        parse({"text": "снег " * 2_000})
    assert parse({"text": "  снег \n на  крыше "}).text == "снег на крыше"
    assert parse({"text": "\ufeffснего\u00adпад\u200b"}).text == "снегопад", "as copied from a document"
    assert parse(parse({"text": "снег, 50%"}).to_params()) == Filters(text="снег, 50%")


def test_many_found_records_are_a_table_that_goes_when_nobody_asks(
    searched: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_condition, "_WRITTEN_IN", 1)
    snapshot = open_snapshot()
    snapshot.found.held.clear()
    assert ids("нет") == [3] and ids("снега") == [1, 2, 4]
    tables_now = "SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'found_%'"
    assert len(snapshot.cursor().execute(tables_now).fetchall()) == 1
    for held in snapshot.found.held.values():
        held.used -= 1_000
    assert ids("упала") == [2]
    assert snapshot.cursor().execute(tables_now).fetchall() == []
    assert ids("снега") == [1, 2, 4]


def test_words_of_an_erased_text_find_nothing(searched: Settings) -> None:
    with store.writing(searched) as connection:
        connection.execute(sa.update(tables.questions).where(tables.questions.c.record_id == 4).values(text=None))
        store.note_change(connection, "erase", {202501})
    assert ids("снег", to="2025-12-31") == []
