"""The HTML document that every screen starts from: language, icon, own styles after the bundled ones, plotly before
Dash.
"""

import copy
from pathlib import Path
from typing import Any

from dash import html
from dash.development.base_component import Component

_TEMPLATE = """<!DOCTYPE html>
<html lang="ru">
  <head>
    {%metas%}
    <title>{%title%}</title>
    <link rel="icon" type="image/svg+xml" href="<favicon>">
    <script src="<theme>"></script>
    <link rel="stylesheet" href="<bootstrap>">
    <link rel="stylesheet" href="<font>">
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
_INSIDE = ("children", "options", "figure", "data", "config", "labels", "style")
IGNORED_FILES = r"\.mjs$|\.sh$"
IGNORED_FOLDERS = [r"^vendor$", r"^bundle$", r"^boot$", r"^icons$", r"^standalone$"]
"""What Dash must not load by itself: here the order matters, and not everything under assets belongs to a screen."""


def index(assets: Path) -> str:
    """Dash's index template; addresses carry the time of change of their file, so that browsers may keep them for
    long.
    """
    html = _TEMPLATE
    for name, file in _FILES.items():
        path = assets / file
        version = f"?m={int(path.stat().st_mtime)}" if path.exists() else ""
        html = html.replace(f"<{name}>", f"/assets/{file}{version}")
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
