"""Does a question lead? Own rules, each with a sentence of why; how often they are right is measured on a labelled set
(docs/polls.md). They advise: people decide.

After Payne S. The Art of Asking Questions. 1951; Schuman H., Presser S. Questions and Answers in Attitude Surveys.
1981.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """fragment: what of the text it is about; why: a sentence; leads: whether it pushes towards an answer."""

    code: str
    fragment: str
    why: str
    leads: bool = True


def _rule(code: str, why: str, *patterns: str, unless: str = "") -> tuple[str, str, re.Pattern[str], str]:
    return code, why, re.compile("|".join(patterns)), unless


_BOTH_SIDES = r"\bили\b"
_ASKS_YES = r"\b(?:ли|оцениваете|оцените|довольны|устраивает|устраивают|поддерживаете|одобряете)\b"
_NO_ADJECTIVE = r"(?!\w*(?:ых|их|ый|ий|ая|ое|ые|ие|ой|ого|ую)\b)"
_RULES = (
    _rule(
        "agree",
        "подсказывает согласие: люди чаще соглашаются с тем, что им прочли. Назовите обе стороны: «за или против».",
        r"\bсоглас(?:ны|ен|на|итесь)\b",
        r"\b(?:поддержива|одобря)ете\b",
        r"\bподдержите\b",
        r"\bсчитаете ли вы\b",
        unless=_BOTH_SIDES,
    ),
    _rule(
        "negation",
        "отрицание в вопросе подсказывает ответ, и непонятно, что значит «да». Спросите прямо.",
        r"\bне (?:счита|кажется|думае|находите|пора|правда|так ли|лучше ли|надоел)\w*",
        r"\bне хотели\b",
        r"\b(?:разве|неужели|ведь|же не|конечно)\b",
        r"\bправда ли\b",
        r"\bхватит ли\b",
        r"\bне против\b.*\bне\b",
    ),
    _rule(
        "authority",
        "ссылка на чужое мнение подсказывает, какой ответ «правильный». Уберите её.",
        r"\b(?:как )?известно\b",
        r"\b(?:специалисты|эксперты|уч[её]ные|врачи|депутаты)\b",
        r"\bпо мнению\b",
        r"\bбольшинство\b",
        r"\bвсе (?:понимают|знают|жители|хотят|согласны)",
        r"\bкаждый (?:ответственн|разумн|нормальн|уважающ|настоящ)\w*",
        r"\bадминистраци\w+ (?:предлагает|считает|рекомендует)",
    ),
    _rule(
        "loaded",
        "слово с оценкой решает за человека. Назовите предмет без оценки.",
        r"\b(?:безобразн|ужасн|позорн|возмутительн|отвратительн|долгожданн|прекрасн|замечательн|бессмысленн|бесполезн|грязн|уютн)\w*",
        r"\b(?:разумн|справедлив|нормальн|плох|чист)(?:ый|ая|ое|ые|ого|ой|ую|ым|ыми|ых|ие|ими)\b",
        r"\bсправедливым\b",
        r"\b(?:наконец|давно пора)\b",
        r"\b(?:бездействи|халатност|произвол|разгильдяй)\w*",
        r"\bникому не нужн\w*",
        r"\bсовременн\w+ и \w+",
        r"\bслишком\b",
    ),
    _rule(
        "presumes",
        "вопрос считает решённым то, о чём спрашивает. Сначала спросите, так ли это.",
        r"\bпочему вы (?:довольны|недовольны|за|против|поддержива\w+|не \w+)",
        r"\bнасколько (?:улучшил|ухудшил|хорош|плох|удобн|лучше|хуже|выросл)\w*",
        r"\bкак сильно\b",
        r"\bчто вам (?:больше всего )?(?:не )?нравится",
        r"\bперестали ли\b",
        r"\bсделать \w+ лучше\b",
    ),
    _rule(
        "consequence",
        "вопрос пугает или обещает: отвечают на это, а не на вопрос. Уберите последствия.",
        r"\bчтобы (?:дети|никто|люди|не)\b",
        r"\bради (?:безопасности|детей|будущего|здоровья|жизни)\w*",
        r"\bпока не (?:поздно|случил\w*)",
        r"\bво избежание\b",
    ),
    _rule(
        "extreme",
        "«всегда» и «никогда» почти никому не подходят, и ответ предрешён. Назовите срок или частоту.",
        r"\b(?:всегда|никогда|абсолютно|совершенно|единственн\w+)\b",
    ),
    _rule(
        "two_at_once",
        "в одном вопросе два: за одно можно быть, за другое нет. Разделите его.",
        rf"\b{_NO_ADJECTIVE}\w{{3,}} и {_NO_ADJECTIVE}\w{{3,}}",
        r"\bа также\b",
    ),
)
_NEEDS_YES = {"two_at_once", "extreme"}
"""Rules of questions that are answered by yes or no or by a mark: where options are named, both may be among them."""
_GOOD = re.compile(r"^(?:да|за|отлично|хорошо|очень хорошо|поддерживаю|согласен|полностью согласен|нужн\w*|удобно)\b")
_BAD = re.compile(r"^(?:нет|против|плохо|очень плохо|ужасно|неудобно|не (?:поддерж|соглас|нуж|хоч|устра|довол)\w*)\b")
_WAY_OUT = re.compile(
    r"затрудня|друго|вс[её] равно|без разницы|ни один|никак|ничего|нигде|не знаю|ещ[её] не решил|как есть"
)
_LONGEST = 30


def faults(question: str, options: Sequence[str] = ()) -> list[Fault]:
    """What is wrong with the words of a question, those that lead first."""
    text = " ".join(question.lower().replace("ё", "е").split())
    found = [fault for rule in _RULES if (fault := _found(rule, text))]
    return [*found, *_of_options(options), *_advice(text, options)]


def leads(question: str, options: Sequence[str] = ()) -> bool:
    """Whether some rule says that the question pushes towards an answer."""
    return any(one.leads for one in faults(question, options))


def _found(rule: tuple[str, str, re.Pattern[str], str], text: str) -> Fault | None:
    code, why, pattern, unless = rule
    if (unless and re.search(unless, text)) or (code in _NEEDS_YES and not re.search(_ASKS_YES, text)):
        return None
    hit = pattern.search(text)
    return Fault(code, hit.group(0), f"«{hit.group(0)}»: {why}") if hit else None


def _of_options(options: Sequence[str]) -> list[Fault]:
    """More answers on one side than on the other pull towards it."""
    plain = [one.lower().replace("ё", "е").strip() for one in options]
    good, bad = (sum(bool(side.match(one)) for one in plain) for side in (_GOOD, _BAD))
    if good == bad or good + bad < 2 or not (good and bad) or abs(good - bad) < 1:
        return []
    why = f"ответов «за» {good}, «против» {bad}: вариантов поровну с обеих сторон нет. Уравняйте их."
    return [Fault("uneven", f"{good}:{bad}", why)]


def _advice(text: str, options: Sequence[str]) -> list[Fault]:
    """What leads nowhere but spoils the answers."""
    made = []
    if len(text.split()) > _LONGEST:
        made.append(Fault("long", "", f"В вопросе больше {_LONGEST} слов: его не дочитают. Сократите.", leads=False))
    numbers = options and all(one.strip().isdigit() for one in options)
    if options and not numbers and not any(_WAY_OUT.search(one.lower()) for one in options):
        why = "Нет ответа «затрудняюсь», «другое» или «ничего»: кому ничто не подходит, ответит наугад или уйдёт."
        made.append(Fault("no_way_out", "", why, leads=False))
    return made
