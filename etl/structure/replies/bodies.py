# ruff: noqa: E501 - a pattern is easier to check on one line
"""Who does, did or answers for the matter, told from whoever only signs, sends or is named by a law or an address."""

import re
from functools import cache

from etl.structure.people import names
from etl.structure.people.words import calls_of
from etl.structure.replies import actors, charges, own_names
from etl.structure.replies.owners import is_hired, is_owned, is_turned_to
from etl.structure.replies.phrases import bits_of, found, holds_any, search
from etl.structure.replies.sentences import without_topic
from etl.structure.replies.shapes import is_active, is_passive
from etl.structure.replies.subjects import WORKS, does_work

INITIALS = re.compile(
    r"(?<![\w.])(?:[А-ЯЁ][а-яё]{2,}(?:-[А-ЯЁ][а-яё]+)?\s[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.)?|[А-ЯЁ]\.\s?[А-ЯЁ]\.\s?[А-ЯЁ][а-яё]{2,}"
    r"|(?:[А-ЯЁ][а-яё]+\s){1,2}[А-ЯЁ][а-яё]+(?:ович|евич|ьич|овн|евн|ичн)[а-яё]{0,3}\b|\[имя\]|\b(?:ИП|КФХ)\s(?:глава\s)?[А-ЯЁ][а-яё]+)"
)
_BY_NAME = re.compile(
    r"(?:\s[а-яё]{3,}|\s[А-ЯЁ]{2,5}){0,2}\s(?!Ваш|Вам|Вас|Росси|Федерал|Республик)(?:[А-ЯЁ]\.|[А-ЯЁ][а-яё]{2,}(?:[аеёиоуыь]н|ов|ев|их|ых|ий|ай|ой|ко|ук|юк|ян|ль|ец|ник|к|г)?(?:[аеуойыми]{1,3})?)(?!\w)"
)
_CAPITAL = re.compile("[А-ЯЁ]")
_CAPITAL_INSIDE = re.compile(r"(?<=[а-яё,»)–—-]\s)[А-ЯЁ][а-яё]{2,}")
_LAST_WORD = re.compile(r"(\w+)\s?$")
_NO_BODY = re.compile(
    r"^(?:программ|проект|акци|конкурс|портал|платформ|сервис|приложени|систем|закон|знак|тариф|форм|раздел|журнал|газет|групп|"
    r"строк|папк|маршрут|класс|парк|площадк|кнопк|лини|карт|сайт|остановк|улиц|магазин|льгот|рубрик|паспорт|слов|комплекс|канал|"
    r"чат|указ|правил|постановлен|приказ|чемпион|фестивал|праздник|субботник|операц|месячник|ярмарк|премь|рейс|трасс|дорог|бренд|"
    r"марк|стать|тем|вопрос|файл|граф|вкладк|форум|альбом|меню|ссылк|телеграм|страниц|(?:об?|на|у|от|до|к|бот|две|два|три|четыре|пять|шесть|семь|восемь|девять|десять|ваши|наши|фз|жк|мкр)$)"
)
_NOT_WHO = re.compile(
    r"\b(?:(?:полномочи|функци|обязанност|деятельност|постановлени|распоряжени|приказ|решени|устав|регламент|сайт|здани|территори|прием|адресу|улиц|крыш|подвал|"
    r"двор|страниц|групп|телефон|жител|нужд|мнени|возраст|номер|аппарат|бюджет|средств|имен|закон|компетенц|программ|"
    r"режим|график|контрол|остановк|магазин|кафе|киоск|сквер|памятник|стел|приемн|грамот|дорог|маршрут|обязательств|кабинет|кодекс|форм|расписани|инициатив|сотрудничеств)"
    r"(?:[аеиоуыэюя]\w{0,3}|ств\w*|)|письмо|согласовани[еяю]\sс|им\.|ул\.|пер\.|через|без|возле|около|"
    r"напротив|перед|рядом с|счет\w*|жалоб\w+ на)\s(?:[\w-]+(?:ого|его|ой|ей|ых|их)\s){0,2}[«\"]?$"
    r"|\b(?:у(?! (?:вас|нас)\b)|(?<!ребята )(?<!мужики )(?<!парни )(?<!девчата )(?<!люди )из|от|для|до|уважаем\w+|гражданин\w*|гр\.?|заявител\w+|жител\w+|отношении)\s(?:[\w-]+\s){0,1}$"
)
_PREPOSITION = re.compile(
    r"\b(?:в|во|на|через|за|под|про|с|со|к|по|о|об|при|над|между|мимо|около|возле|до|от|из|у|без|для|против|вокруг|после|среди|кроме|вдоль|вместо)\s(?:[\w-]+(?:ый|ий|ой|ую|юю|ая|ое|ые|ие|ом|ем|ым|им|ей|их|ых)\s){0,2}$"
)
_WITH = re.compile(r"\b(?:с|со|над|за|под|между)\s(?:\w+\s)?$")
_INTO = re.compile(r"\b(?:в|во|на)\s(?:[\w-]+\s){0,2}$")
_DOES_NOT = re.compile(
    r"(?:\s[\w-]+){0,3}?\s(?:не (?!тольк|мене|боле|позж|позд|ран)\w+|уволи\w+|уволен\w?|заболел\w?|уехал\w?|жаловал\w+|"
    r"(?:в|на) (?:отпуск|больнич|учеб|курсах|декрет|командировк|сесси)\w*|отсутству\w+|сгорел\w?\b|закры(?:т[аоы]?|л[аои]?с[ья])\b|ликвидирован\w?|упраздн[её]н\w?|был[аи]? (?:на|занят[аы]?)\b|болеет\b|терп\w+|жив(?:ет|ут)\b|нес(?:ет|ут|ла?|ли) убыт\w+|против\b|ответил\w? отказом|отказал\w*|сто[ия]т\b)"
)
"""Behind one who acts: that he doesn't, or has gone."""
_ABSENT = re.compile(
    r"\b(?:сейчас|временно|пока|сегодня)?\s?(?:отсутствует|отсутствуют|болеет|болеют)\b|\b(?:в|на)\s(?:отпуске|больничном|декрете|учебе|курсах|командировке|сессии)\b"
)
"""Who is not there does nothing: «окулист в отпуске», «специалист Тинникова отсутствует»."""
_PATRONYMIC = re.compile(r"(?<![\w.])[А-ЯЁ][а-яё]{2,}(?:ович|евич|ыч|овна|евна|ична)(?!\w|[,!])")
_NO_ONE = re.compile(
    r"\bжив(?:ет|ут)\s(?:[\w-]+\s){0,2}$|\b(?:ни\s(?:один|одна|одно|одного)|если|чтобы|как только|когда)\s(?:[\w-]+\s){0,3}$"
)
"""Before one who acts: that nobody does, or on which condition."""
_WORKERS = re.compile(r"\bрабочие(?! (?:дни|часы|групп|встреч|места|совещ|поезд|смен|вопрос|момент|поездк))\b")
_COMMUNAL = re.compile(
    r"(?:^|[,;:.—–]\s)(?:\w+\s)?жкх\s\w+(?:ит|ет|ут|ют|ят|ат|л|ла|ло|ли)\b|\w+(?:ит|ет|ут|ют|ят|ат|ло|ли)\s(?:\w+\s)?жкх\b(?! [а-я])"
)
_DONE_BY = re.compile(r"\b\w{3,}(?:нн|т)(?:ый|ая|ое|ые|ого|ой|ую)\s(?:[\w-]+(?:ым|им|ой|ей|ыми|ими)\s){0,2}$")
_TAKEN_UP = re.compile(
    r"\bвзят[аоы]?\s(?:в работу|в производство|на (?:\w+\s)?(?:контроль|исполнение))(?! глав)|\b(?:мер[аы]?|бесед[аы]|инструктаж)\b"
)
_UNIT_OF_BODY = re.compile(
    r"\b(?:в|на)\s(?:[\w-]+\s){0,2}(?:участок|цех|пост|смену|бригаду)\s№\s?\d|\b(?:участку|цеху|посту|смене|бригаде)\s№\s?\d"
)
"""«Передано в участок № 3»."""
_SOME = re.compile(r"(?:специалист|сотрудник|работник|исполнител|коллег)[а-я]+(?:\W|$)(?! ?[\w«])")
"""«Передано специалистам» says of nobody whose."""
_UNKNOWN = re.compile(r"(?:специалисты|сотрудники|работники)(?=\s\w+(?:ли|[ую]т|[ая]т)\b)")
"""«Специалисты выехали» does not say whose either."""
_OWES_NOW = re.compile(r"\bобязан[аоы]?\s(?:\w+\s){0,3}?\w+ть(?:ся)?\b")
_BY_CONTRACT = re.compile(r"\b(?:контракт|договор)\w*\s(?:от\s\S+\s|№\s?\S+\s){1,3}с")
_COUNCIL = re.compile(
    r"администраци|правительств|мэри|(?:министерств|ведомств|предприяти|учреждени|управлени|комитет|департамент|филиал|отдел)\w*$"
)
"""Who writes the reply, under a general name; «министерство транспорта» is another's."""
_NAMED_BEHIND = re.compile(
    r"\s(?:[«\"№]|по\s\w|при\s\w|(?:го|чс|жкх|загс)\b|(?!ваш|внимательн|постоянн|регулярн|данн|согласно)[\w-]{3,}(?:а|я|ы|и|ого|его|ой|ей|ых|их|ов|ев|ства|ния|жкх|загс|чс|го)\b(?<!ла)(?<!ли)(?<!на)(?<!ны)(?<!ся))"
)
"""Whose or which body it is: a noun or an adjective in the genitive, a name, a number."""


def names_responsible(
    clause: str,
    low: str,
    *,
    acts: bool,
    is_duty: bool,
    is_handling: bool,
    told_active: bool,
    letter: str,
    is_dated: bool = False,
) -> bool:
    """Whether a clause names a person or a body that acts, answers for it, or has been sent the letter.

    clause: as written; low: the same in small letters. acts: an action is named too; is_duty: the sentence says who
    answers; is_handling: the letter is what the clause is about; letter: in small letters, whose own people don't count;
    is_dated: the clause names a day or a term.
    """
    # Most clauses name nobody: what cannot be a name or a word for one ends here, before anything dear is looked for.
    if not (
        _CAPITAL.search(clause, 1)
        or own_names.MARKS.search(clause)
        or holds_any(low, _may_be())
        or _PATRONYMIC.match(clause)
    ):
        return False
    is_sent = search(low, "sent") is not None and not charges.is_money_sent(low)
    if search(low, "nobody") or (search(low, "sender") and not ((acts and not charges.has_only_read(low)) or is_sent)):
        return False
    if charges.is_in_general(low) or (_ABSENT.search(low) and not is_dated):
        return False
    # A name counts beside a deed only; a dated «должны» is a deed to come. A person is surer than a body, so comes first.
    acting = told_active or is_active(low) or (is_dated and _OWES_NOW.search(low) is not None)
    if _names_person(clause, low, letter) and (acting or is_duty or is_sent or acts or is_passive(low)):
        return True
    # «Служба», «бригада» of nobody's own are anybody, unless they are said to come on a day or to have done it.
    is_generic = not is_sent and search(low, "generic") is not None and search(low, "duty") is None
    if is_generic and not (is_dated and acting) and search(low, "performed") is None:
        return (is_duty or _BY_CONTRACT.search(low) is not None) and _names_body(clause, low, low)
    # What a letter is about may name bodies that have no part in it: «обращение о работе РЭС рассмотрено».
    told = without_topic(low) if is_handling else low
    if _names_body(clause, low, told) and (acting or is_duty or is_sent or acts or is_passive(told)):
        return True
    if is_owned(told) or is_hired(told) or charges.is_made_to(told):
        return True
    if charges.is_held(clause, told):
        return True
    if (acting or acts or is_duty or is_passive(told)) and (
        charges.is_by_word_of(clause, told) or ("жкх" in told and _COMMUNAL.search(told))
    ):
        return True
    return (
        _acts(told, acts=acts, acting=is_active(low), is_duty=is_duty, is_handling=is_handling)
        or (is_sent and _is_sent_to(told))
        or (not is_handling and does_work(told))
    )


@cache
def _may_be() -> int:
    """Bits of all words that anybody is named by in small letters."""
    return actors.ANY | WORKS | bits_of("proper", "owner", "who_acts", "who_acted", "whom", "hired", "kept")


def _names_person(clause: str, low: str, letter: str) -> bool:
    if not (_CAPITAL.search(clause, 1) or "[имя]" in low):
        return _PATRONYMIC.match(clause) is not None
    for match in INITIALS.finditer(clause):
        if not _is_elsewhere(low, match.start()) and not _is_known(match[0], letter):
            return True
    if any(not (_is_elsewhere(low, one.start()) or _is_known(one[0], letter)) for one in _PATRONYMIC.finditer(clause)):
        return True
    for match in actors.found(low, "nominative"):
        if _BY_NAME.match(clause[match.end() :]) and not _PREPOSITION.search(low[: match.start()]):
            return True
    if not _CAPITAL_INSIDE.search(clause) or clause.isupper() or search(low, "basis"):
        return False
    people = [
        span
        for span in names.find(clause, (), calls_of(clause))
        if span[0] and not _is_elsewhere(low, span[0]) and not _PREPOSITION.search(low[: span[0]])
    ]
    return any(not _is_known(clause[start:end], letter) for start, end in people)


def _is_known(name: str, letter: str) -> bool:
    """Whether the letter itself has named the person."""
    return any(word[:4].lower() in letter for word in name.split() if len(word) > 4)


def _names_body(clause: str, low: str, told: str) -> bool:
    """Whether a body is called by its own name: in quotation marks, in capitals, or one that everybody knows."""
    for match in own_names.quoted(clause):
        before = _LAST_WORD.search(low[max(0, match.start() - 40) : match.start()])
        is_other = before is not None and (before[1].isdigit() or _NO_BODY.match(before[1]))
        if not (is_other or _is_idle(low, match)):
            return True
    if any(not _is_idle(low, match) for match in own_names.acronyms(clause)):
        return True
    vague = [match.span() for match in found(told, "vague_body", "body_of_law")]
    return any(
        not (_is_idle(told, match) or _is_sender(told, match))
        and not any(start <= match.start() < end for start, end in vague)
        for match in found(told, "proper")
    )


def _acts(low: str, *, acts: bool, acting: bool, is_duty: bool, is_handling: bool) -> bool:
    """Whether a common word for one who acts stands where the one who acts does."""
    vague = [match.span() for match in found(low, "vague_body")]
    if acting or is_duty:
        for match in (*actors.found(low, "nominative"), *found(low, "who_acts")):
            if _is_idle(low, match) or _UNKNOWN.match(low, match.start()) or _PREPOSITION.search(low[: match.start()]):
                continue
            # «Администрация рассмотрела» is the writer of the reply: only beside another deed, or as a duty, is it who acts.
            if not _is_sender(low, match) or (acts and not is_handling) or is_duty:
                return True
        if _WORKERS.search(low):
            return True
    if is_duty and charges.is_laid_on(low):
        return True
    is_done = is_duty or (not is_handling and is_passive(low)) or _TAKEN_UP.search(low)
    told = (*actors.found(low, "instrumental"), *found(low, "who_acted"))
    return any(
        (is_done or (not is_handling and _DONE_BY.search(low[: match.start()])))
        and not (_is_aside(low, match.start()) or _WITH.search(low[: match.start()]))
        for match in told
        if (acts or not _is_sender(low, match)) and not any(start <= match.start() < end for start, end in vague)
    )


def _is_sender(low: str, match: re.Match[str]) -> bool:
    """Whether a body is called as whoever replies calls himself: «предприятием», «министерство», nothing behind it."""
    council = _COUNCIL.match(match[0])
    if council is None or council.end() < len(match[0]) or council[0] in ("администраци", "правительств", "мэри"):
        return council is not None
    return _NAMED_BEHIND.match(low, match.end()) is None and not _NAMED_BEFORE.search(low[: match.start()])


_NAMED_BEFORE = re.compile(r"\b[\w-]+(?:ое|ый|ий|ая|ым|им|ой|ей|ому|ему)\s$")
"""«Дорожное управление» is named; «наше управление» is not."""


def _is_sent_to(low: str) -> bool:
    if _UNIT_OF_BODY.search(low):
        return True
    vague = [match.span() for match in found(low, "vague_body", "body_of_law")]
    told = [*actors.found(low, "dative"), *found(low, "whom")]
    told += [match for match in actors.found(low, "accusative") if _INTO.search(low[: match.start()])]
    return any(
        not (any(start <= match.start() < end for start, end in vague) or _SOME.match(low[match.start() :]))
        for match in told
    )


def _is_idle(low: str, match: re.Match[str]) -> bool:
    """Whether one who acts elsewhere does nothing here."""
    return (
        _is_aside(low, match.start())
        or _DOES_NOT.match(low, match.end()) is not None
        or _NO_ONE.search(low[: match.start()]) is not None
    )


def _is_aside(low: str, start: int) -> bool:
    return _is_elsewhere(low, start) or is_turned_to(low, start)


def _is_elsewhere(low: str, start: int) -> bool:
    match = _NOT_WHO.search(low[max(0, start - 60) : start])
    return match is not None and not (match[0].startswith("до ") and "доведен" in low)
