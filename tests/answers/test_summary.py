"""The sentences of the summary: each number is that of the records behind it."""

import re
from datetime import date

import pytest

from answers import set_goals, summary
from answers.frames import only_row
from data.filters import parse
from data.metrics import query, stamp
from data.scope import EVERYTHING, Grant, Scope
from tests.pages import walking
from tests.pages.conftest import filled, settings  # noqa: F401 fixtures of a published store

COUNT = re.compile(r"(?:просрочено |срок: |— |пришл[аио] |пришло )(\d[\d\u202f\u00a0 ]*)")
DAYS = {"Что со вчера", "К той же неделе год назад"}


def told(params: dict[str, str], who: Scope = EVERYTHING) -> dict[str, summary.Told]:
    filters = parse(params)
    opens = who.may_open_records and not who.hides_small_cells
    whole = only_row(query(summary.NEEDED, (), filters, who, intervals=True))
    asked = summary.Asked(filters, who, stamp(filters).as_of, opens, whole)
    return {one.title: one for one in summary.cards(asked)}


@pytest.mark.parametrize("params", [{}, {"period": "all"}, {"period": "26w", "channel": "pos_message"}])
def test_the_number_of_a_card_is_that_of_the_records_it_opens(settings, params: dict[str, str]) -> None:  # noqa: F811
    found = told(params)
    checked = set()
    for title in {"Что болит", "Кто опаздывает", "К той же неделе год назад", "Решить сегодня"} & set(found):
        number = COUNT.search(found[title].sentence)
        if number and found[title].href:
            assert walking.count(found[title].href, EVERYTHING) == int(re.sub(r"\D", "", number[1])), title
            checked.add(title)
    assert {"Что болит", "Кто опаздывает"} <= checked


def test_what_hurts_is_the_most_frequent_topic_of_the_door(settings) -> None:  # noqa: F811
    found = query(["records"], ["topic"], parse({"period": "all"}), EVERYTHING).dropna(subset=["topic"])
    top = found.loc[found["records"].idxmax()]
    assert told({"period": "all"})["Что болит"].sentence.startswith(f"{top['topic_label']} — ")


def test_a_share_of_all_is_told_of_enough_records_only() -> None:
    assert summary._part(1, 1) == " из 1: мало данных"
    assert summary._part(2, 4) == " из 4: мало данных"
    assert summary._part(5, 5) == ", других тем нет"
    assert summary._part(7, 50).replace("\u00a0", " ") == ", 14 % всех"
    assert summary._part(0, 0) == ""


def test_where_is_compared_with_records_that_have_a_place_like_its_own(settings) -> None:  # noqa: F811
    said = told({"period": "all"})["Где"]
    found = query(["records", "per_1000"], ["municipality"], parse({"period": "all"}), EVERYTHING)
    found = found[found["municipality"].notna() & (found["records"] >= 20)]
    people = (found["records"] / found["per_1000"]).sum()
    mean = f"{found['records'].sum() / people:.1f}".replace(".", ",").removesuffix(",0")
    assert said.beside.replace("\u202f", "").endswith(f"в среднем по поселениям — {mean}")
    top = float(re.search(r"— ([\d,\u202f]+)", said.sentence)[1].replace(",", ".").replace("\u202f", ""))
    assert top > found["records"].sum() / people


def test_who_sees_totals_is_told_of_no_day_and_no_week_and_led_to_no_records(settings) -> None:  # noqa: F811
    found = told({"period": "all"}, Scope((Grant(detail="totals"),)))
    assert found
    assert not DAYS & set(found)
    assert {one.href for one in found.values()} == {""}
    assert set(told({})) >= DAYS


def test_a_body_is_told_of_its_own_records_only(settings) -> None:  # noqa: F811
    found = told({"period": "all"}, Scope((Grant(recipients=("administration",)),)))
    assert "Администрация" in found["Кто опаздывает"].sentence or "Просроченных" in found["Кто опаздывает"].sentence


def test_a_target_says_until_when_it_holds() -> None:
    known = set_goals.of("satisfied_share", "pos_")
    assert set_goals.sentence(known, date(2025, 6, 1)) == "цель 60\u00a0% (федеральная) на 01.01–31.12.2025"
    assert set_goals.sentence(known, date(2026, 1, 1)) == "цель 60\u00a0% (федеральная) действовала по 31.12.2025"
    assert set_goals.sentence(set_goals.of("satisfied_share", "im_"), date(2025, 6, 1)) == ""
