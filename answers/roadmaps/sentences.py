"""What has come of a roadmap in plain words: the interval first, the statistics behind it last."""

from collections.abc import Sequence

from analysis.effect import FEWEST_DONORS, Effect, Verdict
from answers.roadmaps.effect import Fact
from answers.roadmaps.measured import BETTER, NOT_PROVED, UNKNOWN, WORSE, Measured, Span
from answers.roadmaps.promise import Prospect
from answers.roadmaps.writing import SilentChannel
from data.decisions.roadmaps import BY_COUNT, NOT_BY_COUNT
from data.decisions.roadmaps.read import Roadmap, Target
from words import format

LESS_WRITTEN = "Меньше пишут, а не меньше проблем?"
NO_COMPARISON = (
    "Карта — на весь район: сравнить его не с кем. Заведите карту на поселение или населённый пункт, "
    "тогда изменение считается против остальных."
)
NOT_SEEN = "Изменение считается против всех других мест: его видит тот, кому открыты все записи района."
_FEW = (
    "Чисел не хватает: нужны четыре полных квартала до начала, один после и по пять записей до начала — здесь и в "
    "местах, с которыми сравниваем."
)


def told(effect: Effect) -> str:
    """«Записей стало меньше на 31–70 %, вероятнее всего на 52 %.»"""
    if effect.change is None or effect.low is None or effect.high is None:
        return _FEW
    middle, likely = signed(effect.change), f"вероятнее всего на {_percent(abs(effect.change))}"
    if effect.verdict is Verdict.FELL:
        return f"Записей стало меньше на {_span(-effect.high, -effect.low)}, {likely}."
    if effect.verdict is Verdict.ROSE:
        return f"Записей стало больше на {_span(effect.low, effect.high)}, {likely}."
    ends = f"от {signed(effect.low)} до {signed(effect.high)}"
    if effect.verdict is Verdict.DID_NOT_FALL:
        return f"Изменение {ends}, вероятнее всего {middle}: обещанного снижения нет."
    return f"Изменение {ends}, вероятнее всего {middle}: это может быть и случай."


def too_early(fact: Fact) -> str:
    """When the first whole weeks will have passed."""
    return f"Рано судить: полные {fact.months} мес. пройдут {format.day(fact.on)}."


def aim_met(effect: Effect, target: Target) -> str:
    """Whether the promised fall of records is there."""
    wanted = f"Обещано −{_number(target.value)}{format.NBSP}%"
    if effect.low is None or effect.high is None:
        return f"{wanted}: пока не проверить."
    if effect.high <= -target.value / 100:
        return f"{wanted}: выполнено."
    if effect.low > -target.value / 100:
        return f"{wanted}: не выполнено."
    return f"{wanted}: выполнено ли, по этим числам сказать нельзя."


def how_counted(effect: Effect) -> list[str]:
    """The statistics, for who opens «подробнее»."""
    if effect.method is None:
        return [_FEW]
    count = format.plural(effect.donors, "местом", "местами", "местами")
    if effect.method == "placebo":
        whose = "по другим местам: на столько места меняются сами, когда ничего не делали"
    else:
        whose = "по кварталам самого места"
    few = "" if effect.donors >= FEWEST_DONORS else f" Похожих мест меньше {FEWEST_DONORS}: проверки по ним нет."
    return [
        f"Записи сложены в кварталы по 13 недель от недели начала и сравнены с {count}, где ничего не делали: общее — "
        "сезон, погода, новая кнопка на портале — в этом сравнении пропадает.",
        f"Интервал 90 %, показан более широкий из двух: {whose}.{few}",
    ]


def suspicion(others: Effect | None, silent: Sequence[SilentChannel]) -> list[str]:
    """Why a fall may be of writing and not of problems."""
    found = []
    if others is not None and others.low is not None and others.high is not None:
        span = _span(-others.high, -others.low)
        found.append(f"Обо всех остальных темах здесь тоже стали писать меньше — на {span} против других мест.")
    found += [
        f"Канал «{one.name}» молчит с {format.day(one.since)}, хотя прежде дал бы за это время около "
        f"{format.plural(round(one.expected), 'записи', 'записей', 'записей')}."
        for one in silent
    ]
    return found


def promised(target: Target) -> str:
    """«−30 % записей за 6 месяцев; было 1,5 записи в неделю»."""
    value = _number(target.value)
    what = {
        "records": f"на {value}{format.NBSP}% меньше записей",
        "days": f"быстрее на {format.days(target.value)} (медиана срока решения)",
        "repeats": f"на {value}{format.NBSP}п.п. меньше повторных",
    }[target.kind]
    return f"{what} через {target.months} мес."


def in_short(target: Target) -> str:
    """«−30 % записей, 6 мес.»"""
    unit = {"records": f"{format.NBSP}% записей", "repeats": f"{format.NBSP}п.п. повторных"}.get(target.kind)
    value = f"{_number(target.value)}{unit}" if unit else format.days(target.value)
    return f"−{value}, {target.months} мес."


def baseline(target: Target) -> str:
    """«было 1,5 записи в неделю (01.03.2025–01.03.2026)»; '' where nothing was known."""
    known = was(target)
    return f"{known} ({format.period(target.baseline_from, target.baseline_to)})" if known else ""


def was(target: Target) -> str:
    """«было 1,5 записи в неделю»; '' where nothing was known."""
    if target.baseline is None:
        return ""
    value = {
        "records": f"{format.plural(target.baseline, 'запись', 'записи', 'записей')} в неделю",
        "days": format.days(target.baseline),
        "repeats": f"{_number(target.baseline)}{format.NBSP}% повторных",
    }[target.kind]
    return f"было {value}"


def checkable(target: Target) -> str:
    """Whether the target can be checked, and what to do where it can't."""
    if target.checkability == BY_COUNT:
        least = f"{_number(target.smallest)}{format.NBSP}%"
        return f"Проверяется числом записей: за {target.months} мес. здесь видно снижение от {least}."
    if target.checkability == NOT_BY_COUNT:
        least = "никакого" if target.smallest is None else f"меньше {_number(target.smallest)}{format.NBSP}%"
        return f"Не проверяется числом записей: за {target.months} мес. снижения {least} здесь не показать. {INSTEAD}"
    return "Проверяется сравнением с годом до начала."


INSTEAD = (
    "Что сделать: взять поселение или группу тем целиком, проверять через 12 месяцев, или назвать целью срок решения "
    "либо долю повторных."
)


def prospects(found: Prospect | None) -> list[str]:
    """What a form says before a target is saved."""
    if found is None:
        return [f"Снижение числом записей здесь не проверить: сравнить не с кем или истории нет. {INSTEAD}"]
    pace = format.plural(round(found.weekly, 1), "запись", "записи", "записей")
    lines = [f"За год до начала — {pace} в неделю; похожих мест для сравнения: {found.donors}."]
    for months, least in found.smallest.items():
        said = "никакого не показать" if least is None else f"не меньше {_percent(-least)}"
        lines.append(f"Через {months} мес. доказуемо снижение: {said}.")
    return lines


def measured(found: Measured, target: Target) -> str:
    """A target in days or repeats: before, after, and what may be said of it."""
    was = f"Было {_measured(found.before, target.kind)}"
    if found.after is None:
        return f"{was}. Рано судить: {target.months} мес. пройдут {format.day(found.on)}."
    now = f"стало {_measured(found.after, target.kind)}"
    verdict = {
        BETTER: "стало лучше",
        WORSE: "стало хуже",
        NOT_PROVED: "разница может быть и случаем",
        UNKNOWN: "сказать нельзя",
    }[found.verdict]
    return f"{was}, {now}: {verdict}. С другими местами эта цель не сравнивается."


def _measured(span: Span, kind: str) -> str:
    if span.value is None:
        return format.NO_DATA
    ends = "" if span.low is None or span.high is None else f" ({_number(span.low)}–{_number(span.high)})"
    return f"{format.days(span.value)}{ends}" if kind == "days" else f"{_number(span.value)}{format.NBSP}%{ends}"


def fixed(roadmap: Roadmap) -> str:
    """When the target was written down, and a warning where that was after the start."""
    if roadmap.target is None:
        return ""
    when = f"Цель записана {format.day(roadmap.target.fixed_on)}"
    return f"{when}, позже начала: заранее названной она не считается." if roadmap.fixed_late else f"{when}, до начала."


def signed(change: float) -> str:
    """«−52 %», «+10 %»."""
    text = format.number(change * 100)
    return f"{text if change < 0 else f'+{text}'}{format.NBSP}%"


def _percent(share: float) -> str:
    return format.percent(share, 0)


def _span(low: float, high: float) -> str:
    return f"{format.number(low * 100)}–{format.number(high * 100)}{format.NBSP}%"


def _number(x: float | None) -> str:
    return format.number(x, 1).removesuffix(",0")
