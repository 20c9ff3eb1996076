"""What has a colour of its own keeps it."""

import csv

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components import colours, theme
from components.figures import curves, flow
from data.settings import ROOT
from tests.components.test_theme import THEMES, contrast

CHANNELS = colours.declared("channel")


def test_every_channel_of_the_reference_has_a_colour_of_its_own() -> None:
    with (ROOT / "data/store/reference/channels.csv").open(encoding="utf-8") as file:
        assert [row["channel_code"] for row in csv.DictReader(file)] == list(CHANNELS)


@pytest.mark.parametrize("dark", THEMES)
@pytest.mark.parametrize("dimension", ["channel", "hotspot"])
def test_no_two_members_share_a_colour_and_each_is_seen_against_the_surface(dimension: str, dark: bool) -> None:
    found = [colours.of(dimension, code, dark=dark) for code in colours.declared(dimension)]
    assert len(set(found)) == len(found)
    assert all(contrast(colour, theme.palette(dark).surface) >= 3 for colour in [*found, colours.of_rest(dark)])


def test_every_dark_colour_turns_into_its_light_twin_on_white() -> None:
    twins = {**theme.light_twins(), **colours.twins()}
    for dimension in ("channel", "hotspot"):
        for code in colours.declared(dimension):
            assert twins[colours.of(dimension, code, dark=True)] == colours.of(dimension, code)
    assert all(twins[dark] == light for dark, light in theme.light_twins().items())


@settings(max_examples=20)
@given(st.lists(st.sampled_from(CHANNELS), min_size=1, unique=True), st.booleans())
def test_bars_of_a_channel_have_its_colour_whatever_else_is_drawn(codes: list[str], dark: bool) -> None:
    rows = [
        {"week": w, "channel": c, "channel_label": c, "records": 1 + i} for w in (1, 2) for i, c in enumerate(codes)
    ]
    for bar in flow.stacked_bars(pd.DataFrame(rows), "week", "channel", dark=dark).data:
        rest = colours.of_rest(dark)
        assert bar.marker.color == (rest if bar.name == flow.OTHERS else colours.of("channel", bar.name, dark=dark))


def test_a_curve_keeps_colour_and_dash_when_another_one_leads() -> None:
    def drawn(codes: list[str]) -> dict[str, tuple[str, str]]:
        steps = {"days": [0.0], "still_open": [1.0], "low": [1.0], "high": [1.0], "n": [20]}
        frames = [pd.DataFrame({"code": code, "name": code, **steps}) for code in codes]
        figure = curves.closed_by(pd.concat(frames), "recipient")
        return {line.legendgroup: (line.line.color, line.line.dash) for line in figure.data if line.showlegend is None}

    assert drawn(["housing", "roads"]) == drawn(["roads", "housing"])
    assert drawn(["roads"])["roads"] == drawn(["housing", "roads"])["roads"]
