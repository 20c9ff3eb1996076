"""«Не наше»: topic × body by hand, a proposal with its reason, accepted once, counted."""

import numpy as np
import pandas as pd
import pytest

from data import store
from data.decisions import addressee, corrections
from data.filters import Filters
from data.metrics import query, register
from data.scope import EVERYTHING
from data.settings import Settings
from data.snapshots.publish import publish
from data.terms import competence
from tests.data.records import day, published

ON = Filters(period="all", as_of=day("2026-03-31"))
CASES = [
    # topic, body, settlement, better addressee, why
    (
        "roads.potholes",
        "culture_department",
        "95608412",
        "settlement_beltirskoe",
        "a settlement's duty, a district body",
    ),
    ("roads.potholes", "settlement_beltirskoe", "95608412", None, "the settlement itself"),
    ("roads.potholes", "settlement_birikchul", "95608412", "settlement_beltirskoe", "another settlement"),
    ("roads.potholes", "culture_department", None, None, "nobody knows which settlement"),
    ("roads.snow_ice", "road_service", "95608412", None, "named by the topic"),
    ("energy.outages", "administration", "95608412", "power_grid", "a utility's matter"),
    ("energy.outages", "water_utility", None, None, "a utility: which one is not our matter to say"),
    ("housing.utility_bills", "housing_department", None, None, "named by the topic"),
    ("housing.companies", "settlement_birikchul", "95608413", "housing_inspection", "the republic's"),
    ("energy.outages", "mcu", None, None, "receives everything in order to send it on"),
    ("energy.outages", None, None, None, "nobody yet"),
    (None, "administration", None, None, "no topic"),
]


def _row(topic: str | None, body: str | None, area: str | None) -> dict[str, str | None]:
    said = {"topic": topic, "recipient": body, "municipality": area}
    return {"received": "2026-03-02", **{name: value for name, value in said.items() if value}}


def test_topic_and_body_are_weighed_as_by_hand(settings: Settings) -> None:
    published(settings, *[_row(*case[:3]) for case in CASES])
    with store.reading(settings) as connection:
        codes = competence.read_duties(connection).bodies["code"]
    facts = register.page(ON, EVERYTHING, texts=False, size=50, sort="received", descending=False)
    assert facts.total == len(CASES)
    found = [addressee.proposal(settings, EVERYTHING, i, 1) for i in range(1, len(CASES) + 1)]
    assert [one and one.code for one in found] == [case[3] for case in CASES], [case[4] for case in CASES]
    assert set(filter(None, (case[3] for case in CASES))) <= set(codes)
    share = query(["not_ours_share"], (), ON, EVERYTHING).iloc[0]["not_ours_share"]
    assert share == pytest.approx(sum(case[3] is not None for case in CASES) / len(CASES))


def test_a_proposal_says_why_and_is_counted_when_it_is_accepted(settings: Settings) -> None:
    published(settings, _row("energy.outages", "administration", "95608412"))
    asked = register.card(1, ON, EVERYTHING)["questions"][0]
    assert asked["why"] == (
        "тема «Отключения электроэнергии» — дело ресурсоснабжающей организации, а адресат — орган района"
    )
    found = addressee.proposal(settings, EVERYTHING, 1, 1)
    assert found is not None
    assert found.name == asked["better"]
    said = f"{competence.REASON}: {found.reason}"
    corrections.correct(settings, EVERYTHING, 1, 1, "recipient", found.code, said, "head")
    publish(settings)
    assert query(["readdressed", "not_ours_share"], (), ON, EVERYTHING).iloc[0].tolist() == [1, 0]
    by_recipient = query(["records"], ["recipient"], ON, EVERYTHING)
    assert by_recipient["recipient"].tolist() == ["power_grid"]
    assert addressee.proposal(settings, EVERYTHING, 1, 1) is None
    assert "better" not in register.card(1, ON, EVERYTHING)["questions"][0]


def test_of_nothing_nothing_is_better(settings: Settings) -> None:
    published(settings, {"received": "2026-03-02"})
    with store.reading(settings) as connection:
        duties = competence.read_duties(connection)
    empty = pd.DataFrame({name: np.zeros(0) for name in ("topic_id", "recipient_id", "municipality_id")})
    assert len(competence.better(empty, duties)) == 0
