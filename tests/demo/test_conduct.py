"""Invented quarrels, complaints and surveys: signals and screens have something to show, and it goes with the rest."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from data import store
from data.decisions.surveys import read
from data.settings import Settings, use
from data.store import tables
from demo import conduct, surveys
from etl import demo_rows
from tests.data.records import published
from tests.demo.conftest import UNTIL, Exports


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    """An installation in force during the test."""
    with use(Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 'store.sqlite'}")) as made:
        yield made


def test_some_messages_of_the_portal_are_sent_to_and_fro_quarrelled_about_or_opened_again(exports: Exports) -> None:
    rows = {row["id"]: row for part in exports.portal for row in part}.values()
    sent = [int(row["Количество переадресаций"] or 0) for row in rows]
    assert 0.02 < sum(one >= 2 for one in sent) / len(sent) < 0.12
    assert any("жалоба на" in row["Текст Сообщения"] for row in rows)
    assert any(word in row["Текст Сообщения"] for row in rows for word in ("бездельники", "Паразиты", "дармоеды"))
    assert 0 < sum(row["Статус"] == conduct.AGAIN for row in rows) < len(sent) / 50


def test_some_promised_messages_are_closed_without_a_final_answer(exports: Exports) -> None:
    rows = [row for part in exports.incidents for row in part]
    left = [
        row
        for row in rows
        if row.get("Дата окончания") and "Отложено до" in str(row.get("Примечание")) and row.get("2ой ответ ПИ") == "'"
    ]
    assert 0 < len(left) < len(rows) / 20


def test_a_survey_and_calls_are_written_and_go_with_the_demonstration(settings: Settings) -> None:
    published(settings, {"received": "2026-03-02"})
    surveys.ask(settings, UNTIL)
    assert [one.answers for one in read.listed(settings)] == [1] * surveys.CALLED + [surveys.ASKED]
    with store.writing(settings) as connection:
        demo_rows.forget(connection)
        for table in (tables.surveys, tables.survey_answers):
            assert connection.execute(sa.select(sa.func.count()).select_from(table)).scalar() == 0
