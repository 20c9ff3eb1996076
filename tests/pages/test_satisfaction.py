"""«Удовлетворённость»: what is switched is drawn, and what is closed is left out."""

import importlib

from access import scope
from data.filters import parse
from data.metrics import query
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings
from tests.pages.test_screens import words


def drawn(**params: str) -> str:
    return words(importlib.import_module("pages.satisfaction").answer({"period": "all", **params}))


def test_the_switches_choose_what_is_drawn_and_nonsense_counts_as_the_first(settings: Settings) -> None:
    assert "Доля довольных: канал" in drawn(measure="счастье", by="знак зодиака")
    assert "Доля оценивших: получатель" in drawn(measure="rated_share", by="recipient")
    assert "Средняя оценка: месяц" in drawn(measure="rating_mean", by="month")


def test_months_stand_in_words_and_in_their_order(settings: Settings) -> None:
    shown = drawn(by="month")
    assert "март 2026" in shown
    assert shown.index("март 2026") < shown.index("апрель 2026")


def test_silence_is_counted_from_the_answers_of_the_door(settings: Settings) -> None:
    row = query(["rated", "rated_share"], (), parse({"period": "all"}), EVERYTHING, intervals=True).iloc[0]
    silent = int(row["rated_share_n"] - row["rated"])
    assert f"Без оценки — {silent} отвеченн" in drawn()


def test_who_sees_totals_only_is_shown_neither_speed_nor_single_ratings(settings: Settings) -> None:
    with scope.use(Scope((Grant(detail="totals"),))):
        shown = drawn()
    assert "Доля довольных" in shown
    assert "Скорость ответа и оценка" not in shown
    assert "Какие оценки ставят" not in shown
