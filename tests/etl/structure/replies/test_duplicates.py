"""The same body sent to several people."""

from etl.structure.replies.duplicates import Seen, body, key, trace

BODY = (
    "Уважаемый {name}! По Вашему обращению от {day} дорога по ул. {street}, д. {house} обследована, работы будут "
    "выполнены"
)


def reply(name="Иван Петрович", day="5 мая", street="Мира", house="3", more=""):
    return BODY.format(name=name, day=day, street=street, house=house) + more


def traced(text):
    told = trace(body(text))
    assert told is not None
    return told


def test_names_dates_and_addresses_make_no_other_body():
    other = reply("Анна Ивановна", "12.06.2026", "Ленина", "17")
    assert key(body(reply())) == key(body(other)) is not None
    assert key(body("Дорога ремонтируется подрядчиком, работы закончат вместе с укладкой нового покрытия")) != key(
        body(other)
    )


def test_a_short_reply_is_like_too_many_others_to_be_told():
    assert key(body("Вопрос на контроле.")) is None
    assert trace(body("Вопрос на контроле.")) is None


def test_the_first_row_with_the_body_and_another_letter_is_told():
    seen = Seen()
    told = [traced(text) for text in (reply(), reply("Анна"), reply("Пётр"))]
    assert seen.first(1, "яма", told[0]) is None
    assert seen.first(2, "яма", told[1]) is None, "the same letter again"
    assert seen.first(3, "мост", told[2]) == 1
    assert seen.first(4, "яма", told[0]) == 3


def test_a_body_with_some_words_more_is_a_near_duplicate():
    seen = Seen()
    assert seen.first(1, "яма", traced(reply())) is None
    assert seen.first(2, "мост", traced(reply(more=" подрядчиком"))) == 1
