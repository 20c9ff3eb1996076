"""The bridge starts at one period, ends at the other, and no step is lost on the way."""

import pandas as pd

from components.figures import bridge

STEPS = pd.DataFrame(
    {
        "label": ["Вода", "Дороги", "Вода"],
        "change": [31, -10, 19],
        "whole_points": pd.array([31, -10, 19], dtype="Int64"),
        "start": [100, 131, 121],
        "end": [131, 121, 140],
    }
)
NAMES = ("март", "апрель")


def test_the_bars_lead_from_the_records_before_to_the_records_after() -> None:
    bars, _, ends = bridge.draw(STEPS, 100, 140, NAMES).data

    tips = [base + change for base, change in zip(bars.base, bars.x, strict=True)]
    assert list(bars.base) == [100, *tips[:-1]]
    assert tips[-1] == 140
    assert list(ends.x) == [100, 140]


def test_a_step_says_records_and_points() -> None:
    assert bridge.step_text({"change": 31, "whole_points": 31}) == "+31 · +31 п.п."
    assert bridge.step_text({"change": -4, "whole_points": -1}) == "−4 · −1 п.п."


def test_without_records_before_a_step_says_records_only() -> None:
    assert bridge.step_text({"change": 3, "whole_points": pd.NA}) == "+3"


def test_steps_of_one_name_keep_rows_of_their_own() -> None:
    same = STEPS.assign(label="Вода", change=[5, 5, 5], whole_points=pd.array([5, 5, 5], dtype="Int64"))

    figure = bridge.draw(same, 100, 115, NAMES)

    assert len(set(figure.layout.yaxis.categoryarray)) == len(STEPS) + 2


def test_a_long_name_has_room_for_all_its_lines() -> None:
    long = "Низкое напряжение и состояние электросетей · Аскиз (рабочий посёлок)"
    figure = bridge.draw(STEPS.assign(label=[long, "Дороги", "Вода"]), 100, 140, NAMES)

    lines = max(label.count("<br>") + 1 for label in figure.layout.yaxis.categoryarray)
    assert lines == 4
    assert figure.layout.height - 56 >= bridge.LINE_PX * lines * 5
    assert bridge.draw(STEPS, 100, 140, NAMES).layout.height - 56 == bridge.ROW_PX * 5


def test_no_steps_are_a_sentence() -> None:
    assert "Изменений нет" in bridge.draw(STEPS.head(0), 5, 5, NAMES).layout.annotations[0].text


def test_the_axis_never_goes_below_zero_records() -> None:
    low, high = bridge.draw(STEPS.assign(start=[2, 33, 23], end=[33, 23, 42]), 2, 42, NAMES).layout.xaxis.range

    assert low >= 0
    assert high > 42
