"""Below how many records nothing is told is declared once, in figures and in words."""

import re

from data.metrics import enough
from tests.test_import_graph import MODULES

IN_WORDS = re.compile(r"(?:меньше|менее|не набралось|истёк у) пяти", re.IGNORECASE)
IN_FIGURES = re.compile(r"^FEW = \d", re.MULTILINE)
ROOMS = ("analysis", "answers", "components", "data", "deeds", "pages", "reports", "words")


def test_few_is_declared_once() -> None:
    texts = {name: file.read_text(encoding="utf-8") for name, file in MODULES.items() if name.split(".")[0] in ROOMS}
    figures = {name for name, text in texts.items() if IN_FIGURES.search(text)}
    assert figures - {"components.figures.whole_ticks"} == {enough.__name__}, "ticks of an axis hide nothing"
    assert [name for name, text in texts.items() if IN_WORDS.search(text)] == [], "say it by FEW_GENITIVE"


def test_few_in_words_is_few_in_figures() -> None:
    assert (enough.FEW, enough.FEW_GENITIVE) == (5, "пяти")
