"""The frame of every screen: navigation, theme, stamp of the data, page container, footer.

`screen` is the frame of one page. The browser's half is assets/10-shell.js and assets/boot/theme.js.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import dash
from dash import ALL, ClientsideFunction, Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from components import (
    address,
    banners,
    colours,
    filter_bar,
    first_steps,
    freshness,
    ids,
    menu,
    menu_links,
    screen_tools,
    search_box,
    states,
    theme,
)
from components.account import Account, marks, pages_of
from components.attributes import html_attributes
from components.notices import bell
from components.saved_views import menu as views_menu
from components.theme_switch import theme_switch
from data.errors import MCUError
from data.filters import Filters, names, parse
from data.metrics import Stamp
from data.metrics import stamp as stamp_of
from data.metrics.freshness import freshness_today
from data.scope import Scope
from data.settings import current, district
from words import format, texts


def layout(account: Account | None = None) -> Component:
    """The application's layout, made at every page load.

    Navigation is `components.menu` over `dash.page_registry`.
    """
    return html.Div(
        [
            html.A(texts.SKIP_TO_CONTENT, href="#main", className="skip-link"),
            dcc.Store(id=ids.THEME),
            dcc.Store(id=ids.URL_KEYS, data=list(names())),
            dcc.Store(id=ids.LAST, data=dict(account.last_filters) if account else {}),
            dcc.Store(id="recolouring", data={**theme.light_twins(), **colours.twins()}),
            states.controls_ahead(),
            html.Aside([_brand(), menu.navigation(pages_of(account)), _who(account), theme_switch()], className="rail"),
            html.Div(
                [
                    html.Div([search_box.box(), bell.place(account), _banners(account)], className="topline"),
                    html.Div(id=ids.NOTICES, className="notices", **html_attributes(aria_live="assertive")),
                    html.Main(dash.page_container, id="main", tabIndex=-1),
                    _footer(),
                ],
                className="stage",
            ),
        ],
        className=" ".join(["frame", *marks(account)]),
    )


def screen(
    query: Mapping[str, Any],
    title: str,
    question: str,
    body: Any,
    *,
    controls: Sequence[str] | None = filter_bar.CONTROLS,
    actions: Sequence[Component] = (),
    path: str = "",
    way: Component | None = None,
    of_records: bool = True,
) -> Component:
    """One page: heading, the question it answers, stamp line, filter bar, body. query: keyword arguments of the
    page's `layout`; path: of a screen that can be told in a few sentences (`answers.briefing`). way: what is left to do
    in a new installation, above the body. of_records: whether the body is nothing while no file has been loaded.

    The filters of `query` make sense (`address.only_sense`); without published data the reason stands where the body
    would.
    """
    own = {key: value for key, value in query.items() if key not in names()}
    params = {key: str(value) for key, value in own.items() if value not in (None, "")}
    filters = parse({key: value for key, value in query.items() if key in names()})
    if not address.is_asked():
        bare = [filter_bar.filter_bar(filters, controls, params), views_menu.menu(), html.Div(body)]
        return _page(title, question, None, bare, actions, path=path)
    try:
        stamp = stamp_of(filters)
        bar = filter_bar.filter_bar(filters, controls, params, stamp)
    except MCUError as error:
        return _page(title, question, None, [states.error(str(error))], ())
    bar = html.Div([bar, views_menu.menu()], className="filters-row")
    if not stamp.records:
        way = way or first_steps.nothing_loaded()
        if of_records:
            return _page(title, question, stamp, [html.Div(way, className="screen__body")], ())
    body = [None if stamp.is_demo else way, bar, html.Div(body, className="screen__body")]
    return _page(title, question, stamp, body, actions, filters, path)


def plain_screen(title: str, question: str, body: Any) -> Component:
    """A page that shows nothing of appeals: heading and body, without stamp and filters; needs no published data."""
    return _page(title, question, None, [html.Div(body, className="screen__body")], ())


def not_found(**_query: Any) -> Component:
    """The screen of an address that leads nowhere."""
    link = dcc.Link(texts.TO_START, href="/", className="button")
    return _page(texts.NOT_FOUND, texts.NOT_FOUND_HINT, None, [html.Div(link)], ())


def stamp_text(stamp: Stamp) -> str:
    """«Данные на 23.11.2026, срез № 12 (12-3fa9c1d2)», on demonstration data « · демонстрационные данные» is added."""
    demo = f" · {texts.DEMO[0].lower()}{texts.DEMO[1:]}" if stamp.is_demo else ""
    return f"Данные на{format.NBSP}{format.day(stamp.as_of)}, {format.snapshot(stamp.snapshot, stamp.address)}{demo}"


def register(app: Dash, scope: Callable[[], Scope], keep: menu_links.Keep) -> None:
    """Callbacks of the frame: theme, navigation, chips and stamp of the filters in force, what a screen offers."""
    screen_tools.register(app, scope)
    menu_links.register(app)
    themes = {"type": "theme-choice", "choice": ALL}
    app.clientside_callback(
        ClientsideFunction("mcu_shell", "theme"),
        Output(ids.THEME, "data"),
        Input(themes, "n_clicks"),
        State("recolouring", "data"),
    )
    app.clientside_callback(
        ClientsideFunction("mcu_shell", "current"),
        Input(ids.PAGE_LOCATION, "pathname"),
        Input(ids.PAGE_LOCATION, "search"),
        State(ids.WITHIN, "data"),
    )
    app.clientside_callback(
        ClientsideFunction("mcu_shell", "clear"),
        Output(ids.NOTICES, "children"),
        Input(ids.FLT, "data"),
    )

    @app.callback(
        Output(ids.CHIPS, "children"),
        Output(ids.STAMP, "children"),
        Output(ids.KEPT, "data"),
        Input(ids.FLT, "data"),
        State(ids.PAGE_LOCATION, "pathname"),
        prevent_initial_call=True,
    )
    def _narrowed(params: dict[str, str], path: str | None) -> tuple[list[Component], Any, Any]:
        filters = parse(params)
        stamp = stamp_of(filters)
        return filter_bar.chips(filters, stamp), _stamp_line(stamp, filters), menu_links.kept(keep, path, params)


def _page(
    title: str,
    question: str,
    stamp: Stamp | None,
    body: list[Any],
    actions: Sequence[Component],
    filters: Filters | None = None,
    path: str = "",
) -> Component:
    head = html.Header(
        [
            html.Div(
                [
                    html.P(texts.PRODUCT_LONG.format(genitive=district().genitive), className="only-paper stamp"),
                    html.H1(title),
                    html.P(question, className="screen__question"),
                ],
                className="screen__heading",
            ),
            html.Div(
                [
                    *actions,
                    screen_tools.tools(path),
                    html.Div(_stamp_line(stamp, filters or Filters()), id=ids.STAMP, className="stamp"),
                ],
                className="screen__side",
            ),
        ],
        className="screen__head",
    )
    return html.Div([banners.demo(stamp is not None and stamp.is_demo), head, *body], className="screen")


def _stamp_line(stamp: Stamp | None, filters: Filters) -> list[Component]:
    if stamp is None:
        return []
    if not stamp.records:
        return [html.Span(texts.NO_DATA_YET, className="stamp__day")]
    found = freshness_today(stamp.sources, current())
    days = [f"{s.name}: {format.day(s.last_day)}" for s in stamp.sources]
    return [
        html.Span(f"Данные на{format.NBSP}{format.day(stamp.as_of)}", className="stamp__day"),
        html.Span(format.snapshot(stamp.snapshot), title=f"Адрес среза: {stamp.address}. {'; '.join(days)}"),
        html.Span(f"адрес среза {stamp.address}", className="only-paper"),
        *freshness.mark(found, filters),
    ]


def _banners(account: Account | None) -> Component | None:
    if account is None:
        return None
    return banners.line(is_rounded=account.sees_rounded, is_demo=account.sees_demo, may_leave=account.may_leave_demo)


def _brand() -> Component:
    mark = html.Img(src=dash.get_asset_url("favicon.svg"), alt="", className="brand__mark", width=32, height=32)
    words = html.Span([html.Strong(texts.BRAND), html.Span(district().name)], className="brand__words")
    return html.Div([mark, words], className="brand")


def _who(account: Account | None) -> Component | None:
    """Who is signed in, the way to the account and the way out: a form, because leaving changes something."""
    if account is None:
        return None
    out = html.Form(
        [
            dcc.Input(type="hidden", name="csrf_token", value=account.csrf),
            html.Button(
                html.Span(className="icon icon--leave"),
                type="submit",
                className="who__out",
                title=texts.LEAVE,
                **html_attributes(aria_label=texts.LEAVE),
            ),
        ],
        action="/logout",
        method="POST",
    )
    words = [html.Strong(account.name), html.Span(account.roles, className="who__roles")]
    return html.Div([html.A(words, href="/account", className="who__link", title=texts.ACCOUNT), out], className="who")


def _footer() -> Component:
    return html.Footer(
        [html.Span(texts.PRODUCT_LONG.format(genitive=district().genitive)), html.Span(texts.OSM)], className="footer"
    )
