"""The switch between light, dark and the system's look; the browser's half is assets/boot/theme.js."""

from dash import html
from dash.development.base_component import Component

from components.attributes import html_attributes
from words import texts

_THEMES = ("light", "dark", "system")


def theme_switch() -> Component:
    """Three buttons; the chosen look is kept by the browser."""
    buttons = [
        html.Button(
            html.Span(className=f"icon icon--theme-{choice}"),
            id={"type": "theme-choice", "choice": choice},
            className=f"theme-switch__button theme-switch__button--{choice}",
            type="button",
            title=texts.THEMES[choice],
            **html_attributes(aria_label=texts.THEMES[choice]),
        )
        for choice in _THEMES
    ]
    return html.Div(buttons, className="theme-switch", role="group", **html_attributes(aria_label=texts.THEME))
