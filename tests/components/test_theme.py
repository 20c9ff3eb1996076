import re
from dataclasses import fields
from pathlib import Path

import plotly.graph_objects as go
import pytest

from components import theme
from words.texts import OUTCOMES

TOKENS = Path(__file__).resolve().parents[2] / "assets" / "10-tokens.css"
THEMES = [False, True]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", THEMES)
def test_text_keeps_the_contrast_that_wcag_asks_for(dark):
    tokens = theme.palette(dark)
    for name in ("text", "muted", "accent", "good", "bad", "warn"):
        for ground in (tokens.surface, tokens.canvas, tokens.accent_soft):
            assert contrast(getattr(tokens, name), ground) >= 4.5, (name, ground)


@pytest.mark.parametrize("dark", THEMES)
def test_marks_and_outlines_of_controls_are_seen_against_the_surface(dark):
    tokens = theme.palette(dark)
    for colour in (*theme.outcome_colours(dark).values(), *theme.categorical(dark), tokens.line_strong):
        assert contrast(colour, tokens.surface) >= 3, colour


@pytest.mark.parametrize("dark", THEMES)
def test_the_stylesheet_holds_the_same_colours(dark):
    css = TOKENS.read_text(encoding="utf-8")
    block = re.search(r'\[data-bs-theme="%s"\] \{(.*?)\n\}' % ("dark" if dark else "light"), css, re.DOTALL)
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block[1]))
    for field in fields(theme.Palette):
        assert found[field.name.replace("_", "-")] == getattr(theme.palette(dark), field.name), field.name


def test_every_outcome_has_a_colour_and_a_word():
    assert tuple(theme.outcome_colours()) == theme.OUTCOMES
    assert set(OUTCOMES) == set(theme.OUTCOMES)
    assert len(set(theme.outcome_colours().values())) == len(theme.OUTCOMES)


@pytest.mark.parametrize("dark", THEMES)
def test_the_sequential_scale_moves_away_from_the_surface_step_by_step(dark):
    steps = [contrast(str(colour), theme.palette(dark).surface) for _, colour in theme.sequential(dark)]
    assert steps == sorted(steps)
    assert steps[-1] > 7


@pytest.mark.parametrize("dark", THEMES)
def test_scales_reach_from_zero_to_one(dark):
    for scale in (theme.sequential(dark), theme.diverging_scale(dark)):
        assert (scale[0][0], scale[-1][0]) == (0, 1)


def test_every_colour_of_the_dark_theme_has_one_light_twin():
    twins = theme.light_twins()
    assert twins[theme.DARK.text] == theme.LIGHT.text
    for dark, light in zip(theme.outcome_colours(True).values(), theme.outcome_colours().values(), strict=True):
        assert twins[dark] == light
    for there, here in zip(theme.sequential(True), theme.sequential(), strict=True):
        assert twins[str(there[1])] == here[1]
    assert all(re.fullmatch(r"#[0-9a-f]{6}", colour) for pair in twins.items() for colour in pair)


@pytest.mark.parametrize("dark", THEMES)
def test_the_template_is_plotly_s_own_and_draws_russian_numbers(dark):
    figure = go.Figure(layout={"template": theme.template(dark)})
    layout = figure.layout.template.layout
    assert layout.font.family.startswith("'Golos Text Variable'")
    assert layout.separators == ",\u202f"
    assert layout.font.color == theme.palette(dark).text


def test_nothing_large_is_asked_what_it_holds():
    """`:has` of the whole screen is checked at every change anywhere in it: a second of style on one start."""
    sheets = "\n".join(sheet.read_text(encoding="utf-8") for sheet in TOKENS.parent.glob("*.css"))
    sheets = re.sub(r"@media print \{.*?\n\}", "", sheets, flags=re.S)  # rules of paper are asked of paper only
    asked = re.findall(r"([\w.-]*):has\(\s*(>?)", sheets)
    assert asked
    assert [one for one, child in asked if one in ("html", "body", ".frame", ".stage", ".screen") and not child] == []
