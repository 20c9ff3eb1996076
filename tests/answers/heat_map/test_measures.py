"""What the heat map's numbers are called and how they are told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answers.heat_map import measures
from answers.heat_map.measures import MEASURES, MapView, certainty, difference, text


def told(measure, value, low, high, n) -> str:
    return text(measure, {"value": value, "low": low, "high": high, "n": n}).replace("\u00a0", " ")


def test_a_share_is_told_with_its_interval_and_n() -> None:
    assert told(MEASURES["overdue_share"], 25.0, 20.4, 31.0, 90) == "25 % (20–31 %), из 90, у которых срок наступил"


def test_a_count_is_told_alone() -> None:
    assert told(MEASURES["records"], 1234.0, 1200, 1300, 1234) == "1\u202f234"


def test_few_records_are_told_instead_of_a_value() -> None:
    assert told(MEASURES["overdue_share"], 50.0, 10, 90, 4) == "мало данных, из 4, у которых срок наступил"
    assert told(MEASURES["overdue_share"], None, None, None, 0) == "нет данных"


def test_a_change_carries_its_sign() -> None:
    assert told(MEASURES["growth"], 12.4, -5.2, 33.0, 80) == "+12 % (от −5 до +33 %), по 80 записям"
    assert (
        told(difference(MEASURES["overdue_share"]), -3.0, -6.0, -1.0, 80)
        == "−3,0 п.п. (от −6,0 до −1,0 п.п.), по 80 записям"
    )


def test_the_difference_of_a_share_is_in_points_and_says_so_in_the_legend() -> None:
    assert measures.legend_title(difference(MEASURES["overdue_share"])) == "Изменение: Нарушения, п.п."
    assert difference(MEASURES["growth"]) is MEASURES["growth"], "a change of a change says nothing"


def test_a_smoothed_rate_is_drawn_even_for_few_records_but_pale() -> None:
    row = {"value": 30.0, "low": 10.0, "high": 60.0, "n": 1}
    assert certainty(MEASURES["per_1000_smoothed"], row) == "weak"
    assert certainty(MEASURES["per_1000"], row) == "few"


@pytest.mark.parametrize(("n", "sure"), [(4, "few"), (5, "weak"), (19, "weak"), (20, "clear")])
def test_certainty_grows_with_the_records(n: int, sure: str) -> None:
    assert certainty(MEASURES["satisfied_share"], {"value": 50.0, "low": 40.0, "high": 60.0, "n": n}) == sure


looks = st.builds(
    MapView,
    **{key: st.sampled_from(known) for key, known in measures.KNOWN.items()},
    at=st.sampled_from(["", "2026-05-01"]),
)


@given(looks)
def test_the_address_holds_the_whole_look(found: MapView) -> None:
    assert measures.map_view(measures.to_params(found)) == found


def test_defaults_are_left_out_of_the_address() -> None:
    assert measures.to_params(MapView()) == {}


@given(st.dictionaries(st.sampled_from(measures.PARAMS), st.text(max_size=30)))
def test_any_address_gives_a_look(params: dict[str, str]) -> None:
    found = measures.map_view(params)

    assert found.measure in MEASURES
    assert found.mode in measures.MODES
