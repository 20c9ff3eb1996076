"""Proposed problems: many messages about one thing, repeats of one person, neighbours that only resemble each other."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import InputError
from etl.structure.problems.address import street_keys
from etl.structure.problems.evidence import Terms
from etl.structure.problems.propose import COLUMNS, propose

BURSTS = (
    "Прорвало трубу на улице Ленина, вода течёт по дороге",
    "На ул. Ленина прорыв трубы, вода бежит по дороге второй час",
    "Улица Ленина, прорвало водопроводную трубу, нет воды",
    "По ул Ленина течёт вода, прорвало трубу, вызовите аварийную",
)
OTHER_MATTERS = (
    "Собаки без хозяев бегают у школы, страшно отпускать детей",
    "Когда откроют кружок танцев в доме культуры",
    "Не приехал автобус, ждали на остановке час",
)


def row(record_id, text, **more):
    made = dict.fromkeys(COLUMNS) | {
        "record_id": record_id,
        "received_at": pd.Timestamp("2026-03-02 10:00") + pd.Timedelta(minutes=10 * record_id),
        "municipality_id": 1,
        "place_id": 11,
        "topic_group_id": 5,
        "topic_id": 51,
        "applicant_key": f"person{record_id}",
        "text": text,
    }
    return made | more


def table(*rows):
    return pd.DataFrame(list(rows), columns=list(COLUMNS))


def bursts(count=14, **more):
    return [row(number, BURSTS[number % len(BURSTS)], **more) for number in range(1, count + 1)]


def groups(found):
    return sorted(sorted(part["record_id"]) for _, part in found.members.groupby("first_record_id"))


def test_fourteen_messages_about_one_burst_are_one_problem():
    found = propose(table(*bursts(14), *(row(100 + i, text) for i, text in enumerate(OTHER_MATTERS))))
    (problem,) = found.problems.to_dict("records")
    assert (problem["messages"], problem["applicants"], problem["repeats"], problem["unnamed"]) == (14, 14, 0, 0)
    assert groups(found) == [list(range(1, 15))]
    assert (problem["place_id"], problem["topic_id"]) == (11, 51)


def test_a_repeat_of_the_same_applicant_is_told_from_another_citizen():
    told = bursts(5)
    told[2]["applicant_key"] = told[4]["applicant_key"] = told[0]["applicant_key"]
    found = propose(table(*told))
    (problem,) = found.problems.to_dict("records")
    assert (problem["messages"], problem["applicants"], problem["repeats"]) == (5, 3, 2)
    assert found.members.loc[found.members["is_repeat"], "record_id"].tolist() == [3, 5]


def test_messages_of_unknown_applicants_are_neither_repeats_nor_different_people():
    found = propose(table(*bursts(4, applicant_key=None)))
    (problem,) = found.problems.to_dict("records")
    assert (problem["messages"], problem["applicants"], problem["repeats"], problem["unnamed"]) == (4, 0, 0, 4)


@pytest.mark.parametrize(
    "other",
    [
        {"place_id": 12},
        {"municipality_id": 2, "place_id": None},
        {"topic_group_id": 6},
        {"received_at": pd.Timestamp("2026-05-20")},
    ],
)
def test_the_same_words_elsewhere_or_later_are_another_problem(other):
    assert propose(table(row(1, BURSTS[0]), row(2, BURSTS[0], **other))).problems.empty


def test_different_matters_of_one_village_and_topic_are_not_put_together():
    assert propose(table(*(row(i, text) for i, text in enumerate(OTHER_MATTERS)))).problems.empty


def test_the_same_complaint_about_two_streets_is_two_problems():
    lenin = [row(i, "Яма на дороге", street="ул. Ленина") for i in (1, 2)]
    soviet = [row(i, "Яма на дороге", street="ул. Советская") for i in (3, 4)]
    found = propose(table(*lenin, *soviet))
    assert groups(found) == [[1, 2], [3, 4]]


def test_a_chain_of_neighbours_is_not_one_problem():
    days = [pd.Timestamp("2026-03-02") + pd.Timedelta(days=10 * i) for i in range(8)]
    found = propose(table(*(row(i, BURSTS[0], received_at=day) for i, day in enumerate(days))))
    spans = found.problems["last_at"] - found.problems["opened_at"]
    assert len(found.problems) >= 3
    assert found.problems["messages"].max() == 2
    assert (spans <= pd.Timedelta(days=14)).all()


def test_a_record_without_a_place_does_not_bind_two_villages():
    found = propose(table(row(1, BURSTS[0]), row(2, BURSTS[0], place_id=None), row(3, BURSTS[0], place_id=12)))
    assert len(found.members) == 2
    assert not {1, 3} <= set(found.members["record_id"])


def test_records_a_person_has_told_apart_are_not_proposed_together_again():
    found = propose(table(*bursts(2)), apart=[(2, 1), (7, 8)])
    assert found.problems.empty


def test_records_without_place_or_topic_are_counted_as_left_out():
    found = propose(table(*bursts(3), row(50, BURSTS[0], municipality_id=None), row(51, "", topic_group_id=None)))
    assert found.left_out == 2
    assert groups(found) == [[1, 2, 3]]


def test_pairs_beyond_the_bound_are_counted_and_not_hidden():
    found = propose(table(*bursts(10)), Terms(most_neighbours=4))
    assert (found.compared, found.skipped) == (30, 15)


def test_no_records_give_no_problems():
    found = propose(table())
    assert (len(found.problems), len(found.members), found.compared) == (0, 0, 0)


def test_a_missing_column_and_a_doubled_record_are_refused_in_russian():
    with pytest.raises(InputError, match="не хватает столбцов: text"):
        propose(table(*bursts(2)).drop(columns="text"))
    with pytest.raises(InputError, match="Запись № 1 передана дважды"):
        propose(table(row(1, ""), row(1, "")))


@pytest.mark.parametrize(
    ("street", "text", "key"),
    [
        ("ул. Ленина", "", "ленин"),
        ("Ленина ул", "", "ленин"),
        ("ул. П. Топанова", "", "топан"),
        ("", "На улице Ленина темно", "ленин"),
        ("", "пер. Школьный, 5", "школь"),
        ("", "Стул сломан в клубе", ""),
        ("", "", ""),
    ],
)
def test_a_street_is_the_same_however_it_is_written(street, text, key):
    assert street_keys([street], [text]) == [key]


ROWS = st.lists(
    st.tuples(
        st.sampled_from([*BURSTS, *OTHER_MATTERS, ""]),
        st.integers(0, 30),
        st.sampled_from([11, 12, None]),
        st.sampled_from([51, 52, None]),
        st.sampled_from(["a", "b", None]),
        st.sampled_from(["ул. Ленина", "Мира", None]),
    ),
    max_size=14,
)


def drawn(cells):
    return [
        row(
            i,
            text,
            received_at=pd.Timestamp("2026-03-01") + pd.Timedelta(days=day),
            place_id=place,
            topic_id=topic,
            applicant_key=who,
            street=street,
        )
        for i, (text, day, place, topic, who, street) in enumerate(cells)
    ]


@settings(deadline=None, max_examples=30)
@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(cells, chance):
    rows = drawn(cells)
    shuffled = chance.sample(rows, len(rows))
    one, other = propose(table(*rows)), propose(table(*shuffled))
    pd.testing.assert_frame_equal(one.members, other.members)
    pd.testing.assert_frame_equal(one.problems, other.problems, check_dtype=False)


@settings(deadline=None, max_examples=30)
@given(ROWS)
def test_parts_sum_to_messages_and_nobody_stands_in_two_problems(cells):
    found = propose(table(*drawn(cells)))
    told = found.problems
    assert (told["applicants"] + told["unnamed"] + told["repeats"] == told["messages"]).all()
    assert told["messages"].sum() == len(found.members)
    assert (told["messages"] >= 2).all()
    assert found.members["record_id"].is_unique
    assert set(found.members["first_record_id"]) == set(told["first_record_id"])


@settings(deadline=None, max_examples=30)
@given(ROWS)
def test_members_of_a_problem_never_contradict_each_other(cells):
    rows = table(*drawn(cells))
    joined = propose(rows).members.merge(rows, on="record_id", validate="1:1")
    for _, part in joined.groupby("first_record_id"):
        assert part["place_id"].dropna().nunique() <= 1
        assert part["received_at"].max() - part["received_at"].min() <= pd.Timedelta(days=14)


@settings(deadline=None, max_examples=25)
@given(ROWS, st.integers(0, 13), st.integers(0, 13))
def test_two_records_told_apart_are_never_in_one_problem(cells, one, other):
    if one == other:
        return
    members = propose(table(*drawn(cells)), apart=[(one, other)]).members.set_index("record_id")["first_record_id"]
    assert one not in members or other not in members or members[one] != members[other]
