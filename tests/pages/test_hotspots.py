"""«Проблемные точки»: every view over HTTP and as a function, its numbers those of the door."""

import io
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import openpyxl
import pytest

import app as wiring
from access import scope
from answers.hotspots import growth, polls, silence, weeks
from answers.hotspots import list as hotspot_list
from components.hotspots import list as shown_list
from components.question import read_screen
from data.decisions.polls import barred
from data.errors import AccessError
from data.filters import Filters, parse
from data.metrics import members, query, register, stamp
from data.metrics.enough import FEW
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings, use
from tests import planted, signing, stores
from tests.pages.asking import ask, shown
from tests.pages.test_screens import NOBODY, screen, words

VIEWS = ("list", "growth", "silence", "polls")
TOTALS = Scope((Grant(detail="totals"),))
BODY = "hotspots-body.children"


def body(**params: str) -> str:
    return words(screen("hotspots").answer(params)[0])


def candidates(filters: Filters) -> Any:
    window = weeks.window(filters, stamp().as_of)
    return polls.candidates(filters, EVERYTHING, window, polls.weights({}))


def test_a_layout_asks_for_nothing_and_needs_no_arguments(tmp_path) -> None:
    with use(Settings(var=tmp_path, store_url="sqlite:////nowhere/store.sqlite")):
        shown = str(screen("hotspots").layout())
    assert re.search("[а-я]", shown)
    assert "срез №" not in shown, "numbers come by the callbacks"


@pytest.mark.parametrize("view", [*VIEWS, "nonsense"])
@pytest.mark.parametrize("params", [{}, {"period": "4w"}, {"period": "all"}, {"municipality": "95608151"}])
def test_every_view_answers_under_ordinary_filters(view: str, params: dict[str, str], settings: Settings) -> None:
    found, *hidden = screen("hotspots").answer({"view": view, **params}, "dark")

    assert words(found)
    assert hidden == [view != "growth", view != "polls", view not in ("list", "nonsense")]


def test_the_callback_answers_over_http(application: Any, filled: Settings) -> None:
    client = signing.client(application, signing.sign_in(filled))

    for view, said in {
        "list": "Проблемные точки",
        "growth": "Что дало рост",
        "silence": "Кто молчит",
        "polls": "Кандидаты в опрос",
    }.items():
        assert said in shown(ask(client, f"..{BODY}".lstrip("."), {"flt.data": {"view": view}}))


@pytest.mark.parametrize("view", ["list", "growth", "polls"])
def test_an_empty_view_says_which_condition_would_help(view: str, settings: Settings) -> None:
    assert "Нашлось бы: " in body(view=view, **NOBODY)


@pytest.mark.parametrize("against", ["previous", "year"])
@pytest.mark.parametrize("split", list(growth.SPLITS))
def test_steps_of_the_bridge_sum_to_the_change_of_the_door(against: str, split: str, settings: Settings) -> None:
    filters, as_of = parse({"period": "26w"}), stamp().as_of
    found = growth.change(filters, EVERYTHING, as_of, against)
    assert not isinstance(found, str)

    steps = growth.steps(found, split)

    now = query(["records"], ["topic"], filters, EVERYTHING)["records"].sum()
    assert found.growth.after == now
    assert steps["change"].sum() == found.growth.after - found.growth.before
    assert steps["whole_points"].sum() == found.growth.percent


def test_the_sentence_says_both_counts_the_main_cause_and_the_doubt(settings: Settings) -> None:
    found = growth.change(parse({"period": "26w"}), EVERYTHING, stamp().as_of, "previous")
    assert not isinstance(found, str)

    assert f"Было {found.growth.before}, стало {found.growth.after}" in growth.sentence(found)
    assert growth.certainty(found).startswith("Всё изменение ")
    assert "С вероятностью 90 % изменение от " in growth.bounds(found).replace("\u00a0", " ")


def test_a_period_before_the_first_record_is_not_taken_for_zero(settings: Settings) -> None:
    first = min(query(["records"], ["day"], parse({"period": "all"}), EVERYTHING)["day"])

    said = body(view="growth", **{"from": first.isoformat()})

    assert "чего не загружено, то не ноль" in said


def test_all_time_has_nothing_to_compare_with_and_says_so(settings: Settings) -> None:
    assert "сравнивать не с чем" in body(view="growth", period="all")


def test_every_place_stands_in_the_list_of_quiet_ones_with_the_counts_of_the_door(settings: Settings) -> None:
    filters = parse({"period": "26w"})
    window = weeks.window(filters, stamp().as_of)
    frame = silence.places(filters, EVERYTHING, window)

    counts = query(["records"], ["place"], filters, EVERYTHING).dropna(subset=["place"]).set_index("place")["records"]
    assert set(frame["place"]) == set(members("place", filters)["code"])
    assert frame.set_index("place")["records"].reindex(counts.index).tolist() == counts.tolist()
    assert set(frame["verdict"]) <= set(silence.VERDICTS)
    small = frame["by_people"].lt(3) & frame["by_past"].lt(3)
    assert frame.loc[small, "verdict"].isin(["few_data", "long"]).all(), "who is small can't be called quiet"


def test_only_what_may_be_polled_has_a_place_in_the_order(tmp_path: Path) -> None:
    with use(planted.settings(tmp_path)):
        frame = candidates(parse({"period": "52w"}))
    barred = frame[frame["excluded"] != ""]

    holes = frame[(frame["topic"] == planted.TOPIC) & (frame["municipality"] == planted.PLANTED[0][:8])].iloc[0]
    assert (holes["records"], holes["excluded"]) == (2 * planted.EACH, "")
    assert holes["rank"] >= 1
    assert barred["rank"].isna().all()
    assert (frame["records"] >= FEW).all()
    assert frame["persistence"].between(0, 1).all()


@pytest.mark.parametrize(
    ("topic", "reason"),
    [
        ({"is_sensitive": True, "competence": "own", "is_pollable": True}, barred.SENSITIVE),
        ({"is_sensitive": False, "competence": "federal", "is_pollable": True}, barred.FEDERAL),
        ({"is_sensitive": False, "competence": "republic", "is_pollable": True}, barred.REPUBLIC),
        ({"is_sensitive": False, "competence": "own", "is_pollable": False}, barred.DUTY),
        ({"is_sensitive": False, "competence": "own", "is_pollable": True}, ""),
    ],
)
def test_what_must_not_be_polled_is_named_with_its_reason(topic: dict[str, Any], reason: str) -> None:
    assert polls.exclusion({"topic": "roads.potholes", **topic}) == reason


def test_weights_come_from_the_address_and_nonsense_is_the_default() -> None:
    found = polls.weights({"w_people": "80", "w_growth": "-5", "w_powers": "много"})

    assert found == {"people": 80, "persistence": 25, "growth": 20, "powers": 20}
    assert sum(polls.weights({f"w_{name}": "0" for name in found}).values()) > 0


def test_the_file_holds_the_rows_of_the_screen(application: Any, filled: Settings, settings: Settings) -> None:
    frame = candidates(Filters())

    answer = signing.client(application, signing.sign_in(filled)).get("/export/polls.xlsx?w_people=35")

    assert answer.status_code == 200
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.data))["Данные"].values)
    assert rows[0] == tuple(column.label for column in polls.COLUMNS)
    assert [row[3] for row in rows[1:]] == frame["topic_label"].tolist()


@pytest.mark.parametrize("view", VIEWS)
def test_who_sees_totals_only_is_told_why_there_is_nothing(view: str, settings: Settings) -> None:
    with scope.use(TOTALS):
        assert "только округлённые итоги" in body(view=view)


def test_who_sees_totals_only_gets_no_small_numbers_past_the_screen_either(settings: Settings) -> None:
    window = weeks.window(Filters(), stamp().as_of)

    with pytest.raises(AccessError):
        polls.candidates(Filters(), TOTALS, window, polls.weights({}))
    with pytest.raises(AccessError):
        silence.places(Filters(), TOTALS, window)


def test_the_scope_of_the_asker_limits_every_view(settings: Settings) -> None:
    narrow = Scope((Grant(municipalities=("95608151",)),))
    window = weeks.window(Filters(), stamp().as_of)

    frame = polls.candidates(Filters(), narrow, window, polls.weights({}))
    places = silence.places(Filters(), narrow, window)

    assert set(frame["municipality"]) <= {"95608151"}
    assert set(places["place"].str[:8]) == {"95608151"}


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A district with one planted hotspot, with map layers."""
    made = planted.settings(tmp_path_factory.mktemp("planted"))
    stores.add_screens(made)
    return made


def test_the_list_shows_the_planted_hotspot_with_its_numbers_and_records(district: Settings) -> None:
    with use(district):
        said = body(weeks="12")

    assert "1 проблемная точка: новых — 1." in said
    assert "Ямы на дорогах" in said
    assert "Полтаков (село), Усть-Есь (село)" in said
    assert f"topic={planted.TOPIC}&place={','.join(planted.PLANTED)}&from=2026-04-08&to=2026-06-30" in said
    assert "Меры не записаны." in said
    assert "По неделям" in said


def test_every_id_of_the_callbacks_stands_in_the_layout_even_when_nobody_asks(application: Any) -> None:
    laid = words(screen("hotspots").layout())

    wanted = [d for d in application.callback_map if "hotspots-" in d]
    ids_of = {one.rsplit(".", 1)[0] for output in wanted for one in output.strip(".").split("...")}
    assert ids_of
    assert all(f'"id": "{one}"' in laid for one in ids_of)
    assert '"key": "spot"' in laid


def test_the_link_of_a_row_opens_as_many_records_as_the_row_counts(district: Settings) -> None:
    with use(district):
        row = hotspot_list.hotspots(
            Filters(), EVERYTHING, hotspot_list.window(Filters(), stamp().as_of, "12")
        ).frame.iloc[0]
        address = shown_list.records_href(
            read_screen({"weeks": "12"}, EVERYTHING), {str(key): value for key, value in row.items()}
        )
        params = dict(parse_qsl(urlsplit(address).query))

        assert register.page(parse(params), EVERYTHING).total == row["records"] == 2 * planted.EACH


def test_the_window_of_four_weeks_warns_of_what_it_cannot_see(district: Settings) -> None:
    with use(district):
        assert "заметен лишь рост" in body(weeks="4")
        assert "для оперативной работы" in body(weeks="4")
        assert "для оперативной работы" not in body(weeks="12")


def test_a_list_without_hotspots_says_why(settings: Settings) -> None:
    assert "Возьмите окно длиннее." in body(weeks="4")


def test_filters_of_topic_that_leave_no_hotspot_say_that_the_district_has_some(district: Settings) -> None:
    with use(district):
        said = body(weeks="12", topic="housing.no_water")

    assert "во всём районе за это окно — 1 проблемная точка" in said


def test_the_file_of_hotspots_holds_the_rows_of_the_screen(district: Settings) -> None:
    client = signing.client(wiring.create_app(district), signing.sign_in(district))
    with use(district):
        frame = hotspot_list.hotspots(Filters(), EVERYTHING, hotspot_list.window(Filters(), stamp().as_of, "12")).frame

    answer = client.get("/export/hotspots.xlsx?weeks=12")

    rows = list(openpyxl.load_workbook(io.BytesIO(answer.data))["Данные"].values)
    names = [column.label for column in hotspot_list.COLUMNS]
    assert rows[0] == tuple(names)
    assert [row[names.index("Записей")] for row in rows[1:]] == frame["records"].tolist()
    assert [row[names.index("Населённые пункты")] for row in rows[1:]] == frame["places_label"].tolist()


def test_who_sees_totals_only_gets_no_file_of_hotspots(district: Settings) -> None:
    with use(district), pytest.raises(AccessError, match="округлённые"):
        hotspot_list.hotspots(Filters(), TOTALS, weeks.window(Filters(), stamp().as_of))
