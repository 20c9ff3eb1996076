"""Whose a name is: measured on examples made up for `recipients_labelled.csv`, part of them never tuned on."""

import random
from datetime import date
from typing import cast

import pandas as pd
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from data.store.reference import table
from etl.structure.recipients.bodies import LONGEST
from etl.structure.recipients.resolver import RecipientResolver

LABELLED = pd.read_csv("tests/etl/recipients_labelled.csv", dtype=str, keep_default_na=False)
KNOWN = table("recipient_labels")["label"].tolist()
NAMES = table("recipients")["name"].tolist()
FORMS = ("МКУ", "МБУ", "МУП", "ООО", "ПАО", "АО", "ФГУП", "ГКУ РХ", "ГБУЗ РХ", "муниципальное казённое учреждение")
KINDS = {
    "short", "joined", "same", "form", "before", "title", "owner", "seat", "small", "general", "collective", "branch",
    "foreign",
}  # fmt: skip
TODAY = date(2026, 3, 2)
names = st.sampled_from(KNOWN + NAMES)
of_one_resolver = hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def code(resolver, name, on=TODAY):
    found = resolver.resolve(name, on)
    return "" if found is None else resolver._bodies[found].code


def test_the_labelled_set_is_large_and_full_of_traps():
    assert len(LABELLED) >= 220
    assert (LABELLED["recipient_code"] == "").sum() >= 60
    assert (LABELLED["part"] == "blind").sum() >= 60
    assert not LABELLED.duplicated(["name", "on"]).any()
    assert set(LABELLED["recipient_code"]) - {""} <= set(table("recipients")["recipient_code"])


@pytest.mark.parametrize("part", ["tune", "blind", "check", "blind_2"])
def test_what_is_assigned_is_right_and_little_is_missed(resolver, part):
    wanted = LABELLED[LABELLED["part"] == part]
    days = wanted["on"].map(lambda day: date.fromisoformat(day) if day else TODAY)
    got = pd.Series(
        [code(resolver, name, on) for name, on in zip(wanted["name"], days, strict=True)], index=wanted.index
    )
    is_right = got == wanted["recipient_code"]
    misses = wanted[~is_right].assign(got=got).to_string()
    assert is_right[got != ""].mean() >= 0.98, misses
    assert is_right[wanted["recipient_code"] != ""].mean() >= 0.85, misses


def test_a_known_spelling_means_what_the_table_says(resolver):
    labels = table("recipient_labels").set_index("label")["recipient_code"]
    own = table("recipients").set_index("name")["recipient_code"]
    listed = {name: labels[name] if name in labels else own[name] for name in KNOWN + NAMES}
    assert len(listed) > 400
    assert {name: code(resolver, name, date(2023, 1, 1)) for name in listed} == listed


def test_a_renamed_body_bears_the_duty_to_its_last_day(resolver):
    name = "Управлением культуры администрации Аскизского р-на"
    assert code(resolver, name, date(2023, 12, 31)) == "culture_department_2023"
    assert code(resolver, name, date(2024, 1, 1)) == "culture_department"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Министерство здравоохранения", "ministry_health"),
        ("Районная больница", "district_hospital"),
        ("Филиал районной больницы в Аскизском районе", ""),
        ("Филиал МФЦ в Аскизском районе", "service_centre"),
        ("МФЦ Республики Хакасия", ""),
        ("Администрация Базинского района", ""),
        ("Администрация Базинского сельсовета", "settlement_baza"),
        ("Отдел ЖКХ, Водоканал", ""),
        ("Отдел ЖКХ и Отдел дорог и транспорта", ""),
        ("Администрация района, Отдел ЖКХ", "housing_department"),
        ("Отдел эко.", ""),
        ("Отдел архит.", "architecture_department"),
        ("", ""),
        ("-", ""),
        ("655700", ""),
        ("«»", ""),
    ],
)
def test_a_name_is_read_as_a_person_would(resolver, name, expected):
    assert code(resolver, name) == expected


def test_a_text_too_long_for_a_name_is_not_read(resolver):
    assert code(resolver, "Отделом ЖКХ" + " " * LONGEST) == ""
    assert code(resolver, "Отдел ЖКХ" + " " * LONGEST) == "housing_department"


@of_one_resolver
@given(names, st.sampled_from(("«{}»", '"{}"', "„{}“", "'{}'", "  {}\n", "{}.", "№{}")))
def test_quotation_marks_and_edges_change_nothing(resolver, name, frame):
    assert code(resolver, frame.format(name)) == code(resolver, name)


@of_one_resolver
@given(names, st.sampled_from((str.upper, str.lower, str.title, str.swapcase)))
def test_the_case_of_letters_changes_nothing(resolver, name, change):
    assert code(resolver, change(name)) == code(resolver, name)


@of_one_resolver
@given(names, st.sampled_from("‐‑‒–—−"), st.sampled_from((" ", "  ", "\u00a0", "\t")))
def test_dashes_and_spaces_change_nothing(resolver, name, dash, space):
    assert code(resolver, name.replace("-", dash).replace(" ", space)) == code(resolver, name)
    assert code(resolver, name.replace("-", f" {dash} ")) == code(resolver, name)


@of_one_resolver
@given(names, st.sampled_from(FORMS))
def test_a_legal_form_changes_nothing(resolver, name, form):
    assert code(resolver, f"{form} «{name}»") == code(resolver, name)
    assert code(resolver, f"{name}, {form}") == code(resolver, name)


@of_one_resolver
@given(names, st.sampled_from(("Выдумкин И.И.", "И. И. Выдумкин", "Небылова Анна Петровна")))
def test_a_person_beside_a_body_changes_nothing(resolver, name, person):
    assert code(resolver, f"{name} ({person})") == code(resolver, name)
    assert code(resolver, f"{person}, {name}") == code(resolver, name)


@of_one_resolver
@given(names, names)
def test_two_names_are_one_body_only_when_one_is_above_the_other(resolver, first, second):
    bodies = resolver._bodies
    found, one, other = (resolver.resolve(name, TODAY) for name in (f"{first} / {second}", first, second))
    assert found == resolver.resolve(f"{second} / {first}", TODAY)

    def line(body):
        return [] if body is None else [body, *line(bodies[body].parent_id)]

    if one not in line(other) and other not in line(one):
        assert found is None
    elif found is not None:
        assert found == (one if other in line(one) else other)


@of_one_resolver
@given(st.text(max_size=60))
def test_any_text_has_an_answer_that_does_not_depend_on_what_was_asked_before(resolver, text):
    assert resolver._resolve(text, TODAY) == resolver.resolve(text, TODAY)


def test_the_order_of_the_rows_changes_nothing(reference_store, resolver):
    class Shuffled:
        def execute(self, query):
            rows = list(reference_store.execute(query))
            random.Random(7).shuffle(rows)
            return Rows(rows)

    class Rows(list):
        def all(self):
            return self

    other = RecipientResolver(cast(sa.Connection, Shuffled()), "pos")
    assert [code(other, name) for name in LABELLED["name"]] == [code(resolver, name) for name in LABELLED["name"]]


def test_candidates_name_what_a_person_may_choose(resolver):
    told = resolver.candidates("Отдел ЖКХ, Водоканал")
    assert {code for code, likeness in told.items() if likeness == 1} == {"housing_department", "water_utility"}
    beside = resolver.candidates("Камышта, Усть-Камыштинский с/с")
    assert max(beside, key=lambda code: beside[code]) == "settlement_ust_kamyshta"
    alike = resolver.candidates("МП Благоустройство")
    assert max(alike, key=lambda code: alike[code]) == "housing_department"
    assert 0 < alike["housing_department"] < 1
    assert resolver.candidates("Прокуратура") == {}


def test_a_body_that_the_name_means_is_always_a_candidate(resolver):
    told = [(row.recipient_code, resolver.candidates(row.name)) for row in LABELLED.itertuples() if row.recipient_code]
    ranked = [(code, sorted(found, key=lambda one: -found[one])[:3]) for code, found in told]
    assert sum(code in first for code, first in ranked) >= 0.99 * len(ranked)


def test_the_table_of_words_has_closed_kinds_and_known_codes():
    rows = table("recipient_words")
    assert set(rows["kind"]) == KINDS
    coded = rows.loc[rows["kind"].isin(["collective", "branch"]), "words"]
    assert set(coded) <= set(table("recipients")["recipient_code"])
    assert not rows.duplicated(["kind", "words"]).any()
