"""What burns: the order of the list, the chances in it, and who may see it."""

from datetime import timedelta
from pathlib import Path

import pytest

from answers import deadlines
from data.filters import Filters
from data.metrics import open_records, query, register
from data.metrics.reader import open_snapshot
from data.order import Order
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings, use
from data.terms.calendar import EPOCH
from tests.data.records import day, published

AS_OF = Filters(as_of=day("2026-03-31"))
# Of forty earlier records of the channel, half are answered after 10 days, half after 50: past the term of 30.
HISTORY = [
    {"received": "2025-09-01", "answered": str(day("2025-09-01") + timedelta(days=10 if i % 2 else 50))}
    for i in range(40)
]
NOW = [
    {"received": "2026-03-02"},  # due on 01.04, tomorrow
    {"received": "2026-02-02"},  # overdue since 04.03
    {"received": "2026-01-12"},  # overdue since 11.02, longer
    {"received": "2026-03-30"},  # due on 29.04
]


@pytest.fixture
def settings(tmp_path: Path):
    """An installation whose history and open records are known."""
    with use(Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 'store.sqlite'}")) as made:
        published(made, *HISTORY, *NOW)
        yield made


def test_what_can_still_be_saved_comes_first_then_the_longest_overdue(settings) -> None:
    frame = deadlines.most_urgent(AS_OF, EVERYTHING)
    assert list(frame["record_id"]) == [41, 43, 42, 44]
    assert list(frame["group"]) == [deadlines.SOON, deadlines.OVERDUE, deadlines.OVERDUE, deadlines.LATER]


def test_a_record_older_than_all_quick_answers_is_likelier_to_fail_than_a_new_one(settings) -> None:
    chance = deadlines.most_urgent(AS_OF, EVERYTHING).set_index("record_id")["probability"]
    assert chance[41] > 0.85, "who has waited for 29 days was not answered within 10: such records took 50"
    assert 0.3 < chance[44] < 0.7
    assert chance[42] == chance[43] == 1.0


def test_the_expected_number_of_misses_is_the_sum_of_the_chances(settings) -> None:
    frame = deadlines.most_urgent(AS_OF, EVERYTHING)
    total, low, high, of, unknown = deadlines.expected_misses(frame) or (0, 0, 0, 0, 0)
    ahead = frame[frame["days_left"] >= 0]["probability"]
    assert total == pytest.approx(ahead.sum())
    assert 0 <= low <= total <= high <= of == 2
    assert unknown == 0


def test_without_history_no_chance_is_named(tmp_path: Path) -> None:
    with use(Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 'store.sqlite'}")) as made:
        published(made, *NOW)
        frame = deadlines.most_urgent(AS_OF, EVERYTHING)
        assert frame["probability"].isna().tolist() == [True, False, False, True]
        assert deadlines.expected_misses(frame) is None


def test_an_earlier_day_of_the_report_knows_nothing_of_later_answers(settings) -> None:
    early = deadlines.most_urgent(Filters(as_of=day("2025-09-05")), EVERYTHING)
    assert len(early) == 40
    assert early["probability"].isna().all()


def test_all_that_burns_is_listed_in_any_order(settings) -> None:
    urgent = deadlines.most_urgent(AS_OF, EVERYTHING)

    def ids(order: Order) -> list[int]:
        return list(deadlines.burning(urgent, AS_OF, EVERYTHING, order)["record_id"])

    assert ids(Order(deadlines.URGENCY)) == [41, 43, 42], "what ends later does not burn"
    assert ids(Order("due")) == [43, 42, 41]
    assert ids(Order("due", is_down=True)) == [41, 42, 43]
    assert ids(Order("chance")) == [41, 42, 43], "a chance to lose a day, then the lost ones, the longest last"
    assert ids(Order("received")) == [43, 42, 41]
    assert {tuple(sorted(ids(Order(name)))) for name in deadlines.SORTS} == {(41, 42, 43)}


def test_records_of_others_are_not_in_the_list(settings) -> None:
    assert deadlines.most_urgent(AS_OF, Scope((Grant(channels=("letter",), detail="records"),))).empty
    assert deadlines.most_urgent(AS_OF, Scope((Grant(detail="totals"),))).empty


def test_curves_leave_out_who_has_few_records(settings) -> None:
    everything = Filters(period="all", as_of=day("2026-03-31"))
    frame = deadlines.curves("channel", everything, EVERYTHING)
    assert set(frame["name"]) == {"ПОС: сообщение"}
    at_20 = frame[frame["days"] <= 20].iloc[-1]
    assert at_20["still_open"] == pytest.approx(1 - 20 / 43), "one of the open records had been seen for a day only"
    assert deadlines.curves("channel", Filters(as_of=day("2026-03-31"), date_from=day("2026-01-01")), EVERYTHING).empty


def test_the_list_and_the_counts_speak_of_the_same_records(settings) -> None:
    everything = Filters(period="all", as_of=day("2026-03-31"))
    counts = query(["overdue_open", "not_yet_due"], (), everything, EVERYTHING).iloc[0]
    frame = open_records(AS_OF, EVERYTHING)
    assert (frame["days_left"] < 0).sum() == counts["overdue_open"]
    assert (frame["days_left"] >= 0).sum() == counts["not_yet_due"]
    listed = register.rows_of(list(frame["record_id"]), AS_OF, EVERYTHING)
    assert [d - day("2026-03-31") for d in listed["due_on"]] == [timedelta(days=int(n)) for n in frame["days_left"]]
    assert open_snapshot().manifest.as_of >= EPOCH
