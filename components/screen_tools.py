"""What a whole screen offers: its print as PDF. The browser's half is assets/65-paper.js."""

from dash import html
from dash.development.base_component import Component

from components.attributes import html_attributes
from words import texts


def tools() -> Component:
    """Buttons beside the heading."""
    return html.Div([_print()], className="screen-tools")


def _print() -> Component:
    return html.Button(
        texts.PDF, type="button", className="button", title=texts.PDF_HINT, **html_attributes(data_print="screen")
    )
