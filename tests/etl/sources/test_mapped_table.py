from pathlib import Path

import pandas as pd
import pytest

from etl.sources import open_file
from tests.etl.reading.files import csv
from tests.etl.sources.test_opening import load, refused

pytestmark = pytest.mark.usefixtures("read_here")

MAPPINGS = Path(__file__).resolve().parent.parent / "mappings"
HEAD = "source: city\nchannel: site\ntime_zone: Europe/Moscow\n"


def described(tmp_path, columns, more=""):
    path = tmp_path / "map.yml"
    path.write_text(f"{HEAD}{more}columns:\n{columns}", encoding="utf-8")
    return path


def test_every_real_request_of_another_city_is_accounted_for(shared_folder):
    _, frame, rejections, rows_in = load(shared_folder / "data" / "nyc311.csv", mapping=MAPPINGS / "nyc311.yml")
    assert (rows_in, len(frame), len(rejections)) == (5895, 5895, 0)
    assert frame["external_id"].is_unique
    assert (frame["status_code"] != "").all()
    assert frame["closed_at"].notna().sum() == 2464
    assert frame["file_due_at"].notna().sum() == 2793
    assert frame["received_at"][0] == pd.Timestamp("2020-02-17 17:19", tz="UTC")


def test_the_two_requests_closed_before_they_were_created_are_kept_and_flagged(shared_folder):
    _, frame, _, _ = load(shared_folder / "data" / "nyc311.csv", mapping=MAPPINGS / "nyc311.yml")
    assert frame["is_date_conflict"].sum() == 2
    assert (
        frame.loc[frame["is_date_conflict"], "closed_at"] < frame.loc[frame["is_date_conflict"], "received_at"]
    ).all()


def test_real_messages_load_by_a_mapping_too(shared_folder):
    from datetime import date

    path = shared_folder / "data" / "messages_ru_2022_train.csv"
    opened, frame, _, _ = load(path, mapping=MAPPINGS / "messages_ru.yml", received_on=date(2022, 10, 1))
    assert (opened.source_code, opened.time_zone, len(frame)) == ("messages_ru", "Europe/Moscow", 1856)


def test_values_formats_and_words_are_translated(tmp_path):
    mapping = described(
        tmp_path,
        '  external_id: N\n  received_at: {column: D, format: "%m/%d/%Y"}\n'
        "  status: {column: S, values: {Done: closed_solved}}\n"
        "  topic: {column: T, values: {Water: Вода}}\n  rating: {column: R, values: {good: 5}}\n  kind: K\n",
    )
    path = csv(tmp_path / "a.csv", "N,D,S,T,R,K\n1,03/04/2026,Done,Water,good,Жалоба\n2,03/05/2026,Lost,Road,3,x\n")
    _, frame, _, _ = load(path, mapping=mapping)
    assert frame["received_at"].dt.tz_convert("Europe/Moscow").dt.strftime("%d.%m").tolist() == ["04.03", "05.03"]
    assert frame["status_code"].tolist() == ["closed_solved", ""]
    assert frame["status_raw"].tolist() == ["Done", "Lost"]
    assert frame["topic_raw"].tolist() == ["Вода", "Road"]
    assert frame["rating"].tolist() == [5, 3]
    assert frame["kind_code"].tolist() == ["complaint", ""]


def test_a_date_in_another_form_than_the_given_one_rejects_its_row(tmp_path):
    mapping = described(tmp_path, '  external_id: N\n  received_at: {column: D, format: "%m/%d/%Y"}\n')
    _, frame, rejections, rows_in = load(csv(tmp_path / "a.csv", "N,D\n1,31/12/2026\n2,12/31/2026\n"), mapping=mapping)
    assert (rows_in, len(frame), rejections[0]["row"]) == (2, 1, 2)


def test_a_table_without_identifiers_gets_stable_ones(tmp_path):
    mapping = described(tmp_path, "  received_at: D\n  text: T\n  status: S\n")
    before = load(csv(tmp_path / "a.csv", "D,T,S\n02.03.2026,вода,Новое\n02.03.2026,вода,Новое\n"), mapping=mapping)[1]
    after = load(csv(tmp_path / "a.csv", "D,T,S\n02.03.2026,вода,Решено\n02.03.2026,вода,Новое\n"), mapping=mapping)[1]
    assert before["external_id"].is_unique
    assert before["external_id"].tolist() == after["external_id"].tolist()


def test_one_column_may_serve_two_fields(tmp_path):
    mapping = described(tmp_path, "  external_id: N\n  received_at: D\n  registered_at: D\n")
    frame = load(csv(tmp_path / "a.csv", "N,D\n1,02.03.2026\n"), mapping=mapping)[1]
    assert frame["received_at"][0] == frame["registered_at"][0]


def test_a_column_that_is_not_in_the_file_is_refused_with_the_nearest(tmp_path):
    mapping = described(tmp_path, "  external_id: Nomer\n  received_at: D\n")
    message = refused(csv(tmp_path / "a.csv", "Number,D\n1,02.03.2026\n"), mapping=mapping)
    assert "«Nomer»" in message and "«Number»" in message


def test_the_clock_is_observed_only_where_the_mapping_has_its_columns(tmp_path):
    mapping = described(tmp_path, "  external_id: N\n  received_at: D\n  closed_at: C\n")
    with open_file(csv(tmp_path / "a.csv", "N,D,C\n1,02.03.2026,\n"), mapping=mapping) as opened:
        frame = next(opened.chunks).frame
    assert frame["observes_answer"].all() and not frame["observes_first_reply"].any()


def test_a_format_with_an_offset_reads_the_moment_and_leaves_an_empty_cell_empty(tmp_path):
    columns = '  external_id: N\n  received_at: {column: D, format: "%d.%m.%Y %H:%M %z"}\n'
    columns += '  closed_at: {column: C, format: "%d.%m.%Y %H:%M %z"}\n'
    path = csv(tmp_path / "a.csv", "N,D,C\n1,31.03.2026 23:30 +0300,\n2,31.03.2026 23:30 +03:00,02.04.2026 10:00 UTC\n")
    _, frame, rejections, _ = load(path, mapping=described(tmp_path, columns))
    assert (frame["received_at"] == pd.Timestamp("2026-03-31 20:30", tz="UTC")).all() and not rejections
    assert frame["closed_at"].tolist() == [pd.NaT, pd.Timestamp("2026-04-02 10:00", tz="UTC")]


def test_offsets_in_any_spelling_are_read_without_a_format(tmp_path):
    written = (
        "2026-03-31 20:30:00 UTC",
        "2026-03-31T20:30:00Z",
        "2026-03-31T23:30:00.000+0300",
        "31.03.2026 23:30 МСК",
    )
    rows = "".join(f"{number},{value}\n" for number, value in enumerate(written))
    mapping = described(tmp_path, "  external_id: N\n  received_at: D\n")
    _, frame, _, _ = load(csv(tmp_path / "a.csv", "N,D\n" + rows), mapping=mapping)
    assert frame["received_at"].nunique() == 1 and len(frame) == 4
