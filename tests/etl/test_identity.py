"""Which record a row is: a count of rows is no number, one number is one appeal, a new numbering is no update."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from data import store
from data.settings import Settings, use
from data.store import tables
from etl.__main__ import main
from etl.load import load
from etl.renumbering import RenumberedError
from etl.sources import labels
from etl.structure import canonical
from etl.undo import undo
from tests import stores
from tests.etl.conftest import dump

pytestmark = pytest.mark.usefixtures("read_here")

REGISTER = "№;Дата поступления;Дата регистрации;Канал;Автор;Адрес;Вид;Вопросы;Краткое содержание;Исполнитель;Результат"
POS = "Номер сообщения;Текст сообщения;Тематика;Статус;Дата создания"
DOBRODEL = (
    "{};Номер в доброделе;Тематика;Категория;Текст обращения;Адрес;Дата жалобы;Дата ответа по доброделу;"
    "Статус в доброделе;Статус в системе;Тер управление"
)


@pytest.fixture
def own(tmp_path: Path) -> Any:
    with use(Settings(var=tmp_path / "var", store_url=f"sqlite:///{tmp_path / 's.sqlite'}")) as made:
        stores.create(made)
        yield made


def write(tmp_path: Path, name: str, *lines: str) -> Path:
    path = tmp_path / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def letter(number: Any, day: str, author: str, text: str, channel: str = "Письмо", question: str = "Вода") -> str:
    return f"{number};{day};{day};{channel};{author};с. Бельтирское;заявление;{question};{text};Администрация района;"


def fates(report: Any) -> tuple[int, int, int, int]:
    return report.loaded, report.updated, report.unchanged, report.rejected


def numbers(settings: Settings) -> list[str]:
    with store.reading(settings) as connection:
        return sorted(connection.execute(sa.select(tables.records.c.external_id)).scalars())


@pytest.mark.parametrize("title", ["№ п/п", "№", "N п/п", "№ п.п.", "Порядковый номер", "№п/п"])
def test_a_number_is_taken_instead_of_a_count_of_rows_whatever_that_is_called(
    own: Settings, tmp_path: Path, title: str
) -> None:
    head = DOBRODEL.format(title).upper() if title == "№ п/п" else DOBRODEL.format(title)
    for month, first in (("1", 7001001), ("2", 7002001)):
        rows = [
            f"{i};{first + i};Дороги;Ямы;Яма на улице Мира {i};Аскиз;1{i}.{month}.2026;2{i}.{month}.2026;Решено;1;"
            for i in (1, 2, 3)
        ]
        report = load(write(tmp_path, f"{month}.csv", head, *rows), own)
        assert (report.source, fates(report)) == ("pos", (3, 0, 0, 0))
    assert numbers(own)[0] == "7001002"


@pytest.mark.parametrize("odd", ["Итого;;;;;;;;3", ";;;;Количество: 3;;;;3", DOBRODEL.format("№")])
def test_what_stands_between_the_rows_hides_no_count_of_them(own: Settings, tmp_path: Path, odd: str) -> None:
    for month, first in (("1", 7001001), ("2", 7002001)):
        rows = [f"{i};{first + i};Дороги;Ямы;Яма {month}{i};Аскиз;1{i}.{month}.2026;;Решено;1;" for i in (1, 2, 3)]
        report = load(write(tmp_path, f"{month}.csv", DOBRODEL.format("№"), *rows[:2], odd, rows[2]), own)
        assert fates(report) == (3, 0, 0, 0)
    assert numbers(own)[0] == "7001002"


def test_where_only_a_count_is_left_a_record_is_known_by_day_author_and_text(own: Settings, tmp_path: Path) -> None:
    old = [letter(i, f"0{i}.02.2026", f"Иванов{i} И. И.", f"Нет воды в доме {i}") for i in (1, 2, 3)]
    report = load(write(tmp_path, "a.csv", REGISTER, *old), own)
    assert fates(report) == (3, 0, 0, 0)
    assert "только считает строки" in " ".join(report.notes)
    new = letter(1, "01.02.2026", "Петров П. П.", "Нет света")
    shifted = [letter(i + 1, f"0{i}.02.2026", f"Иванов{i} И. И.", f"Нет воды в доме {i}") for i in (1, 2, 3)]
    assert fates(load(write(tmp_path, "b.csv", REGISTER, new, *shifted), own)) == (1, 0, 3, 0)


def test_a_mapping_that_takes_a_count_of_rows_for_the_number_doubles_and_replaces_nothing(
    own: Settings, tmp_path: Path
) -> None:
    lines = ("source: town", "channel: site", "time_zone: Europe/Moscow", "columns:", "  external_id: № п/п")
    mapping = write(tmp_path, "m.yml", *lines, "  received_at: День", "  text: Суть")
    january = write(tmp_path, "1.csv", "№ п/п;День;Суть", "1;12.01.2026;Яма", "2;13.01.2026;Свет")
    both = write(tmp_path, "2.csv", "№ п/п;День;Суть", "1;12.02.2026;Снег", "2;12.01.2026;Яма", "3;13.01.2026;Свет")
    assert fates(load(january, own, mapping=mapping)) == (2, 0, 0, 0)
    report = load(both, own, mapping=mapping)
    assert fates(report) == (1, 0, 2, 0)
    assert "только считает строки" in " ".join(report.notes)


def test_questions_under_one_count_are_one_letter(own: Settings, tmp_path: Path) -> None:
    rows = [
        letter(1, "01.02.2026", "Иванов И. И.", "Нет воды и света"),
        letter(1, "01.02.2026", "Иванов И. И.", "Нет воды и света", question="Свет"),
        letter(2, "01.02.2026", "Петров П. П.", "Яма"),
    ]
    assert load(write(tmp_path, "a.csv", REGISTER, *rows), own).loaded == 3
    assert len(numbers(own)) == 2


def test_a_journal_number_is_a_number_though_it_runs_from_one(own: Settings, tmp_path: Path) -> None:
    rows = [letter(i, f"0{i}.02.2026", f"Иванов{i} И. И.", f"Нет воды {i}") for i in (1, 2)]
    load(write(tmp_path, "a.csv", REGISTER.replace("№", "Рег. №", 1), *rows), own)
    assert numbers(own) == ["1 (2026)", "2 (2026)"]


def test_a_record_loaded_when_counts_were_numbers_is_unchanged_and_undo_gives_its_old_number_back(
    own: Settings, tmp_path: Path
) -> None:
    """A store of the time before: its records are called by the count, their hashes are of that name."""
    rows = [letter(i, f"0{i}.02.2026", f"Иванов{i} И. И.", f"Нет воды {i}") for i in (1, 2)]
    load(write(tmp_path, "old.csv", REGISTER.replace("№", "Рег. №", 1), *rows), own)
    before = dump(own)
    report = load(write(tmp_path, "new.csv", REGISTER, *rows), own)
    assert fates(report) == (0, 0, 2, 0)
    assert numbers(own) != ["1 (2026)", "2 (2026)"]
    undo(own, report.import_id or 0)
    assert dump(own) == before


def test_channels_that_number_from_one_are_told_apart_and_a_renamed_sheet_doubles_nothing(
    own: Settings, tmp_path: Path
) -> None:
    head = REGISTER.replace("№", "Рег. №", 1)
    one = letter(5, "05.02.2026", "Иванов И. И.", "Нет воды в доме")
    other = letter(5, "09.02.2026", "Петров П. П.", "Яма у школы", "Телефон", "Дороги")
    assert fates(load(write(tmp_path, "a.csv", head, one), own)) == (1, 0, 0, 0)
    assert fates(load(write(tmp_path, "b.csv", head, one, other), own)) == (1, 0, 1, 0)
    assert fates(load(write(tmp_path, "c.csv", head, other, one), own)) == (0, 0, 2, 0)
    assert fates(load(write(tmp_path, "d.csv", head, one), own)) == (0, 0, 1, 0)
    assert len(numbers(own)) == 2


def test_one_number_of_different_appeals_rejects_all_of_them(own: Settings, tmp_path: Path) -> None:
    head = REGISTER.replace("№", "Рег. №", 1)
    rows = [
        letter(5, "05.02.2026", "Иванов И. И.", "Нет воды в доме"),
        letter(5, "09.02.2026", "Петров П. П.", "Яма у школы"),
        letter(6, "09.02.2026", "Сидоров П. П.", "Нет света"),
    ]
    report = load(write(tmp_path, "a.csv", head, *rows), own)
    assert fates(report) == (1, 0, 0, 2)
    assert [one["row"] for one in report.rejections] == [2, 3]
    assert "один номер у разных обращений" in report.rejections[0]["reason"]


def test_a_letter_with_questions_of_one_day_and_author_is_no_clash(own: Settings, tmp_path: Path) -> None:
    head = REGISTER.replace("№", "Рег. №", 1)
    rows = [letter(5, "05.02.2026", "Иванов И. И.", f"Вопрос {q}", question=q) for q in ("Вода", "Свет", "Дороги")]
    assert fates(load(write(tmp_path, "a.csv", head, *rows), own)) == (3, 0, 0, 0)
    assert numbers(own) == ["5 (2026)"]


@pytest.mark.parametrize("value", ["1,23457E+11", "1.23457e+11", "1E+12", "1,2Е+10"])
def test_a_number_that_excel_has_spoilt_is_rejected_with_that_reason(own: Settings, tmp_path: Path, value: str) -> None:
    report = load(write(tmp_path, "a.csv", POS, f"{value};Яма у школы;Ямы;В работе;01.03.2026"), own)
    assert "Excel" in report.rejections[0]["reason"]


def appeals(text: str, month: int) -> list[str]:
    return [f"{i};{text} {i};Ямы;В работе;0{i}.0{month}.2026" for i in range(1, 6)]


def test_a_new_numbering_is_stopped_and_loaded_beside_the_old_one_when_it_is_meant(
    own: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    load(write(tmp_path, "a.csv", POS, *appeals("Яма у школы", 3)), own)
    before = dump(own)
    path = write(tmp_path, "b.csv", POS, *appeals("Нет света", 4))
    with pytest.raises(RenumberedError) as refused:
        load(path, own)
    assert "--" not in refused.value.on_screen
    assert dump(own) == before
    assert main(["load", str(path), "--store", own.store_url]) == 2
    assert "новую нумерацию" in capsys.readouterr().err
    report = load(path, own, renumbered=True)
    assert (fates(report), len(numbers(own))) == ((5, 0, 0, 0), 10)
    assert fates(load(path, own)) == (0, 0, 5, 0)
    undo(own, report.import_id or 0)
    assert dump(own) == before


def test_letters_that_have_got_other_numbers_are_the_same_letters(own: Settings, tmp_path: Path) -> None:
    load(write(tmp_path, "a.csv", POS, *appeals("Яма у школы", 3)), own)
    moved = [row.replace(f"{i};", f"{i + 1};", 1) for i, row in enumerate(appeals("Яма у школы", 3), 1)]
    report = load(write(tmp_path, "b.csv", POS, *moved), own, renumbered=True)
    assert (report.loaded, report.rejected) == (0, 0)
    assert numbers(own) == ["2", "3", "4", "5", "6"]


def test_days_or_texts_that_are_mended_are_no_new_numbering(own: Settings, tmp_path: Path) -> None:
    load(write(tmp_path, "a.csv", POS, *appeals("Яма у школы", 3)), own)
    report = load(write(tmp_path, "b.csv", POS, *appeals("Яма у клуба", 3)), own)
    assert fates(report) == (0, 5, 0, 0)


def test_a_number_that_a_new_file_itself_repeats_is_no_new_numbering(own: Settings, tmp_path: Path) -> None:
    """One author's letter, written down again under its number on a later day: nothing in the store speaks of it."""
    head = REGISTER.replace("№", "Рег. №", 1)
    first = letter(5, "05.02.2026", "Иванов И. И.", "Третий день нет воды в доме")
    again = letter(5, "09.03.2026", "Иванов И. И.", "Дорога у школы разбита, не проехать")
    assert fates(load(write(tmp_path, "a.csv", head, first, again), own)) == (1, 1, 0, 0)
    other = [letter(6, "05.02.2026", "Ким А. А.", "Не вывозят мусор"), letter(6, "11.03.2026", "Ким А. А.", "Темно")]
    report = load(write(tmp_path, "b.csv", head, again, *other), own)
    assert (report.loaded, report.rejected) == (1, 0)


def test_a_message_of_the_regional_centre_is_known_by_its_number_and_old_ones_stay_what_they_are(
    own: Settings, tmp_path: Path
) -> None:
    head = (
        "Номер ЕЦУР;Номер в источнике;Дата;Направление;Синт.группа;Подтема;Статус;Исполнитель;Источник;Тип;Спам;Адрес"
    )
    row = "{};9001;12.01.2026;ЖКХ;Вода;{};Закрыта с отложенным;Администрация;ПОС;0;Нет;с. Аскиз"
    rest = row.partition(";")[2].partition(";")[2].format("Нет воды")
    load(write(tmp_path, "old.csv", head.split(";", 2)[2], rest), own)
    assert fates(load(write(tmp_path, "a.csv", head, row.format(50001, "Нет воды")), own)) == (0, 0, 1, 0)
    assert fates(load(write(tmp_path, "b.csv", head, row.format(50001, "Качество воды")), own)) == (0, 1, 0, 0)
    assert numbers(own) == ["50001"]


@pytest.mark.parametrize("channel", ["Электронная почта", "Запрос прокурора", "E-mail", "Сайт без идентификации"])
def test_a_channel_whose_label_is_known_by_now_makes_no_row_another(
    own: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, channel: str
) -> None:
    rows = [letter("17-Л", "05.10.2026", "Ким А.А.", "Нет воды", channel), letter(18, "06.10.2026", "Лев Б.Б.", "Свет")]
    path = write(tmp_path, "r.csv", REGISTER, *rows)
    with monkeypatch.context() as patched:
        patched.setattr(labels, "channels", labels.former_channels)
        patched.setattr(canonical, "_hash", lambda text: hashlib.sha1(text.encode()).hexdigest())
        assert load(path, own).loaded == 2
    assert fates(load(path, own)) == (0, 0, 2, 0)
    rows[0] = rows[0] + "Разъяснено"
    assert fates(load(write(tmp_path, "r2.csv", REGISTER, *rows), own)) == (0, 1, 1, 0)


def test_letters_of_one_number_that_were_once_taken_for_one_leave_no_record_of_both(
    own: Settings, tmp_path: Path
) -> None:
    both = [letter(5, "02.02.2026", "Ким А.А.", "Просят двое", question=one) for one in ("Яма", "Вода")]
    assert fates(load(write(tmp_path, "a.csv", REGISTER, *both), own))[0] == 2
    apart = [both[0], letter(5, "03.02.2026", "Лев Б.Б.", "Нет света", "Сайт", "Свет")]
    before = dump(own)
    report = load(write(tmp_path, "b.csv", REGISTER, *apart), own)
    assert fates(report) == (1, 1, 0, 0)
    assert numbers(own) == ["5 (2026) · letter", "5 (2026) · site"]
    undo(own, report.import_id or 0)
    assert dump(own) == before
