"""Sentences about ratings and silence, counted by hand."""

import pandas as pd
import pytest

from answers import satisfaction


def told(**row: float) -> dict[str, float]:
    return {"satisfied_share": 0.75, "rating_mean": 4.0, "rated": 40, "rated_share": 0.4, "rated_share_n": 100} | row


def test_silence_is_shown_with_what_it_could_hide() -> None:
    # 30 of 40 who rated are satisfied; 60 of 100 kept silent: from 30 to 90 of 100
    said = satisfaction.silence(told()).replace("\u00a0", " ")
    assert "60 отвеченных записей из 100" in said
    assert "довольных было бы 30 %" in said
    assert "если бы все довольны — 90 %" in said


@pytest.mark.parametrize(
    "row",
    [{"rated_share_n": 0}, {"rated_share_n": float("nan")}, {"satisfied_share": float("nan")}, {"rated": 100}],
)
def test_nothing_is_said_of_silence_where_nobody_was_answered_rated_or_silent(row: dict[str, float]) -> None:
    assert satisfaction.silence(told(**row)) == ""


def members(*rows: tuple[str | None, int, int]) -> pd.DataFrame:
    """Members of the dimension «channel»: label, how many rated, of how many."""
    return pd.DataFrame(
        [
            {"channel": label, "channel_label": label or "не определено", "rated": hits}
            | {"rated_share": hits / n, "rated_share_n": n}
            for label, hits, n in rows
        ]
    )


def test_who_rates_less_and_who_more_than_all_the_others_is_named() -> None:
    said = satisfaction.who_keeps_silent(members(("ВК", 10, 200), ("ПОС", 120, 200), ("Письма", 64, 200)), "channel")
    assert said.replace("\u00a0", " ") == "Реже оценивают: «ВК» (5 %). Чаще: «ПОС» (60 %)."


def test_nobody_is_named_for_a_difference_that_chance_explains_or_a_few_records() -> None:
    assert satisfaction.who_keeps_silent(members(("ВК", 48, 100), ("ПОС", 52, 100)), "channel") == ""
    assert satisfaction.who_keeps_silent(members(("ВК", 1, 4), ("ПОС", 500, 1000)), "channel") == ""
    assert satisfaction.who_keeps_silent(members((None, 3, 300), ("ПОС", 500, 1000)), "channel").startswith("Чаще")
    assert satisfaction.who_keeps_silent(members(("ПОС", 50, 100)), "channel") == ""


def test_where_no_rating_is_known_nobody_is_blamed_for_silence() -> None:
    said = satisfaction.who_keeps_silent(members(("Письма", 0, 300), ("ПОС", 50, 100), ("ВК", 48, 100)), "channel")
    assert said == "Ни одной оценки: «Письма»."


def bands(*rows: tuple[str, float, int]) -> pd.DataFrame:
    names = ("answered_in_label", "satisfied_share", "satisfied_share_n")
    return pd.DataFrame(rows, columns=names).assign(answered_in=lambda f: f["answered_in_label"])


def test_a_time_of_the_answer_is_said_to_matter_only_where_chance_is_ruled_out() -> None:
    said = satisfaction.by_band(
        bands(("до 3 дней", 0.8, 60), ("4–10 дней", 0.55, 60), ("больше 30 дней", 0.3, 60)), "answered_in"
    )
    assert said.replace("\u00a0", " ").startswith(
        "Довольны чаще остальных: «до 3 дней» (80 %). Реже: «больше 30 дней» (30 %). Это связь, а не причина"
    )
    near = satisfaction.by_band(bands(("до 3 дней", 0.8, 60), ("больше 30 дней", 0.75, 60)), "answered_in")
    assert near.startswith("Разницы между группами, которую не объяснить случайностью, нет")


def test_bands_with_few_ratings_are_not_compared() -> None:
    said = satisfaction.by_band(bands(("до 3 дней", 1.0, 4), ("больше 30 дней", 0.2, 60)), "answered_in")
    assert said == "Сравнить нечего: оценок мало."
