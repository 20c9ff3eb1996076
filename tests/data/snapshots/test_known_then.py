"""A past day knows nothing that came later: ratings, statuses, extensions. Two imports tell the history there is."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from data import store
from data.filters import Filters
from data.metrics import query, register
from data.scope import EVERYTHING
from data.settings import Settings, use
from data.snapshots import publish
from data.store import reference_rows, tables
from tests import stores
from tests.data.records import add, at, day, published

LETTER = {"channel": "letter", "source": "register_59fz", "received": "2026-01-12", "registered": "2026-01-12"}


def _on(text: str) -> Filters:
    return Filters(period="all", as_of=day(text))


def _asked(metrics: list[str], text: str) -> list[Any]:
    return list(query(metrics, (), _on(text), EVERYTHING).iloc[0])


def test_a_rating_is_known_with_the_answer(settings: Settings) -> None:
    published(settings, {"received": "2026-02-02", "answered": "2026-03-10", "rating": 5}, {"received": "2026-03-31"})
    assert [_asked(["rated"], text)[0] for text in ("2026-03-09", "2026-03-10", "2026-03-31")] == [0, 1, 1]
    assert _asked(["satisfied_share"], "2026-03-10") == [1.0]


def test_a_status_is_that_of_its_day_or_not_known(settings: Settings) -> None:
    published(
        settings,
        {"received": "2026-02-02", "answered": "2026-03-10", "status": "closed_solved"},
        {"received": "2026-02-02", "status": "in_work"},  # imported on 01.03
        {"received": "2026-03-31", "status": "new"},
    )
    found = {text: query(["records"], ["status"], _on(text), EVERYTHING).set_index("status_label")["records"].to_dict()
             for text in ("2026-02-20", "2026-03-02", "2026-03-10", "2026-03-31")}  # fmt: skip
    assert found == {
        "2026-02-20": {"не определено": 2},
        "2026-03-02": {"не определено": 1, "В работе": 1},
        "2026-03-10": {"Закрыто: решено": 1, "В работе": 1},
        "2026-03-31": {"Закрыто: решено": 1, "В работе": 1, "Новое": 1},
    }
    narrowed = Filters(period="all", as_of=day("2026-02-20"), statuses=("closed_solved",))
    assert query(["records"], (), narrowed, EVERYTHING).iloc[0]["records"] == 0
    assert (
        register.page(_on("2026-02-20"), EVERYTHING, texts=False).frame["status_label"].tolist()
        == ["не определено"] * 2
    )


@pytest.fixture
def extended(settings: Settings) -> Settings:
    """A letter due on 11.02, extended to 10.03 by an import of 25.02; nothing was known of it before."""
    stores.create(settings)
    add(settings, LETTER | {"extended_to": "2026-03-10", "status": "in_work"}, LETTER | {"received": "2026-03-31"})
    with store.writing(settings) as connection:
        status = reference_rows.ids(connection, tables.statuses)["assigned"]
        row = dict(connection.execute(sa.select(tables.imports)).mappings().one())
        row |= {"import_id": 9, "started_at": at("2026-02-25")}
        connection.execute(sa.insert(tables.imports).values(**row))
        before = {"record": {"record_id": 1, "status_id": status, "extended_to_at": None}, "questions": []}
        connection.execute(sa.insert(tables.import_changes).values(import_id=9, record_id=1, before=before))
        mine = tables.records.c.record_id == 1
        connection.execute(sa.update(tables.records).where(mine).values(updated_import_id=9))
    publish.publish(settings)
    return settings


def test_an_extension_decided_later_does_not_move_a_past_term(extended: Settings) -> None:
    asked = ["overdue_open", "not_yet_due"]
    found = [_asked(asked, text) for text in ("2026-02-11", "2026-02-12", "2026-02-24", "2026-02-25", "2026-03-11")]
    assert found == [[0, 1], [1, 0], [1, 0], [0, 1], [1, 0]]
    assert register.clocks(1, _on("2026-02-24"), EVERYTHING)[1][0].due_on == day("2026-02-11")
    assert register.clocks(1, _on("2026-02-25"), EVERYTHING)[1][0].due_on == day("2026-03-10")


def test_a_status_is_known_since_the_import_that_brought_it(extended: Settings) -> None:
    labels = [register.card(1, _on(text), EVERYTHING)["status"] for text in ("2026-02-24", "2026-02-25")]
    assert labels == [None, "in_work"]


def test_an_extension_of_which_no_day_is_told_is_taken_for_a_lawful_one(settings: Settings) -> None:
    published(settings, LETTER | {"extended_to": "2026-03-10"}, LETTER | {"received": "2026-03-31"})
    assert _asked(["overdue_open", "not_yet_due"], "2026-02-20") == [0, 1]


LATER = st.fixed_dictionaries(
    {"received": st.dates(date(2026, 1, 1), date(2026, 2, 28)).map(str)},
    optional={
        name: st.dates(date(2026, 3, 1), date(2026, 6, 1)).map(str)
        for name in ("registered", "answered", "first_reply")
    },
)


@hypothesis_settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LATER, min_size=6, max_size=12))
def test_what_comes_later_changes_nothing_on_a_past_day(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]]
) -> None:
    on, columns = "2026-03-31", ["received_on", "due_on", "resolved_on", "rating", "outcome", "status"]
    cut = [{name: text for name, text in row.items() if text <= on} for row in rows]
    shown = []
    for told in (rows, cut):
        folder = tmp_path_factory.mktemp("later")
        rated = [{**LETTER, "registered": None, "rating": 5 if "answered" in row else None, **row} for row in told]
        with use(Settings(var=folder, store_url=f"sqlite:///{folder / 's.sqlite'}")) as made:
            published(made, *rated, {"received": "2026-12-01"})
            page = register.page(_on(on), EVERYTHING, texts=False, descending=False, size=50).frame
            counted = query(
                ["unregistered", "reply_missing", "rated", "open", "on_time", "late"], (), _on(on), EVERYTHING
            )
        shown.append((page[columns].to_dict("list"), counted.iloc[0].tolist()))
    assert repr(shown[0]) == repr(shown[1])
