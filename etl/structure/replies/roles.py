# ruff: noqa: E501 - a pattern is easier to check on one line
"""Who is named by his part in the matter, without a verb: «перевозчик — ИП Канзычаков», «исполнитель: участок № 2»."""

import re

from etl.structure.replies import actors, own_names
from etl.structure.replies.bodies import INITIALS
from etl.structure.replies.phrases import holds_any, pattern, register

_FAR, _AT_ONCE = 40, 12
_ROLES = (
    r"(?:подрядчик|субподрядчик|исполнител[ьи]|перевозчик|поставщик|застройщик|балансодержател[ьи]|арендатор|концессионер|оператор|проектировщик|заказчик|собственник|владелец|хозяин|"
    r"организатор|куратор|ответственн(?:ый|ая|ые)(?:\sлиц[оа])?|обслуживающая организация|управляющая(?:\s(?:компания|организация))?|ведомство|директор|мастер|бригадир|виновник|нарушитель|получатель|контактное лицо|контакт|дежурн(?:ый|ая)(?:\s\w+)?)"
)
_ROLE = re.compile(
    rf"\b{_ROLES}(?:\s[\w-]+){{0,3}}?(?:\s[—–-]\s|:\s|,\s)(?!не\b|нет\b|мы\b|вы\b|наш|ваш|это\b|что\b|котор|уточн|обязан|неизвест|найд|будет|определ|он\b|она\b|ему\b)"
)
_TITLED = re.compile(
    r"(?:ип|кфх|глава\sкфх|ооо|оао|пао|ао|зао|мку|муп|мбу|мкп|гку|гуп|гбу|гау|мау|тос|тсж|снт|нко)\s?[«\"]?\w{2,}|[«\"]\w{2,}"
)
_MAY_HAVE_PART = register(
    "part",
    re.compile(
        r"подрядчик|субподрядчик|исполнител[ьи]|перевозчик|поставщик|застройщик|балансодержател[ьи]|арендатор|концессионер|оператор|проектировщик|заказчик|собственник|владелец|хозяин|организатор|куратор|"
        r"ответственн(?:ый|ая|ые)|обслуживающая|управляющая|ведомство|директор|мастер|бригадир|виновник|нарушитель|получатель|контакт\w*|дежурн(?:ый|ая)"
    ).fullmatch,
)
_SURNAME = re.compile(
    r"(?!Ваш|Вам|Вас|Росси|Федерал|Республик)[А-ЯЁ][а-яё]{2,}(?:ов|ев|ин|ын|ский|цкий|ко|ук|юк|ян|ль|ец|ых|их|к|г|м|ов[аы]|ев[аы]|ин[аы]|ская|цкая|[ая])?(?![\w])"
)
"""A bare name behind a part in the matter: «куратор Чустеев», «контакт: Сагалакова»."""
_PART = re.compile(rf"\b{_ROLES}(?:\s[—–-]\s|:\s|,?\s)(?=[\w«])")
_FROM_PLACE = re.compile(r"\b(?:[Пп]одрядчик|[Пп]еревозчик|[Пп]оставщик|[Бб]ригада|[Фф]ирма|[Мм]астера?)\sиз\s[А-ЯЁ]")


def names_role(sentence: str, low: str) -> bool:
    """Whether somebody is named by his part in the matter: «перевозчик — ИП Канзычаков», «исполнитель: участок № 2»."""
    parts = list(_PART.finditer(low)) if holds_any(low, _MAY_HAVE_PART) else []
    if any(_SURNAME.match(sentence, part.end()) for part in parts):
        return True
    match = _ROLE.search(low) if parts else None
    if match is None:
        return _FROM_PLACE.search(sentence) is not None
    behind, told = sentence[match.end() : match.end() + _FAR], low[match.end() : match.end() + _FAR]
    if _TITLED.match(told) or INITIALS.match(behind) or own_names.ACRONYM.match(behind):
        return True
    if match[0].endswith(", "):
        return False
    return pattern("proper").match(told) is not None or any(
        one.start() < _AT_ONCE for one in actors.found(told, "nominative")
    )
