"""What is said above a screen whatever it shows: rounded numbers, a demonstration, the way out of it."""

from dash import html
from dash.development.base_component import Component

from words import texts


def rounded(applies: bool) -> Component | None:
    """Numbers that differ from another person's need a reason."""
    words = [html.Strong(texts.ROUNDED), html.Span(texts.ROUNDED_LONG)]
    return html.Div(words, className="demo-banner rounded-banner", role="note") if applies else None


def leaving(applies: bool) -> Component | None:
    """The way out of the demonstration, on every screen of whoever may take it."""
    words = [html.Span(texts.LEAVE_DEMO_LONG), html.A(texts.LEAVE_DEMO, href="/leave-demo", className="button")]
    return html.Div(words, className="demo-banner rounded-banner leaving-banner", role="note") if applies else None


def demo(applies: bool) -> Component | None:
    """Invented data must never be taken for real ones."""
    words = [html.Strong(texts.DEMO), html.Span(texts.DEMO_LONG)]
    return html.Div(words, className="demo-banner", role="note") if applies else None
