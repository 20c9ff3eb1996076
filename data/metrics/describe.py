"""The declarations in words: `docs/metrics.md` is this text (`python -m data metrics --markdown > docs/metrics.md`)."""

from data.metrics.catalogue import DERIVED, DIMENSIONS, METRICS
from data.metrics.declaration import Metric

BASIS = {
    "received": "поступления",
    "due": "окончания срока",
    "resolved": "ответа",
    "reply_due": "конца норматива первого ответа",
    "promised": "обещанной",
}
"""The date that places a record in the period, in the genitive."""
_BETTER = {"lower": "меньше — лучше", "higher": "больше — лучше", None: "ни то ни другое"}
_INTERVAL = {
    "poisson": "точный пуассоновский (Garwood)",
    "wilson": "Уилсона",
    "bounded_mean": "Уилсона для средней оценки",
    "beta_product": "произведение бета-распределений (Фэй и др. 2013)",
    "gamma_poisson": "апостериорный, гамма–пуассоновская модель",
    "ratio": "отношения двух пуассоновских чисел, через интервал Уилсона",
    "": "нет",
}


_KINDS = """Показатель *потока* считает записи, попавшие в период по своей дате: поступления, окончания срока, ответа.
«Срок наступил» = «Отвечено в срок» + «С опозданием» + «Просрочено и не закрыто» — в каждом периоде и разрезе.

Показатель *состояния* (`…_now`) отвечает на вопрос «сколько сейчас»: сколько записей на дату отчёта открыто,
просрочено, горит, стоит в очереди, когда бы они ни поступили. Остальные фильтры, круг данных, дата отчёта и срез
действуют на оба вида одинаково. Тот же отбор записей — фильтр `state` (`open`, `overdue`, `burning`, `queue`): с ним
период не учитывается. Тому, кто видит только сводные показатели, состояние говорится на один день — последний день
последнего полного месяца.

Где бы ни стояло «сейчас» — карточки «Сводки», «Горит», реестр, XLSX, API, — это показатели состояния. Запись, открытую
повторно, выгрузка показывает открытой; когда она была закрыта прежде, факты среза не хранят, и в прошлые дни она тоже
открыта."""


def markdown() -> str:
    """All metrics and dimensions as a Markdown document in Russian."""
    parts = [
        "# Показатели",
        "Этот файл сделан из объявлений: `python -m data metrics --markdown > docs/metrics.md`. Интервалы — 90 %.",
        _KINDS,
        *[_metric(m) for m in METRICS.values()],
        "# Показатели тепловой карты",
        "Их нет среди ответов `python -m data query`: карта выводит их из названного показателя.",
        *[_metric(m) for m in DERIVED.values()],
        "## Разрезы",
        "| код | разрез |\n|---|---|\n" + "\n".join(f"| `{d.id}` | {d.label} |" for d in DIMENSIONS.values()),
    ]
    return "\n\n".join(parts) + "\n"


def _metric(m: Metric) -> str:
    rows = [
        ("единица", m.unit),
        ("вид", "состояние на день" if m.state else "поток за период"),
        ("период считается по дате", "не учитывается: на дату отчёта" if m.state else BASIS[m.basis]),
        ("что лучше", _BETTER[m.better]),
        ("интервал", _INTERVAL[m.interval]),
    ]
    if m.derived_from:
        rows.append(("выводится из", f"`{m.derived_from}`"))
    if m.legal_basis:
        rows.append(("основание", m.legal_basis))
    table = "\n".join(f"| {name} | {value} |" for name, value in rows)
    return f"## {m.label} · `{m.id}`\n\n{m.note}\n\n| | |\n|---|---|\n{table}"
