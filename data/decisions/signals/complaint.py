"""Whom a letter complains of: the body that follows «жалоба на», «жалуюсь на», «бездействие», held against the names of
the body that the letter was given to (59-ФЗ, ст. 8 ч. 6).
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from data.store.search.words import folded, stem_of, words_of

_OF = re.compile(r"(?:жалоб\w*|жалуюсь|жалуемся|пожаловаться)\s+на\s+|бездействи\w+\s+(?=[а-я])")
_NONE = re.compile(r"\b(?:нет|без|не имею|не было|никаких)\s+$")
_END = re.compile(r"[.!?;:\n(]")
_FILLERS = frozenset(
    map(
        stem_of,
        (
            "действия бездействие работу сотрудников специалистов руководство руководителя директора начальника "
            "начальницу главу заместителя должностных лиц вашу ваш ваше ваших вас местную местный наш нашу нашего "
            "районный районную районного неправомерные незаконные плохую плохое весь всю саму самого само хамство "
            "отношение грубость отказ ответ отписку отписки равнодушие со стороны"
        ).split(),
    )
)
"""Words between «жалоба на» and the name of the body: what of it is complained of."""
_FURTHEST = 12
"""Words after the complaint among which the name must end."""


def complains_of(text: str, names: Iterable[Sequence[str]]) -> bool:
    """Whether a letter complains of a body. names: its names as `stems` gives them.

    The name must be the first thing complained of: «жалоба на воду из колонок, прошу Водоканал» is of water.
    """
    told = folded(text)
    for found in _OF.finditer(told):
        if _NONE.search(told[: found.start()]):
            continue
        rest = _END.split(told[found.end() :], maxsplit=1)[0]
        object_of = [stem_of(word) for word in re.findall(r"[а-я0-9]+", rest)[:_FURTHEST]]
        if any(_begins(part, name) for part in _without_fillers(object_of) for name in names):
            return True
    return False


def _without_fillers(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """The words, and what is left of them when each next filler is dropped from their beginning."""
    for position, word in enumerate(words):
        yield words[position:]
        if word not in _FILLERS:
            return


def stems(name: str) -> tuple[str, ...]:
    """What the forms of a name's words have in common, in their order."""
    return tuple(stem_of(word) for word in words_of(name))


def _begins(object_of: Sequence[str], name: Sequence[str]) -> bool:
    return bool(name) and list(object_of[: len(name)]) == list(name) and not _denied(object_of[len(name) :])


def _denied(rest: Sequence[str]) -> bool:
    """«Жалоб на Водоканал нет»."""
    return rest[:1] in (["нет"], ["не"])
