"""The scheme of a roadmap: the problem, why it is so, what is done about each cause, what was promised of it.

A tree from the left to the right: boxes are drawn where their children are, so that lines never cross.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from components import theme
from components.figures.typed_text import plain

ROW_PX, HEAD_PX = 74, 48
_WIDTH, _HEIGHT = 0.86, 0.8
"""Of a box, in columns and rows."""
_SIGNS, _FEWEST_SIGNS, _MOST_SIGNS, _LINES = 126, 13, 30, 3
"""Letters across all columns, and of one box; lines of its words."""
KINDS = {"problem": "Проблема", "cause": "Почему", "measure": "Что делаем", "target": "Цель"}


@dataclass(frozen=True)
class Node:
    """A box. key: names it, parent: key of the box that it hangs on, '' of the first; kind: of KINDS; note: a second
    line; is_late: its time is over.
    """

    key: str
    parent: str
    kind: str
    text: str
    note: str = ""
    is_late: bool = False


@dataclass(frozen=True)
class _Placed:
    node: Node
    column: int
    row: float


def draw(nodes: Sequence[Node], *, dark: bool = False) -> go.Figure:
    """nodes: the problem first, parents before their children; of kind «target» at most one: every measure leads to
    it.
    """
    placed = _places([one for one in nodes if one.kind != "target"])
    last = max(one.column for one in placed.values())
    rows = max(one.row for one in placed.values()) + 1
    for target in (one for one in nodes if one.kind == "target"):
        last += 1
        placed[target.key] = _Placed(target, last, (rows - 1) / 2)
    signs = min(max(_SIGNS // (last + 1), _FEWEST_SIGNS), _MOST_SIGNS)
    figure = go.Figure(_hover(list(placed.values())))
    figure.update_layout(
        shapes=[*_lines(placed, dark), *(_box(one, dark) for one in placed.values())],
        annotations=[*(_words(one, signs, dark) for one in placed.values()), *_heads(placed, dark)],
        height=int(HEAD_PX + ROW_PX * rows), margin={"l": 4, "r": 4, "t": 4, "b": 4}, showlegend=False,
    )  # fmt: skip
    figure.update_xaxes(range=[-0.5, last + 0.5], visible=False, fixedrange=True)
    return figure.update_yaxes(range=[rows - 0.4, -0.5 - HEAD_PX / ROW_PX], visible=False, fixedrange=True)


def _places(nodes: Sequence[Node]) -> dict[str, _Placed]:
    """A leaf takes the next row; a box with children stands in the middle of them. Measures share the last column."""
    children: dict[str, list[Node]] = {}
    for one in nodes:
        children.setdefault(one.parent, []).append(one)
    depth: dict[str, int] = {}
    for one in nodes:
        depth[one.key] = depth[one.parent] + 1 if one.parent else 0
    causes = max((depth[one.key] for one in nodes if one.kind != "measure"), default=0)
    made: dict[str, _Placed] = {}
    _place(
        nodes[0], children, {one.key: causes + 1 if one.kind == "measure" else depth[one.key] for one in nodes}, made
    )
    return made


def _place(node: Node, children: dict[str, list[Node]], columns: dict[str, int], made: dict[str, _Placed]) -> float:
    below = [_place(one, children, columns, made) for one in children.get(node.key, ())]
    leaves = [one.row for one in made.values() if not children.get(one.node.key)]
    row = (below[0] + below[-1]) / 2 if below else max(leaves, default=-1) + 1
    made[node.key] = _Placed(node, columns[node.key], row)
    return row


def _box(one: _Placed, dark: bool) -> dict[str, object]:
    tokens = theme.palette(dark)
    edge = {"problem": tokens.text, "cause": tokens.line_strong, "measure": tokens.accent, "target": tokens.good}
    colour = tokens.bad if one.node.is_late else edge[one.node.kind]
    return {
        "type": "rect", "x0": one.column - _WIDTH / 2, "x1": one.column + _WIDTH / 2, "y0": one.row - _HEIGHT / 2,
        "y1": one.row + _HEIGHT / 2, "line": {"color": colour, "width": 2 if one.node.is_late else 1.2},
        "fillcolor": tokens.raised,
    }  # fmt: skip


def _words(one: _Placed, signs: int, dark: bool) -> dict[str, object]:
    tokens = theme.palette(dark)
    colour = tokens.bad if one.node.is_late else tokens.muted
    note = [f"<span style='color:{colour}'>{plain(line)}</span>" for line in _cut(one.node.note, signs + 2, 1)]
    text = "<br>".join([*map(plain, _cut(one.node.text, signs, _LINES)), *(note if one.node.note else [])])
    return {
        "x": one.column, "y": one.row, "text": text, "showarrow": False, "align": "center",
        "font": {"size": 11, "color": tokens.text},
    }  # fmt: skip


def _cut(text: str, signs: int, most: int) -> list[str]:
    lines = textwrap.wrap(text, signs) or [""]
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1][: signs - 1]}…"]


def _lines(placed: dict[str, _Placed], dark: bool) -> list[dict[str, object]]:
    ends = [(placed[one.node.parent], one) for one in placed.values() if one.node.parent in placed]
    for target in (one for one in placed.values() if one.node.kind == "target"):
        ends += [(one, target) for one in placed.values() if one.node.kind == "measure"]
    colour = theme.palette(dark).line_strong
    return [_line(start, end, colour) for start, end in ends]


def _line(start: _Placed, end: _Placed, colour: str) -> dict[str, object]:
    x0, x1 = start.column + _WIDTH / 2, end.column - _WIDTH / 2
    bend = x1 - (1 - _WIDTH) / 2
    path = f"M {x0},{start.row} L {bend},{start.row} L {bend},{end.row} L {x1},{end.row}"
    return {"type": "path", "path": path, "line": {"color": colour, "width": 1}, "layer": "below"}


def _heads(placed: dict[str, _Placed], dark: bool) -> list[dict[str, object]]:
    columns = {one.column: KINDS[one.node.kind] for one in placed.values()}
    return [
        {
            "x": column, "y": -0.5 - HEAD_PX / ROW_PX / 2, "text": words, "showarrow": False,
            "font": {"size": 12, "color": theme.palette(dark).muted},
        }
        for column, words in columns.items()
    ]  # fmt: skip


def _hover(placed: Sequence[_Placed]) -> go.Scatter:
    words = [plain(" · ".join(filter(None, (one.node.text, one.node.note)))) for one in placed]
    return go.Scatter(
        x=[one.column for one in placed], y=[one.row for one in placed], mode="markers", text=words,
        marker={"size": 40, "opacity": 0}, hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip
