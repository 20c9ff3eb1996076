"""What every screen says and shows at first look: words before statistics, one colour for one name."""

import re
from typing import Any

import pytest

from data.settings import Settings
from tests.pages import drawn, screens
from tests.test_one_word import faults

STATISTICS = re.compile(
    r"q[- ]значени|p[- ]значени|\bq\b|\bp\s*[=<]|\bn\s*=|Каплан|Чао|квантил|bootstrap|бутстр|доверительн|Бенджамини|"
    r"Хохберг|Вильсон|Уилсон|MOVER|Пуассон|Байес|перцентил|дисперси|\bP90\b|\d\s*%-[йм]\w* интервал|логарифм|корреляц|"
    r"Спирмен|хи-квадрат|регресси|гипотез|апостериор|[χσρ]|"
    r"\(90\s*%|\b90\s*%: (?:от|не|\d+[–—])|вероятност\w+ 9\d|интервал\w*(?: —)? 9\d|заложенн|±|при весах|"
    r"погрешност|розыгрыш|взвешенн|выборочн|стандартн\w+ отклонени",
    re.IGNORECASE,
)
"""What nobody meets before «Подробнее»: names of methods, and intervals with their level."""
FILTERS: tuple[dict[str, str], ...] = (
    {"period": "all"},
    {"period": "12w"},
    {"period": "all", "group": "roads"},
    {"period": "all", "channel": "im_telegram,personal_reception,letter"},
)
_WITHOUT_SERIES = ("heat_map", "hotspots", "recipients", "quality", "problems", "register")
"""Pages whose charts have no named series of colours, or one and the same whatever is filtered."""


@pytest.mark.parametrize(("name", "own"), drawn.VIEWS)
def test_no_screen_of_few_records_speaks_statistics_or_another_word(
    settings: Settings, name: str, own: dict[str, str]
) -> None:
    said = list(drawn.first_look(drawn.answered(name, {"period": "all", **own})))
    assert [words for words in said if STATISTICS.search(words)] == []
    assert {words: found for words in said if (found := faults(words))} == {}
    assert any(said)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_name_has_one_colour_on_every_screen_under_every_filter(settings: Settings, theme: str) -> None:
    found: dict[str, set[Any]] = {}
    for name, own in drawn.VIEWS:
        for params in FILTERS[:1] if name in _WITHOUT_SERIES else FILTERS:
            for figure in drawn.figures(drawn.answered(name, {**params, **own}, theme)):
                for trace, colour in screens.named(figure):
                    found.setdefault(trace, set()).add(colour)
    assert {trace: colours for trace, colours in found.items() if len(colours) > 1} == {}
    assert {"ПОС: сообщение", "В срок"} <= set(found)
