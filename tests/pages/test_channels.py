"""«Каналы»: one family in full or the reports of both, by steps of time, never beyond what is open."""

import importlib
import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from access import person, scope
from access.person import Person
from access.roles import scope_of
from answers.channels import FAMILIES, of_family, origins
from data.filters import parse
from data.metrics import query
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings, use
from tests.data import mixture
from tests.data.records import published
from tests.pages.test_screens import words


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("channels")
    made = Settings(var=folder, store_url=f"sqlite:///{folder / 'store.sqlite'}")
    with use(made):
        published(made, *mixture.rows())
    return made


@pytest.fixture
def settings(mixed: Settings) -> Iterator[Settings]:
    """Letters, messages of ПОС and of one social network."""
    with use(mixed):
        yield mixed


def drawn(**params: str) -> str:
    return words(importlib.import_module("pages.channels").answer({"period": "all", **params}))


def test_without_a_choice_both_reports_stand_and_with_one_the_whole_page_of_that_channel(settings: Settings) -> None:
    both, one = drawn(), drawn(of="pos")
    assert "Отчёт по каналу: Инцидент менеджмент" in both
    assert "Отчёт по каналу: ПОС" in both
    assert "Получатели в этом канале" not in both
    assert "Инцидент менеджмент" not in one
    for part in ("Отчёт по каналу: ПОС", "Поток по неделям", "Получатели в этом канале", "Что дало рост"):
        assert part in one


@pytest.mark.parametrize(("role", "own", "other"), [("incident_officer", "im", "pos"), ("pos_officer", "pos", "im")])
def test_whoever_answers_for_a_channel_gets_its_page_at_once_and_never_the_other(
    settings: Settings, role: str, own: str, other: str
) -> None:
    with scope.use(scope_of([role])):
        mine, foreign = drawn(), drawn(of=other)
    assert f"Отчёт по каналу: {FAMILIES[own].label}" in mine
    assert "Получатели в этом канале" in mine
    assert FAMILIES[other].label not in mine
    assert "Отчёт по каналу" not in foreign


def test_a_channel_is_told_from_the_source_of_the_same_name_and_the_sources_sum_to_it(settings: Settings) -> None:
    for family in FAMILIES.values():
        narrowed = of_family(family, parse({"period": "all"}), EVERYTHING)
        assert narrowed is not None
        said = origins(family, narrowed, EVERYTHING).replace("\u202f", "")
        assert (
            said.startswith("Канал — ")
            and "из источник" in said
            and said in drawn(of=family.code).replace("\u202f", "")
        )
        counted = sum(int(n) for n in re.findall(r"» — (\d+)", said))
        assert counted == query(["records"], [], narrowed, EVERYTHING)["records"].iloc[0]


@pytest.mark.parametrize(("step", "title"), [("month", "по месяцам"), ("quarter", "по кварталам"), ("век", "неделям")])
def test_the_report_stands_by_the_chosen_step_and_sums_to_the_whole(settings: Settings, step: str, title: str) -> None:
    assert title in drawn(of="im", step=step)
    if step in ("month", "quarter"):
        im = parse({"period": "all", "channel": "im_vk,im_ok,im_telegram,im_other"})
        parts, whole = query(["records"], [step], im, EVERYTHING), query(["records"], (), im, EVERYTHING)
        assert parts["records"].sum() == whole["records"].iloc[0]


def test_a_number_of_a_step_opens_its_records_in_the_register(settings: Settings) -> None:
    told = repr(importlib.import_module("pages.channels").answer({"period": "all", "of": "pos", "step": "month"}))
    made = "".join(told.split())
    hrefs = {href for href in re.findall(r"/register\?(?:(?!,/register)[^'\"\])])*", made) if "from=" in href}
    assert hrefs
    for href in hrefs:
        asked = parse_qs(urlsplit(href).query)
        first, last = (date.fromisoformat(asked[name][0]) for name in ("from", "to"))
        assert (first.year, first.month) == (last.year, last.month)
        assert all(one.startswith("pos") for one in asked["channel"][0].split(","))
    behind = {one for href in hrefs for one in parse_qs(urlsplit(href).query).get("behind", [])}
    assert {"due", "late"} & behind


def test_quarters_are_named_by_their_numbers(settings: Settings) -> None:
    assert "I квартал 2026" in drawn(of="im", step="quarter")


def test_who_sees_totals_only_is_asked_to_choose_one_channel(settings: Settings) -> None:
    with scope.use(Scope((Grant(detail="totals"),))):
        assert "выберите в фильтре «Канал» один канал" in drawn(of="im")
        one = drawn(channel="pos_message")
    assert "Отчёт по каналу: ПОС" in one
    assert "по месяцам" in one


def test_reports_are_offered_to_who_may_take_files_out(settings: Settings) -> None:
    def offered(role: str) -> str:
        with person.use(Person(1, "кто-то", "Проверяющий", "", (role,))), scope.use(scope_of([role])):
            return repr(importlib.import_module("pages.channels").answer({"period": "all"}))

    # Records end on 20 September 2026, a Sunday: the last whole month is August, the last quarter the second.
    for period in ("week=2026-W38", "month=2026-08", "quarter=2026-Q2"):
        assert f"/export/channel.pdf?of=im&{period}" in offered("curator")
    assert "of=im" not in offered("pos_officer")
    assert "of=pos&month=2026-07" in offered("pos_officer")
    assert "/export/channel" not in offered("auditor")
