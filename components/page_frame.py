"""The HTML document that every screen starts from: language, icon, own styles after the bundled ones, plotly before
Dash.
"""

import copy
from pathlib import Path
from typing import Any

import dash
from dash import html
from dash.development.base_component import Component

from components import own_files
from words import texts

_TEMPLATE = """<!DOCTYPE html>
<html lang="ru">
  <head>
    {%metas%}
    <title>{%title%}</title>
    <link rel="icon" type="image/svg+xml" href="<favicon>">
    <script src="<theme>"></script>
    <link rel="stylesheet" href="<bootstrap>">
    <link rel="stylesheet" href="<font>">
    <link rel="stylesheet" href="<styles>">
    {%css%}
  </head>
  <body>
    <noscript>Для работы программы в браузере нужно включить JavaScript.</noscript>
    {%app_entry%}
    <footer>
      {%config%}
      <script src="<plotly>"></script>
      <script src="<dates>"></script>
      {%scripts%}
      <script src="<scripts>"></script>
      {%renderer%}
    </footer>
  </body>
</html>
"""
_FILES = {
    "favicon": "favicon.svg",
    "theme": "boot/theme.js",
    "bootstrap": "vendor/bootstrap.min.css",
    "font": "vendor/golos-text.css",
    "plotly": "vendor/plotly.min.js",
    "dates": "vendor/date-fns-ru.js",
}
_UNUSED = ("/polyfill@", "/dash_table/")
"""Scripts of Dash for browsers of ten years ago, and for tables that are made here otherwise. The one part of the first
that others ask for, regeneratorRuntime, comes with dash_bootstrap_components too.
"""
_INSIDE = ("children", "options", "figure", "data", "config", "labels", "style")
IGNORED_FILES = r"\.(mjs|sh|css|js)$"
IGNORED_FOLDERS = [r"^vendor$", r"^bundle$", r"^boot$", r"^icons$", r"^standalone$"]
"""What Dash must not load by itself: own files come joined (`own_files`), in an order that matters, and not everything
under assets belongs to a screen.
"""


class Application(dash.Dash):
    """Dash without what a reader must not meet: English words before the first draw, a foreign address, scripts that no
    screen uses.
    """

    def interpolate_index(self, **parts: Any) -> Any:  # type: ignore[override]
        """The document with a Russian word where Dash says «Loading…»."""
        parts["app_entry"] = parts["app_entry"].replace("Loading...", texts.LOADING)
        return super().interpolate_index(**parts)

    def _config(self) -> dict[str, Any]:
        return super()._config() | {"dash_version_url": ""}

    def _collect_and_register_resources(self, *asked: Any, **named: Any) -> Any:
        found = super()._collect_and_register_resources(*asked, **named)
        return [one for one in found if not any(name in str(one) for name in _UNUSED)]


def index(assets: Path) -> str:
    """Dash's index template; addresses carry the state of their file, so that browsers may keep them for long."""
    html = _TEMPLATE
    for name, file in _FILES.items():
        path = assets / file
        version = f"?m={int(path.stat().st_mtime)}" if path.exists() else ""
        html = html.replace(f"<{name}>", f"/assets/{file}{version}")
    for name, file in (("styles", own_files.STYLES), ("scripts", own_files.SCRIPTS)):
        html = html.replace(f"<{name}>", f"/assets/{file}?m={own_files.version(assets, file)}")
    return html


def missing_files(assets: Path) -> list[str]:
    """Bundled files that set-up has not made yet."""
    return [file for file in _FILES.values() if not (assets / file).exists()]


def outline(layout: Any) -> Component:
    """Every component that has an id, without what is inside it: enough for the browser to check callbacks, a tenth
    of the size.
    """
    return html.Div([_bare(part) for part in layout._traverse() if getattr(part, "id", None) is not None])


def _bare(component: Component) -> Component:
    bare = copy.copy(component)
    for name in _INSIDE:
        vars(bare).pop(name, None)
    return bare
