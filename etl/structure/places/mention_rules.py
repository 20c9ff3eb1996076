# ruff: noqa: E501 - a pattern is easier to check on one line
"""Whether a name in a text means the place, by the rule of the name and by what stands around it."""

import re

from etl.structure.people.name_words import role
from etl.structure.places.gazetteer import EXACT, JOINED, PART, SURNAME, TYPED, WORD, Entry
from etl.structure.places.inflection import plain
from etl.structure.places.mention_context import Context

_SURNAME = re.compile(r"(?:ов|ев|ин)(?:а|у|ой|ым)?$", re.IGNORECASE)
_GREETING = re.compile(r"[\s«\"]*(?:(?:Здравствуйте|Добрый день|Добрый вечер|Доброе утро)[!,. ]{1,3})?", re.IGNORECASE)
_MARK = re.compile(r"[,.:;!] ?| ?[-–—] ")
_LETTERS = re.compile(r"[а-я]+")
_PERSON = re.compile(
    r"(?:вы|вас|вам|ваш[а-я]*|ты|он|его|ему|наш[а-я]*|мой|моя|я|депутат|участков(?:ый|ого)|глав[аы]|механик|слесар|бригадир|тракторист|муж|жена|учени[кц]|ученый|агроном|электрик|кочегар|завхоз|охранник|директор|сосед|жител|пенсионер"
    r"|врач|доктор|учител|тренер|водител|предпринимател|начальник|фермер|инвалид|ветеран|председател|заместител|староста|хозяин|котор|[а-я]\. ?[а-я]"
    r"|[а-я]+(?:вич|вна)(?![а-я])|\d|и |обеща|господин|товарищ|когда (?:вы|же вы))"
)
_ACTS = re.compile(r" ?(?:не )?[а-я]{3,}(?:ит|ет|ат|ят|ал|ил|ел|ул|ыл)(?:ся)?(?![а-я])")
_SPOKEN_TO = re.compile(r"[а-я]{3,}(?:ите|ете|йте|ьте)(?:сь)?(?![а-я])")
_MALE_VERB = re.compile(r"(?<![а-я])[а-я]{2,}(?:ал|ил|ел|ул|ыл|ял)(?![а-я])")
_MALE_THING = re.compile(
    r"(?<![а-я])(?:автобус|мост|столб|фонар|свет|интернет|снег|трансформатор|фап|клуб|магазин|насос|провод|колодец|паводок|паром|ветер|пожар|грейдер|трактор)(?:ик)?(?![а-я])"
)
_MATTER = re.compile(
    r"(?<![а-я])(?:дорог|ям[аыуе](?![а-я])|вод[аыуео](?![а-я])|воду|водо(?:вод|пров|качк|воз|заб|напор)|свет(?![а-я]{3})|школ|фап|больниц|мост(?![а-я]{4})|мусор"
    r"|контейнер|свалк|фонар|освещен|колонк|колод[ец]|скважин|насос|автобус|автолавк|интернет|связ[ьи]|столб|снег|перемет|замел|занес|размы|подтоп"
    r"|затоп|паводк|собак|магазин|улиц|кладбищ|угол|угля|дров|грейд|электр|напряж|трансформ|отключ|остановк|площадк|клуб|почт|пастбищ|скот|телевиден"
    r"|тротуар|котельн|отоплен|батаре|провод|детск|садик|аптек|скор(?:ая|ой) |брод|дамб|берег|гололед|пожар|клещ|коров|перекрест|переезд|переход|сот(?:овой|овая)"
    r"|подвоз|мфц|бан[яи]|библиотек|лэп|подстанц)"
)
_LONG_SURNAME = 9
"""Letters from which on a misspelt name in -ов may be taken for the place: «в Палтакове», but not «в Сафонове»."""


def is_meant(text: str, entry: Entry, around: Context, start: int, end: int, is_exact: bool) -> bool:
    """Whether a place is meant, by the rule of its name and its surroundings."""
    cases, is_typed = entry.cases, bool(around.kind)
    is_inside = around.preposition in ("в", "во") and ("p" in cases or "o" in cases)
    # Doubts come first: a misspelt word is far more often another word, so it needs a sign that a place is meant; the
    # more usual the name is as a word or a surname, the stronger the sign.
    if not is_exact and not (is_typed or is_inside or around.is_address or _opens(text, start, end)):
        return False
    if not is_exact and not is_typed and (entry.rule in (EXACT, WORD) or _SURNAME.search(text[start:end])):
        return False
    if not is_exact and not is_typed and entry.rule == SURNAME and end - start < _LONG_SURNAME:
        return False
    if is_typed or entry.rule in ("", EXACT, JOINED):
        return True
    if entry.rule == SURNAME:
        is_from = around.preposition == "из" and "g" in cases
        is_written_large = text[start].isupper() or text[:200].islower()
        is_heading = is_exact and is_written_large and "n" in cases and _heads_a_matter(text, start, end, words=12)
        return is_inside or is_from or "o" in cases or is_heading or _is_told_of(around, cases)
    if entry.rule == WORD:
        return _is_word_meant(text, start, end, entry, around, is_inside)
    if entry.rule == TYPED:
        return around.is_part
    return entry.rule == PART and (text[start].isupper() or bool(around.preposition))


def _is_word_meant(text: str, start: int, end: int, entry: Entry, around: Context, is_inside: bool) -> bool:
    is_capital = text[start].isupper() and not text.isupper()
    if is_inside:
        return is_capital or around.is_resident or bool(entry.tail)
    if entry.tail and around.is_at_street:
        return True
    if (is_capital or entry.tail) and "n" in entry.cases and _heads_a_matter(text, start, end, words=2):
        return True
    return is_capital and (_is_title(text[start:end]) or _is_told_of(around, entry.cases))


def _is_told_of(around: Context, cases: str) -> bool:
    is_subject = around.is_of_citizens and "g" in cases
    return is_subject or ((around.is_at_street or around.is_part) and "n" in cases and not around.preposition)


def _opens(text: str, start: int, end: int) -> bool:
    """`Берикчуль, …`: a name at the very beginning, set off by a mark."""
    return not text[:start].strip(' \n«"') and text[end : end + 1] in (",", ".", ":", ";", "")


def _heads_a_matter(text: str, start: int, end: int, words: int) -> bool:
    """`Полтаков, школьный автобус …`: a name that opens a text, set off by a mark; among the next `words` words, before
    another mark, a matter of villages, and no person. `Абрамов, депутат …` is one, and so is who is spoken to.
    """
    mark = _MARK.match(text, end) if _GREETING.fullmatch(text[:start]) else None
    if mark is None or _PERSON.match(behind := plain(text[mark.end() : mark.end() + 80])):
        return False
    clause, _, rest = behind.partition(",")
    told = _LETTERS.findall(clause)
    if not told or role(told[0].capitalize()) in ("F", "P") or (len(told) < 4 and _ACTS.match(rest)):
        return False
    if mark[0][0] == "," and _SPOKEN_TO.search(clause):
        return False
    matter = _MATTER.search(" ".join(told[:words]))
    verb, thing = _MALE_VERB.search(clause), _MALE_THING.search(clause)  # «обещал мост» is said of a man
    return matter is not None and (verb is None or (thing is not None and thing.start() < verb.start()))


def _is_title(words: str) -> bool:
    parts = re.split(r"[ .\-]+", words)
    return len(parts) > 1 and all(part[:1].isupper() for part in parts)
