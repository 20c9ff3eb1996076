import pandas as pd
import pytest

from etl.sources import pos as source
from tests.etl.sources.raw import RECEIVED_ON, local, one, tidy

BASE = {"external_id": "71", "received_at": "02.03.2026 10:15:00", "text": "<p>Яма&nbsp;на дороге</p>", "topic": "Ямы"}


def test_html_with_backtick_quotes_becomes_plain_text():
    row = one(source, BASE | {"text": "<ul style=`list-style-type:square;`><li><b>Дерево</b></li></ul>"})
    assert row["text"] == "Дерево"


@pytest.mark.parametrize(
    ("change", "channel"),
    [
        ({}, "pos_message"),
        ({"topic_group": "Обращение"}, "pos_appeal_59fz"),
        ({"kind": "59-ФЗ"}, "pos_appeal_59fz"),
        ({"topic_group": "Обращение с отходами"}, "pos_message"),
        ({"kind": "Сообщение"}, "pos_message"),
    ],
)
def test_an_appeal_is_told_from_a_message(change, channel):
    assert one(source, BASE | change)["channel_code"] == channel


def test_the_files_own_due_date_promise_and_answer_are_kept():
    row = one(
        source,
        BASE | {"due_at": "01.04.2026", "promised_at": "15.05.2026", "answered_at": "20.03.2026 11:00", "rating": "4"},
    )
    assert local(row["file_due_at"])[:10] == "2026-04-01"
    assert local(row["promised_at"])[:10] == "2026-05-15"
    assert local(row["answered_at"]) == "2026-03-20 11:00:00"
    assert row["rating"] == 4 and row["observes_answer"] and not row["observes_first_reply"]


@pytest.mark.parametrize(
    ("value", "rating"), [("5", 5), ("4,5", 4.5), ("5 из 5", 5), ("Отлично", 5), ("★★★★☆", 4), ("0", None), ("", None)]
)
def test_ratings_are_read_as_people_write_them(value, rating):
    found = one(source, BASE | {"rating": value})["rating"]
    assert (found == rating) if rating else pd.isna(found)


@pytest.mark.parametrize("value", ["7", "неплохо", "12.03.2026", "8 из 10"])
def test_what_is_no_rating_is_told_and_the_message_stays(value):
    made = tidy(source, BASE | {"rating": value})
    assert "оценка" in made.emptied[0]["reason"] and made.emptied[0]["value"] == value
    assert made.frame["rating"].isna().tolist() == [True]


def test_a_given_day_of_receipt_fills_rows_without_a_date_and_only_them():
    made = tidy(source, BASE | {"received_at": ""}, BASE, received_on=RECEIVED_ON)
    assert made.frame["received_at"].dt.tz_convert("Asia/Krasnoyarsk").dt.strftime("%H:%M").tolist() == [
        "00:00",
        "10:15",
    ]
    assert made.frame["has_time"].tolist() == [False, True]


def test_a_date_at_midnight_has_no_time_of_day():
    assert not one(source, BASE | {"received_at": "2026-03-02 00:00:00"})["has_time"]


@pytest.mark.parametrize("value", ["91", "-200", "север"])
def test_a_latitude_that_is_none_is_told_and_the_message_stays(value):
    made = tidy(source, BASE | {"latitude": value})
    assert (len(made.frame), made.emptied[0]["column"]) == (1, "Широта")
    assert pd.isna(made.frame["latitude"][0])


def test_a_zero_coordinate_is_unknown():
    assert pd.isna(one(source, BASE | {"latitude": "0"})["latitude"])


def test_status_words_of_the_portal_are_unified_and_kept():
    row = one(source, BASE | {"status": "Закрыта с отложенным"})
    assert (row["status_code"], row["status_raw"]) == ("deferred", "Закрыта с отложенным")
