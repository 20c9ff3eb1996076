# ruff: noqa: E501 - a pattern is easier to check on one line
"""Words of letters and replies by what they have in common: a root of the lexicon, else the beginning of the word."""

import csv
from functools import cache, lru_cache

from etl.structure.replies.phrases import HERE, tokens

_LETTERS, _SHORTEST = 5, 3
_NOTHING = frozenset(
    "что как где когда почему кто зачем какой какая какие какое сколько куда откуда чей ли это эта этот эти тот того том "
    "для при над под без вас вам ваш нам нас наш мне меня мой моя мои они она оно его них ней ним все весь всем был была "
    "было были будет будут быть есть нет уже еще тоже также так или если чтобы можно нужно надо очень там тут здесь наши "
    "вашу нашу нашей нашем наша ваша ваше вашей себя свой свою свои который которая которые которой которых году года год "
    "день дня дней раз раза два три пожалуйста здравствуйте добрый спасибо уважаемые прошу просим просит требую требуем "
    "сообщите сообщить ответить ответьте скажите подскажите объясните дайте дать ответ принять меры примите вопрос "
    "вопросу обращение обращаюсь обращаемся администрация администрации район района село селе села поселок поселке улица "
    "улице улицы улицу дом дома доме только даже после перед между через около возле рядом дело делать сделать сделайте "
    "сделают будете можете может могут должны должен кого чего чем кем тем том эту этой этого этих".split()
)


@cache
def _roots() -> dict[str, str]:
    """Beginning of a word → the root it belongs to."""
    with (HERE / "roots.csv").open(encoding="utf-8", newline="") as file:
        return {stem: row["root"] for row in csv.DictReader(file) for stem in row["stems"].split()}


@lru_cache(maxsize=100_000)
def _root_of(word: str) -> str:
    """What the word is compared by; '' for one that says nothing."""
    if word in _NOTHING or (len(word) < _SHORTEST and not word.isdigit()):
        return ""
    for length in range(len(word), 2, -1):
        if (found := _roots().get(word[:length])) is not None:
            return found
    return word if word.isdigit() else word[:_LETTERS]


def roots(low: str) -> set[str]:
    """What the words of a text in small letters are about."""
    found = set(map(_root_of, tokens(low)))
    found.discard("")
    return found
