from datetime import date
from typing import Any

import pandas as pd
import pytest

from data.errors import InputError, MappingError
from etl.sources import COLUMNS, incident_management, open_file
from etl.sources import rows as rows_of_sheets
from etl.sources.detection import NeedsChoiceError, recognise
from tests.etl.reading.files import POS_HEADER, csv, xlsx

pytestmark = pytest.mark.usefixtures("read_here")

ROW = ("71", "02.03.2026 10:15", "Нет воды в селе третий день, примите меры", "Вода", "МКП", "В работе")


def load(path, **options):
    with open_file(path, **options) as opened:
        chunks = list(opened.chunks)
    frame = pd.concat([chunk.frame for chunk in chunks], ignore_index=True)
    rejections = [rejection for chunk in chunks for rejection in chunk.rejections]
    rows_in = sum(chunk.rows_in for chunk in chunks)
    assert rows_in == len(frame[["sheet", "row_number"]].drop_duplicates()) + len(rejections)
    return opened, frame, rejections, rows_in


def refused(path, **options):
    with pytest.raises((InputError, MappingError)) as caught, open_file(path, **options) as opened:
        list(opened.chunks)
    return str(caught.value)


def text(*rows, delimiter=";"):
    return "\n".join(delimiter.join(row) for row in rows) + "\n"


def test_a_frame_has_every_canonical_column_in_its_type(tmp_path):
    _, frame, _, _ = load(csv(tmp_path / "a.csv", text(POS_HEADER, ROW)))
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == COLUMNS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encoding_and_delimiter_do_not_change_the_rows(tmp_path, encoding, delimiter):
    row = tuple(cell.replace(",", "") for cell in ROW)
    opened, frame, _, _ = load(csv(tmp_path / "a.csv", text(POS_HEADER, row, delimiter=delimiter), encoding))
    assert opened.source_code == "pos"
    assert frame["text"].tolist() == ["Нет воды в селе третий день примите меры"]


def test_headers_are_matched_whatever_their_case_spaces_and_letters(tmp_path):
    header = ("ID", " дата ", "ТЕКСТ\u00a0сообщения", "Тематика:", "Ответственное  лицо", "статус")
    opened, frame, _, _ = load(xlsx(tmp_path / "a.xlsx", {"Лист": [header, ROW]}))
    assert (opened.source_code, frame["recipient_raw"][0]) == ("pos", "МКП")


def test_titles_and_blank_rows_above_the_header_are_passed_over_and_rows_keep_their_numbers(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", {"Лист": [["Отчёт за март"], [], ["", "Период: март"], POS_HEADER, ROW]})
    _, frame, _, rows_in = load(path)
    assert (rows_in, frame["row_number"].tolist(), frame["sheet"][0]) == (1, [5], "Лист")


def test_repeated_headers_and_a_row_of_column_numbers_are_no_rows(tmp_path):
    numbers = tuple(str(i) for i in range(1, 7))
    opened, _, rejections, rows_in = load(
        csv(tmp_path / "a.csv", text(POS_HEADER, POS_HEADER, numbers, ROW, POS_HEADER, ROW))
    )
    assert (rows_in, rejections) == (2, [])
    assert opened.notes == ["Повторённые строки заголовков пропущены."]


def test_a_header_of_two_levels_is_read(tmp_path):
    upper = ["id", "Дата", "Текст Сообщения", "Работа", "", ""]
    lower = ["", "", "", "Тематика", "Ответственное лицо", "Статус"]
    _, frame, _, rows_in = load(xlsx(tmp_path / "a.xlsx", {"Лист": [upper, lower, ROW]}))
    assert rows_in == 1
    assert frame[["external_id", "topic_raw"]].to_numpy().tolist() == [["71", "Вода"]]


def test_a_file_without_a_header_is_recognised_by_content_and_says_so(tmp_path):
    values = {
        "external_id": "310001",
        "id": "52000001",
        "received_at": "2026-03-02 10:15:00",
        "closed_at": "2026-03-04 10:00:00",
        "assigned_at": "2026-03-02 11:00:00",
        "outcome": "Решено",
        "kind": "Решаемый",
        "post_url": "https://vk.com/wall-1_2",
        "text": "'Нет воды в селе третий день, примите меры",
        "cabinet": "Хакасия",
        "is_asked": "Да",
    }
    row = [values.get(name, "") for name in incident_management.LAYOUTS[0]]
    opened, frame, _, rows_in = load(csv(tmp_path / "a.csv", text(*[row] * 3)))
    assert (opened.source_code, rows_in, frame["external_id"][0]) == ("incident_management", 3, "310001")
    assert "нет строки заголовков" in opened.notes[0]


def test_a_column_with_a_strange_name_is_taken_by_its_content_and_says_so(tmp_path):
    header = ("id", "Когда написали", *POS_HEADER[2:])
    opened, frame, _, _ = load(csv(tmp_path / "a.csv", text(header, ROW, ROW)))
    assert frame["received_at"].notna().all()
    assert opened.notes == ["Столбец «Когда написали» принят за «Дата» по содержанию."]


def test_two_columns_of_dates_with_strange_names_are_not_guessed(tmp_path):
    header = ("id", "Когда", *POS_HEADER[2:], "Ещё когда")
    message = refused(csv(tmp_path / "a.csv", text(header, (*ROW, "03.03.2026"))))
    assert "--received-on" in message


def test_sheets_of_one_source_are_all_read_and_others_are_named(tmp_path):
    sheets: dict[str, Any] = {
        "Справка": [["Как читать"], ["Просто текст"]],
        "2025": [POS_HEADER, ROW],
        "2026": [POS_HEADER, ROW, ROW],
    }
    opened, frame, _, rows_in = load(xlsx(tmp_path / "a.xlsx", sheets))
    assert (rows_in, frame["sheet"].tolist()) == (3, ["2025", "2026", "2026"])
    assert opened.notes == ["Лист «Справка» пропущен: его заголовки не узнаны."]


def test_an_unknown_file_is_refused_with_its_headers_and_what_to_do(tmp_path):
    message = refused(csv(tmp_path / "a.csv", "Яблоки;Груши\n1;2\n"))
    assert "«Яблоки», «Груши»" in message and "--mapping" in message


def test_a_file_that_fits_two_sources_is_refused_with_both_names():
    header = ["Номер обращения", "Дата регистрации", "Заявитель", "Исполнитель", "Статус", "Тема", "Текст обращения"]
    with pytest.raises(InputError, match="--source"):
        recognise([(1, header), (2, ["1", "02.03.2026", "Петров", "МКП", "В работе", "Вода", "Нет воды"])])


def test_a_named_source_that_does_not_fit_is_refused_with_what_is_missing(tmp_path):
    message = refused(csv(tmp_path / "a.csv", text(POS_HEADER, ROW)), source="heat_map")
    assert "не похож на выгрузку «Тепловая карта»" in message


def test_an_unknown_source_is_refused_with_the_nearest(tmp_path):
    assert "«heat_map»" in refused(csv(tmp_path / "a.csv", "a\n"), source="heatmap")
    assert "--mapping" in refused(csv(tmp_path / "a.csv", "a\n"), source="mapping")


@pytest.mark.parametrize(("content", "words"), [("\n\n \n", "пуст"), (text(POS_HEADER), "только заголовки")])
def test_nothing_to_load_is_refused(tmp_path, content, words):
    assert words in refused(csv(tmp_path / "a.csv", content))


def test_a_workbook_with_empty_sheets_is_refused(tmp_path):
    assert "пуст" in refused(xlsx(tmp_path / "a.xlsx", {"Лист1": [], "Лист2": [[]]}))


def test_a_file_without_dates_needs_the_day_of_receipt(tmp_path):
    path = csv(tmp_path / "a.csv", "id,Текст Сообщения,Тематика\n1,Нет воды,Вода\n2,Нет света,Свет\n")
    assert "--received-on" in refused(path)
    _, frame, _, _ = load(path, received_on=date(2026, 3, 2))
    assert not frame["has_time"].any() and frame["received_at"].notna().all()


def test_a_title_that_says_so_makes_a_demonstration_file(tmp_path):
    rows = [["Выгрузка (демонстрационные данные)"], POS_HEADER, ROW]
    assert load(xlsx(tmp_path / "a.xlsx", {"Лист": rows}))[0].is_demo
    assert not load(xlsx(tmp_path / "b.xlsx", {"Лист": rows[1:]}))[0].is_demo


def test_chunks_are_bounded_and_letters_are_not_cut(tmp_path, monkeypatch):
    monkeypatch.setattr(rows_of_sheets, "CHUNK_ROWS", 4)
    header = ("№", "Дата поступления", "Автор", "Вопросы", "Результат")
    rows = [(str(i // 3), "02.03.2026", "Петров П. П.", f"Вопрос {i}", "Разъяснено") for i in range(12)]
    with open_file(csv(tmp_path / "a.csv", text(header, *rows))) as opened:
        chunks = [chunk.frame for chunk in opened.chunks]
    assert len(chunks) > 1
    assert all(len(chunk) <= 6 for chunk in chunks)
    assert pd.concat(chunks)["question_no"].tolist() == [1, 2, 3] * 4
    assert not set(chunks[0]["external_id"]) & set(chunks[1]["external_id"])


def test_a_bad_row_names_the_header_as_received(tmp_path):
    _, _, (rejection,), _ = load(csv(tmp_path / "a.csv", text(POS_HEADER, ROW, ("72", "31.02.2026", *ROW[2:]))))
    assert rejection == {
        "sheet": "",
        "row": 3,
        "column": "Дата",
        "value": "31.02.2026",
        "reason": "нет такой даты или её вид не узнан",
    }


def test_progress_reaches_the_end(tmp_path):
    opened, _, _, _ = load(csv(tmp_path / "a.csv", text(POS_HEADER, *[ROW] * 50)))
    assert opened.progress() == 1.0 and (opened.rows_total_hint or 0) >= 50


def test_real_messages_load_as_the_portals_with_a_day_of_receipt(shared_folder):
    path = shared_folder / "data" / "messages_ru_2022_train.csv"
    opened, frame, rejections, rows_in = load(path, received_on=date(2022, 10, 1))
    assert (opened.source_code, rows_in, len(frame), rejections) == ("pos", 1856, 1856, [])
    assert not frame["text"].str.contains("<p>|&nbsp;|<br|style=", regex=True).any()
    assert frame["external_id"].is_unique


def test_a_screen_is_told_of_its_fields_and_a_command_of_its_options(tmp_path) -> None:
    path = tmp_path / "unknown.csv"
    path.write_text("Цвет,Вкус\nкрасный,кислый\n", encoding="utf-8")

    with pytest.raises(NeedsChoiceError) as refusal, open_file(path):
        pass

    assert str(refusal.value).endswith("Укажите источник (--source) или опишите столбцы в файле (--mapping).")
    assert refusal.value.on_screen.endswith("Выберите источник и укажите столбцы ниже.")
    assert "--" not in refusal.value.on_screen


ALIKE = (
    "Номер", "Дата поступления", "Канал", "Тема", "Населённый пункт", "Текст", "Исполнитель", "Статус", "Срок",
    "Дата ответа",
)  # fmt: skip


def test_a_screen_is_told_once_that_two_sources_are_alike(tmp_path) -> None:
    path = csv(tmp_path / "alike.csv", text(ALIKE, ("1", "02.03.2026", "Письмо", "а", "б", "в", "г", "д", "", "")))

    with pytest.raises(NeedsChoiceError) as refusal, open_file(path):
        pass

    assert str(refusal.value).count("одинаково похож") == 1 and "--source" in str(refusal.value)
    assert refusal.value.on_screen.count("одинаково похож") == 1
    assert "--" not in refusal.value.on_screen
