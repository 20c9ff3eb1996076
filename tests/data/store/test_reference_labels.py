"""Source labels lead to one thing each: weights are whole, nothing ambiguous is listed, every topic reached."""

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.store import reference


def labels(name: str) -> pd.DataFrame:
    """A table of labels with missing sources, groups and dates as empty text, and the key of each label."""
    frame = reference.table(name).fillna("")
    return frame.assign(key=frame["label"].map(reference.label_key))


def test_weights_of_a_label_sum_to_one_on_every_day() -> None:
    for (source, group, key), rows in labels("topic_labels").groupby(["source_code", "group_label", "key"]):
        days = {date(1990, 1, 1), date(2100, 1, 1)}
        days |= {date.fromisoformat(day) for day in rows["valid_from"] if day}
        days |= {date.fromisoformat(day) + timedelta(days=shift) for day in rows["valid_to"] if day for shift in (0, 1)}
        for day in days:
            valid = rows[[_is_valid(row, day) for _, row in rows.iterrows()]]
            total = sum((Fraction(weight) for weight in valid["weight"]), Fraction(0))
            assert total == 1, (source, group, key, day)
            assert valid["topic_code"].is_unique


def _is_valid(row: pd.Series, day: date) -> bool:
    first = date.fromisoformat(row["valid_from"] or "1900-01-01")
    return first <= day <= date.fromisoformat(row["valid_to"] or "2999-12-31")


def test_weights_are_positive_shares() -> None:
    weights = reference.table("topic_labels")["weight"].map(Fraction)
    assert all(0 < weight <= 1 for weight in weights)


def test_labels_lead_to_topics_and_never_to_groups() -> None:
    topics = reference.table("topics")
    groups = set(topics.loc[topics["group_code"].isna(), "topic_code"])
    assert not set(reference.table("topic_labels")["topic_code"]) & groups


def test_every_topic_can_be_reached_by_its_own_name_and_every_group_by_its() -> None:
    found = {row["key"]: row["topic_code"] for _, row in labels("topic_labels").iterrows() if not row["source_code"]}
    for _, topic in reference.table("topics").iterrows():
        expected = topic["topic_code"] if pd.notna(topic["group_code"]) else f"{topic['topic_code']}.other"
        assert found[reference.label_key(topic["name"])] == expected


def test_every_kind_of_export_brings_a_fair_number_of_labels() -> None:
    sizes = labels("topic_labels").groupby("source_code")["key"].nunique()
    assert sizes["incident_management"] >= 200
    assert sizes["pos"] >= 120
    assert sizes["heat_map"] >= 100
    assert sizes["register_59fz"] >= 35


def test_codes_of_the_national_classifier_have_their_five_sections() -> None:
    rows = labels("topic_labels").query("source_code == 'register_59fz'")
    codes = rows.loc[rows["label"].str.fullmatch(r"\d{4}(\.\d{4}){0,4}"), ["label", "topic_code"]]
    group = codes.drop_duplicates("label").set_index("label")["topic_code"].str.split(".").str[0]
    sections = ("0001", "0002", "0003", "0004", "0005")
    assert [group[s] for s in sections] == ["authorities", "social", "economy", "safety", "housing"]
    parents = {code.rsplit(".", 1)[0] for code in group.index if "." in code}
    assert {parent.split(".")[0] for parent in parents} <= set(sections)


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("place_labels", "place_oktmo"),
        ("municipality_labels", "municipality_oktmo"),
        ("recipient_labels", "recipient_code"),
        ("status_labels", "status_code"),
        ("kind_labels", "kind_code"),
        ("channel_labels", "channel_code"),
    ],
)
def test_one_spelling_leads_to_one_thing(name: str, target: str) -> None:
    frame = labels(name)
    by = ["source_code", "key"] if "source_code" in frame else ["key"]
    assert (frame.groupby(by)[target].nunique() == 1).all()


def test_a_name_that_two_places_share_is_not_listed_without_its_type() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for _, place in reference.table("places").iterrows():
        owners[reference.label_key(place["name"])].add(place["oktmo"])
    shared = {name for name, who in owners.items() if len(who) > 1}
    assert shared == {"аскиз", "камышта"}
    keys = labels("place_labels").set_index("key")["place_oktmo"]
    assert not (shared | {"казановка", "тея", "база"}) & set(keys.index)
    for key, oktmo in keys.items():
        assert owners.get(str(key), {oktmo}) == {oktmo}


@pytest.mark.parametrize(
    ("label", "oktmo"),
    [
        ("пгт Аскиз", "95608151051"),
        ("с. Аскиз", "95608405101"),
        ("ст. Камышта", "95608450106"),
        ("с. Камышта", "95608440111"),
        ("Вершина Теи", "95608169051"),
        ("аал Апчинаев", "95608405111"),
        ("Усть Есь", "95608420136"),
        ("д. Казановка", "95608415116"),
        ("ст. Казановская", "95608415111"),
    ],
)
def test_well_known_spellings_lead_to_the_right_place(label: str, oktmo: str) -> None:
    found = labels("place_labels").set_index("key")["place_oktmo"]
    assert set(found.loc[[reference.label_key(label)]]) == {oktmo}


def test_every_settlement_has_its_administration_and_its_labels() -> None:
    municipalities = set(reference.table("municipalities")["oktmo"])
    recipients = reference.table("recipients").query("kind == 'settlement'")
    assert sorted(recipients["municipality_oktmo"]) == sorted(municipalities)
    assert len(municipalities) == 14
    assert set(reference.table("municipality_labels")["municipality_oktmo"]) == municipalities


def test_the_administration_of_a_settlement_is_labelled_for_that_settlement() -> None:
    owner = reference.table("recipients").set_index("recipient_code")["municipality_oktmo"]
    name = reference.table("municipalities").set_index("oktmo")["name"]
    known = labels("recipient_labels").drop_duplicates("key").set_index("key")["recipient_code"]
    for oktmo in name.index:
        assert owner[known[reference.label_key(name[oktmo])]] == oktmo


def test_every_recipient_can_be_reached_by_a_label() -> None:
    reached = set(reference.table("recipient_labels")["recipient_code"])
    assert set(reference.table("recipients")["recipient_code"]) == reached


@given(st.text())
def test_a_label_key_of_a_key_is_the_key(text: str) -> None:
    key = reference.label_key(text)
    assert reference.label_key(key) == key


def test_spellings_that_a_reader_takes_for_one_have_one_key() -> None:
    assert reference.label_key("  Вершино–Тёйский\u00a0 ПОССОВЕТ ") == reference.label_key("вершино-тейский поссовет")
