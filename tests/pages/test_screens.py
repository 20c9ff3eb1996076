"""What each screen answers: numbers of the door, honest empties, no query in a layout."""

import importlib
import json
import re
from typing import Any

import plotly.graph_objects as go
import pytest
from dash.development.base_component import Component

from access import scope
from answers import deadlines
from components import cards
from components.deadlines import charts
from components.question import read_screen
from data.errors import FilterError
from data.filters import Filters, parse
from data.metrics import METRICS, query, register, stamp
from data.order import Order
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings, use
from tests import signing
from tests.data.records import published
from tests.pages import walking
from words import format, texts

NAMES = ("summary", "heat_map", "deadlines", "channels", "recipients", "satisfaction", "register")
NOBODY = {"municipality": "95608415", "channel": "media", "period": "4w"}


def screen(name: str) -> Any:
    return importlib.import_module(f"pages.{name}")


def words(answer: Any) -> str:
    """All that the answer shows, as one text."""
    parts = answer if isinstance(answer, tuple | list) else (answer,)
    return json.dumps(
        [p.to_plotly_json() if isinstance(p, Component | go.Figure) else p for p in parts],
        ensure_ascii=False,
        default=_plain,
    ).replace("\u00a0", " ")


def _plain(value: Any) -> Any:
    return value.to_plotly_json() if isinstance(value, Component | go.Figure) else str(value)


@pytest.mark.parametrize("name", NAMES)
def test_a_layout_asks_for_nothing_and_needs_no_arguments(name: str, tmp_path) -> None:
    with use(Settings(var=tmp_path, store_url="sqlite:////nowhere/store.sqlite")):
        shown = words(screen(name).layout())
    assert re.search("[а-я]", shown)
    assert "срез №" not in shown, "numbers come by the callbacks"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "params", [{}, {"period": "all"}, {"group": "roads"}, {"municipality": "95608151", "period": "12w"}]
)
def test_a_screen_answers_under_ordinary_filters(name: str, params: dict[str, str], settings: Settings) -> None:
    shown = words(screen(name).answer(params))
    assert "Нашлось бы" not in shown, "these filters leave records"
    assert len(shown) > 500, "figures, tables and cards, not an apology"


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_screen_says_which_condition_would_help_and_offers_a_reset(name: str, settings: Settings) -> None:
    shown = words(screen(name).answer(NOBODY))

    assert "записей нет" in shown
    assert "Нашлось бы: " in shown
    assert "без условия «Канал»" in shown
    assert "Сбросить всё" in shown


@pytest.mark.parametrize("name", ["deadlines", "satisfaction"])
def test_records_with_nothing_to_count_are_not_called_missing(name: str, tmp_path) -> None:
    with use(Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 'store.sqlite'}")) as made:
        published(made, {"received": "2026-03-02", "channel": "letter"})
        shown = words(screen(name).answer({"period": "all"}))
    assert texts.EMPTY_FILTERS not in shown
    assert "Ни одно условие" not in shown


def test_a_list_beside_a_map_that_has_nothing_to_compare_with_says_only_that(settings: Settings) -> None:
    shown = words(screen("heat_map").answer({"period": "all", "mode": "compare"})[1])
    assert "сравнивать не с чем" in shown
    assert "ничего нет" not in shown and texts.EMPTY_FILTERS not in shown


@pytest.mark.parametrize("name", [*NAMES, "hotspots", "answers_quality"])
@pytest.mark.parametrize("ahead", [{"from": "2031-01-01"}, {"as_of": "2033-05-01", "period": "4w"}])
def test_a_period_after_the_data_says_where_the_data_end_and_compares_nothing(
    name: str, ahead: dict[str, str], settings: Settings
) -> None:
    shown = words(screen(name).answer(ahead))
    assert "Данных за этот период ещё нет; последние — за " + format.day(stamp(Filters()).as_of) in shown
    assert "к прошлому периоду" not in shown


def test_the_arrows_of_the_summary_say_what_they_are_held_against(settings: Settings) -> None:
    assert "Стрелки — к прошлому периоду, " in words(screen("summary").answer({"period": "4w"}))
    assert "Стрелки — " not in words(screen("summary").answer({"period": "all"}))


def test_what_lies_ahead_is_not_compared(settings: Settings) -> None:
    shown = str(cards.kpi(METRICS["not_yet_due"], {"not_yet_due": 89}, {"not_yet_due": 0}, ""))
    assert "сравнить не с чем" in shown and "+89" not in shown


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_compared_with_a_period_that_the_records_dont_reach_back_to(name: str, settings: Settings) -> None:
    first = min(query(["records"], ["day"], Filters(period="all"), EVERYTHING)["day"])
    shown = words(screen(name).answer({"from": first.isoformat()}))
    assert "к прошлому периоду" not in shown.replace("к прошлому периоду изменился сезон", "")


@pytest.mark.parametrize("name", NAMES)
def test_a_filter_that_makes_no_sense_is_refused_in_russian(name: str, settings: Settings) -> None:
    with pytest.raises(FilterError, match=r"[а-я]"):
        screen(name).answer({"period": "вечность"})


def test_the_summary_shows_the_numbers_of_the_door(settings: Settings) -> None:
    filters = parse({"period": "all"})

    kpis, flow, _, _ = screen("summary").answer({"period": "all"})

    assert sum(sum(bar.y) for bar in flow.data) == query(["records"], (), filters, EVERYTHING)["records"].iloc[0]
    row = kpis.children[-1]  # above it, which sources are stale
    assert len(row.children) == len(screen("summary").KPIS)


def test_every_chart_carries_its_filters_stamp_and_table(settings: Settings) -> None:
    _, figure, _, _ = screen("summary").answer({"group": "roads", "period": "all"})

    meta = figure.layout.meta
    assert "Дороги" in meta["subtitle"]
    assert f"срез №\u00a0{stamp().snapshot} ({stamp().address})" in meta["source"]
    assert meta["filename"].endswith("срез 1")
    assert meta["table"]["rows"]
    assert meta["xlsx"].startswith("/export/table.xlsx?")
    assert "group=roads" in meta["xlsx"]


def test_one_chosen_group_opens_its_topics(settings: Settings) -> None:
    asked = screen("heat_map").topics_by_municipality
    groups, topics = (
        {name for _, name, _ in asked(params)[0]["data"][0]["rows"]}
        for params in ({"period": "all"}, {"period": "all", "group": "roads"})
    )

    assert "Дороги" in groups
    assert "Дороги" not in topics
    assert len(topics) > 1


def test_the_map_says_what_a_click_has_left_on_the_screen(settings: Settings) -> None:
    found = screen("heat_map").answer({"municipality": "95608151"})

    assert "Показано только: Аскизский поссовет." in found
    assert False in found, "the way back is shown"


def test_the_worst_topic_of_a_chosen_place_is_named_with_its_records_and_of_nothing_chosen_none(
    settings: Settings,
) -> None:
    chosen = {"municipality": "95608151", "period": "all"}
    counted = query(["records"], ["topic"], parse(chosen), EVERYTHING).dropna().sort_values("records", ascending=False)
    most = counted.iloc[0]
    said = words(screen("heat_map").answer(chosen))

    assert f"Чаще всего пишут: «{most['topic_label']}» — " in said
    assert f'"{format.records(most["records"])}"'.replace("\u00a0", " ") in said
    for params in ({}, {**chosen, "topic": "roads.snow_ice"}, NOBODY):
        assert "Чаще всего пишут" not in words(screen("heat_map").answer(params))


def test_the_measure_of_the_address_is_drawn_and_an_unknown_one_is_not(settings: Settings) -> None:
    share = screen("heat_map").answer({"measure": "overdue_share"})[0]
    other = screen("heat_map").answer({"measure": "happiness"})[0]

    assert "Доля нарушений срока" in share.layout.meta["title"]
    assert "Записи" in other.layout.meta["title"]


def test_cohorts_add_up_to_the_counts_of_the_door(settings: Settings) -> None:
    screen = read_screen({"period": "all"}, EVERYTHING)
    counts = query(["on_time", "late", "overdue_open", "not_yet_due"], (), parse({"period": "all"}), EVERYTHING).iloc[0]

    figure = charts.weekly(screen).children[1].children[0].children[1].figure

    assert [sum(bar.y) for bar in figure.data] == counts.tolist()


@pytest.mark.parametrize(
    ("view", "said"),
    [
        ("kept", "Исполнение сроков по неделям"),
        ("burning", "Если ничего не менять, срок нарушат"),
        ("speed", "Открытые записи учтены как ещё ждущие"),
        ("replies", "первого ответа"),
        ("nonsense", "Исполнение сроков по неделям"),
    ],
)
@pytest.mark.parametrize("by", ["channel", "recipient"])
def test_every_view_of_the_terms_is_drawn(settings: Settings, view: str, said: str, by: str) -> None:
    body, no_split, no_by = screen("deadlines").answer({"period": "all", "view": view, "by": by, "split": by}, "dark")

    assert said in words(body)
    assert (no_split, no_by) == (view in ("burning", "speed", "replies"), view != "speed")


@pytest.mark.whole
def test_all_that_burns_is_shown_page_after_page(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    params = {"period": "all", "view": "burning", "as_of": "2026-06-15"}
    ids = deadlines.burning(
        deadlines.most_urgent(parse(params), EVERYTHING), parse(params), EVERYTHING, Order("received")
    )["record_id"]
    monkeypatch.setattr(screen("deadlines"), "SIZE", 1)

    assert len(ids) > 1
    for number, record in enumerate(ids, start=1):
        body = words(screen("deadlines").answer({**params, "sort": "received", "page": str(number)})[0])
        assert f"{number}–{number} из {len(ids)}" in body
        assert f'"index": {record}}}' in body
    assert "/export/burning.xlsx?period=all&as_of=2026-06-15&sort=received" in body


def test_recipients_are_ranked_by_the_chosen_axis(settings: Settings) -> None:
    by_share = screen("recipients").answer({"period": "all", "axis": "on_time_share"})[1]
    by_count = screen("recipients").answer({"period": "all", "axis": "records"})[1]

    assert words(by_share) != words(by_count)
    assert "Место" in words(by_share)


def test_pages_of_the_register_do_not_overlap(settings: Settings) -> None:
    first = register.page(parse({"period": "all"}), EVERYTHING, page=1, size=50).frame["record_id"]
    second = register.page(parse({"period": "all"}), EVERYTHING, page=2, size=50).frame["record_id"]

    assert not set(first) & set(second)
    shown = words(screen("register").answer({"period": "all", "page": "2"})[0])
    assert f'"index": {second.iloc[0]}' in shown
    assert f'"index": {first.iloc[0]}' not in shown


def test_a_page_that_the_list_no_longer_reaches_is_its_last_one(settings: Settings, monkeypatch: Any) -> None:
    total = register.count(parse({"period": "all"}), EVERYTHING)
    shown = words(screen("register").answer({"period": "all", "page": "999"})[0])
    assert shown == words(screen("register").answer({"period": "all", "page": str(-(-total // 50))})[0])

    monkeypatch.setattr(screen("deadlines"), "SIZE", 1)
    asked = {"period": "all", "view": "burning", "as_of": "2026-06-15", "sort": "received"}
    count = len(deadlines.most_urgent(parse(asked), EVERYTHING).query("group != 'later'"))
    assert f"{count}–{count} из {count}" in words(screen("deadlines").answer({**asked, "page": "999"})[0])


def test_what_an_empty_list_would_find_counts_its_metric_too(settings: Settings) -> None:
    params = {"period": "all", "behind": "late"}
    late = register.count(parse({"period": "all"}), EVERYTHING, "late")
    overdue = register.count(parse({"state": "overdue"}), EVERYTHING)

    shown = words(screen("register").answer(params | {"state": "overdue"})[0])

    assert f"без условия «Состояние» — {format.records(late)}".replace("\u00a0", " ") in shown
    assert f"без условия «Отвечено с опозданием» — {format.records(overdue)}".replace("\u00a0", " ") in shown


def test_similar_words_are_told_of_only_where_something_is_shown(settings: Settings) -> None:
    _, _, said = screen("register").answer({"period": "all", "text": "абракадабрище"})

    assert "Найдено: 0" in said
    assert texts.SEARCH_SIMILAR not in said


def test_the_register_carries_its_order_into_the_file(settings: Settings) -> None:
    _, href, _ = screen("register").answer({"sort": "urgent", "group": "roads"})

    assert href == "/export/register.xlsx?group=roads&sort=urgent"


def test_a_record_card_explains_its_term(settings: Settings) -> None:
    from components.register import table

    record_id = int(register.page(parse({"period": "all"}), EVERYTHING).frame["record_id"].iloc[0])

    shown = words(table.record_card(register.card(record_id, Filters(), EVERYTHING)))

    assert "Сроки" in shown
    assert "→" in shown or "не вычисляется: " in shown, "every date says how it came about"
    assert "Вопрос 1" in shown
    assert "Заявитель " not in shown, "identity is never on the screen"


def test_topics_of_the_summary_are_compared_with_the_season_as_far_as_years_are_known(settings: Settings) -> None:
    month, everything = (words(screen("summary").answer({"period": period})) for period in ("4w", "all"))

    assert "К прошлому периоду" in month
    assert "к тем же неделям год назад" in month
    assert "К норме" in month, "records of three years"
    assert "К норме" not in everything
    assert "Год назад данных нет" in everything


@pytest.mark.whole
@pytest.mark.parametrize("period", ["26w", "52w", "year"])
def test_totals_only_compare_topics_with_the_same_months_a_year_ago(settings: Settings, period: str) -> None:
    with scope.use(Scope((Grant(detail="totals"),))):
        shown = words(screen("summary").answer({"period": period}))

    assert "к тем же месяцам год назад" in shown
    assert "К норме" not in shown, "two years back is no period that is offered"


def test_the_scope_of_the_asker_limits_every_screen(settings: Settings) -> None:
    with scope.use(Scope((Grant(municipalities=("95608151",)),))):
        areas = screen("heat_map").answer({"period": "all"})[0].data[1]

    assert list(areas.locations) == ["95608151"]


def test_totals_only_never_see_single_records(settings: Settings) -> None:
    with scope.use(Scope((Grant(detail="totals"),))):
        shown = words(screen("register").answer({}))
        assert "вашей роли не открыты" in shown
        assert "state--error" not in shown
        assert "вам не открыты" in words(screen("deadlines").answer({"period": "all", "view": "burning"}))


@pytest.mark.whole
@pytest.mark.parametrize(
    ("name", "more"),
    [(name, more) for name in NAMES if name != "register" for more in ({}, {"place": "95608151051"})]
    + [("deadlines", {"view": "speed"}), ("deadlines", {"view": "replies"}), ("satisfaction", {"by": "topic"})],
)
def test_every_screen_is_drawn_for_who_sees_totals_only(settings: Settings, name: str, more: dict[str, str]) -> None:
    with scope.use(Scope((Grant(detail="totals"),))):
        assert words(screen(name).answer({"period": "4w", **more}))
        assert words(screen(name).answer({"period": "all", **more}))


def test_who_has_no_grants_is_told_so_and_not_sent_to_the_filters(settings) -> None:
    from pages import summary

    with scope.use(Scope()):
        shown = str(summary.answer({})[0])
    assert "записи не открыты" in shown
    assert "Сбросить" not in shown


BODY, FOREIGN = Scope((Grant(recipients=("administration",)),)), {"period": "all", "recipient": "housing_department"}


@pytest.mark.parametrize(
    ("name", "view"),
    [(name, "") for name in (*NAMES, "hotspots", "problems", "quality")]
    + [("deadlines", "burning"), ("deadlines", "replies"), ("hotspots", "silence"), ("problems", "made")],
)
def test_a_link_of_another_body_says_that_it_is_not_open(settings: Settings, name: str, view: str) -> None:
    changed = (None,) if name in ("problems", "quality") else ()
    with scope.use(BODY):
        shown = words(screen(name).answer({**FOREIGN, **({"view": view} if view else {})}, *changed))
    assert "Эта выборка вам не открыта." in shown
    assert "Ничего не горит" not in shown


@pytest.mark.parametrize(
    ("grant", "asked", "is_closed"),
    [
        (Grant(recipients=("a",)), {"recipient": "b"}, True),
        (Grant(recipients=("a",)), {"recipient": "a,b"}, False),
        (Grant(recipients=("a",)), {"channel": "media"}, False),
        (Grant(municipalities=("95608151",)), {"municipality": "95608415"}, True),
        (Grant(municipalities=("95608151",)), {"place": "95608415101"}, True),
        (Grant(municipalities=("95608151",)), {"place": "95608151051"}, False),
        (Grant(municipalities=("95608151",)), {"place": "none"}, False),
        (Grant(channels=("im_vk",)), {"channel": "media"}, True),
        (Grant(), {"recipient": "b", "place": "95608151051"}, False),
    ],
)
def test_what_a_scope_closes(grant: Grant, asked: dict[str, str], is_closed: bool) -> None:
    assert Scope((grant,)).closes(parse(asked)) == is_closed
    assert not Scope((grant, Grant())).closes(parse(asked))


@pytest.mark.parametrize(
    ("role", "offered", "kept"),
    [
        ("administrator", {"people", "rules"}, {"summary", "heat_map", "register", "problems", "quality", "deadlines"}),
        ("auditor", {"summary", "heat_map", "audit"}, {"register", "problems", "people"}),
        ("curator", {"summary", "register", "problems", "quality"}, {"people", "audit", "loading"}),
    ],
)
def test_the_menu_offers_what_a_role_can_use(
    application: Any, filled: Settings, role: str, offered: set[str], kept: set[str]
) -> None:
    shown = signing.client(application, signing.sign_in(filled, role)).get("/_dash-layout").text
    linked = re.findall(r'\\"data-path\\":\\"([^"]+)\\"', shown)
    paths = {json.loads(f'"{path}"') for path in linked}
    links = {name for name in offered | kept if screen(name).PATH in paths}
    assert links == offered


def test_the_administrator_starts_where_accounts_are_kept(application: Any, filled: Settings) -> None:
    page = {"Accept": "text/html"}
    answer = signing.client(application, signing.sign_in(filled, "administrator")).get("/", headers=page)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/people")
    assert signing.client(application, signing.sign_in(filled, "curator")).get("/", headers=page).status_code == 200


def test_totals_of_sources_are_for_who_sees_everything(settings) -> None:
    from pages import summary

    def tables() -> str:
        return str(summary.answer({"period": "all"})[3])

    assert "Записей всего" in tables()
    with scope.use(Scope((Grant(municipalities=("95608151",)),))):
        assert "Записей всего" not in tables()


def test_the_share_of_answers_in_time_says_which_records_it_is_of(settings: Settings) -> None:
    asked = ("due", "not_yet_due", "no_clock")
    now = query(asked, (), parse({"period": "all"}), EVERYTHING).iloc[0]

    shown = screen("deadlines").answer({"period": "all"})[0]
    said = " ".join(walking.text(shown).replace("\u00a0", " ").split())
    assert f"из {now['due']}, у которых срок наступил" in said
    assert f"Доля — из записей, у которых срок наступил: {now['due']} ." in said
    assert (f"Ещё у {now['not_yet_due']} он впереди" in said) == bool(now["not_yet_due"])
    assert (f"У {now['no_clock']} срока нет" in said) == bool(now["no_clock"])


def test_records_without_a_term_are_told_and_opened_not_blamed(settings: Settings) -> None:
    from components.deadlines import counted
    from components.question import read_screen

    asked = read_screen({"period": "all"}, EVERYTHING)
    said = counted.sentence(asked, {"due": 10, "not_yet_due": 0, "no_clock": 7})
    assert walking.text(said).endswith(counted.WITHOUT)
    assert "впереди" not in walking.text(said)
    assert [one.number for one in walking.leading(said)] == [10, 7]
