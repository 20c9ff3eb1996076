"""Small cells stay hidden from people who see totals only, whatever two answers are put side by side."""

from collections.abc import Iterable
from itertools import product
from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from data.errors import AccessError
from data.filters import Filters
from data.metrics import METRICS, durations, members, query
from data.metrics.disclosure import STEP, rounded
from data.metrics.enough import FEW
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings, use
from tests.data.records import day, published

TOTALS = Scope((Grant(detail="totals"),))
AS_OF = Filters(period="all", as_of=day("2026-03-31"))
ASKIZ, BASE = "95608151051", "95608410101"


def behind(shown: float | None) -> tuple[int, int]:
    """The counts that one shown cell can stand for."""
    return (0, FEW - 1) if shown is None else (max(FEW, int(shown) - STEP // 2), int(shown) + STEP // 2 - 1)


def possible(total: float | None, parts: Iterable[float | None]) -> tuple[int, int] | None:
    """What a hidden part can be when a total and all its parts are known as shown; nothing when they don't agree."""
    parts = list(parts)
    hidden = parts.count(None)
    low, high = behind(total)
    known = [behind(part) for part in parts if part is not None]
    low, high = max(0, low - sum(h for _, h in known)), min(4 * hidden, high - sum(s for s, _ in known))
    return None if low > high else (max(0, low - 4 * (hidden - 1)), min(4, high))


@given(st.integers(0, 10_000))
def test_a_shown_count_stands_for_ten_and_a_hidden_one_for_five(count: int) -> None:
    shown = rounded(np.array([float(count)]))[0]
    low, high = behind(None if np.isnan(shown) else shown)
    assert low <= count <= high
    assert np.isnan(shown) == (count < 5)


@pytest.mark.parametrize("shown", range(5))
def test_no_total_and_parts_determine_a_hidden_part(shown: int) -> None:
    for parts in product((10.0, 20.0, 30.0), repeat=shown):
        for hidden in range(1, 25):
            for total in [None, *np.arange(10.0, 330.0, 10.0)]:
                found = possible(total, [*parts, *[None] * hidden])
                assert found is None or found[0] < found[1], (total, parts, hidden)


PLACES = (ASKIZ, BASE, "")


_TOPIC_CODES = ("roads.snow_ice", "waste.collection_sites", "amenities.roof_icicles")


def _some(chance: Random) -> dict[str, object]:
    """A record of one of three months, places and topics, as chance will have it."""
    return {
        "place": chance.choice(PLACES),
        "topic": chance.choice(_TOPIC_CODES),
        "channel": chance.choice(("pos_message", "letter")),
        "received": chance.choice(("2026-01-10", "2026-02-10", "2026-03-10")),
        "rating": chance.choice((None, 1, 2, 3, 4, 5)),
    }


ASKED = st.fixed_dictionaries(
    {},
    optional={
        "places": st.sampled_from(((ASKIZ,), (BASE,))),
        "channels": st.sampled_from((("pos_message",), ("letter",))),
        "topics": st.sampled_from(tuple((code,) for code in _TOPIC_CODES)),
        "date_from": st.sampled_from((day("2026-02-01"), day("2026-03-01"))),
    },
)


@pytest.fixture(scope="module")
def districts(tmp_path_factory: pytest.TempPathFactory) -> list[Settings]:
    """A dozen published stores of one to forty records each, no two alike."""
    made = []
    for number in range(12):
        chance = Random(number)
        folder = tmp_path_factory.mktemp("small")
        one = Settings(var=folder, store_url=f"sqlite:///{folder / 's.sqlite'}")
        with use(one):
            published(one, *[_some(chance) for _ in range(1 + number * 39 // 11)])
        made.append(one)
    return made


@hypothesis_settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 11), ASKED, st.sampled_from(("place", "channel", "topic", "month", None)))
def test_two_answers_subtracted_never_give_a_hidden_cell(
    districts: list[Settings], which: int, narrowed: dict, by: str | None
) -> None:
    with use(districts[which]):
        wide = query(["records"], (), AS_OF, TOTALS)["records"].iloc[0]
        filters = Filters(period="all", as_of=day("2026-03-31"), **narrowed)
        dims = [by] if by else []
        exact = query(["records"], dims, filters, EVERYTHING)
        shown = query(["records"], dims, filters, TOTALS)
        whole = query(["records"], dims, AS_OF, TOTALS)
    small = exact[exact["records"] < FEW]
    for _, cell in small.iterrows():
        mine = shown[shown[by] == cell[by]] if by else shown
        assert mine["records"].isna().all(), "a cell below five is hidden"
        for other in (wide, *whole["records"]):
            assert np.isnan(other) or other - np.nansum(shown["records"]) != cell["records"]
    assert (shown["records"].dropna() % STEP == 0).all()


def test_shares_means_and_medians_of_few_are_hidden_and_of_many_are_rounded(settings: Settings) -> None:
    many = [
        {"received": "2026-01-10", "answered": f"2026-0{2 if i < 20 else 3}-0{1 + i % 9}", "rating": 1 + i % 5}
        for i in range(31)
    ]
    few = [{"received": "2026-01-10", "answered": "2026-02-01", "channel": "letter", "rating": 5} for _ in range(12)]
    published(settings, *many, *few)
    asked = ["satisfied_share", "rating_mean", "resolution_median_days", "per_1000"]
    frame = query(asked, ["channel"], AS_OF, TOTALS, intervals=True).set_index("channel")
    exact = query(asked, ["channel"], AS_OF, EVERYTHING).set_index("channel").astype(dict.fromkeys(asked, float))
    true = {name: float(exact[name]["pos_message"]) for name in asked}
    assert frame.loc["letter", asked[:3]].isna().all()
    shown = frame.loc["pos_message"]
    assert shown["satisfied_share"] == round(true["satisfied_share"], 2)
    assert shown["rating_mean"] == round(true["rating_mean"], 1)
    assert shown["resolution_median_days"] == round(true["resolution_median_days"])
    assert shown["satisfied_share_n"] == 30
    assert shown["satisfied_share_low"] < shown["satisfied_share"] < shown["satisfied_share_high"]


def test_every_metric_answers_people_who_see_totals_only(settings: Settings) -> None:
    published(settings, *[{"received": "2026-01-10", "place": ASKIZ} for _ in range(7)])
    frame = query(list(METRICS), ["municipality"], AS_OF, TOTALS, intervals=True)
    assert frame["records"].tolist() == [10.0]
    assert query(list(METRICS), ["week"], AS_OF, TOTALS, fill=True)["records"].dropna().tolist() == [10.0]


def test_a_sensitive_topic_is_answered_for_the_district_only(settings: Settings) -> None:
    published(settings)
    topics = members("topic")
    code = topics[topics["is_sensitive"] & topics["group"].notna()]["code"].iloc[0]
    published(settings, *[{"received": "2026-01-10", "place": ASKIZ, "topic": code} for _ in range(12)])
    local = Filters(period="all", as_of=day("2026-03-31"), places=(ASKIZ,))
    chosen = Filters(period="all", as_of=day("2026-03-31"), topics=(code,))
    assert query(["records"], ["topic"], AS_OF, TOTALS)["records"].tolist() == [10.0]
    assert query(["records"], ["topic", "place"], AS_OF, TOTALS).empty
    assert query(["records"], ["topic"], local, TOTALS).empty
    assert query(["records"], ["place"], chosen, TOTALS).empty
    assert query(["records"], ["topic", "place"], AS_OF, EVERYTHING)["records"].tolist() == [12]


def test_whoever_may_open_records_sees_them_counted_exactly(settings: Settings) -> None:
    published(settings, {"received": "2026-01-10"})
    assert query(["records"], (), AS_OF, Scope((Grant(detail="records"),)))["records"].tolist() == [1]
    assert not EVERYTHING.hides_small_cells


def test_a_histogram_of_durations_is_refused(settings: Settings) -> None:
    published(settings, {"received": "2026-01-10"})
    with pytest.raises(AccessError, match="сводные"):
        durations((), AS_OF, TOTALS)
