import csv
import random

import pandas as pd
import pytest

from etl.sources import headers, open_file
from etl.sources import incident_management as source
from tests.etl.reading.files import xlsx
from tests.etl.sources.raw import local, one, tidy

BASE = {"external_id": "310001", "received_at": "2026-03-02 10:15:00", "text": "Нет воды"}


def test_every_column_of_the_layout_is_known_by_its_own_name(shared_folder):
    with (shared_folder / "layouts" / "incident_management.csv").open(encoding="utf-8") as file:
        layout = [row["header"] for row in csv.DictReader(file, delimiter=";")]
    assert len(layout) == 47
    assert sorted(headers.match(layout, source.COLUMNS).values()) == list(range(47))


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_columns_does_not_matter(tmp_path, seed):
    names = [names[0] for names in list(source.COLUMNS.values())[:47]]
    values = {
        "Номер инцидента": "310001",
        "Дата создания": "2026-03-02 10:15:00",
        "Дата окончания": "2026-03-04 09:00:00",
        "Итог": "Решено",
        "Текст инцидента": "'Нет воды<br>третий день",
        "Урл поста": "https://vk.com/wall-1_2",
    }
    random.Random(seed).shuffle(names)
    path = xlsx(tmp_path / "a.xlsx", {"Лист": [names, [values.get(name, "-") for name in names]]})
    with open_file(path) as opened:
        (made,) = opened.chunks
    row = made.frame.iloc[0]
    assert (row["external_id"], row["status_code"], row["channel_code"]) == ("310001", "closed_solved", "im_vk")
    assert row["text"] == "Нет воды\nтретий день"


@pytest.mark.parametrize(("one_name", "field"), [("Дата закрытия", "closed_at"), ("Тип обращения", "kind")])
def test_other_names_of_columns_are_known(one_name, field):
    assert headers.match(["Номер инцидента", one_name.upper()], source.COLUMNS)[field] == 1


def test_the_short_layout_is_recognised_and_its_address_lines_joined(tmp_path):
    names = ["Номер инцидента", "Локация", "URL поста", "Контент", "Тема", "Группа тем I"] + [
        f"Адрес {i}" for i in range(1, 6)
    ]
    row = [
        "7",
        "Республика Хакасия",
        "https://t.me/x/1",
        "Нет света",
        "Отключения",
        "Энергетика",
        "Аскизский район",
        "аал Апчинаев",
        "",
        "",
        "",
    ]
    path = xlsx(tmp_path / "a.xlsx", {"Лист": [[*names, "Дата создания"], [*row, "02.03.2026 10:15"]]})
    with open_file(path) as opened:
        (made,) = opened.chunks
    first = made.frame.iloc[0]
    assert opened.source_code == "incident_management"
    assert first["address_raw"] == "Республика Хакасия, Аскизский район, аал Апчинаев"
    assert (first["channel_code"], first["topic_group_raw"], first["text"]) == (
        "im_telegram",
        "Энергетика",
        "Нет света",
    )


@pytest.mark.parametrize(
    ("url", "channel"),
    [
        ("https://vk.com/wall-1_2", "im_vk"),
        ("https://m.vk.com/wall1", "im_vk"),
        ("https://ok.ru/group/1", "im_ok"),
        ("t.me/askiz/5", "im_telegram"),
        ("https://example.org/vk.com/", "im_other"),
        ("https://notvk.com/1", "im_other"),
        ("http://[bad", "im_other"),
        ("", "im_other"),
    ],
)
def test_the_channel_is_told_by_the_host_of_the_post(url, channel):
    assert one(source, BASE | {"post_url": url})["channel_code"] == channel


def test_a_rating_that_leaked_into_the_closing_reason_is_a_rating():
    assert one(source, BASE | {"closing_reason": "5"})["rating"] == 5
    assert pd.isna(one(source, BASE | {"closing_reason": "Автор доволен"})["rating"])
    assert pd.isna(one(source, BASE | {"closing_reason": "17"})["rating"])


@pytest.mark.parametrize(
    ("step", "outcome", "code"),
    [
        ("Готово", "Решено", "closed_solved"),
        ("Готово", "", "closed_explained"),
        ("Оценка удовлетворенности", "Разъяснено", "closed_explained"),
        ("В работе", "Отложено", "deferred"),
        ("Готово", "Не решено", "closed_rejected"),
        ("Небывалый шаг", "", ""),
    ],
)
def test_the_outcome_outranks_the_step_and_the_raw_words_are_kept(step, outcome, code):
    row = one(source, BASE | {"step": step, "outcome": outcome})
    assert row["status_code"] == code
    assert row["status_raw"] == " / ".join(filter(None, (step, outcome)))


def test_dates_become_utc_and_the_second_reply_column_fills_the_first():
    row = one(
        source,
        BASE | {"first_reply_at": "", "executor_reply_at": "2026-03-02 12:00:00", "closed_at": "2026-03-04 09:00:00"},
    )
    assert row["received_at"] == pd.Timestamp("2026-03-02 03:15", tz="UTC")
    assert (local(row["first_reply_at"]), local(row["closed_at"])) == ("2026-03-02 12:00:00", "2026-03-04 09:00:00")
    assert row["has_time"] and row["observes_first_reply"] and row["observes_answer"]


def test_a_file_without_the_columns_of_the_clock_does_not_observe_it():
    row = one(source, BASE)
    assert not row["observes_first_reply"] and not row["observes_answer"]


def test_a_promise_in_the_note_is_a_promised_date():
    row = one(source, BASE | {"outcome": "Отложено", "note": "Отложено до 15.06.2026"})
    assert local(row["promised_at"])[:10] == "2026-06-15"


def test_closed_before_created_is_kept_and_flagged():
    assert one(source, BASE | {"closed_at": "2026-03-01 10:00:00"})["is_date_conflict"]
    assert one(source, BASE | {"closed_at": "1900-01-01 00:00:00"})["is_date_conflict"]
    assert not one(source, BASE | {"closed_at": "2026-03-02"})["is_date_conflict"]


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"external_id": ""}, "Номер инцидента", "нет номера"),
        ({"received_at": ""}, "Дата создания", "одну на весь файл"),
        ({"received_at": "2026-02-31 10:00:00"}, "Дата создания", "нет такой даты"),
        ({"received_at": "0202-03-02 10:00:00"}, "Дата создания", "год вне"),
        ({"received_at": "2202-03-02"}, "Дата создания", "год вне"),
        ({"received_at": "02.03.1999"}, "Дата создания", "раньше 2000"),
        ({"received_at": "01.01.0001 0:00:00"}, "Дата создания", "нет даты"),
    ],
)
def test_a_bad_row_is_rejected_once_with_its_column_value_and_reason(change, column, reason):
    made = tidy(source, BASE | {"closed_at": ""} | change, BASE | {"closed_at": ""})
    (rejection,) = made.rejections
    assert (rejection["sheet"], rejection["row"], rejection["column"]) == ("Лист", 2, column)
    assert reason in rejection["reason"] and rejection["value"] == next(iter(change.values()))
    assert (made.rows_in, made.frame["row_number"].tolist()) == (2, [3])


def test_a_cell_that_cannot_be_read_is_left_empty_and_told_and_its_row_stays():
    made = tidy(
        source, BASE | {"closed_at": "31.02.2026", "transfers": "9e99"}, BASE | {"closed_at": "", "transfers": ""}
    )
    assert (made.rejections, len(made.frame), bool(made.frame["closed_at"].isna().all())) == ([], 2, True)
    assert made.frame["transfers"].isna().all()
    assert [(one["row"], one["column"], one["value"]) for one in made.emptied] == [
        (2, "Дата окончания", "31.02.2026"),
        (2, "Количество переназначений", "9e99"),
    ]


def test_the_cells_of_a_rejected_row_are_not_told_besides():
    made = tidy(source, BASE | {"external_id": "", "closed_at": "31.02.2026"})
    assert len(made.rejections) == 1 and made.emptied == []


def test_answers_are_joined_without_repeats():
    row = one(
        source,
        BASE
        | {
            "first_reply": "'Принято<br>в работу",
            "answer_1": "Принято\nв работу",
            "answer_2": "'",
            "answer_3": "Сделано",
        },
    )
    assert row["answer"] == "Принято\nв работу\n\nСделано"
