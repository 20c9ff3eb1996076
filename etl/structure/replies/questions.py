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
    r"до каких|до скольки|со скольки|на каком|на каких|на основании|в какие|в какой|в каком|по какой|по какому|за что|из-за чего|с какого|каким образом|долго ли|будет ли|будут ли|"
    r"есть ли|можно ли|планируется ли|правда ли|верно ли|положен\w* ли|имеет ли|имею ли|нужно ли|должн\w+ ли|собираетесь ли|скоро ли)"
)
_STARTS = re.compile(rf"^(?:а|и|но|так|вот|ну|или|скажите|подскажите|пожалуйста|,|\s)*\b{_QUESTION_WORD}\b")
_SPLIT = re.compile(
    rf",?\s(?:и|а|а также|или|да и|и ещ[её]|ещ[её])\s(?={_QUESTION_WORD}\b)|,\s(?={_QUESTION_WORD}\b)|\?\s*(?=\S)"
)
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


def asked(letter: str) -> list[Ask]:
    """The questions and requests of a clean text; a letter that only complains asks for one thing, to be helped."""
    parts = list(_parts(sentences(_ITEM.sub("\n", letter))))
    found = [one for one in map(_ask, parts) if one is not None]
    real = [one for one in found if not one.is_general] or found[:1]
    return real or ([Ask(letter.strip(), "", frozenset(roots(reading(letter))), True)] if letter.strip() else [])


def _parts(told: Iterable[str]) -> Iterator[str]:
    is_open = False
    for sentence in told:
        low = reading(sentence)
        if _OPENS.match(low):
            is_open = True
        elif is_open and _INFINITIVE.match(low):
            yield from (one for one in _INFINITIVES.split(sentence) if one.strip(" ,.?!"))
        else:
            is_open = _REQUEST.search(low) is not None
            yield from _pieces(sentence)


def _pieces(sentence: str) -> list[str]:
    low = reading(sentence)
    if not _is_ask(sentence, low):
        return []
    pieces = [one for one in _SPLIT.split(sentence) if one.strip(" ,.?!")]
    return [piece for one in pieces for piece in _requests(one)]


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


def _ask(piece: str) -> Ask | None:
    low = reading(piece)
    if _FRAME.match(low) or _RHETORICAL.match(low):
        return None
    about = frozenset(roots(low))
    kind = next((name for name, pattern in KINDS if pattern.search(low)), "")
    is_general = bool(_GENERAL.search(low)) and len(about) <= 2 and not kind
    return Ask(piece.strip(" \n,;"), kind, about, is_general)
