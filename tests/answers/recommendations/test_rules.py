"""Rules are data: what each says, of whom, from which number on; nothing is recommended by chance or twice."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from answers.recommendations import facts, rules, signals
from answers.recommendations.lists import Asked
from answers.recommendations.signals import Finding, Story
from data.decisions.recommendations import read
from data.decisions.recommendations.read import Decision, Rule
from data.errors import FilterError
from data.filters import Filters
from data.metrics import stamp
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings, use
from data.store import reference
from data.store.tables.recommendations import SIGNALS
from tests import stores
from tests.data.records import published

DAY = date(2026, 3, 20)
RULE = Rule(1, "any.overdue", "", "overdue", 0.25, 10, "Назначить день", "Получатель", "59-ФЗ", "H", 30)


def finding(topic: str = "roads.potholes", strength: float = 0.4, n: int = 20, signal: str = "overdue") -> Finding:
    return Finding(
        signal, topic, topic, "road_service", "Дорожная служба", strength, n, lambda: Story("Числа.", "/register")
    )


def test_every_topic_of_the_district_or_a_settlement_has_a_rule() -> None:
    known, topics = reference.table("recommendation_rules"), reference.table("topics")
    own = topics[topics["competence"].isin(["own", "settlement"])]
    named = set(known["topic_code"].dropna())
    particular = {code for code in own["topic_code"] if code in named or str(code).partition(".")[0] in named}
    everybody = known[known["topic_code"].isna()]
    assert len(own) == 96
    assert len(particular) >= 60
    assert set(everybody["signal"]) >= {"overdue", "growth", "hotspot", "formal", "incomplete"}


def test_every_rule_names_a_known_signal_a_source_and_a_power() -> None:
    known = reference.table("recommendation_rules")
    assert set(known["signal"]) == set(SIGNALS)
    assert not known.drop(columns="topic_code").isna().any(axis=None)
    assert set(known["topic_code"].dropna()) <= set(reference.table("topics")["topic_code"])


@pytest.mark.parametrize(("strength", "n", "speaks"), [(0.26, 10, True), (0.25, 10, False), (0.9, 9, False)])
def test_a_rule_speaks_from_its_threshold_and_its_number_of_records_on(strength: float, n: int, speaks: bool) -> None:
    assert bool(rules.apply([RULE], [finding(strength=strength, n=n)])) is speaks


def test_the_most_particular_rule_speaks_and_is_not_repeated_by_wider_ones() -> None:
    group = replace(RULE, code="roads", topic="roads", decision="О дорогах")
    topic = replace(RULE, code="holes", topic="roads.potholes", decision="О ямах")
    found = [finding(), finding("roads"), finding("roads.bridges")]
    assert [(one.rule.code, one.finding.topic) for one in rules.apply([RULE], found)] == [
        ("any.overdue", "roads.bridges"), ("any.overdue", "roads.potholes"),
    ]  # fmt: skip
    assert [one.rule.code for one in rules.apply([RULE, group], found)] == ["roads"]
    assert [one.rule.code for one in rules.apply([RULE, group, topic], found[:2])] == ["holes"]
    weak = replace(topic, threshold=0.9)
    assert [one.rule.code for one in rules.apply([RULE, weak], found[:1])] == ["any.overdue"]


def test_what_was_decided_is_silent_until_its_days_are_over() -> None:
    made = rules.apply([RULE], [finding()])
    decided = Decision(
        1, 1, "any.overdue", 30, "overdue", "roads.potholes", "", "road_service", "", "", True, "", "", "", "",
        date(2026, 3, 1), "",
    )  # fmt: skip
    assert rules.waiting(made, [decided], date(2026, 3, 31)) == []
    assert rules.waiting(made, [decided], date(2026, 4, 1)) == made
    assert rules.waiting(made, [replace(decided, recipient="mcu")], DAY) == made


def answered(count: int, late: int, recipient: str = "road_service") -> list[dict[str, object]]:
    row: dict[str, object] = {"topic": "roads.potholes", "recipient": recipient, "status": "closed_solved",
           "file_due": "2026-02-20", "received": "2026-02-01"}  # fmt: skip
    return [row | {"answered": "2026-02-25" if i < late else "2026-02-10"} for i in range(count)]


def asked(settings: Settings, scope: Scope = EVERYTHING) -> Asked:
    now = stamp(Filters())
    filters = Filters(snapshot=now.snapshot, snapshot_hash=now.address.partition("-")[2])
    return Asked(filters, scope, now.as_of, (), read.rules(settings), (), DAY)


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    with use(Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 'store.sqlite'}")) as made:
        stores.create(made)
        yield made


def test_records_past_their_term_are_recommended_with_numbers_and_the_way_to_them(settings: Settings) -> None:
    published(settings, *answered(20, 15), *answered(8, 8, "mcu"))
    found = asked(settings).of_shares(asked(settings).facts())
    (one,) = [one for one in found if one.finding.signal == "overdue"]
    said, link, figures = one.finding.story
    assert one.rule.code == "roads.overdue"
    assert said.replace("\u00a0", " ") == "Срок нарушен у 75 % из 20 записей."
    assert figures.replace("\u00a0", " ") == "С вероятностью 90 % доля от 57 до 87 %."
    assert "behind=overdue_share" in link
    assert "snapshot=1-" in link
    assert "recipient=road_service" in link
    assert asked(settings).one(one.key).finding.n == 20
    with pytest.raises(FilterError, match="уже нет"):
        asked(settings).one("roads.overdue|roads|mcu")


def test_who_may_see_one_recipient_is_told_of_it_only_and_few_records_are_counted(settings: Settings) -> None:
    published(settings, *answered(20, 15), *answered(20, 15, "water_utility"), *answered(3, 3, "mcu"))
    own = asked(settings, Scope((Grant(recipients=("water_utility",)),)))
    assert {one.finding.recipient for one in own.of_shares(own.facts())} == {"water_utility"}
    assert facts.few(asked(settings).facts(), 5) == 1


def test_growth_is_told_against_the_same_weeks_a_year_ago(settings: Settings) -> None:
    def weeks(first: str, count: int) -> list[dict[str, object]]:
        start = date.fromisoformat(first).toordinal()
        return [
            {"received": date.fromordinal(start + 7 * (i % 12)).isoformat(), "topic": "roads.bridges",
             "recipient": "road_department"}
            for i in range(count)
        ]  # fmt: skip

    published(settings, {"received": "2024-12-01"}, *weeks("2025-01-06", 12), *weeks("2026-01-05", 48))
    told = [
        one
        for one in signals.find_trends(facts.trends(Filters(), EVERYTHING, stamp(Filters()).as_of))
        if one.signal == "growth"
    ]
    assert {(one.topic, one.n) for one in told} == {("roads.bridges", 48), ("roads", 48)}
    assert "48 записей, год назад в те же недели 12: рост почти наверняка не меньше чем в 2," in told[
        0
    ].story.said.replace("\u00a0", " ")
