# ruff: noqa: E501 - a pattern is easier to check on one line
"""Whose the thing or the matter is, and who is hired for it: «на балансе сельсовета», «это к участковому»."""

import re

from etl.structure.replies import actors
from etl.structure.replies.phrases import found, pattern, search

_OWNER = re.compile(
    r"\s(?:[\w-]+\s){0,2}(?:администрации|сельсовета|поссовета|отдела|управления|комитета|министерства|бригады|подрядчика|подрядной|"
    r"управляющей|сетевой|предприятия|совета|района|поселения|республики|дома культуры|клуба|библиотеки|школы|больницы|мастера|участка|службы|компании|дорожной|собственника|владельца|хозяина|заказчика)\b|\s[«\"]"
)
_NOT_KEPT = re.compile(r"(?:\s[\w«»\"-]+){1,4}?\s(?:отсутству\w+|не\s(?:числ|сост|наход|сто)\w+)")
_ADJECTIVES = re.compile(r"\s(?:[\w-]+(?:ого|его|ой|ей|ых|их)\s){0,2}")
_BY_HANDS_OF = re.compile(
    r"\b(?:силами|усилиями|руками)\s(?!жител|собственн|граждан|заявител|населени|жильц|сво|наш|имеющ|всех|общ|вс)[«\"]?[а-яё]{2,}"
)
_HAS_TROUBLE = re.compile(
    r"\bу\s[«\"][^»\"]+[»\"]\s(?:с\w*лом|вышл|вышел|встал|нет|занят|график|очеред|одн|техник|авари|не\sхват)"
)
_OTHERS = (
    r"(?!(?:вас|нас|меня|них|него|нее|всех|кого|заявител\w*|жител\w*|собственник\w*|сосед\w*|бюджет\w*|средств\w*)\b)"
)
_IN_HANDS = re.compile(
    rf"\b(?:акт|бланк|направлени|справк|протокол|смет|талон|рецепт|карточк|путевк|заявк|заказ|поручени|ключ|спис|запись|документ|письмо|дело|обращени|материал|проект)\w*\s(?:\w{{4,6}}\s|на\s\w+\s|от\s\w+\s)?у\s{_OTHERS}\w{{4,}}"
    r"|^(?:в|во)\s.{3,40}?\s(?:обещали|пообещали|подтвердили|заверили|занимаются|готовят)\b"
    rf"|\bза счет\s{_OTHERS}(?:подрядчик|перевозчик|виновн|застройщик|хозяин|хозяев|предприяти|разрез|шахт|карьер|арендатор|поставщик)"
)
_NEAR = 40
_IT_IS = re.compile(
    r"(?:^|[,;]\s)это\s(?:дело|забота|задача|хозяйство|территория|участок)\s(?!наш|ваш|техник|времен|чест|вкус|привыч|принцип|сложн|важн)\w{4,}|"
    r"^(?:это|вопрос(?:ы)?)\s(?:уже\s|не к нам\s)?ко?\s(?!нам|вам|ним|ней|нему|сожален|счаст)[«\"]?\w{4,}"
    r"|\b(?:числ\w{2,4}|закрепл[её]н\w*|записан\w?|оформлен\w?)\sза\s(?!республик|государств|район|нами|вами|ним|ней|ними|вас|черт|предел)[«\"]?\w{4,}"
    r"|\bв\s(?:аренде|пользовании|управлении|ведении|собственности)\sу\s(?!вас|нас|него|нее|них|жител|собственник|граждан|заявител)[«\"]?\w{2,}"
    r"|^это\s(?:ип|ооо|ао|пао|кфх|муп|мку|мбу|гку|«)|(?:^|[,;]\s)исп(?:олнитель)?\.?:?\s(?:ип|ооо|ао|пао|кфх|муп|мку|мбу|гку|гуп|[«\"])"
    r"|\b(?:занима|разбира)ются\s(?:\w+\s){0,2}во?\s(?:управлени|отдел|комитет|министерств|администрац|сельсовет|ведомств|служб)"
    r"|\b(?:контракт|договор|соглашени)\w*\s(?:от\s\S+\s|№\s?\S+\s|на\s\w+\s){0,3}со?\s(?:ооо|оао|пао|ао|ип|кфх|муп|мку|мбу|гку|фирмой|подрядчиком|[«\"])"
    r"|\b(?:в|на)\s(?:мастерск|цех|кузниц|лаборатори|гараж|баз)\w*\s(?:школ|колледж|техникум|лице|завод|муп|ооо|«|больниц|лесхоз|водоканал|дрсу|совхоз|предприяти)\w*"
    r"|\b(?:зам|нач|зав|гл)\.\s?(?:глав|по\s|отдел|участ|инж|врач|спец|директор|нач|клуб|хоз)\w*"
)
"""Whose matter it is, said without a verb: «это к участковому», «исп. ООО «Тагар»», «зам. по ЖКХ»."""


def is_owned(low: str) -> bool:
    """Whether a body is said to own the thing or to have it in its charge: «на балансе … сельсовета»."""
    if (
        ("ми " in low and _BY_HANDS_OF.search(low))
        or _HAS_TROUBLE.search(low)
        or _IT_IS.search(low)
        or (search(low, "kept") and _IN_HANDS.search(low))
    ):
        return True
    for match in found(low, "owner"):
        if is_turned_to(low, match.start()) or _NOT_KEPT.match(low, match.end()):
            continue
        behind = low[match.end() : match.end() + 50]
        if _OWNER.match(behind) or pattern("proper").match(behind.strip()) or _leads_to_actor(behind):
            return True
    return False


def _leads_to_actor(behind: str) -> bool:
    """Whether one who acts stands at once behind, adjectives aside: «на балансе районного водоканала»."""
    return any(_ADJECTIVES.fullmatch(behind[: match.start()]) for match in actors.found(behind, "genitive"))


def is_hired(low: str) -> bool:
    """Whether somebody is said to be hired, asked or made to do it: «договорились с подрядчиком»."""
    return any(
        match.end() <= one.start() <= match.end() + _NEAR
        for match in found(low, "hired")
        for case in ("instrumental", "dative", "accusative", "genitive")
        for one in actors.found(low, case)
    ) or any(
        0 <= match.start() - one.end() <= 1
        for match in found(low, "hired")
        for one in (*actors.found(low, "genitive"), *actors.found(low, "dative"))
    )


def is_turned_to(low: str, start: int) -> bool:
    """Whether the reader is sent there, and nobody is said to answer for the matter."""
    return search(low[:start], "turn") is not None and not search(low, "duty", "outside")
