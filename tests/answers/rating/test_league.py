"""The league table by hand-made answers of the door: index, places, what is missing, what moved."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from answers.rating import compared, funnel, league, standing
from answers.rating.standing import INDEX, Answers
from data.decisions.profiles import Indicator, Profile
from data.metrics.intervals import wilson

KINDS = {"a": "поселения", "b": "поселения", "c": "поселения", "d": "учреждения"}
NAN = float("nan")


def profile(*weights: tuple[str, float, str]) -> Profile:
    """(metric, weight, direction) of each indicator."""
    rows = enumerate(weights, start=1)
    own = [Indicator(i, i, metric, "", "", weight, way, None, 1) for i, (metric, weight, way) in rows]
    return Profile(1, "own", "Свой", "", None, None, 1, tuple(own))


TWO = profile(("on_time_share", 75, "higher"), ("repeat_share", 25, "lower"))


def answers(**shares: Mapping[str, tuple[float, int]]) -> Answers:
    """Shares by metric id: recipient → (hits, cases), all in one topic group."""
    codes = list(dict.fromkeys(code for own in shares.values() for code in own))
    made: dict[str, object] = {"recipient": codes}
    for metric, own in shares.items():
        hits, among = np.array([own.get(code, (NAN, 0)) for code in codes], dtype=float).reshape(-1, 2).T
        with np.errstate(invalid="ignore"):
            made |= {metric: np.where(among > 0, hits / np.maximum(among, 1), NAN), f"{metric}_n": among}
        made[f"{metric}_low"], made[f"{metric}_high"] = wilson(hits, among)
    return Answers(pd.DataFrame(made), pd.DataFrame(made).assign(topic_group="roads"))


def stand(found: Answers, by: Profile = TWO) -> standing.Standing:
    return standing.of(by, KINDS, list(found.whole["recipient"]), found)


NOW = answers(
    on_time_share={"a": (90, 100), "b": (380, 400), "c": (3, 4), "d": (40, 50)},
    repeat_share={"a": (30, 60), "b": (20, 200), "c": (0, 3), "d": (5, 40)},
)


def test_the_index_is_counted_by_hand() -> None:
    made = league.table(TWO, stand(NOW), None)

    row = made.frame.set_index("recipient").loc["a"]
    kept, repeats = (90 + 380 + 3) / 504, (30 + 20 + 0) / 263  # of the peers, all in one topic: nothing to adjust
    part = 0.75 * (90 + 10 * kept) / 110 + 0.25 * (1 - (30 + 10 * repeats) / 70)
    assert row[INDEX.id] == pytest.approx(100 * part)
    assert row[f"{INDEX.id}_n"] == 100


def test_places_are_among_peers_and_few_have_none() -> None:
    frame = league.table(TWO, stand(NOW), None).frame

    assert list(frame["recipient"]) == ["d", "b", "a", "c"]
    assert list(frame["rank_text"]) == ["сравнить не с кем", "1 из 2", "2 из 2", "мало данных"]
    assert list(frame["weights_text"]) == ["", "1", "2", ""]
    assert list(frame["alike"]) == ["", "", "", ""]


def test_five_of_five_do_not_stand_before_what_many_records_prove() -> None:
    found = answers(
        on_time_share={"a": (5, 5), "b": (390, 400), "c": (200, 400)},
        repeat_share={"a": (0, 5), "b": (2, 200), "c": (60, 200)},
    )
    frame = league.table(TWO, stand(found), None).frame

    assert frame["recipient"].iloc[0] == "b"
    assert int(frame.loc[frame["recipient"] == "a", "worst"].iloc[0]) > 1, "five records do not prove the first place"


def test_who_is_not_told_apart_stands_in_one_group() -> None:
    close = answers(
        on_time_share={"a": (80, 100), "b": (81, 100), "c": (79, 100)},
        repeat_share={"a": (9, 60), "b": (10, 60), "c": (9, 60)},
    )
    frame = league.table(TWO, stand(close), None).frame

    assert set(frame["rank_text"]) == {"1–3 из 3"}
    assert set(frame["alike"]) == {"1"}


def test_a_component_that_the_program_does_not_have_is_named_and_its_weight_shared_out() -> None:
    three = profile(("on_time_share", 35, "higher"), ("kindness", 35, "higher"), ("repeat_share", 15, "lower"))
    made = league.table(three, stand(NOW, three), None)

    assert [words.replace("\u00a0", " ") for words in made.missing] == ["kindness (вес 35,0): нет данных"]
    shared = made.weights["поселения"].replace("\u00a0", " ")
    assert shared == "доля ответов в срок 70 %, доля повторных 30 %"


def test_a_component_that_nobody_has_data_of_is_missing_in_the_same_words() -> None:
    three = profile(("on_time_share", 35, "higher"), ("satisfied_share", 15, "higher"))
    nobody = answers(on_time_share={"a": (9, 10), "b": (5, 10)}, satisfied_share={"a": (NAN, 0), "b": (NAN, 0)})
    made = league.table(three, stand(nobody, three), None)

    assert [words.replace("\u00a0", " ") for words in made.missing] == ["Доля довольных (вес 15,0): нет данных"]
    assert np.isfinite(made.frame[INDEX.id]).all()


def test_an_indicator_without_a_direction_has_no_say() -> None:
    axes = profile(("records", 0, ""), ("on_time_share", 50, "higher"))

    assert [one.metric for one in standing.counted(axes)] == ["on_time_share"]
    assert league.table(axes, stand(NOW, axes), None).missing == ()


def test_a_number_of_another_scale_counts_as_a_share() -> None:
    points = answers(on_time_share={"a": (9, 10), "b": (5, 10)})
    whole = points.whole.assign(
        completeness=[80.0, 40.0], completeness_low=[70.0, 30.0], completeness_high=[90.0, 50.0]
    )
    by = profile(("completeness", 100, "higher"))
    made = standing.of(by, KINDS, ["a", "b"], Answers(whole.assign(completeness_n=[1e6, 1e6]), points.cells))

    assert made.made.index == pytest.approx([80, 40], abs=0.01)


def test_the_index_moves_by_what_its_components_did() -> None:
    before = answers(
        on_time_share={"a": (60, 100), "b": (380, 400), "d": (40, 50), "gone": (30, 40)},
        repeat_share={"a": (30, 60), "b": (20, 200), "d": (5, 40), "gone": (1, 30)},
    )
    now, then = stand(NOW), stand(before)
    made = league.table(TWO, now, then)

    row = made.frame.set_index("recipient").loc["a"]
    assert row["moved"] == pytest.approx(now.made.index[0] - then.made.index[0])
    assert row["moved"] > 15
    assert row["reasons_text"].startswith("доля ответов в срок +")
    assert made.gone == ("gone",)
    # «c» has too few now, so nothing is said of it; one who was not there before is new.
    nobody = stand(answers(on_time_share={}, repeat_share={}))
    late = league.table(TWO, stand(answers(on_time_share={"a": (9, 10)}, repeat_share={"a": (1, 9)})), nobody)
    assert list(late.frame["moved_text"]) == [league.NEW_TEXT]


def test_without_a_period_before_nothing_is_said_of_movement() -> None:
    frame = league.table(TWO, stand(NOW), None).frame

    assert set(frame["moved_text"]) == {"нет данных"}
    assert frame["moved"].isna().all()


def test_nobody_at_all_is_an_empty_table() -> None:
    made = league.table(TWO, stand(answers(on_time_share={}, repeat_share={})), None)

    assert made.frame.empty


def test_without_cells_shares_are_taken_as_they_are() -> None:
    made = stand(replace(NOW, cells=None))

    assert made.adjusted == {}
    assert np.isfinite(made.made.index).all()


def test_whom_nobody_rates_still_tells_how_hard_a_topic_is() -> None:
    cells = pd.DataFrame(
        {
            "recipient": ["a", "b", "x", "x"],
            "topic_group": ["hard", "easy", "hard", "easy"],
            "on_time_share": [0.5, 0.9, 0.5, 0.9],
            "on_time_share_n": [100, 100, 900, 900],
        }
    )
    by = profile(("on_time_share", 1, "higher"))
    whole = answers(on_time_share={"a": (50, 100), "b": (90, 100)}).whole
    made = standing.of(by, KINDS, ["a", "b"], Answers(whole, cells)).adjusted["on_time_share"]

    assert made.raw.tolist() == [0.5, 0.9]
    assert made.share[0] == pytest.approx(made.share[1], abs=0.03)


def test_a_letter_about_several_topics_is_one_case_of_its_recipient() -> None:
    """Two of the four letters of `a` ask about both topics: still too few for a place."""
    whole = answers(on_time_share={"a": (3, 4), "b": (80, 100), "c": (60, 100)}).whole
    cells = pd.DataFrame(
        {
            "recipient": ["a", "a", "b", "c"],
            "topic_group": ["roads", "water", "roads", "water"],
            "on_time_share": [1.0, 2 / 3, 0.8, 0.6],
            "on_time_share_n": [3, 3, 100, 100],
        }
    )
    by = profile(("on_time_share", 1, "higher"))
    found = standing.of(by, KINDS, ["a", "b", "c"], Answers(whole, cells))

    made = found.adjusted["on_time_share"]
    assert made.among.tolist() == [4, 100, 100]
    assert made.raw == pytest.approx([3 / 4, 0.8, 0.6])
    assert made.elsewhere.tolist() == [1, 1, 1]
    assert found.is_told.tolist() == [False, True, True]
    points = funnel.of(found, "on_time_share").points.set_index("recipient")
    assert points.loc["a", ["raw", "among"]].tolist() == [0.75, 4]


def test_two_profiles_stand_side_by_side() -> None:
    one, other = (profile((metric, 1, way)) for metric, way in (("on_time_share", "higher"), ("repeat_share", "lower")))
    frame = compared.beside(*(league.table(by, stand(NOW, by), None) for by in (one, other)))

    row = frame.set_index("recipient").loc["a"]
    assert row["one_index"] > row["other_index"]
    assert frame.loc[frame["recipient"] == "c", "one_index"].isna().all(), "few data: no index is told"
    assert list(frame["recipient"]) == list(league.table(one, stand(NOW, one), None).frame["recipient"])


def test_a_funnel_names_who_is_worse_first() -> None:
    kept = dict.fromkeys("abceghijklmn", (86, 100)) | {"f": (20, 100), "d": (1, 3)}
    kinds = dict.fromkeys("abcefghijklmn", "поселения") | {"d": "учреждения"}
    by = profile(("on_time_share", 1, "higher"))
    found = answers(on_time_share=kept)
    made = funnel.of(standing.of(by, kinds, list(found.whole["recipient"]), found), "on_time_share")

    assert made is not None
    assert made.points["recipient"].iloc[0] == "f"
    assert list(made.points["verdict"]) == [funnel.WORSE, *[funnel.WITHIN] * 13]
    assert set(made.limits["peers_text"]) == {"поселения", "учреждения"}


def test_of_a_share_that_is_better_when_lower_more_is_worse() -> None:
    repeats = dict.fromkeys("abceghijklmn", (14, 100)) | {"f": (80, 100)}
    by, found = profile(("repeat_share", 1, "lower")), answers(repeat_share=repeats)
    made = funnel.of(standing.of(by, {}, list(found.whole["recipient"]), found), "repeat_share")

    assert made is not None
    assert made.points.iloc[0][["recipient", "verdict"]].tolist() == ["f", funnel.WORSE]


def test_a_funnel_of_nothing_is_none() -> None:
    by = profile(("on_time_share", 1, "higher"))

    assert funnel.of(stand(replace(NOW, cells=None), by), "on_time_share") is None
