"""The records behind a number are as many as the number says: every metric, every cell of every breakdown."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.filters import LISTS, MISSING, STATES, Filters
from data.metrics import DIMENSIONS, METRICS, query, register, sql
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings, use
from tests.data import mixture
from tests.data.records import published

FIELD = {dimension: name for name, dimension in sql.FILTERED.items()}
BODY = Scope((Grant(recipients=("administration",)), Grant(municipalities=("95608405",), channels=("letter",))))


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    folder: Path = tmp_path_factory.mktemp("behind")
    with use(Settings(var=folder, store_url=f"sqlite:///{folder / 'store.sqlite'}")) as made:
        published(made, *mixture.rows())
        yield made


COUNTED = [m for m in METRICS.values() if m.kind == "count"]
ASKED = (
    Filters(period="all"),
    Filters(period="12w", channels=("letter",)),
    Filters(date_from=date(2025, 12, 1), date_to=date(2026, 6, 30), recipients=("administration",)),
    Filters(period="4w", topic_groups=("roads",), as_of=date(2026, 5, 31)),
    Filters(period="4w", state="overdue", municipalities=("95608405", MISSING)),
)


@pytest.mark.parametrize("filters", ASKED)
@pytest.mark.parametrize("scope", [EVERYTHING, BODY])
def test_a_count_is_the_number_of_the_records_behind_it(mixed: Settings, filters: Filters, scope: Scope) -> None:
    told = query([m.id for m in COUNTED], (), filters, scope).iloc[0]
    behind = {m.id: register.count(filters, scope, m.id) for m in COUNTED}
    assert {name: n for name, n in told.items() if not pd.isna(n)} == {
        n: behind[n] for n in behind if told[n] == told[n]
    }


@pytest.mark.parametrize("filters", ASKED[:3])
@pytest.mark.parametrize("by", sorted(set(DIMENSIONS) & set(FIELD)))
def test_so_is_the_count_of_every_member_with_the_filter_of_that_member(
    mixed: Settings, filters: Filters, by: str
) -> None:
    frame = query([m.id for m in COUNTED], [by], filters, EVERYTHING)
    assert len(frame) > 1 or getattr(filters, FIELD[by]) or by in ("source", "kind", "has_term")
    for row in frame.to_dict("records"):
        narrowed = _of_member(filters, by, row[by])
        for m in COUNTED:
            if not pd.isna(row[m.id]):
                found = register.count(narrowed, EVERYTHING, m.id)
                assert found == row[m.id], (m.id, row[by])


def _of_member(filters: Filters, by: str, code: Any) -> Filters:
    changed: Any = {FIELD[by]: (MISSING if pd.isna(code) else str(code),)}
    return replace(filters, **changed)


@pytest.mark.parametrize("by", [(), ("recipient",), ("topic", "channel")])
def test_the_state_at_the_end_of_a_week_is_what_that_day_itself_tells(mixed: Settings, by: tuple[str, ...]) -> None:
    states = [f"{state}_now" for state in STATES if state != "queue"]
    asked = Filters(date_from=date(2026, 6, 1), channels=("letter", "im_vk"))
    frame = query(states, ["week", *by], asked, EVERYTHING)
    weeks = sorted(set(frame["week"]))
    assert len(weeks) > 10
    for monday in weeks[:-1]:
        then = query(states, by, replace(asked, as_of=monday + timedelta(days=6)), EVERYTHING)
        here = frame[frame["week"] == monday].drop(columns=["week", "week_label"]).reset_index(drop=True)
        pd.testing.assert_frame_equal(here, then, check_dtype=False)


@pytest.mark.parametrize("by", [(), ("channel",), ("topic",), ("month",)])
def test_of_those_whose_term_is_over_every_record_stands_in_one_of_three(mixed: Settings, by: tuple[str, ...]) -> None:
    frame = query(["due", "on_time", "late", "overdue_open"], by, Filters(period="all"), EVERYTHING)
    assert (frame["due"] == frame["on_time"] + frame["late"] + frame["overdue_open"]).all()
    assert frame["due"].sum() and frame["late"].sum() and frame["overdue_open"].sum()


def test_overdue_now_is_overdue_of_all_time(mixed: Settings) -> None:
    ever = query(["overdue_now", "overdue_open", "open_now", "open"], (), Filters(period="all"), EVERYTHING).iloc[0]
    lately = query(["overdue_now", "open_now"], (), Filters(period="4w"), EVERYTHING).iloc[0]
    assert ever["overdue_now"] == ever["overdue_open"] == lately["overdue_now"]
    assert ever["open_now"] == ever["open"] == lately["open_now"]


assert set(FIELD.values()) == set(LISTS.values())
