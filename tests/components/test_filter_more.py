"""What stands in the row of filters and what behind «Ещё»."""

from components import filter_bar, filter_more


def test_six_filters_stand_in_the_row_and_the_rest_behind_none_is_lost() -> None:
    seen, behind = filter_more.split(filter_bar.OF_RECORDS)

    assert len(seen) == filter_more.ROOM
    assert {"text", "state", "group", "municipality"} <= set(seen)
    assert sorted([*seen, *behind]) == sorted(filter_bar.OF_RECORDS)
    assert filter_more.split(filter_bar.CONTROLS) == (list(filter_bar.CONTROLS), [])


def test_the_button_says_how_many_filters_behind_it_are_set() -> None:
    behind = ["topic", "outcome", "due"]

    assert filter_more.label({"period": "all", "group": "roads"}, behind) == "Ещё"
    assert filter_more.label({"outcome": "late", "due": "known", "group": "roads"}, behind) == "Ещё · 2"
