# ruff: noqa: E501 - a pattern is easier to check on one line
"""Whether a sentence tells the outcome of what the letter is about, by its grammar: «ветки срезаны», «колонка качает».

The lexicon of deeds never ends, but the shape of an outcome does: a perfect participle or past verb, or a present state,
beside a word that the letter has too. What was done before, elsewhere, in part, or is only quoted, is none.
"""

import re
from collections.abc import Iterator, Set

from etl.structure.replies.phrases import holds_any, register
from etl.structure.replies.sentences import clauses
from etl.structure.replies.words import roots

_PERFECTIVE = r"(?:за|от|о|об|по|у|вы|про|со?|на|пере|при|раз|рас|до|под|из|ис|вос|вс|в)"
_NO_RESULT = (
    r"(?!(?:\w*[иы]вал|сыпал|приобщ|повал|сорва|рассм|рассл|изуч|проанал|направ|перенап|переда|переад|отправ|переслан|прин[яи]|учт|заплан|планир|намеч|выяв|обнаруж|отмеч|зафикс|засн[яи]|установлен\w?$|сообщ|довед|довел|"
    r"отключ|выключ|закры|перекры|отмен|прекра|приостан|огранич|запре|отказ|отклон|отозв|исключ|создан|разраб|проект|заказ|закуп|заготов|подготов|состав|провер|осмот|осмат|обслед|замер|"
    r"измер|запро|согласов|утвер|предусм|предлож|определ|взят|внес|указ|поруч|предупр|оштраф|наказ|привлеч|пригла|уведом|проинф|извещ|объяв|опубл|подпис|заключ|размещ|подан\w?$|подал|заявл|"
    r"начат|начал|прерван|повреж|разруш|слом|сбит|оборв|обор[вы]|забит|забил|перегр|украд|износ|изнош|загряз|затоп|размы|располож|осна|обязан|провал|обвал|свал|прорв|загор|испорт|оказ[ыа]|наход|вызва|обусл|связан|арест|оценен|рассчит|опрош|поступ|получен|"
    r"получил|увид|услы|узна|понял|подум|обсу|обещ|поговор|напис|ответ|попрос|просил|вынесен|выбр|провед|провел|произве|осущест|обеспеч|организ|выполн|исполн|завер|законч|сделан|уволен|уволил|уехал|"
    r"выехал|приехал|побыв|посет|пришл|пришел|ушл|ушел|сдан|сдал|прос[ие]л|упал|умер|заболел|сгорел|отрабо|оста|потер|порв|порыв|продл|вступ|рекоменд|разъясн|проконс|показал|доказ|подтвер|опровер|признан|"
    r"положен|возлож|назнач|орган|распредел|охран|экран|обман|(?:за|с|от|пере|из|под|раз|об)?мен[аы]?$|стен[аы]$|зарегистр|пров[её]л|ожида|построен\w?$|принадл|обратил|обращ|пожал|нуж|должн|уверен|доволен|сказан|сказал|выслан|выслал|предост|предъяв|назначен\w? (?:ответ|комис)|поставлен\w? на|включен\w? в|перенес|перенаправ|дан\w?$|известн|удален|удовл|"
    r"отстран|отдал|отдан|завез|привез|подвез|достав|сформ|растор|объедин|задерж|огражд|налож|видел|выстав|достро|опоздал|забыл|просроч|отнес[ле]|зачит|прочит|просмотр|позвон|созвон|встрет|собран|собрал|опред|вскры|отобр|изъя|снят\w? (?:показ|замер|параметр)))"
)
_DONE = re.compile(
    rf"{_NO_RESULT}{_PERFECTIVE}[а-я]{{2,}}(?:ен[аоы]?|ан[аоы]?|(?:кр|м|р)ыт[аоы]?|(?:тян|двин)ут[аоы]?|(?:[аеиоуыя]|[зс])ли|лось|лась|лись)|(?:про|на|разо)грелся|(?:восстанов|налад|нормализов|откры|включ|запуст)[иа]?лся|на[шв]елся|завелся|(?:сн|подн)ят[аоы]?|дали|сняли|дан[аы]"
)
_STATE = re.compile(
    r"сто[ия]т|ид[её]т|пош[её]л|пошл[аои]|горит|горят|светит|светят|работа(?:ет|ют)|качает|качают|греет|греют|ходит|ходят|появил(?:ся|ась|ось|ись)|"
    r"приш[её]л|пришл[аои]|поступил[аои]?|открыт[аоы]?|доступ(?:ен|на|но|ны)|исправ(?:ен|на|но|ны)|готов[аоы]?|тепл(?:ый|ая|ые)|горяч(?:ий|ая|ее|ие)|чист(?:ый|ая|ое|ые|о)|свобод(?:ен|на|ны)|сух(?:ой|ая|ое|ие)|ровн(?:ый|ая)|пуст(?:ой|ая|ые)"
)
MAY_BE = register("outcome", lambda word: _DONE.fullmatch(word) or _STATE.fullmatch(word))
_NOT_NOW = re.compile(
    r"\b(?:не|ни|нет|без|бы|чтобы|если|будет|будут|быть|был[аои]?|долж(?:ен|н\w)|план\w*|может|могут|нужно|надо|пока|когда|после|до|перед|только|лишь|местами|частично|половин\w+|част[ьи]|почти|"
    r"ранее|прежде|раньше|прошл\w+|позапрошл\w+|соседн\w+|друг(?:ой|ом|их|ие)|самовольно|незаконно|срок\w*|соглас\w+|как|что|котор\w+|кто|вы|вами|подлеж\w+|скоро|завтра|зимой|весной|летом|осенью)\b"
)
_BEHIND = re.compile(
    r"^\s?(?:(?:уже|сегодня|вчера|утром|вечером|днем|ночью|полностью|снова|вновь|теперь|опять|заново|целиком|нормально|исправно|хорошо|всем|вам|нам|там|здесь|тут|все|всё|в \d\S*|в (?:полном|вашем|вашей|вашу|ваш|нашем|понедельник|вторник|среду|четверг|пятницу|субботу|воскресенье)|"
    r"с утра|с вечера|на (?:месте|карту|счет|дом|улице|вашей|вашем|всей)|по (?:вашей|всей|улице|адресу)|у (?:вас|вашего|вашей)|до конца|до дна|[а-я]+(?:ом|ем|ой|ами|ями))\b)"
)
_WHERE = re.compile(
    r"^\s?(?:в|во|на|из|со?|до|к|по|за)\s(?!(?:план|программ|перечен|перечн|график|спис|проект|реестр|работ|контрол|очеред|резерв|администрац|министер|прокурат|суд|полици|отдел|комисси|\w+ (?:план|программ|перечен|график|спис|очеред))\w*)[а-я«»]+(?:\s[а-я«»]+)?$"
)
_BY_WHOM = re.compile(r"^\s(?:[\w-]+(?:ые|ие)\s)?[а-я-]{3,}(?:[ицрнк][иы]|чане|ане)(?:\s[а-я«»-]+){0,3}$")
"""«Настил поправили путейцы станции»: who did it, behind the verb."""
_SINCE_DAY = re.compile(r"^\sс\s(?:понедельник|вторник|сред|четверг|пятниц|суббот|воскресень)\w*")
_MOST_WORDS, _STEM = 7, 4
_SOON = re.compile(
    r"\b(?:верн(?:ем|ет|ут)|будет|будут|начн\w+|план\w+|ждем|предстоит|осталось|остается|прид[её]т|прид[её]м|дойд\w+|очеред\w+|потом|затем|дальше|нет|(?:раз|за|вы|по|от|у|на|про|при|до|пере|с|об|под|вос)\w{2,}(?:им|ем|[уюая]т)(?:ся)?)\b"
)


_CAUSE = re.compile(
    r"\b(?:потому что|поскольку|так как|ибо|оттого что|из-за того,? что|раз уж)\b[^;]*?(?=,\sпоэтому\b|;|$)|^[^;]*?,\s(?:а\s)?поэтому\b"
)
"""What is only the cause of something else, and whether it follows or goes before."""
_GRANTED = re.compile(
    r"\b(?:льгот|пособи|выплат|пенси|стаж|субсиди|компенсаци|надбавк|квот|мест|двойк|оценк|отметк|штраф|пен[ияюей]\b|долг|задолженност|переплат|плат[аыу]\b|справк|направлени|паспорт|карт|полис|"
    r"договор|разрешени|пропуск|путевк|талон|инвалидност|групп|статус|перерасчет|начислени|отсрочк|аренд|удостоверени|помощ|прописк|регистраци|запис)\w*\s(?:[\w-]+\s){0,3}?"
    r"(?:(?:назначен|продлен|аннулирован|учтен|засчитан|начислен|выделен|перечислен|выплачен|зачислен|присвоен|оформлен|выдан|возвращен|восстановлен|списан|отменен|снят|пересчитан|исправлен|сделан|погашен)[аоы]?\b|(?:назначил|продлил|оформил|выдал|выписал|начислил|выделил|пересчитал|засчитал|учл)[аои]?\b)"
    r"|\b(?:назначили|продлили|аннулировали|учли|засчитали|начислили|выделили|перечислили|выплатили|присвоили|оформили|выдали|вернули|восстановили|списали|отменили|сняли|пересчитали|исправили)\s(?:вам\s)?"
    r"(?:льгот|пособи|выплат|пенси|стаж|субсиди|компенсаци|надбавк|квот|мест|двойк|оценк|штраф|пен[ияюей]\b|долг|задолженност|плат[аыу]\b|справк|направлени|паспорт|карт|полис|разрешени|путевк|талон|инвалидност|перерасчет|отсрочк)\w*"
)
_MAY_DECIDE = register(
    "decides",
    re.compile(
        r"(?:назначен|продлен|аннулирован|учтен|засчитан|начислен|выделен|перечислен|выплачен|зачислен|присвоен|оформлен|выдан|возвращен|восстановлен|списан|отменен|снят|пересчитан|исправлен|сделан|погашен|проведен|выполнен|состоял|назначил|продлил|оформил|выдал|выписал|начислил|выделил|пересчитал|засчитал|учл)\w*"
        r"|назначили|продлили|аннулировали|учли|засчитали|начислили|выделили|перечислили|выплатили|присвоили|оформили|выдали|вернули|восстановили|списали|отменили|сняли|пересчитали|исправили|провели|сделали"
    ).fullmatch,
)
"""What an office decides for somebody: its decision is what was asked for."""
_CHECKED = re.compile(
    r"\b(?:проверк|осмотр|обследовани|рейд)\w*\s(?:[\w-]+\s){0,2}(?:проведен|выполнен|сделан|состоял)\w*|\b(?:проведен|провели|сделали|сделан)\w*\s(?:[\w-]+\s)?(?:проверк|осмотр|обследовани|рейд)\w*"
)
"""A check is an outcome where the letter asks for it."""
_OF_LETTER = re.compile(r"\b(?:письм|обращени|заявк|заявлени|жалоб|сообщени|просьб)\w*")
_PROMISED = re.compile(r"\b(?:не|будет|будут|планир\w+|если|после|когда)\b")


def tells_outcome(low: str, asked_about: Set[str]) -> bool:
    """Whether something the letter is about is told to be done or to be as it should. low: a sentence in small letters;
    asked_about: roots of the letter.
    """
    if not holds_any(low, MAY_BE | _MAY_DECIDE):
        return False
    if is_granted(low, asked_about):
        return True
    whole, low = low, without_causes(low)
    told = [roots(clause) for clause in _outcomes(low) if not _OF_LETTER.search(clause)]
    # «Обслуживание сократили, потому что…» says again what the letter asks the reason of.
    return any(_is_alike(about, asked_about) for about in told if whole == low or not about <= asked_about)


def is_granted(low: str, asked_about: Set[str]) -> bool:
    """Whether what the letter asks an office to decide or to check is said to be decided or checked."""
    if not holds_any(low, _MAY_DECIDE):
        return False
    low = without_causes(low)
    return any(
        _is_alike(roots(told[0]), asked_about)
        and not _PROMISED.search(low[max(0, told.start() - _NEAR) : told.end() + 1])
        for told in (*_GRANTED.finditer(low), *_CHECKED.finditer(low))
    )


_NEAR = 20


def without_causes(low: str) -> str:
    """A sentence without what it only gives as a cause."""
    return _CAUSE.sub(" ", low) if "поэтому" in low or _CAUSE.search(low) else low


def _is_alike(about: Set[str], asked_about: Set[str]) -> bool:
    """Whether two texts have a root in common, short nouns in any case: «лавка» and «лавку»."""
    about = {one for one in about if not one.isdigit()}
    if about & asked_about:
        return True
    return bool({one[:_STEM] for one in about if len(one) > _STEM} & {one[:_STEM] for one in asked_about})


def _outcomes(low: str) -> Iterator[str]:
    """Clauses that end with an outcome, adverbs and means aside."""
    for start, end in clauses(low):
        clause = low[start:end].strip(" .!;…")
        words = list(re.finditer(r"[\w-]+", clause))
        if len(words) > _MOST_WORDS or _NOT_NOW.search(clause) or _is_not_all(low, end):
            continue
        for word in words:
            if _is_outcome(word[0]) and _ends_clause(word[0], clause[word.end() :]):
                yield clause


def _is_not_all(low: str, end: int) -> bool:
    """Whether something is still to come that is not another thing: «остановку вернули, павильон привезём осенью»."""
    if _SOON.search(low[:end]):
        return True
    return _SOON.search(low, end) is not None and not _OWN_THING.match(low, end)


_OWN_THING = re.compile(
    r",\s(?:а\s|и\s)?(?!вам|вас|ваш|его\b|ее\b|их\b|остальн|дальше|потом|завтра|сегодня|скоро|нов|еще|теперь|весной|летом|осенью|зимой|после|через)[\w-]{4,}\s\w{3,}(?:[еи]м|[уюая]т|[еи]т)(?:ся)?\b"
)


def _ends_clause(word: str, behind: str) -> bool:
    """Whether only how, where or by what it is so stands behind an outcome; of a state not even where: «ходит по средам»."""
    if word in ("стоит", "стоят"):
        return _SINCE_DAY.match(behind) is not None
    if not behind or _BEHIND.match(behind):
        return True
    return bool(_DONE.fullmatch(word) and (_WHERE.match(behind) or (word.endswith("ли") and _BY_WHOM.match(behind))))


def _is_outcome(word: str) -> bool:
    return _DONE.fullmatch(word) is not None or _STATE.fullmatch(word) is not None
