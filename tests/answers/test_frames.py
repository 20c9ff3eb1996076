"""Columns made from the declarations, and the order that intervals allow."""

import pandas as pd

from answers import frames, ranks
from data.metrics import METRICS
from tests.components.figures.frames import measured

NAN = float("nan")


def text(value: str) -> str:
    return value.replace("\u00a0", " ")


def told(frame: pd.DataFrame, metric_id: str) -> list[str]:
    return [frames.interval_text(METRICS[metric_id], row) for row in frame.to_dict("records")]


def test_an_interval_is_told_with_its_n() -> None:
    frame = measured("on_time_share", [("a", 0.87, 0.8, 0.91, 45)], "recipient")

    shown = told(frame, "on_time_share")

    assert text(shown[0]) == "87 % (80–91 %), из 45, у которых срок наступил"


def test_few_observations_and_none_are_told_apart() -> None:
    frame = measured("on_time_share", [("a", 1.0, 0.4, 1.0, 3), ("b", NAN, NAN, NAN, 0)], "recipient")

    shown = told(frame, "on_time_share")

    assert text(shown[0]) == "мало данных, из 3, у которых срок наступил"
    assert shown[1] == "нет данных"


def test_a_value_without_its_interval_is_not_called_unknown() -> None:
    frame = measured("on_time_share", [("a", 0.87, NAN, NAN, 40)], "recipient")

    assert text(told(frame, "on_time_share")[0]) == "87 % (без промежутка), из 40, у которых срок наступил"


def test_a_count_is_known_exactly_however_small() -> None:
    frame = measured("records", [("a", 3, 1, 6, 3)], "recipient")

    assert told(frame, "records") == ["3"]


def test_a_topic_that_is_new_grows_from_zero() -> None:
    now = pd.DataFrame({"topic": ["a", "b"], "records": [30, 4]})
    before = pd.DataFrame({"topic": ["a"], "records": [20]})

    shown = frames.with_change(now, before, "topic", "records")["change_text"]

    assert [text(x) for x in shown] == ["+50 %", "+4"]


def test_without_an_earlier_period_there_is_nothing_to_compare_with() -> None:
    now = pd.DataFrame({"topic": ["a"], "records": [30]})

    assert list(frames.with_change(now, None, "topic", "records")["change_text"]) == ["нет данных"]


def ranked(rows, metric: str = "on_time_share") -> pd.DataFrame:
    return ranks.with_ranks(measured(metric, rows, "recipient"), "recipient", METRICS[metric])


def test_overlapping_members_share_a_range_of_places() -> None:
    found = ranked([("c", 0.2, 0.1, 0.3, 40), ("a", 0.8, 0.7, 0.9, 40), ("b", 0.75, 0.65, 0.85, 40)])

    assert list(found["recipient"]) == ["a", "b", "c"]
    assert list(found["rank_text"]) == ["1–2", "1–2", "3"]


def test_few_observations_have_no_place_and_stand_after_the_others() -> None:
    found = ranked([("small", 1.0, 0.5, 1.0, 3), ("a", 0.5, 0.4, 0.6, 40), ("none", NAN, NAN, NAN, 0)])

    assert list(found["recipient"]) == ["a", "small", "none"]
    assert list(found["rank_text"]) == ["1", "мало данных", "нет данных"]


def test_fewer_overdue_records_stand_first() -> None:
    found = ranked([("a", 9, NAN, NAN, NAN), ("b", 2, NAN, NAN, NAN), ("c", 2, NAN, NAN, NAN)], "overdue_open")

    assert list(found["recipient"]) == ["b", "c", "a"]
    assert list(found["rank_text"]) == ["1–2", "1–2", "3"]


def test_an_unknown_recipient_gets_no_place() -> None:
    found = ranked([(None, 0.9, 0.8, 0.95, 40), ("a", 0.5, 0.4, 0.6, 40)])

    assert list(found["rank_text"]) == ["1", "–"]


def test_a_place_is_one_among_recipients_of_the_same_kind() -> None:
    rows = [("a", 0.9, 0.85, 0.95, 90), ("b", 0.5, 0.4, 0.6, 90), ("c", 0.2, 0.1, 0.3, 90), (None, 0.7, 0.6, 0.8, 90)]
    kinds = {"a": "поселения", "b": "органы района", "c": "органы района"}
    found = ranks.with_ranks(measured("on_time_share", rows, "recipient"), "recipient", METRICS["on_time_share"], kinds)

    assert list(found["rank_text"]) == ["1 из 2", "2 из 2", "сравнить не с кем", "–"]
    assert list(found["peers_text"]) == ["органы района", "органы района", "поселения", ""]


def test_five_of_five_do_not_stand_before_who_is_surely_good() -> None:
    found = ranked([("few", 1.0, 0.65, 1.0, 5), ("sure", 0.95, 0.93, 0.97, 400), ("bad", 0.4, 0.3, 0.5, 90)])

    assert list(found["recipient"]) == ["sure", "few", "bad"]
    assert list(found["rank_text"]) == ["1–2", "1–2", "3"]


def test_a_median_told_in_whole_days_may_lie_half_a_day_to_either_side() -> None:
    frame = measured("resolution_median_days", [("a", 7.0, 6.0, 9.0, 40)], "recipient")
    low, high = ranks.ends(frame, METRICS["resolution_median_days"])

    assert (low.tolist(), high.tolist()) == ([5.5], [9.5])


def test_an_empty_answer_stays_empty() -> None:
    assert ranked([("a", 0.5, 0.4, 0.6, 40)]).iloc[:0].empty
    empty = measured("on_time_share", [("a", 0.5, 0.4, 0.6, 40)], "recipient").iloc[:0]
    assert ranks.with_ranks(empty, "recipient", METRICS["on_time_share"]).empty
