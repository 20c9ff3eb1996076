from dataclasses import replace
from datetime import UTC, date, datetime

import pandas as pd
import pytest

from answers import filter_words
from components import filter_bar, ids
from data.filters import Filters
from data.metrics import Stamp

STAMP = Stamp(12, date(2026, 11, 23), datetime(2026, 11, 23, tzinfo=UTC), True, 10, ())
MEMBERS = {
    "topic_group": [{"code": "housing", "label": "ЖКХ"}, {"code": "roads", "label": "Дороги"}],
    "topic": [
        {"code": "housing", "label": "ЖКХ", "group": None},
        {"code": "housing.no_water", "label": "Отсутствие воды", "group": "housing"},
        {"code": "roads.pits", "label": "Ямы", "group": "roads"},
    ],
    "municipality": [
        {"code": "95608151", "label": "Аскизский поссовет"},
        {"code": "95608165", "label": "Бискамжинский поссовет"},
    ],
    "place": [
        {"code": "95608151051", "label": "Аскиз", "municipality": "95608151", "kind": "рабочий посёлок"},
        {"code": "95608151101", "label": "Аскиз", "municipality": "95608151", "kind": "село"},
        {"code": "95608165051", "label": "Бискамжа", "municipality": "95608165", "kind": "рабочий посёлок"},
    ],
    "channel": [{"code": "pos", "label": "ПОС"}],
    "source": [{"code": "pos", "label": "ПОС, выгрузка"}],
    "recipient": [{"code": f"r{i}", "label": f"Отдел {i}"} for i in range(6)],
}


@pytest.fixture(autouse=True)
def known_members(monkeypatch):
    monkeypatch.setattr(filter_words, "members", lambda dimension: pd.DataFrame(MEMBERS[dimension]))


def identified(component, kind):
    """Parts whose id is of one kind: `str` or `dict`."""
    return [part for part in component._traverse() if isinstance(getattr(part, "id", None), kind)]


def controls_of(bar):
    return {part.id["key"]: part for part in identified(bar, dict) if part.id["type"] == "flt-list"}


def test_members_of_one_name_are_told_apart_by_their_kind():
    assert [m.label for m in filter_words.choices("place")] == ["Аскиз (рабочий посёлок)", "Аскиз (село)", "Бискамжа"]


def test_the_description_names_the_period_and_every_filter():
    days = Filters(date_from=date(2026, 11, 1), date_to=date(2026, 11, 9))
    filters = replace(days, topic_groups=("housing",), municipalities=("95608151", "none"))
    described = filter_bar.describe(filters, STAMP)
    assert described == "01–09.11.2026 · ЖКХ · Аскизский поссовет, без поселения"


def test_a_long_choice_is_described_by_its_first_names_and_a_count():
    described = filter_bar.describe(Filters(recipients=tuple(f"r{i}" for i in range(6))), STAMP)
    assert described == "25.11.2025–23.11.2026 · Отдел 0, Отдел 1, Отдел 2 и ещё 3"


def test_the_whole_time_has_no_first_day():
    assert filter_bar.describe(Filters(period="all"), STAMP) == "За всё время"


def test_a_code_that_is_not_in_the_list_is_shown_as_it_is():
    assert [a.text for a in filter_words.active(Filters(channels=("gone",)))][1:] == ["gone"]


def test_the_default_period_stands_without_a_cross_and_any_other_narrowing_has_one():
    assert not [part for chip in filter_bar.chips(Filters(), STAMP) for part in identified(chip, dict)]
    narrow = Filters(period="4w", channels=("pos",), as_of=date(2026, 11, 20), snapshot=3)
    crosses = [part.id for chip in filter_bar.chips(narrow, STAMP) for part in identified(chip, dict)]
    expected = [("period", ""), ("channel", "pos"), ("as_of", ""), ("snapshot", "")]
    assert crosses == [ids.chip(key, code) for key, code in expected]


def test_the_bar_repeats_the_filters_in_its_controls_and_its_store():
    filters = Filters(topic_groups=("housing",), places=("95608151051",), sources=("pos",))
    bar = filter_bar.filter_bar(filters, params={"measure": "per_1000"}, stamp=STAMP)
    controls = controls_of(bar)
    assert controls["group"].value == ["housing"]
    assert controls["place"].value == ["95608151051"]
    stores = {part.id: part.data for part in identified(bar, str) if hasattr(part, "data")}
    assert stores[ids.FLT] == {**filters.to_params(), "measure": "per_1000"}
    assert stores[ids.REST] == {"source": "pos"}, "a filter without a control must not get lost"


def test_a_dependent_list_holds_the_children_of_the_chosen_parent():
    controls = controls_of(filter_bar.filter_bar(Filters(topic_groups=("housing",)), stamp=STAMP))
    assert [o["value"] for o in controls["topic"].options] == ["housing.no_water", "none"]
    assert len(controls["place"].options) == 4


def test_groups_are_not_offered_as_topics():
    controls = controls_of(filter_bar.filter_bar(Filters(), stamp=STAMP))
    assert [o["label"] for o in controls["topic"].options] == ["Отсутствие воды", "Ямы", "без темы"]


def test_without_a_stamp_nothing_is_asked(monkeypatch):
    monkeypatch.setattr(filter_words, "members", lambda dimension: pytest.fail("asked"))
    controls = controls_of(filter_bar.filter_bar(Filters()))
    assert {"topic", "place"} <= controls.keys()
    assert [name for name, control in controls.items() if control.options] == []
