"""Small cells stay hidden from people who see totals only, whatever two answers are put side by side."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import AccessError, FilterError
from data.filters import Filters
from data.metrics import METRICS, durations, members, query
from data.metrics.cell_keys import DEVIATION, expression, noise
from data.metrics.disclosure import LEAST_SHOWN, STEP, round_counts
from data.metrics.enough import FEW
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings
from tests.data.records import day, published

TOTALS = Scope((Grant(detail="totals"),))
QUARTER: dict[str, Any] = {"date_from": day("2026-01-01"), "date_to": day("2026-03-31"), "as_of": day("2026-03-31")}
AS_OF = Filters(**QUARTER)
ASKIZ, BASE = "95608151051", "95608410101"


@given(st.integers(0, 10_000), st.integers(0, 2**48))
def test_a_count_is_hidden_or_a_multiple_of_ten_near_the_truth(count: int, key: int) -> None:
    shown = round_counts(np.array([float(count)]), np.array([float(key)]))[0]
    if not np.isnan(shown):
        assert (count >= FEW, shown >= LEAST_SHOWN, shown % STEP) == (True, True, 0)
        assert abs(shown - count) <= 3 * DEVIATION + STEP


def test_noise_is_as_wide_as_declared_and_leans_to_neither_side() -> None:
    found = noise(np.random.default_rng(1).integers(0, 2**48, size=20_000).astype(float))
    assert abs(found.mean()) < 0.5
    assert 0.95 * DEVIATION < found.std() < 1.02 * DEVIATION
    near = noise(np.arange(20_000, dtype=float))
    assert abs(np.corrcoef(near[1:], near[:-1])[0, 1]) < 0.03, "near keys have nothing in common"


def test_another_installation_has_other_noise(tmp_path: Path) -> None:
    one, other = (Settings(var=tmp_path / name, store_url="sqlite://") for name in ("one", "other"))
    for number, settings in enumerate((one, other)):
        settings.var.mkdir()
        settings.pseudonym_key.write_bytes(bytes([number]) * 32)
    assert expression(one) != expression(other)
    assert expression(one) == expression(one)


def test_shares_means_and_medians_of_few_are_hidden_and_of_many_are_near_the_truth(settings: Settings) -> None:
    many = [
        {"received": "2026-01-10", "answered": f"2026-0{2 if i < 60 else 3}-0{1 + i % 9}", "rating": 1 + i % 5}
        for i in range(120)
    ]
    few = [{"received": "2026-01-10", "answered": "2026-02-01", "channel": "letter", "rating": 5} for _ in range(12)]
    published(settings, *many, *few)
    asked = ["satisfied_share", "rating_mean", "resolution_median_days", "per_1000"]
    frame = query(asked, ["channel"], AS_OF, TOTALS, intervals=True).set_index("channel")
    exact = query(asked, ["channel"], AS_OF, EVERYTHING).set_index("channel").astype(dict.fromkeys(asked, float))
    true = {name: float(exact[name]["pos_message"]) for name in asked}
    assert "letter" not in frame.index or frame.loc["letter", asked[:3]].isna().all()
    shown = frame.loc["pos_message"]
    assert abs(shown["satisfied_share"] - true["satisfied_share"]) < 0.4
    assert abs(shown["rating_mean"] - true["rating_mean"]) < 0.6
    assert shown["resolution_median_days"] == round(true["resolution_median_days"])
    assert np.isnan(shown["resolution_median_days_low"])
    assert shown["satisfied_share_low"] < shown["satisfied_share"] < shown["satisfied_share_high"]


@pytest.mark.trial
def test_every_metric_answers_people_who_see_totals_only(settings: Settings) -> None:
    published(settings, *[{"received": "2026-01-10", "place": ASKIZ} for _ in range(90)])
    frame = query(list(METRICS), ["municipality"], AS_OF, TOTALS, intervals=True)
    (shown,) = frame["records"].tolist()
    assert abs(shown - 90) <= 3 * DEVIATION + STEP
    assert query(list(METRICS), ["month"], AS_OF, TOTALS, fill=True)["records"].dropna().tolist() == [shown]


def test_a_sensitive_topic_is_answered_for_the_district_only(settings: Settings) -> None:
    published(settings)
    topics = members("topic")
    code = topics[topics["is_sensitive"] & topics["group"].notna()]["code"].iloc[0]
    one = {"received": "2026-01-10", "place": ASKIZ, "topic": code, "recipient": "administration"}
    published(settings, *[dict(one) for _ in range(90)])
    local = Filters(**QUARTER, places=(ASKIZ,))
    chosen = Filters(**QUARTER, topics=(code,))
    assert len(query(["records"], ["topic"], AS_OF, TOTALS)) == 1
    assert query(["records"], ["topic", "recipient"], AS_OF, TOTALS).empty, "an administration is a territory"
    body = Filters(**QUARTER, recipients=("administration",))
    assert query(["records"], ["topic"], body, TOTALS).empty
    assert query(["records"], ["topic", "place"], AS_OF, TOTALS).empty
    assert query(["records"], ["topic"], local, TOTALS).empty
    assert query(["records"], ["place"], chosen, TOTALS).empty
    assert query(["records"], ["topic", "place"], AS_OF, EVERYTHING)["records"].tolist() == [90]


def test_whoever_may_open_records_sees_them_counted_exactly(settings: Settings) -> None:
    published(settings, {"received": "2026-01-10"})
    assert query(["records"], (), AS_OF, Scope((Grant(detail="records"),)))["records"].tolist() == [1]
    assert not EVERYTHING.hides_small_cells


def test_a_histogram_of_durations_is_refused(settings: Settings) -> None:
    published(settings, {"received": "2026-01-10"})
    with pytest.raises(AccessError, match="сводные"):
        durations((), AS_OF, TOTALS)


def test_who_sees_totals_only_is_told_the_state_of_one_day(settings: Settings) -> None:
    many = [{"received": "2025-12-10", "status": "in_work"} for _ in range(60)]
    published(settings, *many, {"received": "2026-02-10"})
    newest = query(["open_now", "open"], (), Filters(period="all"), TOTALS).iloc[0]
    assert newest["open_now"] == newest["open"], "the same records have the same noise"
    december: dict[str, Any] = {"date_from": day("2025-12-01"), "date_to": day("2025-12-31")}
    told = query(["open_now", "open"], (), Filters(**december, as_of=day("2025-12-31")), TOTALS).iloc[0]
    assert (np.isnan(told["open_now"]), np.isnan(told["open"])) == (True, False)
    by_month = query(["records", "open_now"], ["month"], Filters(period="all"), TOTALS)
    assert by_month["open_now"].isna().all()
    assert query(["open_now"], ["month"], Filters(period="all"), TOTALS).empty
    with pytest.raises(FilterError, match="не отбираются"):
        query(["records"], (), Filters(state="open"), TOTALS)
