"""What the replies of the store say: read with the import, taken back with it, read again by a command."""

import csv

import duckdb
import sqlalchemy as sa

from data import store
from data.__main__ import main as create_again
from data.snapshots import facts, latest, publish, read_manifest
from data.store import erasing, reply_signals
from data.store.reply_signals import SIGNALS
from data.store.tables import answer_checks, questions, reply_readings
from etl import reply_readings as readings
from etl.__main__ import main
from etl.checked_replies import marked
from etl.load import load
from etl.structure.replies import formal
from etl.structure.replies.signals import read as read_reply
from etl.structure.topics import model_files
from etl.undo import undo
from tests.etl.conftest import dump

HEADER = ("Номер", "Дата поступления", "Текст сообщения", "Тема", "Статус", "Дата ответа", "Ответ")
SAME = (
    "Уважаемая {name}! Дорога по ул. {street}, д. 5 обследована, участок внесён в план работ дорожной службы, "
    "работы выполнят до {day}."
)


def exported(folder, name, *replies, month="02", first=1, letter="Дорога {number} в яме. Когда отремонтируют?"):
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADER)
        for number, reply in enumerate(replies, first):
            asked = letter.format(number=number)
            writer.writerow(
                (
                    number,
                    f"{1 + number % 27:02d}.{month}.2026 10:00",
                    asked,
                    "Ямы",
                    "Закрыта",
                    f"20.{month}.2026 12:00",
                    reply,
                )
            )
    return path


def read(settings):
    with store.reading(settings) as connection:
        return connection.execute(sa.select(reply_readings).order_by(reply_readings.c.question_id)).all()


def signals_of(settings):
    """Signals of the snapshot by record, missing where there is no reply."""
    publish.publish(settings)
    frame = published(settings)
    return dict(zip(frame["record_id"], frame["reply_signals"], strict=True))


def published(settings):
    manifest = read_manifest(settings.snapshots, latest(settings.snapshots) or 0)
    names = [str(settings.snapshots / "months" / name) for name in manifest.months.values()]
    with duckdb.connect() as connection:
        return connection.execute("SELECT * FROM read_parquet(?) ORDER BY record_id", [names]).df()


def test_a_reply_is_read_with_the_import_and_nothing_is_read_where_there_is_none(own, tmp_path):
    path = exported(tmp_path, "pos.csv", "Яма засыпана 12.02, мастер Иванов И. И., фото прилагаем.", "", "Рассмотрено.")
    load(path, own)
    done, empty = read(own)
    assert done.signals == sum(SIGNALS[one] for one in ("has_date", "has_responsible", "has_proof", "claims_solution"))
    assert (done.questions_asked, done.unanswered, done.hint) == (1, 0, 90)
    assert (empty.signals, empty.unanswered, empty.hint) == (SIGNALS["is_formal"], 1, 0)
    publish.publish(own)
    frame = published(own)
    assert frame["reply_hint"].fillna(255).tolist() == [90, 255, 0]
    assert frame["unanswered"].fillna(255).tolist() == [0, 255, 1]
    assert set(frame.columns) == set(facts.COLUMNS)


def test_a_signal_that_is_switched_off_is_never_kept(own, tmp_path, monkeypatch):
    monkeypatch.setattr(reply_signals, "SWITCHED_ON", reply_signals.SWITCHED_ON - {"has_date"})
    load(exported(tmp_path, "pos.csv", "Причина — обрыв провода, провод заменят 12.02."), own)
    (told,) = read(own)
    assert told.signals & (SIGNALS["has_date"] | SIGNALS["has_explanation"]) == 0


def test_a_later_record_with_the_same_body_is_a_repeat_and_the_first_is_not(own, tmp_path):
    replies = [
        SAME.format(name="Анна Ивановна", street="Мира", day="1 июля"),
        SAME.format(name="Ольга", street="Ленина", day="2 мая"),
    ]
    load(exported(tmp_path, "pos.csv", *replies), own)
    assert [bool(one & SIGNALS["is_duplicate"]) for one in signals_of(own).values()] == [False, True]


def test_an_earlier_file_that_comes_later_makes_a_repeat_of_a_published_record(own, tmp_path):
    later = exported(tmp_path, "mar.csv", SAME.format(name="Анна", street="Мира", day="1 июля"), month="03", first=2)
    load(later, own)
    assert [one & SIGNALS["is_duplicate"] for one in signals_of(own).values()] == [0]
    earlier = exported(tmp_path, "feb.csv", SAME.format(name="Ольга", street="Ленина", day="2 мая"))
    report = load(earlier, own)
    assert sorted(one & SIGNALS["is_duplicate"] for one in signals_of(own).values()) == [0, SIGNALS["is_duplicate"]]
    undo(own, report.import_id or 0)
    assert [one & SIGNALS["is_duplicate"] for one in signals_of(own).values()] == [0]


def test_the_same_letter_answered_the_same_way_is_no_repeat(own, tmp_path):
    replies = [
        SAME.format(name="Анна", street="Мира", day="1 июля"),
        SAME.format(name="Ольга", street="Мира", day="1 июля"),
    ]
    load(exported(tmp_path, "pos.csv", *replies, letter="На улице Мира яма. Когда отремонтируют?"), own)
    assert [one & SIGNALS["is_duplicate"] for one in signals_of(own).values()] == [0, 0]


def test_undo_brings_back_what_was_read_before(own, tmp_path):
    load(exported(tmp_path, "one.csv", "Рассмотрено.", "Яма засыпана 12.02."), own)
    before = dump(own)
    report = load(exported(tmp_path, "two.csv", "Яма засыпана 13.02.", "Вопрос на контроле."), own)
    assert dump(own)["reply_readings"] != before["reply_readings"]
    undo(own, report.import_id or 0)
    assert dump(own)["reply_readings"] == before["reply_readings"]


def test_reading_again_says_the_same_and_fills_a_store_of_an_earlier_version(own, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("MCU_VAR", str(own.var))
    load(exported(tmp_path, "pos.csv", "Яма засыпана 12.02.", "Вопрос на контроле.", ""), own)
    before = dump(own)["reply_readings"]
    with store.writing(own) as connection:
        connection.execute(sa.delete(reply_readings))
        assert reply_signals.unread(connection) == 2
        assert "read-answers" in reply_signals.unread_sentence(connection)
    assert main(["read-answers", "--store", own.store_url]) == 0
    assert "Прочитано ответов: 2." in capsys.readouterr().out
    assert dump(own)["reply_readings"] == before
    with store.reading(own) as connection:
        assert reply_signals.unread_sentence(connection) == ""


def test_who_was_erased_leaves_no_hash_of_the_reply(own, tmp_path):
    load(exported(tmp_path, "pos.csv", SAME.format(name="Анна", street="Мира", day="1 июля")), own)
    (told,) = read(own)
    assert told.duplicate_key
    erasing.erase(own, [1], "admin")
    (erased,) = read(own)
    assert erased.duplicate_key is None
    assert readings.refresh(own) == 0
    assert read(own) == [erased], "counted as before, though nothing can be read any more"


def test_a_reading_leaves_with_its_question(own, tmp_path):
    load(exported(tmp_path, "pos.csv", "Яма засыпана 12.02."), own)
    with store.writing(own) as connection:
        connection.execute(sa.delete(questions))
    assert read(own) == []


def test_the_upgrade_says_which_command_reads_what_is_there(own, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("MCU_VAR", str(own.var))
    load(exported(tmp_path, "pos.csv", "Яма засыпана 12.02."), own)
    with store.writing(own) as connection:
        connection.execute(sa.delete(reply_readings))
    assert create_again(["create", "--store", own.store_url]) == 0
    assert "Прочитать: python -m etl read-answers." in capsys.readouterr().out


def test_what_people_have_checked_teaches(own, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("MCU_VAR", str(own.var))
    replies = ["Мост строят в порядке живой очереди, ждите.", "Провод оборван, бригада выехала."] * 20
    load(exported(tmp_path, "pos.csv", *replies), own)
    with store.writing(own) as connection:
        asked = connection.execute(sa.select(questions.c.record_id, questions.c.answer)).all()
        marks = {"question_no": 1, "reading": 1, "made_at": store.utc_now(), "made_by": "reader"}
        for record_id, reply in asked:
            is_formal = reply.startswith("Мост")
            told = {"outcome": "unsolved" if is_formal else "explained", "is_complete": not is_formal}
            told |= {"is_definite": False, "has_proof": False, "record_id": record_id}
            connection.execute(sa.insert(answer_checks).values(**(marks | told)))
        assert {mark for *_, mark in marked(connection)} == {True, False}
    assert main(["learn-answers", "--store", own.store_url]) == 0
    assert "Выучено по ответам: 40" in capsys.readouterr().out
    learnt = formal.in_force(model_files.folder(own.var))
    assert "is_formal" in read_reply("Когда починят мост?", replies[0], learnt).signals
