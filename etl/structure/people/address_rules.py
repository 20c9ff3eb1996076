# ruff: noqa: E501 - a pattern is easier to check on one line
"""Patterns of what identifies a person without a digit having to be in it: addresses, profiles and nicknames, and numbers told in
words or with letters among their digits. Each is linear in the text.
"""

import re

from etl.structure.people.identifier_rule import SEPARATOR
from etl.structure.people.identifier_rule import rule as _rule

_HOSTS = (
    r"vk\.(?:com|ru|cc|me)|vkontakte\.ru|ok\.ru|odnoklassniki\.ru|t\.me|telegram\.(?:me|org)|instagram\.com|facebook\.com|"
    r"fb\.com|wa\.me|tiktok\.com|youtube\.com|twitter\.com|x\.com|dzen\.ru|my\.mail\.ru|viber\.(?:com|click)|max\.ru|rutube\.ru"
)
_ZONE = r"(?:ru|com|рф|org|net|su|ру|ком|example)"

WITHOUT_DIGITS = (
    _rule("@id", 0, False, r"@id\d{1,15} \([^()\n]{0,80}\)", "[имя]"),
    _rule("[id", 0, False, r"\[id\d{1,15}(?::[^\[\]|]{0,80})?\|[^\[\]\n]{0,80}\]", "[имя]"),
    _rule("@", 0, False, r"(?<![\w.+-])[\w.+-]{1,64}+@[\w-]{1,63}(?:\.[\w-]{1,63}){0,5}", "[почта]"),
    _rule(
        "соба",
        0,
        False,
        rf"(?<![\w.+-])[a-z0-9_.+-]{{1,64}}+ ?соба(?:ка|чка) ?[a-z0-9-]{{1,63}} ?[.,] ?{_ZONE}\b",
        "[почта]",
    ),
    _rule(
        "at @ соба (a) dog",
        0,
        False,
        rf"(?<![\w.+-])(?:[\w+-]{{1,64}} ?(?:\.|точка) ?){{0,2}}[\w.+-]{{1,64}}+ ?(?:[(\[{{<] ?(?:at|a|dog|собак?а?|собачка) ?[)\]}}>]|\bat\b|собака|собачка|@) ?(?:[a-z0-9-]{{1,63}} ?[.,] ?{_ZONE}|[\w-]{{1,63}} ?[(\[]?(?:точка|dot)[)\]]? ?{_ZONE}|(?:м[еэа]йл|яндекс|гмейл|рамблер|mail|gmail|yandex)[ .]?{_ZONE})\b",
        "[почта]",
    ),
    _rule(
        ".com .ru .me .cc .org .click",
        0,
        False,
        rf"(?<![\w.])(?:https?://)?(?:www\.|m\.|web\.)?(?:{_HOSTS}) ?/ ?[^\s<>()\[\]«»,]{{1,300}}",
        "[профиль]",
    ),
    _rule("@", 0, False, r"(?<![\w@.])@ ?[\w.]{3,40}", "[профиль]"),
)
"""For every text, in this order; each of their words has one of the signs that `hide` looks for first."""

ORDINAL_FLAT = re.compile(
    r"(?<![а-яё])(?:(?:двадцать|тридцать|сорок|(?:пять|шесть|семь|восемь)десят) )?"
    r"(?:перв|втор|трет|четв[её]рт|пят|шест|седьм|восьм|девят|десят|[а-я]{3,7}надцат|двадцат|тридцат|сороков|(?:пяти|шести|семи|восьми)десят)"
    r"(?:ая|ой|ую|ья|ей|ью) квартир[а-я]{1,2}(?![а-яё])",
    re.IGNORECASE,
)
"""A flat numbered in words: «в двенадцатой квартире»."""

_CARDINAL = (
    r"(?:ноль|нол[ья]|один|дв[ае]|три|четыре|пять|шесть|семь|восемь|девять|десять|[а-я]{3,7}надцать|двадцать|тридцать|сорок|"
    r"(?:пять|шесть|семь|восемь)десят|девяносто|сто|двести|триста|четыреста|(?:пять|шесть|семь|восемь|девять)сот)(?![а-яё])"
)
SPELLED_TELEPHONE = re.compile(rf"(?<![а-яё]){_CARDINAL}(?:[ ,\-–—]{{1,3}}{_CARDINAL}){{6,20}}+", re.IGNORECASE)
"""A telephone in words, tried where «девят» occurs; amounts of money have «тысяч» between, or fewer words."""

DISGUISED_TELEPHONE = re.compile(
    rf"(?<!\w)\+? ?(?:[78]{SEPARATOR})?[\dоo](?:{SEPARATOR}[\dоoз]){{9}}(?!\w)", re.IGNORECASE
)
"""A telephone with letters instead of some digits: «8-9О3-12З-45-67». One, if six are digits."""

NICKNAME = re.compile(
    r"((?<![а-яёa-z])(?:инст[а-я]{0,8}|телеграм[а-я]{0,2}|тг|ник(?:нейм)?|вк|вконтакте|однокласс[а-я]{1,7}|скайп|skype|логин|аккаунт|instagram|telegram|insta|tg|vk)(?: в [а-яё]{2,12})?[ :–—-]{1,3})"
    r"(?!(?:https?|www|viber|whatsapp|telegram|instagram|vkontakte|online|facebook|skype|youtube)\b)(?=[a-z0-9_.]{0,40}[a-z])[a-z0-9_][a-z0-9_.]{3,40}",
    re.IGNORECASE,
)
"""A nickname behind the name of a network: «инстаграм nina_19»."""
