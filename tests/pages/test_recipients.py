"""«Получатели»: three axes always there, places among peers, only one's own row for who sees no other."""

import importlib
import io
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import openpyxl
import pandas as pd
import pytest

import app as wiring
from access import person, scope
from access import store as access_store
from answers.rating import ask
from answers.rating.standing import INDEX
from components.recipients import sparkline
from data.decisions import profiles
from data.errors import UnreachableStoreError
from data.filters import Filters
from data.metrics import METRICS, query
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings, use
from tests import signing
from tests.data.records import published
from tests.pages import walking

GOOD, SLOW, SMALL, HALL = "road_department", "housing_department", "economy_department", "settlement_askiz_urban"
TOPICS = ("roads.potholes", "housing.no_water")


def rows() -> Iterator[dict[str, Any]]:
    """Forty letters a year to each of two departments, of which one keeps half of the terms in the second year; three
    to a third; one to a body of another kind and one to nobody.
    """
    for year in (2025, 2026):
        for i in range(40):
            day = date(year, 1, 10) + timedelta(days=i)
            for body, days in ((GOOD, 10), (SLOW, 10 if i % 2 or year == 2025 else 45)):
                answered = {"answered": f"{day + timedelta(days=days)} 15:00", "status": "closed_solved"}
                topic = {"topic": TOPICS[i % 2], "channel": "letter" if i % 3 else "im_vk", "rating": 1 + i % 5}
                yield {"received": f"{day} 10:00", "registered": f"{day} 12:00", "recipient": body, **answered, **topic}
        for number in (1, 2, 3):
            moments = {"received": f"{year}-02-0{number} 10:00", "registered": f"{year}-02-0{number} 11:00"}
            yield moments | {"answered": f"{year}-02-10", "recipient": SMALL, "channel": "letter"}
    yield {"received": "2026-02-01 10:00", "recipient": HALL, "channel": "letter", "registered": "2026-02-01 11:00"}
    yield {"received": "2026-02-01 10:00", "channel": "letter", "registered": "2026-02-01 11:00"}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An installation with `rows`."""
    var = tmp_path_factory.mktemp("recipients")
    made = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")
    with use(made):
        published(made, *rows())
    access_store.create(made)
    return made


@pytest.fixture
def settings(installed: Settings) -> Iterator[Settings]:
    with use(installed):
        yield installed


@pytest.fixture(scope="module", autouse=True)
def application(installed: Settings) -> Any:
    """Pages register themselves with an application."""
    return wiring.create_app(installed)


YEAR = {"as_of": "2026-06-30", "from": "2026-01-01", "to": "2026-06-30"}


def drawn(**params: str) -> tuple[Any, ...]:
    return importlib.import_module("pages.recipients").answer(YEAR | params)


def said(**params: str) -> str:
    return walking.text(drawn(**params)[1]).replace("\u00a0", " ")


def league(who: Scope = EVERYTHING, kind: str = "") -> pd.DataFrame:
    filters = Filters(date_from=date(2026, 1, 1), date_to=date(2026, 6, 30), as_of=date(2026, 6, 30))
    asked = ask.Asked(filters, None, who, date(2026, 6, 30), kind)
    return ask.rows(ask.rating(asked, profiles.shipped(), ["records"]), "index")


def test_the_three_axes_are_there_even_without_data(settings: Settings) -> None:
    heads = said().split("Получатель Место")[1][:400]

    for words in ("Записей", "В срок, %", "Полнота"):
        assert words in heads
    assert "Полнота ответа (вес 35,0): нет данных" in said()
    assert "Доля переданных дважды и больше (вес 5,0): нет данных" in said()
    assert "Вес в индексе — " in said(), "or «доля ответов в срок 100 %» reads as a share of replies"


def test_places_are_among_peers_and_few_come_last(settings: Settings) -> None:
    frame = league()

    assert frame["recipient"].dropna().tolist()[:2] == [GOOD, SLOW]
    assert dict(zip(frame["recipient"], frame["rank_text"], strict=True))[SMALL] == "мало данных"
    assert frame["recipient"].isna().tolist()[-1], "«не определено» stands last"
    assert frame.loc[frame["recipient"] == GOOD, "rank_text"].item().endswith(" из 2")
    assert league(kind="settlement")["recipient"].tolist() == [HALL]


def test_a_recipient_sees_the_own_row_and_no_place_among_hidden_peers(settings: Settings) -> None:
    own = Scope((Grant(recipients=(SLOW,)),))
    frame = league(own)

    assert frame["recipient"].tolist() == [SLOW]
    assert frame["rank_text"].tolist() == ["сравнить не с кем"]
    assert frame[INDEX.id].isna().all(), "it would be counted of the own records alone, and not as the curator sees it"
    with scope.use(own):
        assert "Индекс и места видит куратор" in said()
        assert "Воронку видит куратор" in walking.text(drawn(view="funnel")[2])
        for view in ("table", "funnel"):
            shown = said(view=view)
            others = set(query(["records"], ["recipient"], Filters(period="all"), EVERYTHING)["recipient_label"])
            mine = set(query(["records"], ["recipient"], Filters(period="all"), own)["recipient_label"])
            assert not [name for name in others - mine if name in shown and name != "не определено"]


def test_a_filter_by_recipients_chooses_rows_and_changes_no_number(settings: Settings) -> None:
    whole = league().set_index("recipient")
    filters = Filters(
        date_from=date(2026, 1, 1), date_to=date(2026, 6, 30), as_of=date(2026, 6, 30), recipients=(SLOW,)
    )
    asked = ask.Asked(filters, None, EVERYTHING, date(2026, 6, 30))
    one = ask.rows(ask.rating(asked, profiles.shipped(), ["records"]), "index").set_index("recipient")
    assert list(one.index) == [SLOW]
    for name in (INDEX.id, f"{INDEX.id}_low", "rank_text", "on_time_share_adjusted", "records"):
        assert one.loc[SLOW, name] == whole.loc[SLOW, name], name


def test_one_platform_apart_counts_its_own_records(settings: Settings) -> None:
    both, im = drawn(axis="records")[1], drawn(axis="records", through="im_")[1]

    numbers = [[one.number for one in walking.leading(cards) if one.number] for cards in (both, im)]
    assert max(numbers[1]) < max(numbers[0])
    with scope.use(EVERYTHING):
        nothing = importlib.import_module("pages.recipients").answer(YEAR | {"through": "pos_", "channel": "letter"})
    assert "нет каналов этой платформы" in walking.text(nothing[2])


def test_the_index_moves_against_the_period_before_with_reasons(settings: Settings) -> None:
    filters = Filters(date_from=date(2026, 1, 1), date_to=date(2026, 6, 30), as_of=date(2026, 6, 30))
    before = Filters(date_from=date(2025, 1, 1), date_to=date(2025, 6, 30), as_of=date(2025, 6, 30))
    asked = ask.Asked(filters, before, EVERYTHING, date(2026, 6, 30))
    frame = ask.rating(asked, profiles.shipped()).league.frame
    by_code: Any = frame.set_index("recipient").to_dict("index")

    assert by_code[SLOW]["moved"] < -10
    assert by_code[SLOW]["reasons_text"].startswith("доля ответов в срок −")
    assert by_code[SMALL]["moved_text"] == ""


def test_a_name_leads_to_the_card_and_nobody_to_the_records(settings: Settings) -> None:
    for view in ("table", "funnel"):
        hrefs = [one.href for one in walking.leading(drawn(view=view)[1])]
        assert any(href.startswith("/recipient?") and f"code={GOOD}" in href for href in hrefs)
    assert any("recipient=none" in one.href for one in walking.leading(drawn()[1]))
    with scope.use(Scope((Grant(detail="totals"),))):
        closed = importlib.import_module("pages.recipients").answer({"period": "all"})[1]
    assert not [one.href for one in walking.leading(closed) if one.href.startswith(("/recipient?", "/register"))]


def test_records_without_an_observation_of_the_share_are_not_called_missing(tmp_path: Any) -> None:
    page = importlib.import_module("pages.recipients")
    with use(Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 'store.sqlite'}")) as made:
        published(made, {"received": "2026-03-02", "recipient": GOOD, "channel": "letter"})
        shown = walking.text(page.answer({"period": "all", "view": "funnel"})[1:])
        nothing = walking.text(page.answer({"period": "all", "view": "funnel", "recipient": SLOW})[1:])
    assert "наблюдений этой доли" in shown
    assert "записей нет" not in shown
    assert "наблюдений этой доли" not in nothing


def test_a_line_of_a_row_ends_with_the_last_step(settings: Settings) -> None:
    images = [one for one in walking.inside(drawn()[1]) if getattr(one, "className", "") == "sparkline"]

    assert len(images) == len(league())
    assert all(image.width == sparkline.WIDTH for image in images)
    lines = ask.steps(ask.Asked(Filters(period="52w"), None, EVERYTHING, date(2026, 2, 28)), "records", in_months=False)
    assert lines.shape[1] == 12
    assert lines.loc[GOOD].iloc[-1] == 18, "one a day in the last month"


def test_who_sees_totals_only_gets_no_index(settings: Settings) -> None:
    with scope.use(Scope((Grant(detail="totals"),))):
        page = importlib.import_module("pages.recipients")
        shown = page.answer({"period": "all"})
        funnel = page.answer({"period": "all", "view": "funnel"})
    assert "округлённые итоги" in walking.text(funnel[1:])
    assert "Индекс получателя" not in str(shown[0].layout.title.text)
    assert not [one for one in walking.inside(shown[1]) if getattr(one, "id", "") == "rating-save"]


def test_the_league_and_the_funnel_leave_as_files(settings: Settings, application: Any) -> None:
    client = signing.client(application, signing.sign_in(settings))
    asked = "&".join(f"{key}={value}" for key, value in YEAR.items())
    head, *listed = sheet(client, f"/export/recipients.xlsx?{asked}")
    assert head[:4] == ("Получатель", "Место", "Среди кого", "Индекс получателя")
    assert len(listed) == len(league())
    head, *listed = sheet(client, f"/export/recipients.xlsx?view=funnel&share=on_time_share&{asked}")
    assert head[2] == "Вывод"
    head, *listed = sheet(client, f"/export/recipients.xlsx?view=profiles&one=mcu_index&other=decree_523&{asked}")
    assert head[1] == "Индекс получателя МЦУ: балл"
    assert client.get("/export/recipients.xlsx?view=funnel&share=nothing").status_code == 400
    assert client.get("/export/recipients.xlsx?view=profiles&other=mindigital_23").status_code == 400
    own = signing.client(application, signing.sign_in(settings, "auditor"))
    assert own.get("/export/recipients.xlsx").status_code == 403


def test_the_file_of_a_funnel_holds_the_peers_that_it_draws(settings: Settings, application: Any) -> None:
    client = signing.client(application, signing.sign_in(settings))
    figures = [one.figure for one in walking.inside(drawn(view="funnel")[1]) if getattr(one, "figure", None)]
    assert figures
    for figure in figures:
        head, *listed = sheet(client, figure.layout.meta["xlsx"])
        assert head[2] == "Вывод"
        assert {row[1] for row in listed} == {figure.layout.meta["title"].split(": ")[1]}
        assert {row[0] for row in listed} <= set(league()["recipient_label"])
    whole = figures[0].layout.meta["xlsx"].replace("only=district_department", "only=nobody")
    assert client.get(whole).status_code == 400


def sheet(client: Any, address: str) -> list[tuple[Any, ...]]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    book = openpyxl.load_workbook(io.BytesIO(answer.data), read_only=True)
    return list(book.worksheets[0].iter_rows(values_only=True))


def test_when_the_store_is_silent_the_weights_are_those_it_came_with(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(*_: Any) -> Any:
        raise UnreachableStoreError("никто не отвечает")

    monkeypatch.setattr(profiles, "all_of", silent)
    with person.use(signing.somebody("curator")):
        assert "веса — те, с которыми поставлена программа" in said()


def test_every_axis_and_share_is_a_metric_of_the_door(settings: Settings) -> None:
    page = importlib.import_module("pages.recipients")

    assert {*page.AXES} - {"index"} <= {*METRICS}
    assert {*page.SHARES} <= {*METRICS}


def test_no_record_at_all_says_why(settings: Settings) -> None:
    shown = drawn(municipality="95608415", channel="media")
    assert "Нашлось бы" in walking.text(shown[2]) or "Ни одно условие" in walking.text(shown[2])
