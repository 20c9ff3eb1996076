"""Figures of a roadmap: boxes of the scheme never lie on one another, bars end when things were done or still burn."""

from datetime import date, datetime, timedelta

import pandas as pd
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from components.figures import cause_tree, effect_blocks, measures_gantt
from components.figures.cause_tree import Node

TODAY = date(2026, 3, 16)


@st.composite
def schemes(draw: st.DrawFn) -> list[Node]:
    made = [Node("problem", "", "problem", "Проблема")]
    for number in range(draw(st.integers(0, 7))):
        parent = draw(st.sampled_from([one.key for one in made]))
        made.append(Node(f"c{number}", parent, "cause", draw(st.text(max_size=60))))
    for number in range(draw(st.integers(0, 6))):
        parent = draw(st.sampled_from([one.key for one in made if one.kind != "measure"]))
        made.append(Node(f"m{number}", parent, "measure", "Мероприятие", "срок", draw(st.booleans())))
    return [*made, *([Node("target", "", "target", "Цель")] if draw(st.booleans()) else [])]


@given(schemes())
@hypothesis_settings(max_examples=40, deadline=None)
def test_every_box_is_drawn_and_none_lies_on_another(nodes: list[Node]) -> None:
    figure = cause_tree.draw(nodes)
    boxes = [shape for shape in figure.layout.shapes if shape.type == "rect"]
    assert len(boxes) == len(nodes)
    spans = [(box.x0, box.x1, box.y0, box.y1) for box in boxes]
    for at, one in enumerate(spans):
        for other in spans[at + 1 :]:
            apart = one[1] <= other[0] or other[1] <= one[0] or one[3] <= other[2] or other[3] <= one[2]
            assert apart, (one, other)


def test_typed_words_are_never_markup() -> None:
    figure = cause_tree.draw([Node("problem", "", "problem", "<b>Вода</b>")])
    assert "&lt;b&gt;" in figure.layout.annotations[0].text


def measure(
    no: int, due_on: date | None, done_on: date | None = None, *, is_overdue: bool = False
) -> dict[str, object]:
    return {
        "no": no, "name": "Одно и то же", "who": "Отдел", "starts_on": None, "due_on": due_on, "done_on": done_on,
        "stage": "выполняется", "is_overdue": is_overdue,
    }  # fmt: skip


def test_a_bar_ends_when_it_was_done_when_it_is_due_or_today_while_it_burns() -> None:
    rows = [
        measure(1, date(2026, 2, 1), date(2026, 1, 20)),
        measure(2, date(2026, 3, 1), is_overdue=True),
        measure(3, date(2026, 4, 1)),
        measure(4, None),
    ]
    figure = measures_gantt.draw(pd.DataFrame(rows), pd.DataFrame(columns=["on", "name", "fact"]), TODAY)
    ends = {bar.name: datetime.fromisoformat(bar.base[0]) + timedelta(milliseconds=bar.x[0]) for bar in figure.data}
    last = {name: end.date() - timedelta(days=1) for name, end in ends.items()}
    assert last == {
        "Выполнено": date(2026, 1, 20), "Просрочено": TODAY, "Идёт или впереди": date(2026, 4, 1),
    }  # fmt: skip


def test_without_terms_and_quarters_a_sentence_stands_where_the_chart_would() -> None:
    empty = pd.DataFrame(columns=["on", "name", "fact"])
    gantt = measures_gantt.draw(pd.DataFrame([measure(1, None)]), empty, TODAY)
    for figure in (gantt, effect_blocks.draw(pd.DataFrame(), TODAY)):
        assert "ещё нет" in figure.layout.annotations[0].text
