"""The reference tables hold together: codes are unique, references resolve, lists are closed, dates are in order."""

import re
from datetime import date, timedelta

import pytest

from data.errors import MCUError
from data.store import reference

KEYS = {
    "sources": "source_code",
    "channels": "channel_code",
    "kinds": "kind_code",
    "statuses": "status_code",
    "topics": "topic_code",
    "recipients": "recipient_code",
    "places": "oktmo",
    "municipalities": "oktmo",
    "deadline_rules": "rule_code",
    "targets": "target_code",
}
REFERENCES = [
    ("topics", "group_code", "topics"),
    ("topics", "default_recipient_code", "recipients"),
    ("topic_labels", "topic_code", "topics"),
    ("topic_labels", "source_code", "sources"),
    ("recipients", "municipality_oktmo", "municipalities"),
    ("recipients", "parent_code", "recipients"),
    ("recipients", "successor_code", "recipients"),
    ("recipient_labels", "recipient_code", "recipients"),
    ("recipient_labels", "source_code", "sources"),
    ("status_labels", "status_code", "statuses"),
    ("status_labels", "source_code", "sources"),
    ("kind_labels", "kind_code", "kinds"),
    ("kind_labels", "source_code", "sources"),
    ("channel_labels", "channel_code", "channels"),
    ("channel_labels", "source_code", "sources"),
    ("place_labels", "place_oktmo", "places"),
    ("municipality_labels", "municipality_oktmo", "municipalities"),
    ("places", "municipality_oktmo", "municipalities"),
    ("deadline_rules", "channel_code", "channels"),
    ("deadline_rules", "kind_code", "kinds"),
    ("deadline_rules", "topic_group_code", "topics"),
    ("deadline_rules", "topic_code", "topics"),
    ("channel_laws", "channel_code", "channels"),
    ("targets", "channel_code", "channels"),
]
ALLOWED = {
    ("channels", "law"): {"59fz", "message"},
    ("topics", "competence"): {"own", "settlement", "republic", "utility", "federal"},
    ("topics", "is_sensitive"): {"0", "1"},
    ("topics", "is_pollable"): {"0", "1"},
    ("topic_labels", "confidence"): {"H", "M", "L"},
    ("recipients", "kind"): {"district_department", "settlement", "utility", "republic", "institution"},
    ("recipients", "confidence"): {"H", "M", "L"},
    ("status_labels", "confidence"): {"H", "M", "L"},
    ("deadline_rules", "confidence"): {"H", "M", "L"},
    ("channel_laws", "law"): {"59fz", "message"},
    ("channel_laws", "confidence"): {"H", "M", "L"},
    ("deadline_rules", "unit"): {"calendar_days", "working_days", "working_hours"},
    ("deadline_rules", "non_working_last_day"): {"preceding", "following", "as_is"},
    ("deadline_rules", "starts_from"): {
        "received",
        "registered",
        "assigned",
        "interim_answer",
        "resolution_due",
        "previous_step",
    },
    ("deadline_rules", "clock"): {
        "registration",
        "transfer",
        "unclear_text",
        "first_reply",
        "resolution",
        "moderation",
        "coordination",
        "approval",
        "extension",
        "interim_answer",
    },
    ("targets", "confidence"): {"H", "M", "L"},
}
GROUPS = [
    "ЖКХ",
    "Энергетика",
    "Дороги",
    "Обращение с отходами",
    "Благоустройство",
    "Безопасность и правопорядок",
    "Здравоохранение",
    "Образование",
    "Общественный транспорт",
    "Связь и телевидение",
    "Социальное обслуживание и защита",
    "Сельское хозяйство и охота",
    "Экология",
    "Имущественные и земельные отношения",
    "Строительство и архитектура",
    "Экономика и бизнес",
    "Труд и занятость",
    "Военная служба",
    "Органы власти",
    "Культура",
    "Спорт",
    "Молодёжь",
    "Туризм",
    "Межнациональные отношения",
    "Внутренняя политика",
    "Прочее",
]


@pytest.mark.parametrize("name", reference.names())
def test_every_table_loads_as_text_and_an_empty_cell_is_missing(name: str) -> None:
    frame = reference.table(name)
    assert not (frame == "").any().any()
    assert all(isinstance(value, str) for column in frame for value in frame[column].dropna())
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", str(column)) for column in frame)


@pytest.mark.parametrize("name", reference.names())
def test_no_cell_carries_spaces_around_its_value_and_no_row_is_repeated(name: str) -> None:
    frame = reference.table(name)
    assert not [v for column in frame for v in frame[column].dropna() if v != v.strip()]
    assert not frame.duplicated().any()


def test_an_unknown_table_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(MCUError, match="Возможно, вы имели в виду «topics»"):
        reference.table("topic")


def test_a_changed_frame_does_not_change_the_next_reading() -> None:
    frame = reference.table("topics")
    frame["name"] = "испорчено"
    assert "ЖКХ" in set(reference.table("topics")["name"])


@pytest.mark.parametrize(("name", "key"), KEYS.items())
def test_codes_are_present_unique_and_in_ascii_snake_case(name: str, key: str) -> None:
    codes = reference.table(name)[key]
    assert codes.notna().all()
    assert codes.is_unique
    pattern = r"\d{8}(\d{3})?" if key == "oktmo" else r"[a-z0-9_]+(\.[a-z0-9_]+)?"
    assert codes.str.fullmatch(pattern).all()


@pytest.mark.parametrize(("name", "column", "target"), REFERENCES)
def test_every_reference_resolves(name: str, column: str, target: str) -> None:
    used = set(reference.table(name)[column].dropna())
    assert used - set(reference.table(target)[KEYS[target]]) == set()


@pytest.mark.parametrize(("place", "allowed"), ALLOWED.items())
def test_closed_lists_hold_only_their_values(place: tuple[str, str], allowed: set[str]) -> None:
    name, column = place
    values = reference.table(name)[column]
    assert values.notna().all()
    assert set(values) <= allowed


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("sources", "name"),
        ("channels", "name"),
        ("channels", "short_name"),
        ("kinds", "name"),
        ("statuses", "name"),
        ("topics", "name"),
        ("recipients", "name"),
        ("recipients", "short_name"),
    ],
)
def test_names_for_the_reader_are_present_and_not_repeated(name: str, column: str) -> None:
    assert reference.table(name)[column].notna().all()
    assert reference.table(name)[column].is_unique


def test_an_open_status_is_never_final_and_every_closed_one_is() -> None:
    statuses = reference.table("statuses").set_index("status_code")
    is_open, is_final = statuses["is_open"] == "1", statuses["is_final"] == "1"
    assert not (is_open & is_final).any()
    closed = statuses.index.str.startswith("closed_")
    assert closed.sum() == 3
    assert is_final[closed].all()
    assert is_open["deferred"]


def test_every_group_of_the_domain_is_there_in_its_order() -> None:
    topics = reference.table("topics")
    assert topics.loc[topics["group_code"].isna(), "name"].tolist() == GROUPS


def test_every_topic_code_starts_with_its_group_and_every_group_keeps_a_place_for_the_rest() -> None:
    topics = reference.table("topics")
    leaves = topics[topics["group_code"].notna()]
    assert (leaves["topic_code"].str.split(".").str[0] == leaves["group_code"]).all()
    groups = topics.loc[topics["group_code"].isna(), "topic_code"]
    assert {f"{group}.other" for group in groups} <= set(leaves["topic_code"])


def test_the_tree_is_sorted_group_by_group_with_the_rest_last() -> None:
    topics = reference.table("topics").assign(order=lambda frame: frame["sort_order"].astype(int)).sort_values("order")
    assert topics["order"].is_unique
    of_group = topics["group_code"].fillna(topics["topic_code"])
    assert len(of_group[of_group != of_group.shift()]) == len(GROUPS)
    assert topics.groupby(of_group)["topic_code"].last().str.endswith(".other").all()


def test_sensitive_and_federal_topics_are_never_offered_for_a_poll() -> None:
    topics = reference.table("topics")
    barred = (topics["is_sensitive"] == "1") | (topics["competence"] == "federal")
    assert (topics.loc[barred, "is_pollable"] == "0").all()
    assert {"health", "social", "military"} <= set(topics.loc[topics["is_sensitive"] == "1", "topic_code"])


def test_only_matters_of_the_settlement_have_no_default_recipient() -> None:
    topics = reference.table("topics")
    without = topics[topics["default_recipient_code"].isna()]
    assert set(without["competence"]) == {"settlement"}


@pytest.mark.parametrize("name", [n for n in reference.names() if "valid_from" in reference.table(n)])
def test_validity_dates_are_days_in_order(name: str) -> None:
    frame = reference.table(name)
    for column in ("valid_from", "valid_to"):
        for day in frame[column].dropna():
            assert date.fromisoformat(day).isoformat() == day
    both = frame.dropna(subset=["valid_from", "valid_to"])
    assert (both["valid_from"] <= both["valid_to"]).all()


def test_a_renamed_recipient_ends_the_day_before_its_successor_begins() -> None:
    recipients = reference.table("recipients").set_index("recipient_code")
    renamed = recipients[recipients["successor_code"].notna()]
    assert len(renamed) >= 1
    for _, body in renamed.iterrows():
        begins = date.fromisoformat(recipients.loc[body["successor_code"], "valid_from"])
        assert date.fromisoformat(body["valid_to"]) + timedelta(days=1) == begins


def test_nobody_is_above_himself() -> None:
    parents = reference.table("recipients").set_index("recipient_code")["parent_code"].dropna().to_dict()
    for code in parents:
        chain = [code]
        while chain[-1] in parents:
            chain.append(parents[chain[-1]])
            assert len(chain) == len(set(chain))


def test_every_deadline_rule_has_a_positive_term_and_a_legal_basis() -> None:
    rules = reference.table("deadline_rules")
    assert (rules["term"].astype(int) > 0).all()
    assert set(rules["file_term"].dropna()) == {"earlier", "own"}
    assert rules["legal_basis"].notna().all()


def test_the_terms_of_the_law_and_of_the_platforms_are_those_that_are_known() -> None:
    rules = reference.table("deadline_rules").set_index("rule_code")
    columns = ["term", "unit", "starts_from", "confidence"]
    assert list(rules.loc["law59_registration", columns]) == ["3", "calendar_days", "received", "H"]
    assert list(rules.loc["law59_transfer", columns]) == ["7", "calendar_days", "registered", "H"]
    assert list(rules.loc["law59_resolution", columns]) == ["30", "calendar_days", "registered", "H"]
    assert list(rules.loc["pos_resolution", columns]) == ["30", "calendar_days", "received", "H"]
    assert list(rules.loc["pos_fast_snow_ice", columns]) == ["10", "working_days", "received", "M"]
    assert list(rules.loc["im_first_reply_vk", columns]) == ["9", "working_hours", "received", "M"]


def test_incidents_have_no_invented_term_of_resolution() -> None:
    rules = reference.table("deadline_rules")
    resolution = rules[rules["clock"] == "resolution"]
    assert not resolution["channel_code"].fillna("").str.startswith("im_").any()
    assert (resolution["channel_code"].notna() | (resolution["law"] == "59fz")).all()


def test_no_two_rules_of_a_clock_are_for_the_same_records() -> None:
    rules = reference.table("deadline_rules").fillna("")
    scope = ["clock", "channel_code", "law", "kind_code", "priority", "topic_group_code", "topic_code", "valid_from"]
    assert not rules.duplicated(scope).any()


def test_days_of_the_local_calendar_are_dates_of_a_known_kind() -> None:
    overrides = reference.table("calendar_overrides")
    assert overrides.columns.tolist() == ["day", "kind", "hours", "note"]
    assert set(overrides["kind"]) <= {"working", "off", "short"}
    assert overrides["day"].is_unique
