"""How far a signal is to be trusted, and why a record is named, in words."""

import pytest

from answers import signals
from data.decisions.signals import declared, find
from data.store.reply_signals import SIGNALS as BITS


def _why(*names: str) -> str:
    return signals.reason(declared.FORMAL, _row(sum(BITS[name] for name in names)))


def _row(said: int) -> dict[str, object]:
    days = dict.fromkeys(("received", "resolved", "due", "followed", "promised"))
    return days | {"reply_signals": said, "transfers": 0}


def _precision(signal: declared.Signal) -> str:
    return signals.precision(signal).replace("\xa0", " ")


def test_a_formal_reply_is_told_by_what_it_lacks_and_what_it_has_instead() -> None:
    assert _why("is_formal") == "Не сказано: что сделано, когда, кто отвечает, почему нет."
    assert _why("is_formal", "has_date", "is_duplicate") == (
        "Не сказано: что сделано, кто отвечает, почему нет. Названная дата — день, когда ушло письмо. "
        "Такой же ответ получили и на другие вопросы."
    )
    assert _why("is_formal", "has_responsible") != _why("is_formal", "has_basis")


def test_precision_is_said_in_cases_and_its_interval_and_source_stand_behind_it() -> None:
    assert _precision(declared.PING_PONG) == "Верен в 40 случаях из 40."
    assert _precision(declared.FORMAL) == "Верен в 54 случаях из 60."
    assert signals.measured(declared.PING_PONG).replace("\xa0", " ") == (
        "Точность 100 %, с вероятностью 90 % от 94 % до 100 %; проверено на придуманных записях с известным ответом."
    )
    assert signals.measured(declared.FORMAL).replace("\xa0", " ") == (
        "Точность 90 %, с вероятностью 90 % от 82 % до 95 %; проверено на ответах, до измерения не виденных правилами."
    )
    assert signals.measured(declared.CONFLICT) == ""
    assert _precision(declared.CONFLICT) == "Не измерена: это короткий словарь."


@pytest.mark.parametrize(
    ("standing", "dismissed", "said", "kept"),
    [
        (30, 10, "отклонено 10 из 40", 0.75),
        (0, 6, "отклонено 6 из 6", 0.0),
        (3, 1, "мало данных: отклонено 1 из 4", None),
        (40, 0, "ещё ничего не отклонено", None),
        (0, 0, "нечего подтверждать", None),
    ],
)
def test_what_people_left_standing_is_a_share_with_its_interval_where_enough_was_named(
    standing: int, dismissed: int, said: str, kept: float | None
) -> None:
    made = signals.judged(find.Tally(standing, dismissed))
    assert made["judged"].replace("\xa0", " ") == said
    assert (made["named"], made["dismissed"], made["kept"]) == (standing + dismissed, dismissed, kept)
    assert (made["kept_low"] is None) == (made["kept_high"] is None) == (kept is None)
    assert (made["left"] == "") == (kept is None)
    assert signals.judged(None)["judged"] == "нет данных"


def test_the_share_that_people_left_stands_behind_it_with_its_interval() -> None:
    left = signals.judged(find.Tally(30, 10))["left"].replace("\xa0", " ")
    assert left == "Осталось 75 %, с вероятностью 90 % от 62 % до 84 %."
