"""«Качество данных»: what each role is shown, who may decide, what is stale."""

import importlib
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

import app as wiring
import deeds.corrections
from access import person, scope
from access import store as access_store
from access.person import Person
from components import freshness as marks
from components.quality import ids
from data import store
from data.errors import AccessError, FilterError
from data.filters import Filters
from data.metrics import freshness, query, register, stamp
from data.metrics.freshness import Freshness
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings, use
from data.snapshots import SourceState, publish
from etl.load import load
from etl.structure import unknown_names
from tests import signing, stores
from tests.pages.asking import ask, shown
from tests.pages.test_screens import words

ON = date(2026, 11, 24)
LOOKERS = ("head", "curator", "recipient", "auditor", "administrator")


def state(code: str, days_ago: int | None) -> SourceState:
    last = None if days_ago is None else ON - timedelta(days=days_ago)
    return SourceState(code, code, last, last, 5)


def text_for(role: str, settings: Settings) -> str:
    who = Person(1, "somebody", "Кто-то", "", (role,))
    with use(settings), person.use(who), scope.use(who.scope):
        return words(importlib.import_module("pages.quality").answer({"period": "all"}, 0))


@pytest.mark.parametrize(
    ("code", "days_ago", "is_stale"),
    [("pos", 3, False), ("pos", 4, True), ("register_59fz", 7, False), ("register_59fz", 8, True),
     ("heat_map", 14, False), ("nyc311", 15, True), ("pos", None, True)],
)  # fmt: skip
def test_a_source_is_stale_after_its_own_threshold(code: str, days_ago: int | None, is_stale: bool) -> None:
    (found,) = freshness.freshness([state(code, days_ago)], ON)
    assert found.is_stale is is_stale


def test_a_source_without_records_is_not_shown() -> None:
    assert freshness.freshness([SourceState("pos", "ПОС", None, None, 0)], ON) == []


def test_totals_open_shares_and_freshness_but_no_single_record(filled: Settings) -> None:
    text = text_for("auditor", filled)
    assert "Свежесть источников" in text
    assert "По источникам" in text
    assert "Неизвестные" not in text
    assert "Изъяны" not in text


def test_nothing_is_shown_to_whoever_sees_no_data(filled: Settings) -> None:
    assert "не открыты" in text_for("administrator", filled)


def test_records_open_the_queues_too(filled: Settings) -> None:
    text = text_for("head", filled)
    for title in ("Темы без соответствия", "Неизвестные места", "Изъяны записей", "Противоречия между источниками"):
        assert title in text


@pytest.mark.parametrize("role", LOOKERS)
def test_who_may_not_correct_is_refused_by_every_button(role: str, application, filled: Settings) -> None:
    client = signing.client(application, signing.sign_in(filled, role))
    name = ids.name_key("topic", "pos", "", "что угодно")
    for action, of in (("map", name), ("correct-topic", "1/1"), ("withdraw", "1")):
        pushed = {"action": action, "of": of, "n": 1}
        fields = [(ids.field("target"), "roads.potholes"), (ids.field("reason"), "потому что так")]
        targets = [(ids.target("topic-1"), "roads.potholes")]
        values = {"quality-pressed.data": pushed, "quality-field": fields, "quality-target": targets}
        told = shown(ask(client, "quality-panel.is_open", values, "quality-pressed.data"))
        assert "исправлять данные" in told, told


def test_a_decision_without_choice_or_reason_is_not_even_written_down(filled: Settings) -> None:
    who = Person(1, "somebody", "Кто-то", "", ("centre_head",))
    with use(filled), person.use(who), scope.use(EVERYTHING):
        with pytest.raises(FilterError, match="из списка"):
            deeds.corrections.map_name("topic", "pos", "", "что угодно", None, None, None)
        with pytest.raises(FilterError, match="причину"):
            deeds.corrections.correct(1, 1, "topic", "roads.potholes", "")
        with pytest.raises(AccessError, match="нет"):
            deeds.corrections.correct(10**6, 1, "topic", "roads.potholes", "такой записи нет")


def test_a_limited_person_sees_no_count_over_everything(filled: Settings) -> None:
    page = importlib.import_module("pages.quality")
    with use(filled):
        assert "Записей всего" in words(page.answer({"period": "all"}, 0))
        with scope.use(Scope((Grant(municipalities=("95608151",)),))):
            assert "Записей всего" not in words(page.answer({"period": "all"}, 0))


def test_the_summary_says_which_sources_are_stale(filled: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    summary = importlib.import_module("pages.summary")
    with use(filled):
        last = max(source.last_day for source in stamp().sources if source.last_day)
        monkeypatch.setattr(store, "today", lambda _: last)
        fresh = words(summary.answer({"period": "all"})[0])
        monkeypatch.setattr(store, "today", lambda _: last + timedelta(days=40))
        stale = words(summary.answer({"period": "all"})[0])
    assert "Устарели данные" in stale
    assert "Последние дни неполны" in stale
    assert fresh.count("Устарели данные") <= 1


HEADER = (
    "id;Дата создания;Текст Сообщения;Тематика;Категория;Ответственное лицо;Статус;Дата ответа;Населенный пункт;Срок"
)
LINES = (
    "1;01.06.2026;Лоси вышли на дорогу;Лоси;Сообщение;МЦУ;На исполнении;;село Бельтирское;",
    "2;02.06.2026;Лоси у школы;Лоси;Сообщение;Неизвестно кто;На исполнении;;село Бельтирское;",
    "3;03.06.2026;Нет воды третий день, водоснабжение отключили;;;МЦУ;Закрыта;;деревня Нигде;",
    "4;04.06.2026;Яма;Отсутствие воды;Сообщение;МЦУ;Закрыта;01.06.2026;Аскиз;",
    "5;05.06.2026;Вода;Отсутствие воды;Сообщение;МЦУ;Закрыта;08.06.2026;село Бельтирское;01.06.2026",
    "6;05.06.2026;Вода;Отсутствие воды;Сообщение;Администрация Аскизского района;Закрыта;08.06.2026;село Бельтирское;",
)


@pytest.fixture(scope="module")
def flawed(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Six records, most of them with something to mend."""
    var = tmp_path_factory.mktemp("flawed")
    made = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")
    (var / "export.csv").write_text("\n".join((HEADER, *LINES)), encoding="utf-8")
    with use(made):
        stores.create(made)
        load(var / "export.csv", made)
        publish.publish(made)
    access_store.create(made)
    return made


def openers(tree: Any) -> Iterator[tuple[dict[str, Any], int]]:
    """Buttons of the screen that are numbers: what a click tells, and the number."""
    for one in tree._traverse():
        action, number = getattr(one, "data-quality-do", None), str(getattr(one, "children", ""))
        if action and number.isdigit():
            yield {"action": action, "of": getattr(one, "data-of"), "n": 1}, int(number)


@pytest.mark.whole
def test_every_number_about_records_opens_as_many_records(flawed: Settings) -> None:
    client = signing.client(wiring.create_app(flawed), signing.sign_in(flawed, "centre_head"))
    with use(flawed), scope.use(EVERYTHING):
        found = list(openers(importlib.import_module("pages.quality").answer({"period": "all"}, 0)))
    found = [(click, number) for click, number in found if click["action"] != "record"]
    assert {click["action"] for click, _ in found} == {"named", "flaw", "method"}
    for click, number in found:
        told = shown(ask(client, "quality-panel.is_open", {"quality-pressed.data": click}, "quality-pressed.data"))
        assert f"Записей: {number}." in told, (click, number)


def test_shares_and_counts_of_sources_lead_to_their_records(flawed: Settings) -> None:
    page = importlib.import_module("pages.quality")
    with use(flawed), scope.use(EVERYTHING):
        text = words(page.answer({"period": "all"}, 0))
        with scope.use(Scope((Grant(detail="totals"),))):
            closed = words(page.answer({"period": "all"}, 0))
    for share in register.BEHIND:
        assert f"/register?period=all&behind={share}" in text
        assert f"/register?period=all&behind={share}&source=pos" in text or share == "unaddressed_share"
    assert "/register?period=all&source=pos" in text
    assert "/register" not in closed


def test_a_suggestion_says_why(flawed: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unknown_names, "topics_of", lambda asked: ["safety.wild_animals"] * len(asked))
    with use(flawed), scope.use(EVERYTHING):
        text = words(importlib.import_module("pages.quality").answer({"period": "all"}, 0))
    assert "Дикие животные" in text
    assert "по текстам: 2 из 2" in text


def test_the_line_of_every_screen_names_stale_sources_and_greys_what_rests_on_them_alone(
    application, filled: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh, late = Freshness(state("pos", 1), 1, 3), Freshness(state("heat_map", 20), 20, 14)
    assert words(marks.mark([fresh], Filters())) == "[]"
    some = words(marks.mark([fresh, late], Filters()))
    assert "устарели: heat_map" in some
    assert "stamp__late--all" not in some
    assert "stamp__late--all" in words(marks.mark([fresh, late], Filters(sources=("heat_map",))))
    assert "устарели все источники" in words(marks.mark([late, late], Filters()))
    assert marks.notice([fresh, late], Filters(sources=("pos",))) is None
    assert words(marks.mark([fresh, late], Filters(sources=("pos",)))) == "[]"
    ended = Filters(date_from=ON - timedelta(days=60), date_to=ON - timedelta(days=20))
    assert words(marks.mark([late], ended)) == "[]"
    with use(filled):
        last = max(source.last_day for source in stamp().sources if source.last_day)
        monkeypatch.setattr(store, "today", lambda _: last + timedelta(days=40))
    client = signing.client(application, signing.sign_in(filled, "centre_head"))
    assert "stamp__late--all" in shown(ask(client, "flt-chips.children", {"flt.data": {"period": "all"}}))


def test_a_better_addressee_is_accepted_in_one_click_by_who_may_correct(flawed: Settings) -> None:
    from components.register import table

    everything = Filters(period="all")
    with use(flawed), scope.use(EVERYTHING):
        publish.publish(flawed)
        listed = register.page(everything, EVERYTHING, behind="not_ours_share", texts=False).frame
        record_id = int(listed["record_id"].iloc[0])
        card = register.card(record_id, everything, EVERYTHING)
        shown = [words(table.record_card(card, may_correct=may)) for may in (True, False)]
        assert all("Похоже, не наше" in one for one in shown)
        assert ["Передать" in one for one in shown] == [True, False]
        with person.use(Person(1, "somebody", "Кто-то", "", ("auditor",))), pytest.raises(AccessError):
            deeds.corrections.accept_addressee(record_id, 1)
        page = importlib.import_module("pages.recipients")
        with person.use(Person(1, "somebody", "Кто-то", "", ("centre_head",))):
            said = words(page.accept(1, {"index": f"{record_id}:1"}))
            with pytest.raises(FilterError, match="Предложения больше нет"):
                deeds.corrections.accept_addressee(record_id, 1)
        body = "Организация водоснабжения и водоотведения Аскизского района"
        assert f"Передано: {body}. Срез пересчитан." in said
        assert "Получатель: " in said and said.count(body) == 2, "the open card names the new one, not the former"
        assert query(["readdressed"], (), everything, EVERYTHING).iloc[0]["readdressed"] == 1
        assert "Не наше" in deeds.corrections.of_record(record_id)[0]["reason"]
