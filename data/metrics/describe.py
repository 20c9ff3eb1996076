"""The declarations in words: `docs/metrics.md` is this text (`python -m data metrics --markdown > docs/metrics.md`)."""

from data.metrics.catalogue import DERIVED, DIMENSIONS, METRICS
from data.metrics.declaration import Metric

_BASIS = {
    "received": "поступления",
    "due": "окончания срока",
    "resolved": "ответа",
    "reply_due": "конца норматива первого ответа",
    "promised": "обещанной",
}
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


def markdown() -> str:
    """All metrics and dimensions as a Markdown document in Russian."""
    parts = [
        "# Показатели",
        "Этот файл сделан из объявлений: `python -m data metrics --markdown > docs/metrics.md`. Интервалы — 90 %.",
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
        ("период считается по дате", _BASIS[m.basis]),
        ("что лучше", _BETTER[m.better]),
        ("интервал", _INTERVAL[m.interval]),
    ]
    if m.derived_from:
        rows.append(("выводится из", f"`{m.derived_from}`"))
    if m.legal_basis:
        rows.append(("основание", m.legal_basis))
    table = "\n".join(f"| {name} | {value} |" for name, value in rows)
    return f"## {m.label} · `{m.id}`\n\n{m.note}\n\n| | |\n|---|---|\n{table}"
