# ruff: noqa: E501 - a pattern is easier to check on one line
"""Patterns of what identifies a person by number or address: telephones, documents, accounts, profiles, flats, dates of birth.

Every repetition is bounded or possessive, so that each pattern is linear in the text. A rule is tried only where its `words`
occur in the lower-case text (any of them; none means always), where the text has the `digits` its pattern needs at least, and,
when `is_long`, where five digits stand together.
"""

import re
from typing import NamedTuple

_SEPARATOR = r"[ \u00a0.()\-–—‑]{0,4}"
_DATE = r"(?:\d{1,2}[./\-]\d{1,2}[./\-]\d{2,4}|\d{1,2} [а-я]{3,8} \d{4}|\d{4})"
_HOSTS = (
    r"vk\.(?:com|ru|cc|me)|vkontakte\.ru|ok\.ru|odnoklassniki\.ru|t\.me|telegram\.(?:me|org)|instagram\.com|facebook\.com|"
    r"fb\.com|wa\.me|tiktok\.com|youtube\.com|twitter\.com|x\.com|dzen\.ru|my\.mail\.ru|viber\.(?:com|click)|max\.ru|rutube\.ru"
)
_TELEPHONE_WORDS = (
    r"(?:тел(?:ефон[а-я]{0,3})?|сот(?:ов[а-я]{2})?|моб(?:ильн[а-я]{2})?|вайбер[а-я]{0,2}|whats ?app|viber|в[оа][тц]{1,2}с?ап[а-я]{0,2}|"
    r"факс|(?:до|по|пере)?звон[а-я]{1,6}|(?<![а-яё])т)"
)
_FILLER = r"(?:[\s.,:№-]{1,5}(?:по номеру|на номер|номер[а-я]{0,2}|мой|по|для связи|связи)?[\s:№-]{0,4})"
_STREET = r"(?:ул\.?|улиц[а-я]{1,2}|пер\.?|переул[а-я]{1,4}|мкр\.?|проспект[а-я]{0,2}|пр-т)"


class Rule(NamedTuple):
    """One kind of identifier and the word that replaces it. hint: instead of a word, for what is too short to be one."""

    words: tuple[str, ...]
    digits: int
    is_long: bool
    pattern: re.Pattern[str]
    replacement: str
    hint: re.Pattern[str] | None = None

    def may_apply(self, lower: str) -> bool:
        """Whether the lower-case text has any of the words, or the hint."""
        for word in self.words:  # a loop: with so few words `any` costs more than the search itself
            if word in lower:
                return True
        return not self.words or (self.hint is not None and self.hint.search(lower) is not None)


def _rule(words: str, digits: int, is_long: bool, pattern: str, replacement: str, hint: str = "") -> Rule:
    compiled = re.compile(pattern, re.IGNORECASE)
    return Rule(tuple(words.split()), digits, is_long, compiled, replacement, re.compile(hint) if hint else None)


WITHOUT_DIGITS = (
    _rule("@id", 0, False, r"@id\d{1,15} \([^()\n]{0,80}\)", "[имя]"),
    _rule("[id", 0, False, r"\[id\d{1,15}(?::[^\[\]|]{0,80})?\|[^\[\]\n]{0,80}\]", "[имя]"),
    _rule("@", 0, False, r"(?<![\w.+-])[\w.+-]{1,64}+@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}", "[почта]"),
    _rule(
        "(at) [at] @ собака",
        0,
        False,
        r"(?<![\w.+-])[\w.+-]{1,64}+ ?(?:\(at\)|\[at\]|@|\(собака\)|собака) ?[\w-]{1,63} ?(?:\.|точка) ?(?:ru|com|рф|org|net|su|ру)\b",
        "[почта]",
    ),
    _rule(
        ".com/ .ru/ .me/ .cc/ .org/ .click/",
        0,
        False,
        rf"(?<![\w.])(?:https?://)?(?:www\.|m\.|web\.)?(?:{_HOSTS})/[^\s<>()\[\]«»,]{{1,300}}",
        "[профиль]",
    ),
    _rule("@", 0, False, r"(?<![\w@.])@[A-Za-z_][\w.]{2,40}", "[профиль]"),
)
"""For every text, in this order; each of their words has one of the signs that `hide` looks for first."""

WITH_DIGITS = (
    _rule("id", 5, True, r"(?<![\w])id ?\d{5,12}(?!\d)", "[профиль]"),
    _rule(
        "родил рожд р. др",
        4,
        False,
        rf"((?:родил[а-я]{{1,4}}|рождени[а-я]{{1,2}}|рожд\.|д\. ?р\.|\bдр\b)[\s:,–-]{{0,4}}(?:[а-я]{{1,4}} )?){_DATE}(?: ?г(?:оду|ода|\.)?(?![а-яё]))?",
        r"\1[дата рождения]",
    ),
    _rule(
        "г. г/р гр рожд",
        4,
        False,
        rf"(?<!\d){_DATE}[ ,]{{0,2}}(?:г\. ?р\b\.?|г/р|года? рожд[а-я]{{0,5}}\.?|г\. ?рожд[а-я]{{0,5}}\.?|гр\b\.?|рождения)",
        "[дата рождения]",
    ),
    _rule("снилс", 11, True, r"(снилс[\s:№#-]{0,5}(?:номер |страховой )?)\d(?:[ \-]{0,2}\d){10}(?!\d)", r"\1[СНИЛС]"),
    _rule("", 11, True, r"(?<!\d)\d{3}[ -]\d{3}[ -]\d{3}[ -]{1,2}\d{2}(?!\d)", "[СНИЛС]"),
    _rule("инн", 12, True, r"(инн[\s:№#-]{0,5})\d(?: ?\d){11}(?!\d)", r"\1[ИНН]"),
    _rule(
        "паспорт сери п/п",
        10,
        True,
        r"((?:паспорт|серии|серия|п/п)[а-я]{0,3}[^\d\n]{0,40}?)\d{2} ?\d{2}[ ,]{0,2}(?:(?:№|N|номер|н)\.?)?[ :№]{0,3}\d{3} ?\d{3}(?!\d)",
        r"\1[паспорт]",
    ),
    _rule("№ n номер", 10, True, r"(?<!\d)\d{2} ?\d{2} ?(?:№|N|номер) ?\d{6}(?!\d)", "[паспорт]"),
    _rule("подразделен", 6, True, r"(код[а-я]{0,2} подразделения[\s:№-]{0,4})\d{3}[- ]?\d{3}(?!\d)", r"\1[паспорт]"),
    _rule("", 20, True, r"(?<!\d)\d{20}(?!\d)", "[счёт]"),
    _rule(
        "лицев л/с лс",
        2,
        True,
        r"((?:лицев[а-я]{2,3} сч[её]т[а-я]{0,2}|л/с(?:ч[её]т)?|\bлс)[\s:№#-]{0,5}(?:номер )?)\d[\d -]{4,24}\d",
        r"\1[счёт]",
    ),
    _rule("", 16, True, r"(?<![\d.,])\d{4}([ \u00a0-]?)\d{4}\1\d{4}\1\d{4}(?:\1?\d{1,3})?(?!\d)", "[карта]"),
    _rule("", 11, True, rf"(?<![\w.,])(?:\+ ?7|8|7)(?:{_SEPARATOR}\d){{10}}(?!\d)", "[телефон]"),
    _rule("+", 8, True, rf"\+ ?\d{{1,3}}(?:{_SEPARATOR}\d){{7,12}}(?!\d)", "[телефон]"),
    _rule(
        "9",
        10,
        True,
        rf"(?<![\w.,])\(?9\d{{2}}{_SEPARATOR}\d{{3}}{_SEPARATOR}\d{{2}}{_SEPARATOR}\d{{2}}(?!\d)",
        "[телефон]",
    ),
    _rule("(", 8, True, r"(?<!\d)\(\d{3,5}\) ?\d{1,3}[- ]?\d{2}[- ]?\d{2}(?!\d)", "[телефон]"),
    _rule("", 12, True, r"(?<![\d.,])\d{12}(?!\d)", "[ИНН]"),
    _rule("", 10, True, r"(?<![\d.,])\d{2}(?: \d{2} | ?\d{2} )\d{6}(?!\d)", "[паспорт]"),
    _rule(
        "тел сот моб вайбер app viber ап факс звон",
        5,
        True,
        rf"({_TELEPHONE_WORDS}{_FILLER})(?:\d[ \-.]?){{4,11}}\d(?![\d.])",
        r"\1[телефон]",
        r"т(?<![а-яё]т)[\s.,:№-]",
    ),
    _rule("-", 5, True, r"(?<![\d\-./,])\d-\d{2}-\d{2}(?![\d\-.])", "[телефон]"),
    _rule(
        "-",
        6,
        True,
        r"(?<![\d\-./,])(?:\d{3}-\d{2}-\d{2}|[4-9]\d-\d{2}-\d{2}|\d{2}-(?:1[3-9]|[2-9]\d)-\d{2})(?![\d\-.])",
        "[телефон]",
    ),
    _rule(
        "кв ком",
        1,
        False,
        r"(?<![а-яё])(?:кв|квартир[а-я]{0,3}|комн|комнат[аеуы]|ком)\.? ?(?:№|N)? ?\d{1,4}(?: ?[а-д](?![а-яё]))?(?!\d)",
        "[квартира]",
    ),
    _rule(
        "кв",
        1,
        False,
        r"(?<![\d.,])\d{1,4}(?:-?(?:й|я|ой|ую|ая))? (?:квартир(?:а|е|у|ой)|кв)(?![а-яё.]|\.? ?м)",
        "[квартира]",
    ),
    _rule("квартиры", 1, False, r"(?<![\d.,])\d{1,4}-?(?:й|ой) квартиры(?![а-яё])", "[квартира]"),
    _rule(
        "- – —",
        2,
        False,
        rf"((?<![а-яё]){_STREET}\s{{1,2}}(?:[\w.]{{1,25}}[ ,]{{1,2}}){{1,3}}?(?:д\.? ?|дом )?\d{{1,3}}[а-д]?)(?: ?[-–—] ?)\d{{1,3}}(?![\d\-.]|-?[а-яё])",
        r"\1-[квартира]",
    ),
    _rule(
        "д. дом", 2, False, r"((?<![а-яё])(?:д\. ?|дом )\d{1,3}[а-д]?)(?: ?[-–—] ?)\d{1,3}(?![\d\-.])", r"\1-[квартира]"
    ),
)
"""For texts with digits, in this order: what has a word before it first, bare shapes after it."""

_UP_TO = tuple(tuple(rule for rule in WITH_DIGITS if rule.digits <= count) for count in range(21))
"""Rules that a text with so many digits can need; the last entry serves all longer ones."""

_LONG = re.compile(r"\d(?:(?:[ \u00a0.()\-–—‑]{0,4}\d){4}|\d ?(?:№|n))")
_DIGIT = re.compile(r"\d")


def hide(text: str) -> str:
    """The text with every identifier replaced."""
    lower = text.lower()
    if "/" in lower or "@" in lower or "собака" in lower or "[" in lower or "(at)" in lower:
        for rule in WITHOUT_DIGITS:
            if rule.may_apply(lower):
                text = rule.pattern.sub(rule.replacement, text)
    digits = len(_DIGIT.findall(text))
    if not digits:
        return text
    is_long = _LONG.search(lower) is not None
    for rule in _UP_TO[min(digits, len(_UP_TO) - 1)]:
        if (is_long or not rule.is_long) and rule.may_apply(lower):
            text = rule.pattern.sub(rule.replacement, text)
    return text
