"""Texts of letters and replies as sentences and clauses."""

import re

LONGEST_TEXT = 6_000
"""Letters of a text that are read; what follows says nothing new."""
_SHORT = frozenset(
    "ул д г гг с п пп ст стр пер пл пр просп корп кв им т тел н др пос рп обл респ кл каб оф исп вх исх ред утв янв "
    "фев мар апр авг сен сент окт ноя дек гр зам нач рег гл долж ком рис эл адм отв ответств уч абз мкр вн пгт "
    "руб коп тыс млн млрд кг мин сек км м шт ед чел ч кв куб а и о е р-н см п/п с/с ж/д".split()
)
_AFTER_NUMBER = frozenset("г гг руб коп тыс млн млрд кг мин сек км м шт ед чел ч в вт квт".split())
"""Shortened words that a sentence may end with, where a number stands before them and a capital behind."""
_END = re.compile(r"[.!?…]+[»\")]*(?=\s|$)|[.!?]+(?=[А-ЯЁ][а-яё])|\n+|;\s")
_WORD_BEFORE = re.compile(r"[\w/-]*$")
_LONGEST_WORD = 12
_NUMBERED = re.compile(r"\s*(?:\(?\d{1,2}[.)](?!\d)|[-–—•*])\s*")
_OF_LETTER = "обращения", "заявки", "заявления", "жалобы"
_TERM = "".join(
    f"(?<!{words})"
    for words in ("срок", "срок рассмотрения", "срок ответа", *(f"рассмотрения {one}" for one in _OF_LETTER))
)
_CLAUSE = re.compile(
    rf",\s(?!то есть\b|а именно\b|не позднее\b|не позже\b|установленн)|{_TERM}\s[-–—]\s|{_TERM}:\s|"
    r"\s(?=и\s(?!о\b)\w+(?:ет|ут|ит|ят|ем|им|ли|но|ны)\b)"
)
"""«Ответ будет дан, не позднее 15 июля», «срок рассмотрения — 30 дней»: the term belongs to what stands before."""

_TOPIC = re.compile(
    r"\b(?:обращени|сообщени|заявлени|жалоб|вопрос|информаци|просьб|довод)\w*\s(?:вами\s|граждан\w*\s)?"
    r"(?:о|об|обо|по(?! компетенц| подведомств| принадлежн)|на|про|относительно|касательно|в отношении)\s.*?"
    r"(?=\b(?:направл|перенаправл|отправ|довед|поруч|переда|переадрес|рассм|зарегистр|поступ|принят|взят|наход|остае|будет|изуч)|$)"
)


def sentences(text: str) -> list[str]:
    """The sentences of a clean text (`clean_text`), without the numbers of an enumeration before them."""
    made: list[str] = []
    text, start = text[:LONGEST_TEXT], 0
    for match in _END.finditer(text):
        if not _is_end(text, start, match):
            continue
        made.append(text[start : match.end()])
        start = match.end()
    made.append(text[start:])
    return [kept for one in made if (kept := _without_number(one))]


def _is_end(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether a full stop ends a sentence that began at `start`, rather than a shortened word."""
    behind = text[match.end() : match.end() + 2]
    if match[0].endswith(")") and behind.strip()[:1].islower():
        return False
    if not match[0].endswith(".") or (behind and not behind[0].isspace()):
        return True
    found = _WORD_BEFORE.search(text[max(start, match.start() - _LONGEST_WORD) : match.start()])
    word = found[0] if found else ""
    at = match.start() - len(word)
    if word.isdigit() and not text[start:at].strip():
        return False  # the number of an enumeration
    low = word.lower()
    if low not in _SHORT and not (len(low) == 1 and low.isalpha()):
        return True
    before = text[max(start, at - 3) : at].rstrip()
    return low in _AFTER_NUMBER and before[-1:].isdigit() and behind.strip()[:1].isupper()


def _without_number(sentence: str) -> str:
    match = _NUMBERED.match(sentence)
    return (sentence[match.end() :] if match else sentence).strip(" \n\t;")


def clauses(sentence: str) -> list[tuple[int, int]]:
    """Where parts of a sentence begin and end: between commas, dashes and colons, or joined by «и» before a verb."""
    made, start = [], 0
    for match in _CLAUSE.finditer(sentence):
        if match.start() > start:
            made.append((start, match.start()))
        start = match.end()
    return [*made, (start, len(sentence))] if start < len(sentence) else made


def without_topic(clause: str) -> str:
    """A clause without what the letter that it speaks of is about."""
    return _TOPIC.sub(" обращение ", clause)
