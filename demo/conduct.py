"""How people and offices behave to one another: matters sent to and fro, quarrels, complaints of the very body that has
the letter, matters opened again. Little of it, so that signals about answers have something to name.

Drawn apart from the rest of a record, so that its numbers and dates are what they would be without.
"""

from random import Random

from demo.record import Record

_RUDE_LETTER, _COMPLAINT, _RUDE_REPLY, _OPENED_AGAIN = 0.004, 0.006, 0.004, 0.004
_UNFINISHED = 0.25
_SENT_ON = ((0, 79), (1, 15), (2, 5), (3, 1))
"""How often a message was sent on to another recipient, and how many of a hundred are."""
_QUARRELS = ("Вы там бездельники, что ли?", "Паразиты, сколько можно ждать!", "Совсем обнаглели, дармоеды.")
_RETORTS = ("Читайте внимательнее, прежде чем писать.", "Не надо врать, всё давно сделано.", "Хватит жаловаться.")
_CLOSED = "Закрыта"
AGAIN = "Открыто повторно"


def transfers(record: Record) -> int:
    """How often a message was sent on."""
    counts, weights = zip(*_SENT_ON, strict=True)
    return int(_own(record, "transfers").choices(counts, weights)[0])


def letter(record: Record, text: str, recipient: str) -> str:
    """The text of a letter, in a few of them with an insult or a complaint of the recipient."""
    rng = _own(record, "letter")
    draw = rng.random()
    if draw < _RUDE_LETTER:
        return f"{text} {rng.choice(_QUARRELS)}"
    return f"{text} Это жалоба на {recipient}." if draw < _RUDE_LETTER + _COMPLAINT else text


def reply(record: Record, text: str) -> str:
    """A reply, a few of them ill-mannered."""
    rng = _own(record, "reply")
    return f"{text} {rng.choice(_RETORTS)}" if rng.random() < _RUDE_REPLY else text


def status(record: Record, usual: str) -> str:
    """The status of a message; a few that were closed have been opened again."""
    return AGAIN if usual == _CLOSED and _own(record, "status").random() < _OPENED_AGAIN else usual


def is_left_unfinished(record: Record) -> bool:
    """Whether a message whose day was promised is closed without a final answer."""
    handling = record.handling
    if handling.promised_on is None or handling.outcome != "solved":
        return False
    return _own(record, "unfinished").random() < _UNFINISHED


def _own(record: Record, what: str) -> Random:
    return Random(f"conduct {what} {record.matter.flow} {record.number}")
