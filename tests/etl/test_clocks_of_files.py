"""What a file says of its dates decides about terms: whole days and minutes, the source's zone, its own terms."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import yaml

from data import metrics, store
from data.filters import Filters
from data.metrics import query, register
from data.scope import EVERYTHING
from data.settings import Settings, use
from data.snapshots.publish import publish
from data.store import tables, time_flags
from etl.load import load
from tests import stores
from tests.data.records import day

pytestmark = pytest.mark.usefixtures("read_here")

POS = "Номер сообщения;Текст сообщения;Тематика;Статус;Дата создания;Срок исполнения;Дата закрытия;Ответственное лицо"
MESSAGES = (
    "1;Яма у школы;Ямы;Закрыта;30.03.2026 22:30:00;09.04.2026 23:59:59;09.04.2026 21:10:00;Отдел дорог",
    "2;Яма у клуба;Ямы;Закрыта;30.03.2026 10:00:00;09.04.2026;09.04.2026 23:40:00;Отдел дорог",
    "3;Яма у почты;Ямы;Закрыта;30.03.2026 00:00:00;09.04.2026 15:00:00;09.04.2026 16:00:00;Отдел дорог",
    "4;Яма у моста;Ямы;На исполнении;30.12.2025 22:00:00;09.04.2026;;Отдел дорог",
)
CITY = (
    "id;Дата;Срок;Закрыто;Текст",
    "1;2026-01-13;2026-01-23;2026-01-21;Яма",
    "2;2026-01-13;2026-01-23;2026-01-29;Яма",
    "3;2026-01-13;2026-01-23;;Яма",
)


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    """An installation of its own, in force during the test."""
    with use(Settings(var=tmp_path / "var", store_url=f"sqlite:///{tmp_path / 'store.sqlite'}")) as made:
        yield made


def _loaded(settings: Settings, folder: Path, rows: tuple[str, ...], **asked: Any) -> None:
    stores.create(settings)
    file = folder / "выгрузка.csv"
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    load(file, settings, **asked)
    publish(settings)


def _mapping(folder: Path, channel: str, zone: str = "Asia/Krasnoyarsk") -> Path:
    columns = {"external_id": "id", "received_at": "Дата", "due_at": "Срок", "closed_at": "Закрыто", "text": "Текст"}
    path = folder / "city.yml"
    path.write_text(yaml.safe_dump({"source": "city", "channel": channel, "time_zone": zone, "columns": columns}))
    return path


def test_a_file_s_term_ends_to_the_minute_in_its_own_zone(settings: Settings, tmp_path: Path) -> None:
    _loaded(settings, tmp_path, (POS, *MESSAGES), source="pos")
    on = Filters(period="all", as_of=day("2026-05-01"))
    assert query(["due", "on_time", "late", "overdue_open"], (), on, EVERYTHING).iloc[0].tolist() == [4, 2, 1, 1]
    found = {i: register.clocks(i, on, EVERYTHING)[1][0] for i in (1, 3)}
    assert (found[1].due_on, found[1].state) == (day("2026-04-09"), "on_time")  # answered at 01:10 of 10.04 here
    assert found[3].sentence.endswith("→ 09.04.2026, четверг, 19:00")


def test_midnights_of_a_column_with_times_are_times_and_bare_dates_are_days(settings: Settings, tmp_path: Path) -> None:
    _loaded(settings, tmp_path, (POS, *MESSAGES), source="pos")
    with store.reading(settings) as connection:
        kept = connection.execute(sa.select(tables.records.c.external_id, tables.records.c.timed))
        bits = {row.external_id: row.timed for row in kept}
    assert bits == {
        "1": time_flags.bits("received", "file_due", "closed"),
        "2": time_flags.bits("received", "closed"),
        "3": time_flags.bits("received", "file_due", "closed"),
        "4": time_flags.bits("received"),
    }


def test_a_column_of_nothing_but_midnights_tells_days(settings: Settings, tmp_path: Path) -> None:
    rows = (CITY[0], "1;2026-01-13 00:00:00;2026-01-23 00:00:00;2026-01-23 00:00:00;Яма")
    _loaded(settings, tmp_path, rows, mapping=_mapping(tmp_path, "phone"))
    assert query(["on_time", "late"], (), Filters(period="all", as_of=day("2026-03-01")), EVERYTHING).iloc[
        0
    ].tolist() == [1, 0]


@pytest.mark.parametrize("channel", ["site", "phone", "site_open", "email"])
def test_the_file_s_term_serves_where_the_rule_lacks_its_start(
    channel: str, settings: Settings, tmp_path: Path
) -> None:
    _loaded(settings, tmp_path, CITY, mapping=_mapping(tmp_path, channel))
    asked = ["due", "on_time", "late", "overdue_open"]
    assert query(asked, (), Filters(period="all", as_of=day("2026-03-01")), EVERYTHING).iloc[0].tolist() == [3, 1, 1, 1]


def test_a_bare_date_is_a_day_of_its_source_whatever_the_zone(settings: Settings, tmp_path: Path) -> None:
    _loaded(settings, tmp_path, CITY, mapping=_mapping(tmp_path, "phone", "Asia/Vladivostok"))
    assert metrics.stamp().as_of == day("2026-01-29")  # closed there on that day
    frame = register.page(Filters(period="all", as_of=day("2026-03-01")), EVERYTHING, texts=False).frame
    assert set(frame["received_on"]) == {day("2026-01-13")}
    assert set(frame["due_on"]) == {day("2026-01-23")}


def test_a_letter_by_mail_without_identification_is_no_appeal_since_30_march_2025(
    settings: Settings, tmp_path: Path
) -> None:
    rows = ("id;Дата;Срок;Закрыто;Текст", "1;2025-03-29;;;Яма", "2;2025-03-30;;;Яма")
    _loaded(settings, tmp_path, rows, mapping=_mapping(tmp_path, "email"))
    on = Filters(period="all", as_of=day("2025-05-10"))
    assert [register.clocks(i, on, EVERYTHING)[1][0].state for i in (1, 2)] == ["overdue_open", "no_clock"]
