"""Measures that screens derive from answers of the door: declared like all others, counted in `answers.heat_map`."""

from data.metrics.declaration import Metric

METRICS = (
    Metric(
        "per_1000_smoothed",
        "Записей на 1000 жителей, сглаженно",
        "На 1000, сглаж.",
        "на 1000 жителей",
        "rate",
        "received",
        "Гамма–пуассоновское сглаживание: (записи + α) / (жители + β). Чем меньше территория, тем ближе её значение к "
        "среднему по району, поэтому одна запись в малом селе не выводит его наверх. Интервал 90 %.",
        interval="gamma_poisson",
        derived_from="records",
    ),
    Metric(
        "growth",
        "Рост числа записей",
        "Рост, %",
        "%",
        "rate",
        "received",
        "Записей за период по отношению к прошлому периоду такой же длины. Интервал отношения двух пуассоновских "
        "чисел — 90 %, через интервал Уилсона для доли a / (a + b). Без записей в прошлом периоде роста нет: «нет "
        "данных».",
        better="lower",
        interval="ratio",
        derived_from="records",
    ),
)
