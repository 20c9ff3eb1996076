"""The ruler of the animation."""

from datetime import date

from components.figures import map_timeline

DAYS = [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]


def test_the_step_on_the_map_stands_out_and_a_cut_one_is_pale() -> None:
    bars = map_timeline.bars(DAYS, [5, 0, 9], DAYS[2], [False, True, True], dark=False).data[0]

    assert bars.marker.color[2] not in bars.marker.color[:2]
    assert bars.marker.opacity[0] < bars.marker.opacity[1] < bars.marker.opacity[2]
    assert "неполный" in bars.customdata[0][1]
    assert [row[0] for row in bars.customdata] == ["2026-01-01", "2026-02-01", "2026-03-01"]


def test_without_steps_there_is_a_sentence() -> None:
    assert map_timeline.bars([], [], DAYS[0], [], dark=False).layout.annotations[0].text
