# ruff: noqa: E501 - a pattern is easier to check on one line
"""What a letter asks: its questions and requests, with or without «?»."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from etl.structure.places.inflection import reading
from etl.structure.replies.sentences import sentences
from etl.structure.replies.words import roots

_QUESTION_WORD = (
    r"(?:когда|почему|зачем|отчего|кто|кому|кого|кем|где|куда|откуда|сколько|насколько|как|какой|какая|какое|какие|каким|каков\w*|чей|чья|что делать|"
    r"\w{3,}\sли|до каких|до скольки|со скольки|на каком|на каких|на основании|в какие|в какой|в каком|по какой|по какому|по каким|за что|из-за чего|с какого|каким образом|долго ли|будет ли|будут ли|"
    r"есть ли|можно ли|планируется ли|правда ли|верно ли|положен\w* ли|имеет ли|имею ли|нужно ли|должн\w+ ли|собираетесь ли|скоро ли)"
)
_STARTS = re.compile(rf"^(?:а|и|но|так|вот|ну|или|скажите|подскажите|пожалуйста|,|\s)*\b{_QUESTION_WORD}\b")
_SPLIT = re.compile(
    rf",?\s(?:и|а|а также|или|да и|и ещ[её]|ещ[её])\s(?={_QUESTION_WORD}\b)|,\s(?={_QUESTION_WORD}\b)|\?\s*(?=\S)"
)
_ANEW = re.compile(
    r"^(?:почему|зачем|отчего|сколько|за что|из-за чего|на каком|на каких|до каких|с какого|будет ли|будут ли|есть ли|можно ли|планируется ли|долго ли|скоро ли|что делать|каков\w*)\b"
    r"|^(?:когда|где|куда|откуда|кто|кому|кого|кем)\s(?:же|именно|вообще)\b|^\w+\s?[?.!]*$|^когда\s(?!есть|нет|уже)(?:\w+\s)?\w+\s?[?]"
    r"|^как\s(?:\w+\s)?(?:\w+(?:ть|ти|чь)(?:ся)?|долго|часто|вы|нам|мне)\b|^куда\s(?:\w+\s)?(?:дел\w+|уш\w+|смотр\w+|обра\w+|звонить|жалов\w+|идти|потра\w+|пропа\w+|писать)|^где\s(?:\w+\s)?\w+\s?[?]"
)
"""A part behind a comma that asks whatever stands before it."""
_FUTURE = re.compile(
    r"\b(?:буд[еу]т|дад[иу]т|даст|(?:по|за|вы|со?|у|от|про|на|при|до|вос|пере|под|раз|рас|об|из)\w{2,}(?:[уюая]т|[еи]т|им|ем)(?:ся)?)\b"
)
_WHEN = re.compile(r"^\W*(?:а\s|и\s|но\s)?(?:когда|если|пока|раз)\s")
_TO_DO = re.compile(
    r"^\W*(?:а\s|и\s|но\s)?(?:кому|куда|как|что|кого|где|чем|к кому)\s(?:\w+\s){0,3}?\w+(?:ть|ти|чь)(?:ся)?\b"
)
_LEADS = re.compile(
    r"\b(?:тот|той|того|тому|том|те|тех|тем|теми|там|туда|тогда|так|столько|такой|такие|все|всем|всех|каждый|любой|знает|знают|знаю|знаем|скаж\w+|говор\w+|реша\w+|решил\w*|выясн\w+|узнать|указан\w*|неизвестно|непонятно|понять|видно)\W*$"
    r"|^\W*(?:(?:а|и|но|ну|скажите|подскажите|пожалуйста)\W+)*(?:почему|зачем|отчего|кто|как|где|неужели|разве)\W*$"
)
"""Before a part that asks nothing: what it belongs to, or a question that it breaks in two: «почему, когда льёт, вода стоит?»."""
_LISTED = re.compile(
    r"^\W*(?:[\w-]+\s){0,4}?(?:прошу|просим|просит|просят|просьб[аы]|требу\w+|треб\w+ся|требования|предложения|пожелания|хотим|хотелось бы|ходатайствуем|предлага\w+|настаива\w+|нужн[оы]|необходим[оы]|надо|жд[её]м)(?:\s[\w-]+){0,4}:\s+(?P<listed>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_LIST_COMMA = re.compile(r"[,;]\s+(?:а также\s|и\s)?|\s(?:и|а также)\s(?=[\w-]+(?:\s[\w-]+){0,3}\W*$)")
_ADJECTIVE_ALONE = re.compile(r"^\W*[\w-]+(?:ый|ий|ой|ая|яя|ое|ее|ые|ие|ую|юю|ого|его|ых|их)\W*$")
_FINITE = re.compile(r"\b\w{2,}(?:ют|ут|ят|ает|яет|ует|ить|ать|ять|еть|ти|йте|ите|ьте|ыть|уть)(?:ся|сь)?\b")
_HARD = re.compile(
    r"\b(?:невозможно|нельзя|опасно|трудно|тяжело|сложно|страшно|стыдно|негде|некому|нечем|некуда|нет|бесполезно|надоело|можно|будет|стало|приходится|звонить|писать|обращаться|не\s\w+|\w+(?:ют|ет|ит|ят))\b"
)
"""«Ходить опасно» begins like a request and is a complaint."""
_REQUEST = re.compile(
    r"\b(?:прошу|просим|просит|просят|просьба|требую|требуем|требует|требуют|хочу|хотим|хотел\w*|хотелось|интересует|ходатайств\w+|"
    r"предлага\w+|настаива\w+|желаю|желаем|умоля\w+|пора|необходимо|нужно|нужен|нужна|нужны|надо|помогите|пожалуйста|жд[её]м)\b"
)
_INFINITIVES = re.compile(
    r"\s(?:и|а также|, а также)\s(?=(?:\w+\s){0,1}\w+(?:ть|ти|чь)(?:ся)?\b)|,\s(?=\w+(?:ть|ти|чь)(?:ся)?\b)"
)
_IMPERATIVE = re.compile(
    r"^(?:\W*(?:пожалуйста|срочно|ну|да|так|уже|хоть|хотя бы|и|а|люди|ребята|уважаем\w+ \w+)\W+){0,2}(\w+(?:йте|ите|ьте)(?:сь)?)\b|\b(\w+(?:йте|ите|ьте)(?:сь)?),? пожалуйста|пожалуйста,? (\w+(?:йте|ите|ьте))"
)
_MORE_IMPERATIVES = re.compile(r"(?:,|\sи|,\sи|,?\sа также)\s(?=(?!пожалуйста)\w{2,}(?:йте|ите|ьте)(?:сь)?\b)")
_NOT_IMPERATIVE = re.compile(
    r"^(?:здравствуйте|извините|простите|поймите|представьте|видите|хотите|говорите|ездите|ходите|платите|молчите|стоите|пишите|знаете|сидите|приветствуйте|разрешите|позвольте|посмотрите|поверьте|учтите)$"
)
_ITEM = re.compile(
    r"(?<!\b[дг]\.)(?<!\b(?:ул|кв|ст|пп|пл)\.)(?<!\b(?:пер|стр|дом)\.)(?:(?<=[:;.?!])|(?i:(?<=прошу)|(?<=просим)|(?<=требуем)))\s+"
    r"(?=\(?\d{1,2}[.)]\s+[А-ЯЁа-яё])"
)
"""The number of an item that stands in a line with what is before it: «Просим: 1. Починить мост. 2. Убрать мусор.»"""
_OPENS = re.compile(
    r"^\W*(?:(?:на основании|в связи|исходя)\s[^.]{1,80},?\s|(?:очень|убедительно|срочно|настоятельно|повторно|также)\s)?(?:прошу|просим|просит|просят|просьба|требую|требуем|ходатайств\w+)(?:\s(?:вас|следующ\w+))*\W*$"
)
"""A request that only opens what is asked for behind it."""
_INFINITIVE = re.compile(
    r"^\W*(?:также\s|а также\s|и\s|не\s)?(?!(?:часть|есть|пусть|опять|хоть|хотеть|пять|шесть|девять|десять|путь|сеть|мать|дочь|ночь|помощь|печь|речь|площадь|"
    r"жесть|смерть|новость|треть|четверть|почти|дети|люди|соль)\b)(?!\w+ость\b)\w{2,}(?:ть|ти|чь)(?:ся|сь)?\b"
)
"""What is to be done, asked by the request before it: «Прошу починить мост. Убрать мусор.»"""
_RHETORICAL = re.compile(
    r"^\W*(?:сколько (?:же )?можно(?: терпеть| ждать)?|доколе|до каких пор|когда (?:же )?(?:это|все это) (?:кончится|закончится|прекратится)|куда (?:вы )?смотр\w+.*|"
    r"это нормально|как так|ну как так|где (?:ваша )?совесть|совесть есть|вы там спите|ау|что за.*|за что (?:мы )?платим.*|как (?:нам )?жить(?: дальше)?|разве (?:это|так).*|кому это надо|почему так|ну и что)\W*$"
)
_FRAME = re.compile(
    r"^\W*(?:очень |убедительно |срочно |настоятельно |еще раз |повторно )?(?:прошу|просим|просит|просьба|требую|требуем)?\W*(?:вас )?(?:подскаж\w+|скаж\w+|сообщ\w+|отве\w+|дайте ответ|дать (?:\w+ )?ответ|объясн\w+|разъясн\w+|поясн\w+|рассмотреть\w*(?: обращение| сообщение| вопрос)?|ответ\w* по существу|хочу (?:знать|узнать|спросить)|хотел\w* бы (?:знать|узнать)|интересует|вопрос\w*|ответ прошу .*|жд[её]м ответа|заранее спасибо|спасибо|пожалуйста|здравствуйте|добрый день|не присылать отписку|просьба ответить)(?: пожалуйста|, пожалуйста| мне| нам| письменно| на вопрос\w*| по существу| следующ\w+)*\W*$"
)
_GENERAL = re.compile(
    r"(?:принять|примите|принятия|разобраться|разберитесь|помочь|помогите|взять на контроль|взять под контроль|оказать (?:содействие|помощь)|решить|решите|обратите внимание|обратить внимание|проверить|отреагир\w+|сделайте (?:что|хоть)|навести порядок|наведите порядок|рассмотреть|посодействовать|повлиять|надеемся|надеюсь)"
)
KINDS = (
    ("when", re.compile(r"\b(?:когда|срок\w*|как скоро|долго ли|скоро ли|с какого|до каких|в какие сроки|с каких)\b")),
    (
        "why",
        re.compile(
            r"\b(?:почему|зачем|отчего|по какой причине|на каком основании|причин\w+|из-за чего|на основании чего|за что)\b"
        ),
    ),
    ("who", re.compile(r"\b(?:кто|кому|кого|кем|чей|чья|куда обра\w+|к кому)\b")),
    ("count", re.compile(r"\b(?:сколько|какая сумма|какова стоимость|насколько|со скольки|до скольки|скольких)\b")),
)


@dataclass(frozen=True)
class Ask:
    """One question or request. kind: when, why, who, count, or '' for anything else; is_general: any deed answers it."""

    text: str
    kind: str
    about: frozenset[str]
    is_general: bool


_PREFACE = re.compile(
    r"(?i)(?:^|(?<=[.!?]\s))(?:[^.!?:]{0,30}\bвопрос\w*(?:\sтак\w+)?|(?:во-)?(?:перв|втор|трет|четв[её]рт)\w{1,3}(?:\sвопрос)?):\s"
)
"""«У меня три вопроса: …», «Первый: …» ask nothing themselves."""


def asked(letter: str) -> list[Ask]:
    """The questions and requests of a clean text; a letter that only complains asks for one thing, to be helped."""
    parts = list(_parts(sentences(_PREFACE.sub("\n", _ITEM.sub("\n", letter)))))
    found = [one for one in map(_ask, parts) if one is not None]
    real = [one for one in found if not one.is_general] or found[:1]
    return real or ([Ask(letter.strip(), "", frozenset(roots(reading(letter))), True)] if letter.strip() else [])


def _parts(told: Iterable[str]) -> Iterator[str]:
    is_open = False
    for sentence in told:
        low = reading(sentence)
        if _OPENS.match(low):
            is_open = True
        elif _INFINITIVE.match(low) and (is_open or not _HARD.search(low)):
            yield from (one for one in _INFINITIVES.split(sentence) if one.strip(" ,.?!"))
        else:
            is_open = _REQUEST.search(low) is not None
            yield from _pieces(sentence)


def _pieces(sentence: str) -> list[str]:
    if listed := _listed(sentence):
        return listed
    if not _is_ask(sentence, reading(sentence)):
        return []
    return [piece for one in _questions(sentence) if one.strip(" ,.?!") for piece in _requests(one)]


def _listed(sentence: str) -> list[str]:
    """«Требуем: урны, скамейки и свет» asks for each; [] where what stands behind the colon is no list of things."""
    match = _LISTED.match(sentence)
    if match is None or _FINITE.search(reading(match["listed"])) or _STARTS.search(reading(match["listed"])):
        return []
    made: list[str] = []
    for one in _LIST_COMMA.split(match["listed"]):
        if made and _ADJECTIVE_ALONE.match(made[-1]):
            made[-1] += f", {one}"
        elif one.strip(" .,;!?"):
            made.append(one)
    return made if len(made) > 1 else []


def _questions(sentence: str) -> Iterator[str]:
    """Parts that ask each; a part behind a comma that only says when, where or who stays where it is."""
    start = 0
    for match in _SPLIT.finditer(sentence):
        if match[0].strip() == "," and not _asks_anew(
            reading(sentence[start : match.start()]), reading(sentence[match.end() :])
        ):
            continue
        yield sentence[start : match.start()]
        start = match.end()
    yield sentence[start:]


def _asks_anew(before: str, behind: str) -> bool:
    """Whether a question word behind a comma asks something more; both texts in small letters."""
    if _FRAME.match(before):
        return True
    if _LEADS.search(before) or not (_STARTS.match(before) or _REQUEST.search(before) or _commands(before)):
        return False
    part = re.split(r"[,?]", behind, maxsplit=1)[0]
    if _WHEN.match(before) and not _FUTURE.search(before) and len(before.split()) > 2:
        return False
    if _ANEW.match(behind) and not (_TO_DO.match(before) and _WHEN.match(behind)):
        return True
    if not behind.startswith(("когда", "где", "куда", "как ")):
        return True
    return not _TO_DO.match(before) and _FUTURE.search(part) is not None


def _is_ask(sentence: str, low: str) -> bool:
    return "?" in sentence[-4:] or bool(_STARTS.match(low) or _REQUEST.search(low)) or _commands(low)


def _commands(low: str) -> bool:
    match = _IMPERATIVE.search(low)
    return match is not None and not _NOT_IMPERATIVE.match(next(one for one in match.groups() if one))


def _requests(piece: str) -> list[str]:
    """«Прошу убрать снег и посыпать дорогу» asks twice."""
    low = reading(piece)
    if not _REQUEST.search(low):
        return _commanded(piece) if _IMPERATIVE.match(low) else [piece]
    return [one for one in _INFINITIVES.split(piece) if one.strip(" ,.?!")]


def _commanded(piece: str) -> list[str]:
    """«Почините дорогу, уберите мусор» asks twice; what is no command, like «вы платите», stays where it is."""
    made, start = [], 0
    for match in _MORE_IMPERATIVES.finditer(piece):
        if _commands(reading(piece[match.end() :])):
            made.append(piece[start : match.start()])
            start = match.end()
    return [*made, piece[start:]]


def _kind(low: str) -> str:
    """The kind of the first question word: «кому звонить, когда гаснет свет?» asks who."""
    found = [(match.start(), name) for name, pattern in KINDS if (match := pattern.search(low))]
    return min(found)[1] if found else ""


def _ask(piece: str) -> Ask | None:
    low = reading(piece)
    if _FRAME.match(low) or _RHETORICAL.match(low):
        return None
    about = frozenset(roots(low))
    kind = _kind(low)
    is_general = bool(_GENERAL.search(low)) and len(about) <= 2 and not kind
    return Ask(piece.strip(" \n,;"), kind, about, is_general)
