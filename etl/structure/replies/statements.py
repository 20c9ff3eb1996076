# ruff: noqa: E501 - a pattern is easier to check on one line
"""What one sentence of a reply says."""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from functools import lru_cache

from etl.structure.places.inflection import reading
from etl.structure.replies import dates, plain
from etl.structure.replies.announced import PHONE, is_announced
from etl.structure.replies.bodies import names_responsible
from etl.structure.replies.claims import claims, is_unreal
from etl.structure.replies.phrases import found, pattern, search
from etl.structure.replies.proofs import has_basis, has_proof
from etl.structure.replies.refusals import (
    gives_reason,
    is_against_rule,
    is_anothers,
    is_unable,
    names_reason,
    refuses,
    says_no,
)
from etl.structure.replies.results import is_granted, tells_outcome
from etl.structure.replies.roles import names_role
from etl.structure.replies.sentences import clauses, without_topic
from etl.structure.replies.shapes import is_active

_POLITE = re.compile(
    r"^(?:здравствуйте|добрый (?:день|вечер)|доброе утро|уважаем\w+|благодарим|благодарю|благодарны|благодарит|благодарен|спасибо|с уважением|приносим|извин\w+|"
    r"просим извинить|надеемся|желаем|всего доброго|хорошего дня|будьте здоровы)\b"
)
_SIGNATURE = re.compile(
    r"^(?:с уважением|исп(?:олнитель)?\b|глава|и\.?\s?о\.?|врио|начальник|заместитель|руководитель|директор|председатель|"
    r"первый заместитель|(?:гл|зам|нач|зав|вед)\.\s|управляющ\w+ делами|ведущий специалист|главный специалист|специалист)"
)
_VERB = re.compile(
    r"\b\w{3,}(?:ет|ут|ют|ит|ат|ят|ется|утся|ются|ится|атся|ятся|ен[аоы]?|ан[аоы]?|л[аои]?|лся|лись|лась)\b"
)
_FIGURE = re.compile(
    rf"\d[\s.,]*(?:{'|'.join(('руб', 'тыс', 'млн', 'км', 'метр', 'м2', 'м3', 'куб', 'гкал', 'квт', 'кв', '%', 'процент', 'градус', 'дом', 'сем', 'человек', 'чел', 'штук', 'шт', 'единиц', 'светильник', 'контейнер', 'лет', 'опор', 'ламп', 'рейс', 'машин', 'тонн', 'литр', 'мест', 'ставк', 'гектар', 'га', 'балл', 'собак', 'фонар', 'смен', 'см', 'мм', 'мг', 'вольт', 'атм', 'м', 'ед', 'коп', 'объект', 'участк', 'улиц', 'точ'))})"
)
_SCHEDULE = re.compile(
    r"\bпо (?:понедельникам|вторникам|средам|четвергам|пятницам|субботам|воскресеньям|будням|рабочим дням|четным|нечетным|выходным)\b|"
    r"\bс \d{1,2}(?:[:.]\d\d)? (?:часов )?до \d{1,2}|\b(?:раз|раза) в (?:\d+ )?(?:недел|месяц|день|сутки|год|квартал|дн)|\bкажд(?:ый|ую|ое|ые) (?:понедельник|вторник|сред|четверг|пятниц|суббот|воскрес|втор|\d)|"
    r"\b\d{1,2}:\d\d\b"
)
_ASKS_LEAVE = re.compile(
    r"\b(?:можно|нельзя) ли\b|\bможно\b(?:(?!\bможно\b)[^.?!])*\?|\bможно\s\w+(?:ть|ти)\b|\b(?:раз|по)реш|\bпозвол|\b(?:дайте|дадите|выделите|продайте)\b"
)
_ASKS_WHO = re.compile(r"\b(?:кто|кому|кого|кем|чей|чья|чье|чьи)\b(?! не)")


@dataclass
class Statement:
    """One sentence of a reply. acts, dated, named: of the matter itself, not of the way of the letter.
    start: where it begins to tell, behind «сообщаем, что» or what the citizen has written.
    """

    low: str
    claims: bool = False
    acts: bool = False
    dated: bool = False
    named: bool = False
    has_date: bool = False
    has_responsible: bool = False
    has_proof: bool = False
    has_basis: bool = False
    refuses: bool = False
    is_outside: bool = False
    is_ruled_out: bool = False
    has_reason: bool = False
    explains: bool = False
    is_handling: bool = False
    is_general: bool = False
    is_because: bool = False
    is_deed: bool = False
    is_talk: bool = False
    is_plain: bool = False
    is_missing: bool = False
    has_happened: bool = False
    has_amount: bool = False
    start: int = 0

    @property
    def has_substance(self) -> bool:
        """Whether it says anything that makes a reply more than a formal one."""
        refused = self.refuses and self.has_reason
        return self.claims or self.acts or self.dated or self.named or refused or self.explains


def statements(sentences: list[str], letter: str, asked_about: Set[str]) -> list[Statement]:
    """What the sentences of a reply say; letter: in small letters, whose own days and people count for nothing;
    asked_about: its roots.
    """
    days, asks_who = dates.days_named(letter), _ASKS_WHO.search(letter) is not None
    asks_leave = _ASKS_LEAVE.search(letter) is not None
    last = len(sentences) - 1
    return [
        _beside_letter(
            _statement(
                one, days if _DIGIT.search(one) else _NO_DAYS, letter if _CAPITAL.search(one, 1) else "", asks_who
            ),
            asked_about,
            asks_leave=asks_leave,
        )
        for number, one in enumerate(sentences)
        if not (number >= last - 1 and (number or not (asks_who or PHONE.search(one))) and _is_signature(one))
    ]


def _beside_letter(one: Statement, asked_about: Set[str], *, asks_leave: bool) -> Statement:
    """The same, said to be done where it is told of what the letter is about, or refused where the letter asks for
    leave and is told «нет»; statements are shared, so a copy.
    """
    if asks_leave and not one.refuses and says_no(one.low):
        return replace(one, refuses=True, has_reason=True)
    if one.claims or one.refuses:
        return one
    tells = is_granted if one.is_handling else tells_outcome
    return replace(one, claims=True) if tells(one.low[one.start :], asked_about) else one


_NO_DAYS: frozenset[tuple[int, int]] = frozenset()
_SHORTEST = 3
_RESTATED = re.compile(
    r"\W*(?:(?:(?:(?:в|из|согласно)\s)?(?:сво\w+\s|ваш\w+\s|данн\w+\s)?(?:обращени|письм|жалоб|заявлени|сообщени)\w+,?\s(?:вы\s)?|(?:как\s)?вы\s|заявител\w+\s)"
    r"(?:(?:(?:нам|также|что|правильно|верно|ранее)\s){0,2}(?:пиш\w+|пис\w+|сообща\w+|сообщил\w*|утвержда\w+|указыва\w+|указал\w*|указан\w*|жалу\w+|спрашива\w+|спросил\w*|говорит\w+|счита\w+|отмеча\w+|изложен\w+|упомина\w+)"
    r"(?:(?:[^;«]|«[^»]*»)*?(?=,\s(?:но|однако|а|между тем|при этом|на деле)\b|\s[—–]\s)|[^;]*)|(?:прос(?:ите|или|ит|ил|ила)|хот(?:ите|ели))\s[^,;—–]*(?:,\s|$))"
    r"|(?:по|с|со)\s(?:ваш\w+\sслов(?:ам)?|слов(?:ам)?\sзаявител\w+),?\s[^;]*)"
)
"""What the citizen has written, told back to him; what stands behind «но», a dash or a new sentence is the reply's."""
_INTRODUCED = re.compile(r"\b(?:рассмотр|изучи|обращени|сообщени|заявлени|письм)\w*")
"""«…, рассмотрев Ваше обращение, поступившее 14.03.2026, сообщает.» only says that an answer follows."""
_NO_VERB = re.compile(r"\b(?:[А-ЯЁ][\w-]*|отдела|подотдела|дела|села)\b")
"""Names and words of posts that look like verbs to `_VERB`: «Елена», «отдела»."""
_DIGIT, _CAPITAL = re.compile(r"\d"), re.compile("[А-ЯЁ]")


def _is_signature(sentence: str) -> bool:
    low = reading(sentence)
    if low.startswith("исп") and not PHONE.search(low):
        return False  # «Исполнитель — подрядная организация» is no signature
    if not _SIGNATURE.match(low) or len(low.split()) > 16 or " — " in sentence:
        return False
    return not _VERB.search(_NO_VERB.sub("", sentence))


@lru_cache(maxsize=10_000)
def _statement(sentence: str, asked_days: frozenset[tuple[int, int]], letter: str, asks_who: bool) -> Statement:
    """The same sentence stands in many replies; what it is compared with is left out where nothing can be alike."""
    low = reading(sentence)
    if len(low) != len(sentence):
        sentence = low  # a letter that has no small one of its own: nothing is told by capitals then
    made = Statement(low)
    made.has_basis = has_basis(low)
    if _POLITE.match(low) and len(clauses(low)) == 1 and not (claims(low) or search(low, "sent")):
        made.is_talk = True
        return made
    reported = search(low, "report")
    if reported and len(low) - reported.end() <= _SHORTEST and _INTRODUCED.search(low):
        return made
    start = (
        reported.end() if reported and len(low) - reported.end() > _SHORTEST else 0
    )  # behind «по Вашему вопросу … сообщаем, что»
    if restated := _RESTATED.match(low, start):
        start = restated.end()
    made.start = start
    _add_told(made, sentence[start:], low[start:], asked_days, letter, asks_who)
    return made


def _add_told(
    made: Statement,
    told: str,
    low: str,
    asked_days: frozenset[tuple[int, int]],
    letter: str,
    asks_who: bool,
) -> None:
    made.claims = claims(low)
    made.acts = search(low, "acted") is not None and not is_unreal(low, pattern("acted"))
    made.is_deed = made.claims or made.acts or is_active(low)
    is_duty = asks_who or search(low, "duty") is not None
    for start, end in clauses(low):
        _add_clause(made, told[start:end], low[start:end], asked_days, letter, is_duty=is_duty)
    if asks_who and _NAME_ALONE.fullmatch(told):
        made.has_responsible = made.named = True
    # Who is told by his part alone, or under a colon, stands in no clause of his own.
    if not made.named and (names_role(told, low) or is_announced(told, low)):
        made.has_responsible = made.named = True
    made.has_proof = has_proof(low)
    made.is_outside = search(low, "outside") is not None or is_unable(low) or is_anothers(low)
    made.is_ruled_out = is_against_rule(low)
    made.refuses = not made.is_handling and (made.is_outside or made.is_ruled_out or refuses(low))
    # What is another's or against a rule is its own reason; any other refusal has to say one.
    made.has_reason = made.is_outside or made.is_ruled_out or (gives_reason(low) if made.refuses else names_reason(low))
    made.is_general = search(low, "general") is not None
    made.is_because = search(low, "because") is not None
    made.is_talk = search(low, "talk") is not None
    made.is_plain = not (made.is_handling or made.is_talk or made.is_general) and plain.is_plain(low)
    # Of a letter's way through the office nothing of the matter is told, whatever its words.
    if not made.is_handling:
        made.is_missing = plain.is_missing(low)
        made.has_happened = plain.has_happened(low)
        made.has_amount = plain.has_amount(low)
    made.has_reason |= made.refuses and (
        (made.is_plain and _says_more(low)) or (made.is_missing and "основан" not in low)
    )
    made.explains = made.is_missing or _explains(low, made)


_NAME_ALONE = re.compile(r"\W*(?:[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?\s){1,2}[А-ЯЁ][а-яё]{2,}\W*")
"""A name and a surname that are all a sentence says, when the letter asks who."""
_ENOUGH = 2
_SORRY = re.compile(r"\W*(?:к сожалению|увы|к счастью|уважаем\w+ \w+)\W*")


def _says_more(low: str) -> bool:
    """Whether a refusing sentence has a clause besides the refusal: «строить не станут, летом ходит лодка»."""
    parts = (low[start:end] for start, end in clauses(low))
    return any(len(one.split()) >= _ENOUGH and not (_SORRY.fullmatch(one) or refuses(one)) for one in parts)


def _add_clause(
    made: Statement, clause: str, low: str, asked_days: frozenset[tuple[int, int]], letter: str, *, is_duty: bool
) -> None:
    is_handling = any(
        not (
            _MAY_BE_OF_READER.match(one[0])
            and (_OF_READER.search(low[: one.start()]) or _OF_MONEY.match(low, one.end()))
        )
        for one in found(low, "handling")
    )
    bare = without_topic(low) if is_handling else low
    acts = bool(search(bare, "fixed", "acted", "labour", "work") or search(bare, "ahead"))
    if is_handling:
        bare = _QUOTED.sub(" ", pattern("handling").sub(" ", bare))
        acts = bool(search(_PURPOSE.sub(" ", bare), "fixed", "labour", "work"))
    made.is_handling |= is_handling
    named = [one for one in dates.mentions(low) if _is_told_now(one, low, asked_days)]
    is_dated = bool(named)
    if is_dated:
        made.has_date = True
        made.dated |= (not is_handling or acts) and not all(dates.is_denied(low, one) for one in named)
    if names_responsible(
        clause, low, acts=acts, is_duty=is_duty, is_handling=is_handling, told_active=made.is_deed, letter=letter,
        is_dated=is_dated,
    ):  # fmt: skip
        made.has_responsible = True
        made.named |= not is_handling or acts


_MAY_BE_OF_READER = re.compile(r"(?:направл|передан|зарегистр|получ|поступ|отправл|постав)")
_OF_READER = re.compile(
    r"\b(?:(?:вы|не)|(?:средств|деньг|лекарств|препарат|вакцин|угл|уголь|запчаст|товар|хлеб|вод[аы]|насос|оборудовани|мебел|книг|мяс|дров|субсиди|рубл|дотаци|бригад|техник|машин|автобус|трактор|грейдер)\w*(?:\s\w+)?)\s$"
)
"""«Вы не зарегистрированы», «показания не переданы», «средства направлены на школу» are not about the letter."""
_OF_MONEY = re.compile(r"\s(?:[\w-]+\s)?\d[\d\s,.]*\s?(?:млн|млрд|тыс|руб|кг|тонн|куб|литр|комплект|штук|шт)")
_QUOTED = re.compile(r"[«\"][^»\"]*[»\"]")
_PURPOSE = re.compile(r"\bдля\s.*")


_APPOINTED = re.compile(r"\b(?:запис(?:али|ан)|назнач|перенес|состо(?:ит|ял)|прид[её]|приед|жд[еу]|отлож|сдвин)\w*")


def _is_told_now(one: dates.Mention, low: str, asked_days: frozenset[tuple[int, int]]) -> bool:
    """Whether a date is the reply's own: what the letter has named counts only beside what is done or planned."""
    if one.day is None or one.day not in asked_days:
        return True
    return bool(search(low, "ahead") or claims(low) or _APPOINTED.search(low))


def _explains(low: str, made: Statement) -> bool:
    """Concrete words on the matter itself: a cause, figures, a schedule, who owns it, where to turn with what."""
    is_law = search(low, "general_law") is not None
    if made.is_handling and not search(low, "fact", "cause"):
        return False
    return sum(_cues(low, is_law=is_law)) >= 2


def _cues(low: str, *, is_law: bool) -> Iterator[int]:
    is_general = search(low, "turn_general") is not None
    if cause := search(low, "cause"):
        yield 2 if search(low[cause.end() :], "cause_thing") else 0
    if _DIGIT.search(low) and _FIGURE.search(low):
        yield 2
    if (_DIGIT.search(low) or dates.may_be_in_words(low)) and _SCHEDULE.search(low) and not is_general:
        yield 2
    if search(low, "fact") and not is_law:
        yield 2
    if search(low, "turn") and not is_general:
        yield 2 if search(low, "where") or PHONE.search(low) else 0
