"""«Профили рейтинга»: everybody reads the weights, the curator changes them, and who did it is written down."""

import importlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from access import audit, person
from access.roles import ROLES, Right
from answers.rating import ask, sheet
from data.decisions import profiles
from data.errors import AccessError, EditConflictError, FilterError
from data.filters import Filters
from data.metrics import stamp
from data.scope import EVERYTHING
from data.settings import Settings
from reports import xlsx
from tests import signing
from tests.data.records import installed
from tests.pages import walking

EDITORS = [name for name, role in ROLES.items() if Right.EDIT_WEIGHTS in role.rights]
INDEX, FORM = "mcu_index", "mindigital_23"


def screen() -> Any:
    return importlib.import_module("pages.profiles")


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Settings]:
    with installed(tmp_path, {"received": "2026-03-02", "recipient": "road_department"}) as settings:
        yield settings


def of(settings: Settings, code: str = INDEX) -> profiles.Profile:
    return profiles.by_code(profiles.all_of(settings), code)


def seen(profile: profiles.Profile) -> list[Any]:
    return [profile.code, {str(one.id): one.version for one in profile.indicators}]


def save(profile: profiles.Profile, *weights: str, why: str = "решение") -> Any:
    return screen().save(1, seen(profile), list(weights), why, {}, None)


def ids_of(drawn: Any) -> set[str]:
    return {str(one.id) for one in walking.inside(drawn) if getattr(one, "id", None) is not None}


def test_the_curator_keeps_the_weights() -> None:
    assert EDITORS == ["curator"]


@pytest.mark.parametrize(
    "role", [name for name, role in ROLES.items() if role.detail == "records" or name == "curator"]
)
def test_everybody_reads_the_weights_and_the_curator_sees_the_form(fresh: Settings, role: str) -> None:
    with person.use(signing.somebody(role)):
        drawn = screen().answer({"other": FORM})
    shown = walking.text(drawn)
    assert "Индекс получателя МЦУ" in shown
    assert "Доля повторных" in shown
    assert "docs/recipients.md" in shown or "документ не указан" in shown
    assert ("rating-save" in ids_of(drawn)) == (role in EDITORS)
    assert ("rating-fill" in ids_of(drawn)) == (role in EDITORS)


@pytest.mark.parametrize("role", [name for name in ROLES if name not in EDITORS])
def test_nobody_else_changes_a_profile(fresh: Settings, role: str) -> None:
    form = of(fresh, FORM)
    calls = (
        lambda: save(of(fresh), "40", "30", "15", "10", "5"),
        lambda: screen().fill(1, seen(form), ["Имя"] * 23, [""] * 23, [""] * 23, "2026-10-01", "2026-10-31", {}, None),
        lambda: screen().profiles.undo(1),
    )
    with person.use(signing.somebody(role)):
        for call in calls:
            with pytest.raises(AccessError):
                call()
    assert of(fresh).indicators[0].weight == 35


def test_weights_are_saved_shown_in_the_history_and_taken_back(fresh: Settings) -> None:
    with person.use(signing.somebody("curator")):
        cards, done = save(of(fresh), "40", "32,5", "15", "10", "5", why="решение от 01.12.2026")
        assert "Веса изменены: 2" in walking.text(done)
        shown = walking.text(cards)
        assert "решение от 01.12.2026" in shown
        assert "somebody" in shown
        assert "вес: «35» → «40»" in shown
        assert "вес: «35» → «32,5»" in shown
        number = screen().profiles.history()[0].edit.number
        screen().profiles.undo(number)
    assert [one.weight for one in of(fresh).indicators[:2]] == [35, 35]
    written = audit.page(1, 5, settings=fresh).entries
    assert [(one.action, one.object_id) for one in written] == [
        ("rating_changed", str(number)),
        ("rating_changed", INDEX),
    ]


@pytest.mark.parametrize(
    ("weights", "why", "words"),
    [
        (("40", "30", "15", "10", "пять"), "по решению", "не число"),
        (("40", "30", "15", "10", ""), "по решению", "не число"),
        (("35", "35", "15", "10", "5"), "по решению", "Ничего не меняется"),
        (("40", "30", "15", "10", "5"), " ", "почему меняются"),
        (("40", "30", "15", "10", "5"), "- - -", "почему меняются"),
        (("-1", "30", "15", "10", "5"), "по решению", "вне пределов"),
        (("nan", "30", "15", "10", "5"), "по решению", "не число"),
        (("0", "0", "0", "0", "0"), "по решению", "Все веса нулевые"),
    ],
)
def test_weights_that_make_no_sense_are_refused_in_words(fresh: Settings, weights: Any, why: str, words: str) -> None:
    with person.use(signing.somebody("curator")), pytest.raises(FilterError, match=words):
        save(of(fresh), *weights, why=why)
    assert of(fresh).indicators[0].weight == 35


def test_a_form_opened_before_another_has_saved_is_refused(fresh: Settings) -> None:
    opened = of(fresh)
    with person.use(signing.somebody("curator")):
        save(opened, "40", "30", "15", "10", "5")
        with pytest.raises(EditConflictError):
            save(opened, "45", "25", "15", "10", "5")


def test_the_form_of_numbered_indicators_is_filled_by_hand(fresh: Settings) -> None:
    form = of(fresh, FORM)
    names, units, values = ["Доля в срок", *[""] * 22], ["%", *[""] * 22], ["97,5", *[""] * 22]
    with person.use(signing.somebody("curator")):
        assert "Заполнено 0 из 23" in walking.text(screen().answer({"other": FORM}))
        _, done = screen().fill(1, seen(form), names, units, values, "2026-10-01", "2026-10-31", {"other": FORM}, None)
        assert "Записано показателей: 1" in walking.text(done)
        shown = walking.text(screen().answer({"other": FORM}))
    assert "Заполнено 1 из 23" in shown
    assert "01–31.10.2026" in shown
    assert "97,5" in shown
    with person.use(signing.somebody("curator")), pytest.raises(FilterError, match="Ни одна строка"):
        screen().fill(1, seen(of(fresh, FORM)), [""] * 23, [""] * 23, [""] * 23, "2026-10-01", "2026-10-31", {}, None)
    with person.use(signing.somebody("curator")), pytest.raises(FilterError, match="Выберите день"):
        screen().fill(1, seen(of(fresh, FORM)), names, units, values, None, "2026-10-31", {}, None)


def test_the_document_and_the_days_of_a_profile_are_named_by_the_curator(fresh: Settings) -> None:
    form = of(fresh, FORM)
    asked = ([FORM, form.version], "Приказ № 1", "2026-01-01", None, {"other": FORM}, None)
    with person.use(signing.somebody("curator")):
        cards, _ = screen().describe(1, *asked)
        with pytest.raises(EditConflictError):
            screen().describe(1, [FORM, form.version], "Приказ № 2", None, None, {}, None)
        with pytest.raises(FilterError, match="конец раньше начала"):
            screen().describe(1, [FORM, form.version + 1], "", "2026-02-01", "2026-01-01", {}, None)
    assert "Приказ № 1" in walking.text(cards)
    assert "действует с 01.01.2026" in walking.text(cards).replace("\u00a0", " ")
    with person.use(signing.somebody("head")), pytest.raises(AccessError):
        screen().describe(1, *asked)


def test_two_profiles_of_one_period_stand_side_by_side(fresh: Settings) -> None:
    with person.use(signing.somebody("head")):
        beside = walking.text(screen().answer({"period": "all"}))
        by_hand = walking.text(screen().answer({"other": FORM}))
    assert "Индекс получателя МЦУ: балл" in beside
    assert "Три оси постановления: балл" in beside
    assert "получателей он не сравнивает" in by_hand


@pytest.mark.parametrize("seen", [None, "x", [], [INDEX], [INDEX, {"x": 1}], [INDEX, {"1": 1, "2": 1}], [1, {"1": 1}]])
def test_what_a_hand_sends_instead_of_a_form_of_weights_is_refused_in_words(fresh: Settings, seen: Any) -> None:
    with person.use(signing.somebody("curator")):
        for call in (
            lambda: screen().save(1, seen, ["5"], "решение", {}, None),
            lambda: screen().fill(1, seen, ["имя"], ["ед."], ["5"], "2026-01-01", "2026-01-31", {}, None),
            lambda: screen().describe(1, seen, "документ", None, None, {}, None),
        ):
            with pytest.raises(FilterError, match="Обновите страницу"):
                call()


def test_a_weight_that_is_the_same_when_rounded_changes_nothing_and_a_number_of_programmers_is_none(
    fresh: Settings,
) -> None:
    before, now = audit.page(settings=fresh).entries, of(fresh)
    with person.use(signing.somebody("curator")):
        with pytest.raises(FilterError, match="Ничего не меняется"):
            save(now, *(f"{one.weight + 0.004:.3f}" for one in now.indicators))
        with pytest.raises(FilterError, match="не число"):
            save(now, "1_0", *(str(one.weight) for one in now.indicators[1:]))
    assert audit.page(settings=fresh).entries == before


def test_weights_values_and_history_leave_as_they_stand_on_the_screen(fresh: Settings) -> None:
    form, everything = of(fresh, FORM), ask.Asked(Filters(period="all"), None, EVERYTHING, date(2026, 3, 2))
    values = ["7,5", *[""] * 22]
    with person.use(signing.somebody("curator")):
        save(of(fresh), "40", "32,5", "15", "10", "5", why="решение от 01.12.2026")
        names = ["Доля в срок", *[""] * 22]
        screen().fill(1, seen(form), names, [""] * 23, values, "2026-10-01", "2026-10-31", {}, None)
        drawn = walking.text(screen().answer({"other": FORM}))
    weights = sheet.of({"view": "weights", "one": INDEX}, everything, fresh)
    assert list(weights.frame["weight"]) == [40, 32.5, 15, 10, 5]
    told = sheet.of({"view": "by_hand", "one": FORM}, everything, fresh)
    assert told.frame.iloc[0].tolist() == [1, "Доля в срок", "", 7.5]
    assert [one.label for one in told.columns][:3] == ["№", "Показатель", "Единица"]
    history = sheet.of({"view": "history"}, everything, fresh)
    assert set(history.frame["who"]) == {"somebody"}
    assert "решение от 01.12.2026" in set(history.frame["why"])
    assert all(how in drawn for how in history.frame["how"])
    for made in (weights, told, history):
        assert len(xlsx.workbook(made.frame, made.columns, made.title, "", stamp(Filters()))) > 1000
    with pytest.raises(FilterError):
        sheet.of({"view": "weights", "one": "horoscope"}, everything, fresh)
