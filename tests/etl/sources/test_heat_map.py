from etl.sources import heat_map as source
from tests.etl.sources.raw import local, one, tidy

BASE = {
    "received_at": "02.03.2026 10:15",
    "channel": "ВКонтакте",
    "direction": "ЖКХ",
    "group": "Вода",
    "topic": "Нет воды",
    "address": "655700, с. Аскиз, ул. Ленина, д. 5",
    "status": "В работе",
    "kind": "0",
    "is_spam": "0",
    "executor": "МКП",
}


def test_deadlines_cannot_be_told_from_a_file_without_dates_of_answers():
    row = one(source, BASE | {"status": "Решено"})
    assert not row["observes_first_reply"] and not row["observes_answer"]
    assert row["status_code"] == "closed_solved"


def test_kind_channel_and_address_are_taken_apart():
    row = one(source, BASE | {"kind": "1"})
    assert (row["kind_code"], row["channel_code"]) == ("proposal", "im_vk")
    assert (row["postal_code"], row["street"], row["house"]) == ("655700", "ул. Ленина", "5")
    assert local(row["received_at"]) == "2026-03-02 10:15:00"


def test_spam_is_told_by_its_flag_or_its_status():
    assert one(source, BASE | {"is_spam": "1"})["status_code"] == "spam"
    assert one(source, BASE | {"status": "Спам"})["is_spam"]
    assert not one(source, BASE)["is_spam"]


def test_an_identifier_outlives_changes_of_status_and_executor():
    before, after = one(source, BASE), one(source, BASE | {"status": "Решено", "executor": "Другой"})
    assert before["external_id"] == after["external_id"]


def test_identical_rows_are_different_records_with_identifiers_that_repeat_on_the_next_load():
    first, again = (
        tidy(source, BASE, BASE, BASE).frame["external_id"],
        tidy(source, BASE, BASE, BASE).frame["external_id"],
    )
    assert first.nunique() == 3
    assert first.tolist() == again.tolist()


def test_ordinals_go_on_from_chunk_to_chunk():
    memory: dict = {}
    first = tidy(source, BASE, memory=memory).frame["external_id"]
    second = tidy(source, BASE, memory=memory).frame["external_id"]
    assert first[0] != second[0]
