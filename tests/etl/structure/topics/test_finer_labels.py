"""The column of a labelled table that is finer than its labels."""

from etl.structure.topics.finer_labels import finer_column

LABELS = ["дороги"] * 6 + ["вода"] * 6
FINE = ["ямы"] * 3 + ["снег"] * 3 + ["колонки"] * 3 + ["башни"] * 3


def test_a_topic_is_finer_than_its_group():
    assert finer_column(LABELS, {"группа": LABELS, "тема": FINE}) == "тема"


def test_the_finest_of_several_is_taken():
    half = ["ямы и снег"] * 6 + ["колонки"] * 3 + ["башни"] * 3
    assert finer_column(LABELS, {"крупнее": half, "тема": FINE}) == "тема"


def test_a_value_that_stands_with_two_labels_is_not_finer():
    assert finer_column(LABELS, {"тема": ["ямы"] * 3 + ["прочее"] * 6 + ["башни"] * 3}) is None


def test_numbers_of_records_and_columns_with_gaps_are_no_kinds():
    numbers = [str(at) for at in range(12)]
    assert finer_column(LABELS, {"номер": numbers, "с пропусками": [*FINE[:9], "", "", ""]}) is None


def test_rows_without_a_label_say_nothing():
    assert finer_column([*LABELS, ""], {"тема": [*FINE, "ямы"]}) == "тема"
    assert finer_column([], {"тема": []}) is None
