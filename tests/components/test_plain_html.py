"""Parts of a screen that only show reach the browser as one piece."""

import json
from typing import Any

import pytest
from dash import dcc, html

from components import plain_html
from components.attributes import html_attributes
from components.plain_html import PlainHtml, plain


def drawn(component: Any) -> Any:
    found = plain(component)
    assert isinstance(found, PlainHtml), found
    return json.loads(found.drawn)


def test_tags_attributes_and_words_are_told_as_they_stand() -> None:
    cell = html.Td(["12 ", None, html.Small("из 40")], className="is-right", colSpan=2, title=None)
    assert drawn(cell) == ["td", {"class": "is-right", "colspan": "2"}, "12 ", ["small", {}, "из 40"]]


def test_a_yes_is_an_attribute_and_a_no_is_none_but_is_spoken_to_ears() -> None:
    names = html_attributes(aria_hidden=True, aria_pressed=False, data_order="1,,2")
    said = {"aria-hidden": "true", "aria-pressed": "false", "data-order": "1,,2"}
    assert drawn(html.Div(hidden=True, **names)) == ["div", {"hidden": "", **said}]
    assert drawn(html.Details(open=False)) == ["details", {}]


def test_nothing_is_drawn_of_what_is_missing_or_a_yes_or_a_no() -> None:
    held: Any = [None, True, [False, ["да"]], 0, 1.0, 2.5]
    assert drawn(html.P(held)) == ["p", {}, "да", "0", "1", "2.5"]


def test_lengths_are_of_pixels_and_own_properties_keep_their_names() -> None:
    style = {"maxHeight": "620px", "width": 12, "--mark": "#fff", "fontWeight": 600, "marginTop": 0}
    written = "max-height:620px;width:12px;--mark:#fff;font-weight:600;margin-top:0"
    assert drawn(html.Div(style=style)) == ["div", {"style": written}]


def test_a_link_to_another_screen_goes_there_without_loading_the_program_anew() -> None:
    assert drawn(dcc.Link("Сроки", href="/deadlines")) == ["a", {"href": "/deadlines", "data-goes": ""}, "Сроки"]
    assert drawn(dcc.Link("21", href="/register", refresh=True)) == ["a", {"href": "/register"}, "21"]


def test_words_that_look_like_html_stay_words() -> None:
    assert drawn(html.P("<b>& «нет»")) == ["p", {}, "<b>& «нет»"]


@pytest.mark.parametrize("live", [html.Button("1", id="page-1"), dcc.Graph(), dcc.Input(), html.Form()])
def test_what_a_callback_may_name_stays_a_component_between_plain_neighbours(live: Any) -> None:
    before = html.Div([html.P("до"), live, "слово", html.P("после")], className="card")
    found = plain(before)
    assert isinstance(found, html.Div) and vars(found)["className"] == "card"
    assert [type(one) for one in found.children] == [PlainHtml, type(live), str, PlainHtml]
    assert isinstance(before.children[0], html.P), "the page's own tree is as it was"


def test_what_is_no_component_is_left_alone() -> None:
    answer: Any = (None, {"data": []}, "слова", [1, 2], True)
    assert plain(answer) == answer


def test_a_page_asked_by_itself_gives_components_and_the_browser_gets_them_plain(monkeypatch) -> None:
    registered: list[Any] = []
    monkeypatch.setattr(plain_html.dash, "callback", lambda *told, **options: registered.append)

    @plain_html.callback("output", "input")
    def answer(flt: dict[str, str] | None) -> Any:
        return html.P("ответ"), None

    assert isinstance(answer({})[0], html.P)
    assert isinstance(registered[0]({})[0], PlainHtml)
    assert registered[0].__wrapped__ is answer, "what the page may be sent is read from its own annotations"
