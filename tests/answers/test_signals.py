"""How far a signal is to be trusted, and why a record is named, in words."""

from answers import signals
from data.decisions.signals import declared
from data.store.reply_signals import SIGNALS as BITS


def _why(*names: str) -> str:
    return signals.reason(declared.FORMAL, _row(sum(BITS[name] for name in names)))


def _row(said: int) -> dict[str, object]:
    days = dict.fromkeys(("received", "resolved", "due", "followed", "promised"))
    return days | {"reply_signals": said, "transfers": 0}


def _precision(signal: declared.Signal, refused: int) -> str:
    return signals.precision(signal, refused).replace("\xa0", " ")


def test_a_formal_reply_is_told_by_what_it_lacks_and_what_it_has_instead() -> None:
    assert _why("is_formal") == "Не сказано: что сделано, когда, кто отвечает, почему нет."
    assert _why("is_formal", "has_date", "is_duplicate") == (
        "Не сказано: что сделано, кто отвечает, почему нет. Названная дата — день, когда ушло письмо. "
        "Такой же ответ получили и на другие вопросы."
    )
    assert _why("is_formal", "has_responsible") != _why("is_formal", "has_basis")


def test_precision_is_a_number_with_its_interval_and_source_and_what_people_dismissed() -> None:
    assert _precision(declared.PING_PONG, 0) == "100 % (94 % – 100 %): 40 из 40 на заложенной правде."
    assert _precision(declared.FORMAL, 3) == (
        "94 % (90 % – 97 %): 131 из 139 на размеченных ответах, которых правила не видели. Люди отклонили: 3."
    )
    assert _precision(declared.CONFLICT, 0) == "Не измерена: это короткий словарь."
