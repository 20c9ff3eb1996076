"""How words are built, which tells officialese from plain speech: counted for a whole text at once."""

import re
from collections.abc import Sequence
from functools import lru_cache

from etl.structure.replies.phrases import holds_any, pattern, register

_PERFECTIVE = "(?:за|от|по|у|вы|про|с|на|пере|при|раз|рас|об|до|под|из|ис|в|во|со|о)"
SHAPES = {
    "official": None,
    "abstract": re.compile(
        r"\w{4,}(?:ени[еяюи]|ению|ением|ани[еяюи]|анием|анию|ость|ости|остью|ствие|ствия|ствии|ции|ция|цию|цией|изм\w?)"
    ),
    "reflexive": re.compile(r"\w{3,}(?:ется|ются|ится|ятся|утся|атся)"),
    "participle": re.compile(r"\w{4,}(?:нных|нного|нному|нным|нными|нной|щих|щего|щей|щими|емых|имых|мого|мой)"),
    "did": re.compile(
        rf"{_PERFECTIVE}\w{{2,}}(?:ил|ал|ял|ел|ыл|ул|ол)(?:а|о|и)?(?:сь|ся)?|\w{{3,}}(?:или|али|яли|ели|ули|ыли|ла|ло)(?:сь)?"
    ),
    "will": re.compile(
        rf"{_PERFECTIVE}\w{{2,}}(?:ит|ет|ут|ют|ят|ат|им|ем)(?:ся)?|дам|даем|сделаем|дадим|даст|дадут|начнем|кончим"
    ),
    "we": re.compile(r"(?!своим|вашим|этим)\w{3,}(?:аем|яем|уем|еем|оем|[^сво]им|[^с]ем)(?:ся)?"),
    "imperative": re.compile(r"\w{2,}(?:йте|ите|ьте)(?:сь)?"),
    "small": re.compile(r"нет|нельзя|можно|уже|только|поэтому|потому|если|пока|там|тут|здесь|сам\w?|вон|зато|ведь"),
}
"""Name → the words that have the shape, in small letters; official: those of the lexicon."""
MOST_WORDS = 250
_WIDTH = 8


def counts(words: Sequence[str]) -> dict[str, int]:
    """How many of the first MOST_WORDS words have each shape."""
    packed = sum(map(_packed, words[:MOST_WORDS]))  # a byte for each shape: one addition a word counts them all
    return {name: packed >> _WIDTH * place & 255 for place, name in enumerate(SHAPES)}


def is_official(word: str) -> bool:
    """Whether the lexicon calls the word an official one."""
    return bool(_packed(word) & 1)


@lru_cache(maxsize=200_000)
def _packed(word: str) -> int:
    shapes = [one or pattern("official") for one in SHAPES.values()]
    return sum(1 << _WIDTH * place for place, shape in enumerate(shapes) if shape.fullmatch(word))


_ACTIVE = re.compile(
    r"(?!(?:нет|лет|свет|ответ|бюджет|совет|комитет|кабинет|пункт|счет|объект|ремонт|авторитет|привет|предмет|запрет|интернет|"
    r"эффект|конфликт|факт|монолит|кредит|визит|лимит|транзит|брат|аппарат|мандат|формат|стол|канал|подвал|журнал|квартал|материал|"
    r"персонал|принят|снят|взят|поднят|отнят|изъят|понят|нанят|обнят|распят|угол|отдел|раздел|предел|прием|нибудь|автомат|санитар|солдат|депутат|кандидат|результат|формат|закат|скат|халат|салат|"
    r"билет|букет|макет|пакет|паспорт|порт|спорт|рот|год|час|этом|том|всем|им|ним|своим|этим|ваш\w*|нашим|"
    r"школ[аы]|сил[аы]|скал[аы]|шкал[аы]|пил[аы]|пчел[аы]|игл[аы]|смол[аы]|стрел[аы]|метла|стекл[ао]|масл[ао]|числ[ао]|дел[ао]|тел[ао]|сел[ао]|мыло|"
    r"крыл[ао]|сверло|весло|тепл[ао]|мало|около|столько|было|если|или|дали|земли|петли|недели|цели|пыли|кегли|сопли|капли|угли|мыслей|"
    r"апрели|статьи|жители|заявители|родители|водители|учители|детали|педали|модели|мебели|кабели|кремли|туфли|вафли|скалы|стола|отдела|"
    r"раздела|подвала|журнала|канала|квартала|материала|персонала|угла|узла|котла|посла|осла|орла|масштаб|дома|ула|мила|вилла|шпала|"
    r"похвала|хвала|хала|пола|кола|эмали|стали|печали|соли|боли|роли|воли|доли|поли|штили|стили|автомобили)$)\w{2,}"
    r"(?:ает|яет|еет|ует|юет|ит|ёт|ет|ют|ут|ят|ат|л|ла|ло|ли|лся|лась|лись|лось|шел|нес|вез|мог|лег|стриг|жег|тек|пек)"
    r"|(?!\w*вается)(?:за|раз|по|с|под|от|при)\w{2,}(?:ется|ится|утся|ятся)|вернется|вернутся|(?:вы|за|от|пере|с|про|раз|соз|при)?дас[тм]"
)
_PASSIVE = re.compile(
    r"\w{3,}(?:ен|ён|ена|ено|ены|ан|ана|ано|аны|ят|ята|ято|яты|ыт|ыта|ыто|ыты|ут|ута|уто|уты|ится|ятся|ется|ются|утся)"
    r"|\w{1,4}(?:бит|лит|шит|вит|мыт|крыт|пит|жат|нят)[аоы]?"
)


_IS_ACTIVE, _IS_PASSIVE = register("active", _ACTIVE.fullmatch), register("passive", _PASSIVE.fullmatch)


def is_active(low: str) -> bool:
    """Whether a clause has a verb of somebody acting."""
    return holds_any(low, _IS_ACTIVE)


def is_passive(low: str) -> bool:
    """Whether a clause has a verb of something being done."""
    return holds_any(low, _IS_PASSIVE)
