"""The map as one HTML file that opens anywhere without the program and without a network.

folium writes the page; Leaflet itself is put inside from the set-up's bundle, and there are no tiles. Every text that
comes from the data is escaped before it reaches HTML.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import branca
import folium
import pandas as pd

from answers import map_layers
from answers.frames import interval_text, is_few
from components import theme
from data.errors import StoreError
from data.metrics import Metric, metric
from data.metrics.enough import FEW
from geo.layers import Layers
from words import format, texts

BUNDLE = Path(__file__).resolve().parent.parent / "assets" / "vendor"
STEPS = 5
BIGGEST_CIRCLE_PX = 18
_MIDDLE = (53.25, 90.05)
_HOME = "https://leafletjs.com"
"""The address in Leaflet's own attribution: never shown here, and no foreign host stands in the file."""


@dataclass(frozen=True)
class Caption:
    """What the picture must say of itself: heading, filters, stamp of the data."""

    title: str
    subtitle: str
    source: str


def html(
    areas: pd.DataFrame,
    places: pd.DataFrame,
    members: pd.DataFrame,
    metric_id: str,
    layers: Layers,
    caption: Caption,
) -> str:
    """The document. areas, places, members: as `components.figures.district_map.draw` takes them."""
    declared = metric(metric_id)
    rows = {
        str(row["municipality"]): row for row in areas.to_dict("records") if not format.is_missing(row["municipality"])
    }
    page = folium.Map(location=_MIDDLE, tiles=None, attribution_control=False, zoom_snap=0.25)
    _inline_leaflet(page)
    _areas(layers, rows, declared).add_to(page)
    _lines(page, layers)
    _circles(page, places, members, declared)
    _names(page, layers)
    page.fit_bounds(_bounds(layers), padding_top_left=(20, 90), padding_bottom_right=(20, 40))
    _frame(page, layers, caption, _legend(rows, declared, layers, has_circles=bool((places["records"] > 0).any())))
    return str(_root(page).render())


def _root(page: folium.Map) -> Any:
    """The document around the map; branca types it as a bare element."""
    return page.get_root()


def _inline_leaflet(page: folium.Map) -> None:
    """Leaflet from the bundle instead of ten files from foreign hosts."""
    page.default_js, page.default_css = [], []
    root = _root(page)
    script = _bundled("standalone/leaflet.js").replace("</script", "<\\/script").replace(_HOME, "#")
    for english, russian in (("Zoom in", "Ближе"), ("Zoom out", "Дальше")):
        script = script.replace(f'"{english}"', f'"{russian}"')
    root.header.add_child(branca.element.Element(f"<!--\n{_licence()}\n-->"), name="leaflet_licence", index=0)
    root.header.add_child(branca.element.Element(f"<script>{script}</script>"), name="leaflet_js", index=1)
    root.header.add_child(
        branca.element.Element(f"<style>{_bundled('standalone/leaflet.css')}</style>"), name="leaflet_css", index=2
    )


def _bundled(name: str) -> str:
    path = BUNDLE / name
    if not path.exists():
        raise StoreError(f"Нет собранного файла карты {name}. Выполните: make setup.")
    return path.read_text(encoding="utf-8")


def _licence() -> str:
    """Leaflet's licence, which must travel with it."""
    parts = [part.strip() for part in _bundled("LICENSES.txt").split("=" * 100)]
    found = [i for i, part in enumerate(parts) if part.startswith("leaflet ")]
    text = "\n".join(parts[found[0] : found[0] + 2]) if found else "Leaflet, BSD-2-Clause"
    return text.replace("--", "- -")


def _areas(layers: Layers, rows: Mapping[str, dict[Any, Any]], declared: Metric) -> folium.GeoJson:
    top = _top(rows, declared)
    collection = {"type": "FeatureCollection", "features": []}
    for feature in layers.municipalities["features"]:
        row = rows.get(feature["properties"]["oktmo"])
        told = f"{declared.label}: {interval_text(declared, row)}" if row else texts.NO_DATA
        words = f"<b>{escape(feature['properties']['name'])}</b><br>{escape(told)}"
        collection["features"].append(feature | {"properties": {"text": words, "fill": _fill(row, declared, top)}})  # type: ignore[attr-defined]
    return folium.GeoJson(
        collection,
        style_function=lambda feature: {
            "fillColor": feature["properties"]["fill"],
            "fillOpacity": 1,
            "color": theme.LIGHT.surface,
            "weight": 1.5,
        },
        tooltip=folium.GeoJsonTooltip(fields=["text"], labels=False, sticky=True),
        smooth_factor=0.3,
    )


def _is_known(row: Mapping[Any, Any] | None, declared: Metric) -> bool:
    if row is None or format.is_missing(row[declared.id]):
        return False
    return declared.kind == "count" or not is_few(row[f"{declared.id}_n"])


def _top(rows: Mapping[str, dict[Any, Any]], declared: Metric) -> float:
    return max([float(row[declared.id]) for row in rows.values() if _is_known(row, declared)], default=0.0)


def _colours() -> list[str]:
    return [str(colour) for _, colour in theme.sequential(dark=False)[1 : STEPS + 1]]


def _fill(row: Mapping[Any, Any] | None, declared: Metric, top: float) -> str:
    if not _is_known(row, declared) or row is None or top <= 0:
        return theme.LIGHT.line
    step = min(STEPS - 1, int(STEPS * float(row[declared.id]) / top))
    return _colours()[step]


def _lines(page: folium.Map, layers: Layers) -> None:
    tokens = theme.LIGHT
    for collection, colour, weight, dash in (
        (layers.rivers, tokens.water, 2, None),
        (layers.outline, tokens.line_strong, 2, None),
        (layers.railway, tokens.muted, 1.5, "6 4"),
    ):
        for part in map_layers.lines(collection):
            line = [(lat, lon) for lon, lat in part]
            folium.PolyLine(line, color=colour, weight=weight, dash_array=dash, interactive=False).add_to(page)


def _circles(page: folium.Map, places: pd.DataFrame, members: pd.DataFrame, declared: Metric) -> None:
    known = map_layers.places_with_coordinates(members).set_index("code")
    rows = [row for row in places.to_dict("records") if row["place"] in known.index and row["records"] > 0]
    most = max([row["records"] for row in rows], default=1)
    for row in sorted(rows, key=lambda row: -row["records"]):
        told = [f"<b>{escape(str(row['place_label']))}</b>", escape(format.records(row["records"]))]
        if declared.id != "records":
            told.append(escape(f"{declared.label}: {interval_text(declared, row)}"))
        spot = known.loc[row["place"]]
        folium.CircleMarker(
            location=(float(spot["latitude"]), float(spot["longitude"])),
            radius=max(3.0, BIGGEST_CIRCLE_PX * (row["records"] / most) ** 0.5),
            color=theme.LIGHT.surface,
            weight=1,
            fill_color=theme.categorical(dark=False)[1],
            fill_opacity=0.8,
            tooltip=folium.Tooltip("<br>".join(told)),
        ).add_to(page)


def _names(page: folium.Map, layers: Layers) -> None:
    """Centres of the municipalities, where the wide map of the screen puts them."""
    names = map_layers.labels(layers, layers.views["wide"], "municipality")
    for lon, lat, text in zip(names.lon, names.lat, names.text, strict=True):
        icon = folium.DivIcon(html=escape(text), icon_size=(0, 0), class_name="place-name")
        folium.Marker((lat, lon), icon=icon, interactive=False).add_to(page)


def _bounds(layers: Layers) -> list[tuple[float, float]]:
    lon, lat = map_layers.line(layers.outline)
    known_lon, known_lat = [x for x in lon if x is not None], [y for y in lat if y is not None]
    return [(min(known_lat), min(known_lon)), (max(known_lat), max(known_lon))]


def _legend(rows: Mapping[str, dict[Any, Any]], declared: Metric, layers: Layers, *, has_circles: bool) -> str:
    """What the map shows and nothing else."""
    top = _top(rows, declared)
    if top <= 0:
        return ""
    bounds = [top * step / STEPS for step in range(STEPS + 1)]
    items = [
        f'<li><i style="background:{colour}"></i>{escape(format.interval(declared, low, high))}</li>'
        for colour, low, high in zip(_colours(), bounds[:-1], bounds[1:], strict=True)
    ]
    grey = " или ".join(_grey(rows, declared, layers))
    items += [f'<li><i style="background:{theme.LIGHT.line}"></i>{grey}</li>'] if grey else []
    circles = "<li>Круг: число записей села</li>" if has_circles else ""
    return f"<ul><li>{escape(declared.label)}</li>{''.join(items)}{circles}</ul>"


def _grey(rows: Mapping[str, dict[Any, Any]], declared: Metric, layers: Layers) -> list[str]:
    """What the areas without a colour of the scale are without."""
    shown = [rows.get(feature["properties"]["oktmo"]) for feature in layers.municipalities["features"]]
    none = [row for row in shown if row is None or format.is_missing(row[declared.id])]
    few = len(shown) - len(none) - sum(_is_known(row, declared) for row in shown)
    return [f"{texts.FEW_DATA} (меньше {FEW})"] * bool(few) + [texts.NO_DATA] * bool(none)


def _frame(page: folium.Map, layers: Layers, caption: Caption, legend: str) -> None:
    root = _root(page)
    root.title = escape(caption.title)
    attribution = f"{escape(layers.attribution)} · {escape(layers.notice)}"
    box = (
        f"<header><b>{escape(caption.title)}</b><br>{escape(caption.subtitle)}<br><small>{escape(caption.source)}</small></header>"
        f'<aside>{legend}</aside><footer class="leaflet-control-attribution">{attribution}</footer>'
    )
    root.html.add_child(branca.element.Element(f"{_STYLE}{box}"))


_STYLE = f"""<style>
body > header, body > aside, body > footer {{ position: absolute; z-index: 1000; font: 14px/1.4 sans-serif;
  background: rgb(255 255 255 / 90%); color: {theme.LIGHT.text}; padding: 8px 12px; border-radius: 6px; }}
body > header {{ top: 10px; left: 56px; right: 10px; width: fit-content; }}
body > aside {{ bottom: 40px; left: 10px; padding: 4px 12px; }}
body > aside:empty {{ display: none; }}
body > footer {{ bottom: 0; right: 0; font-size: 12px; padding: 2px 8px; }}
aside ul {{ list-style: none; margin: 0; padding: 0; }}
aside i {{ display: inline-block; width: 18px; height: 12px; margin-right: 8px; }}
.place-name {{ white-space: nowrap; font: 600 12px/1 sans-serif; color: {theme.LIGHT.text}; pointer-events: none;
  text-shadow: 0 0 3px #fff, 0 0 3px #fff, 0 0 3px #fff, 0 0 3px #fff; display: flex; align-items: center;
  justify-content: center; }}
.leaflet-container {{ background: {theme.LIGHT.canvas}; }}
</style>"""
