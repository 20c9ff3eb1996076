"""Replies as offices write them: full, formal, and some that answer another matter; which is which is planted.

Drawn apart from the rest of a record, so that its numbers and dates are what they would be with any other words.
"""

from random import Random

from demo import grammar
from demo.record import Record
from demo.speaker import Speaker

FORMAL, WRONG, FULL, PLAIN = "formal", "wrong", "full", "plain"
_SHARE_WRONG, _SHARE_FULL, _SHARE_LONG, _SHARE_NAMED = 0.05, 0.5, 0.7, 0.5
_ELSEWHERE = {"housing": "roads", "roads": "education", "education": "housing"}
"""Group of topics → the group that a clerk has answered instead; `_OTHERWISE` for the rest."""
_OTHERWISE = "roads"
_OFF_HAND = {("settlement_beltirskoe", "waste.illegal_dumps"), ("settlement_askiz_rural", "construction")}
"""Who answers so about a topic or a group of them that nothing is said, whatever was done."""


def kind_of(record: Record) -> str:
    """What is planted: FORMAL says nothing, WRONG answers another matter, FULL names who and shows proof."""
    handling = record.handling
    if is_off_hand(record) and handling.outcome != "forwarded":
        return FORMAL
    if handling.outcome != "solved":
        return FORMAL if handling.formal and handling.outcome != "forwarded" else PLAIN
    draw = _own(record, "kind").random()
    if draw < _SHARE_WRONG:
        return WRONG
    return FULL if draw < _SHARE_FULL and not handling.formal else PLAIN


def is_off_hand(record: Record) -> bool:
    """Whether who answers has only words for everybody who writes about this."""
    about = record.matter.topic
    return any((record.handling.recipient, code) in _OFF_HAND for code in (about.code, about.group_code))


def dressed(record: Record, greeting: str, said: str) -> str:
    """The reply as it is sent. greeting: '' for one that has none; said: what is said of the matter."""
    kind, rng = kind_of(record), _own(record, "words")
    speaker = Speaker(record.matter, rng, names_place=True, answered_on=record.handling.answered_at.date())
    if kind == FORMAL:
        return _one("formal_long", speaker) if rng.random() < _SHARE_LONG or is_off_hand(record) else said
    if kind == WRONG:
        group = _ELSEWHERE.get(record.matter.topic.group_code, _OTHERWISE)
        said = _finished(rng.choice(grammar.answers(group)["solved"]), speaker)
    parts = [greeting]
    if greeting and rng.random() < _SHARE_NAMED:
        about = grammar.unfold(rng.choice(grammar.patterns(record.matter.topic.code).about), speaker, rng)
        parts.append(f"По Вашему обращению {about} сообщаем следующее.")
    parts.append(said)
    if kind == FULL:
        parts.append(_one("ending", speaker))
    return " ".join(part for part in parts if part)


def _own(record: Record, what: str) -> Random:
    return Random(f"reply {what} {record.matter.flow} {record.number}")


def _one(name: str, speaker: Speaker) -> str:
    return _finished(speaker.rng.choice(grammar.common()[name]), speaker)


def _finished(pattern: str, speaker: Speaker) -> str:
    text = grammar.unfold(pattern, speaker, speaker.rng).strip()
    return text[:1].upper() + text[1:]
