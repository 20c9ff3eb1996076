# ruff: noqa: E501 - a pattern is easier to check on one line
"""Whether a sentence says that the thing is done, rather than promised, denied or done every year."""

import re

from etl.structure.replies.phrases import holds_any, pattern, register, search

_UNREAL = re.compile(
    r"\b(?:не|нет|без|будет|будут|должн\w+|должен|планир\w+|может|могут|можно|чтобы|если|необходимо|нужно|после того как|когда|"
    r"подлежит|обязан\w*|предстоит|пока|до тех пор|вопрос о том|возможност\w+|предполагается|намечен\w*|только после|"
    r"срок\w* \w+|в прошлом|ранее|вы сами|самовольно|незаконно|в (?:19|20)\d\d году|прежде|просьба|просим|прошлые)(?:\W+\w+){0,3}\W+$"
)
_LATER = re.compile(r"^\W+(?:будет|будут|не)\b")
_UNCERTAIN = re.compile(
    r"^(?:,?\s?что|\s(?:\w+\s)?(?:в соответствии|согласно|в (?:план|программ|перечен|спис|график|реестр|проект)\w*|за (?:[А-я]+\s)?(?:нами|дрсу|ооо|муп|ип)\b)|\s\d+ (?:дом|абонент|потребител|человек)|\s(?:законом|постановлением|приказом|норматив|тариф|факт|лиц))"
)
_ASIDE = re.compile(r"\s?\([^)]{1,40}\)")
_STATISTIC = re.compile(
    r"\b(?:ежегодно|ежемесячно|еженедельно|регулярно|всего за|за год|за прошл\w+ (?:год|сезон|месяц)|с начала года)\b"
    r"|\b(?:за|в) (?:эт\w+|текущ\w+) (?:год|сезон|месяц)\w*\s(?:\w+\s){0,2}\w+н[оы]\s\d+ \w+|\d+ \w+ (?:района|республики|города|поселения)\b"
)
"""What is done every year or in sum solves nobody's matter."""
_NOT_HERE = re.compile(
    r"\b(?:в (?:поза)?прошл\w+ (?:год|месяц|сезон)\w*|прошл\w+ (?:весной|осенью|летом|зимой)|(?:\w+|\d+) (?:года?|лет) назад|(?:на|в|по) (?:соседн|друг)\w+|половин\w+|треть|част(?:ь|ично)|в (?:19|20)\d\d году?)\b"
)
"""In the same clause: done before, elsewhere or in part."""
_NOT_YET_HERE = re.compile(
    r"(?:,|\sа|\sно)\s(?:к|до|у|по|на|в|во|с)?\s?(?:вам|вас|ваш\w*)\s(?:[\w-]+\s){0,4}?(?:в очереди|пока|еще|не\s|прид\w+|дойд\w+|начн\w+|будет|будут|план\w+|стоит в|\w{3,}(?:им|ем)\b)"
    r"|\b(?:снова|опять|вновь)\s(?:раз|слом|забил|прор|сор|появ|нас|погас|перегор|теч|потек|провал|зарос|зам[её]р|выб)\w*"
)
"""In the same sentence: it is not done where the letter asks, or has gone again."""
_CLOSED = re.compile(
    r"\b(?:программ|заявк|обращени|дело|маршрут|рейс|школ|отделени|магазин|банк|ставк|фап)\w*\s(?:уже\s)?закры"
)
_INSIDE = re.compile(r"\b(?:не|будет|будут|планируется|что|наличие|следующее|факт\w*)\b")
_HALF_DONE = re.compile(r"(?:завез|привез|подвез|достав|демонтир|снес|снят|убра|разобр|вернул)\w*")
_THEN = re.compile(
    r"\b(?:раз|за|вы|по|от|с|у|на|про|при|до|пере)\w{2,}(?:ем|им)\b|\bнов\w{2,3}\s(?:\w+\s)?(?:заказ|закуп|куп|постав|установ)"
    r"|^\s(?:в работу|документы|заявлени\w+|на доработку)"
)
"""Brought or taken away is half of the deed where the other half is told to come: «щебень завезён, разровняем»."""
_DONE_THING = re.compile(
    r"\b(?:[а-я]{3,}(?:ка|ние|тие|воз|ез|рез|рейс|сброс|пуск|спуск|слив|полив|обход|набор|обмен|возврат|расчет|перенос|прием|выезд|завоз)|выплата|доставка|помощь|услуга|вызов|лавочка)"
    r"(?:\s[а-я-]+){0,2}\s(?:выполнен|произведен|осуществлен|проведен|организован|сделан|завершен|закончен|оказан)[аоы]?\b"
    r"|\b(?:выполнен|произведен|осуществлен|проведен|организован|сделан|завершен|закончен|оказан)[аоы]?\s(?:[а-я-]+(?:ый|ий|ая|яя|ое|ее|ые|ие)\s)?"
    r"(?:[а-я]{3,}(?:ка|ние|тие|воз|ез|рейс|сброс|пуск|слив|полив|обмен|возврат|расчет|перенос)|выплата|помощь)\b"
)
"""A deed that any noun of an action names: «опашка выполнена», «организован подвоз»."""
_NO_DEED = re.compile(
    r"\b(?:провер|обследован|осмотр|рассмотрен|изучен|совещан|заседан|обсужден|планирован|информирован|согласован|наблюден|"
    r"анкетирован|голосован|разъяснен|консультирован|обращен|поручен|указан|задан|решен|внушен|замечан|предупрежден|мнен|заключен|"
    r"оценк|экспертиз|съемк|подготовк|разработк|рассылк|выездн|комиссион|мероприят|работ|объяснен|составлен|сообщен|письм|запрос|"
    r"отметк|запис|запрос|сверк|усилен|повышен|обеспечен|переговор|встреч|взаимодейств|реагирован|внимани|обучен|награжден|соревнован|чтен|измерен|исследован|проектирован|оформлен)\w*"
)
_TAKEN_AWAY = re.compile(
    r"\b(?:забрал|увез|увезл|увол|уволил|отстранил|вывезл|прекратил|перенесл|сбил|сколол|обработал|поставил|повесил|включил|подключил|"
    r"открыл|закрыл|запустил|вскрыл|выселил|переселил|отремонтировал|построил|обустроил|провел)(?:и|а|о)?(?:\sуже|\sсегодня|\sвчера)?[\s.!]*$"
)
"""A perfect deed at the very end of a sentence: «собак забрали», «няню уволили»."""
_GIVEN = re.compile(
    r"\b(?:обеспечен[ыао]?|закуплен[аоы]?, (?:получ|забир|приход)\w+|выключен[аоы]?|усилен[аоы]?|уничтожен[аоы]?|сбит[аоы]?|сколот[аоы]?|"
    r"обработан[аоы]?|осушен[аоы]?|обновил[аи]?|обновлен[аоы]?|построен[аоы]?|построили|отбит[аоы]?|расставлен[аоы]?|вскрыт[аоы]?)\b"
)
_NOT_GIVEN = re.compile(
    r"\b(?:контрол|внимани|мер[аы]?|работ[аы]?\s|режим|безопасност|порядок обеспечен|обращени|сообщени|данн|информаци|заявк|модератор|вопрос)\w*"
)

_MAY_CLAIM = register(
    "claims",
    re.compile(
        r"(?:выполн|произв|осуществ|провед|организ|сдела|заверш|законч|оказан|забра|увез|увол|отстран|вывез|прекрат|перенес|сби|скол|обработ|постав|повес|включ|подключ|откры|закры|запуст|вскры|"
        r"высел|пересел|отремонт|постро|обустро|провел|обеспеч|закупл|выключ|усил|уничтож|осуш|обнов|отби|расстав)\w*"
    ).fullmatch,
)
"""Words that what is done but stands in no phrase of the lexicon is told by."""
_DONE_ALONE = re.compile(r"^\W*(?:(?:уже|все) )?(?:выполнено|сделано|исполнено)\W*$")
"""A whole sentence, as people write under a message."""
_DONE_FIRST = re.compile(
    r"^\W*(?:(?:уже|все|да|вчера|сегодня|утром|только что)\W+)*"
    r"(?!приня|поня|услыша|увиде|посмотре|получ|переда|отправ|направ|записа|взя|узна|уточн|уч[лт]|провер|рассмотр|прочита|сообщ|ответ|отмет|"
    r"зафиксир|долож|обсуд|согласова|запланир|предупред|поговор|пообещ|подума|напис|попрос|постара|зарегистр|рекоменд|указа|решил|решено|вызва|заказ|закуп|усл|закры|отказ|установлено)"
    r"(?:с|у|за|вы|по|от|при|на|про|под|раз|рас|до|пере|о|об|в|вос|из|ис)[а-я]{2,}(?:ли|ено|ано|ены|аны|ыто|ыты)(?=\W*$|,)"
)
"""A short sentence that begins with a perfect deed of many: «Сняли, спасибо!», «Уже включили, автомат выбивало»."""


def claims(low: str) -> bool:
    """Whether what was asked for is said to be done; low: a sentence in small letters."""
    return _tells_done(low) and not (_STATISTIC.search(low) or _NOT_YET_HERE.search(low))


def _tells_done(low: str) -> bool:
    if _DONE_ALONE.match(low) or _DONE_FIRST.match(low):
        return True
    if "(" in low:
        low = _ASIDE.sub("", low)
    if search(low, "claim") is not None and not is_unreal(low, pattern("claim")):
        return True
    if not holds_any(low, _MAY_CLAIM):
        return False
    if (found_thing := _DONE_THING.search(low)) and not _NO_DEED.search(found_thing[0]):
        return not is_unreal(low, _DONE_THING)
    if _TAKEN_AWAY.search(low) and not (_NO_DEED.search(low) or _CLOSED.search(low)):
        return not is_unreal(low, _TAKEN_AWAY)
    return _GIVEN.search(low) is not None and not (_NOT_GIVEN.search(low) or is_unreal(low, _GIVEN))


def is_unreal(low: str, phrases: re.Pattern[str]) -> bool:
    """Whether every such phrase of a sentence is denied, wished or still to come."""
    return not any(_is_real(low, match) for match in phrases.finditer(low))


def _is_real(low: str, match: re.Match[str]) -> bool:
    start = max(low.rfind(",", 0, match.start()), low.rfind(";", 0, match.start())) + 1
    before, behind = low[start : match.start()] + " ", low[match.end() :]
    if _INSIDE.search(match[0]) or _UNREAL.search(before) or _LATER.match(behind) or _UNCERTAIN.match(behind):
        return False
    stop = low.find(",", match.end())
    if _NOT_HERE.search(low[start : stop if stop > 0 else len(low)]):
        return False
    return not (_HALF_DONE.match(match[0]) and (_THEN.search(behind) or search(behind, "ahead")))
