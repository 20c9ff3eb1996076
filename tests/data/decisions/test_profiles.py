"""Rating profiles: what the product comes with, and how people change weights and put in what they alone know."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from data.decisions import profiles
from data.decisions.profiles import OWN_INDEX, Profile, change
from data.decisions.profiles.change import Filled
from data.errors import EditConflictError, FilterError
from data.settings import Settings
from data.store import reference
from tests import stores

OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))


@pytest.fixture(params=stores.ENGINES)
def made(request, tmp_path) -> Iterator[Settings]:
    with stores.installation(request.param, tmp_path) as settings:
        yield settings


@pytest.fixture
def own(tmp_path) -> Settings:
    settings = Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 'store.sqlite'}")
    stores.create(settings)
    return settings


def of(settings: Settings, code: str = OWN_INDEX) -> Profile:
    return profiles.by_code(profiles.all_of(settings), code)


def test_three_profiles_come_with_the_product(made: Settings) -> None:
    index, decree, form = profiles.all_of(made)

    assert [(one.metric, one.weight, one.direction) for one in index.indicators] == [
        ("on_time_share", 35, "higher"), ("completeness", 35, "higher"), ("satisfied_share", 15, "higher"),
        ("repeat_share", 10, "lower"), ("ping_pong_share", 5, "lower"),
    ]  # fmt: skip
    assert [one.metric for one in decree.indicators] == ["records", "on_time_share", "completeness"]
    assert (decree.valid_from, decree.indicators[0].direction) == (date(2022, 7, 18), "")
    assert [one.number for one in form.indicators] == list(range(1, 24))
    assert {(one.metric, one.name, one.unit, one.weight, one.target) for one in form.indicators} == {
        ("", "", "", 0, None)
    }
    assert [one.is_by_hand for one in (index, decree, form)] == [False, False, True]


def test_without_a_store_the_index_is_as_it_came(own: Settings) -> None:
    told = [(one.metric, one.weight, one.direction) for one in of(own).indicators]

    assert [(one.metric, one.weight, one.direction) for one in profiles.shipped().indicators] == told
    assert set(reference.table("rating_indicators")["profile_code"]) == {one.code for one in profiles.all_of(own)}


def test_weights_are_changed_together_kept_in_history_and_taken_back(made: Settings) -> None:
    first, second, *_ = of(made).indicators
    wanted = {first.id: (first.version, 40.0), second.id: (second.version, 30.0)}

    assert change.weights(made, "kurator", "решение от 01.12.2026", of(made), wanted) == 2
    assert [one.weight for one in of(made).indicators[:3]] == [40, 30, 15]
    told = change.history(made, 10)
    assert [(one.edit.who, one.edit.reason, one.metric) for one in told] == [
        ("kurator", "решение от 01.12.2026", "completeness"), ("kurator", "решение от 01.12.2026", "on_time_share"),
    ]  # fmt: skip
    assert [str(one) for one in told[0].differences] == ["вес: «35» → «30»"]

    change.undo(made, "kurator", told[1].edit.number)
    assert [one.weight for one in of(made).indicators[:3]] == [35, 35, 15]


def test_nobody_overwrites_weights_that_another_has_saved(own: Settings) -> None:
    seen = of(own)
    first = seen.indicators[0]
    change.weights(own, "one", "", seen, {first.id: (first.version, 40.0)})

    with pytest.raises(EditConflictError):
        change.weights(own, "other", "", seen, {first.id: (first.version, 50.0)})
    assert of(own).indicators[0].weight == 40


@pytest.mark.parametrize("weight", [-1, 100.5, float("nan"), float("inf")])
def test_a_weight_out_of_its_limits_is_refused(own: Settings, weight: float) -> None:
    first = of(own).indicators[0]
    with pytest.raises(FilterError, match="вне пределов"):
        change.weights(own, "one", "", of(own), {first.id: (first.version, weight)})


def test_weights_that_are_all_zero_or_of_another_profile_are_refused(own: Settings) -> None:
    every = {one.id: (one.version, 0.0) for one in of(own).indicators}
    with pytest.raises(FilterError, match="Все веса нулевые"):
        change.weights(own, "one", "", of(own), every)
    with pytest.raises(FilterError, match="уже нет"):
        change.weights(own, "one", "", of(own, "decree_523"), every)


def test_the_form_is_filled_by_periods_and_a_value_of_the_same_period_is_replaced(made: Settings) -> None:
    form = of(made, "mindigital_23")
    one, other = form.indicators[:2]
    rows = {one.id: (1, Filled("Доля ответов  в срок", "%", 97.5)), other.id: (1, Filled("Без значения", "", None))}
    assert change.fill(made, "kurator", form, OCTOBER, rows) == 2

    now = of(made, "mindigital_23")
    assert [(i.name, i.unit) for i in now.indicators[:3]] == [
        ("Доля ответов в срок", "%"),
        ("Без значения", ""),
        ("", ""),
    ]
    assert [(v.indicator_id, v.value) for v in profiles.values_of(made, now)] == [(one.id, 97.5)]

    again = {one.id: (now.indicators[0].version, Filled("Доля ответов в срок", "%", 98))}
    change.fill(made, "kurator", now, OCTOBER, again)
    change.fill(made, "kurator", now, (date(2026, 11, 1), date(2026, 11, 30)), again)
    assert [v.value for v in profiles.values_of(made, now)] == [98, 98]
    assert [edit.profile for edit in change.history(made, 1)] == ["Минцифры, 23 показателя"]


def test_what_cannot_be_filled_in_is_refused(own: Settings) -> None:
    form, index = of(own, "mindigital_23"), of(own)
    first = form.indicators[0]
    for profile, period, filled, words in (
        (form, OCTOBER[::-1], Filled("Имя", "", 1), "позже его конца"),
        (form, OCTOBER, Filled("", "", 1), "нет названия"),
        (form, OCTOBER, Filled("x" * 201, "", None), "Сократите"),
    ):
        with pytest.raises(FilterError, match=words):
            change.fill(own, "one", profile, period, {first.id: (1, filled)})
    with pytest.raises(FilterError, match="считает программа"):
        change.fill(own, "one", index, OCTOBER, {index.indicators[0].id: (1, Filled("Имя", "", 1))})
    assert profiles.values_of(own, form) == []


def test_an_edit_of_something_else_is_not_undone_here(own: Settings) -> None:
    with pytest.raises(FilterError):
        change.undo(own, "one", 12345)


def test_an_unknown_profile_is_refused_in_words(own: Settings) -> None:
    with pytest.raises(FilterError, match="нет"):
        of(own, "nothing")
    assert replace(of(own), indicators=()).is_by_hand
