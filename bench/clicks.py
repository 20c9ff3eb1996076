"""`python -m bench.clicks --var VAR [--clicks 20] [--screens summary,heat_map] [--json FILE]`: where the time of a
click goes, from the filter that is set until everything is repainted, in a real browser over a store that is there.

Seconds of CPU stand beside the wall's: those of the browser's page by what they were spent on, and those of the server.
What the keys of the JSON mean is said in docs/performance.md.
"""

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from access import scope
from bench import first_load
from bench.figures import Figures
from data.metrics import members
from data.scope import EVERYTHING
from data.settings import Settings, use

SCREENS = {
    "summary": "/", "heat_map": "/heat-map", "deadlines": "/deadlines", "recipients": "/recipients",
    "map_click": "/heat-map", "matrix_click": "/heat-map",
}  # fmt: skip
"""What is clicked → where."""
_PARTS = ("wall", "server", "network", "drawing", "script", "style", "layout", "rest", "kb", "requests")
_METRICS = {"script": "ScriptDuration", "style": "RecalcStyleDuration", "layout": "LayoutDuration"}
_PERIODS = ("year", "all", "quarter")

_WATCH = """() => {
  window.benchDrawing = 0;
  const drawers = [[window.Plotly, "newPlot"], [window.Plotly, "react"], [window.mcu.matrix, "react"]];
  for (const [drawer, name] of drawers) {
    const original = drawer[name];
    drawer[name] = (...given) => {
      const started = performance.now();
      try {
        return original.apply(drawer, given);
      } finally {
        window.benchDrawing += performance.now() - started;
      }
    };
  }
  const touched = () => { window.benchTouched = performance.now(); };
  const all = { subtree: true, childList: true, attributes: true, characterData: true };
  new MutationObserver(touched).observe(document.body, all);
}"""
"""Counts the time inside the drawing of figures, and remembers when the document changed last."""
_CLICK = """async ({ id, props }) => {
  const QUIET = 250;
  window.benchDrawing = 0;
  performance.clearResourceTimings();
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const asks = () => {
    const { stored, completed, ...queues } = window.store.getState().callbacks;
    return Object.values(queues).some((queue) => queue.length);
  };
  const started = window.benchTouched = performance.now();
  window.dash_clientside.set_props(id, props);
  let drawn = started, seen = started;
  while (asks() || performance.now() - drawn < QUIET) {
    await frame();
    if (window.benchTouched > seen || asks()) { seen = window.benchTouched; drawn = performance.now(); }
  }
  const asked = performance.getEntriesByType("resource").filter((one) => one.name.includes("/_dash-update-component"));
  const sum = (of) => asked.reduce((all, one) => all + of(one), 0);
  return {
    wall: drawn - started,
    drawing: window.benchDrawing,
    network: sum((one) => one.responseEnd - one.responseStart),
    kb: sum((one) => one.encodedBodySize) / 1000,
    requests: asked.length,
  };
}"""
_ROUND_TRIP = """async () => {
  const spent = [];
  for (let i = 0; i < 21; i += 1) {
    const started = performance.now();
    await (await fetch("/healthz", { cache: "no-store" })).text();
    spent.push(performance.now() - started);
  }
  return spent.sort((one, other) => one - other)[10];
}"""
"""The reference: an answer without a question."""
_POINTS = """(id) => {
  const { data } = document.querySelector(`#${id} .drawing`);
  const places = data.find((trace) => trace.name === "places");
  if (places) return places.customdata.filter((one) => one && one[1]);
  const { key, rows, columns } = data[0], known = columns.filter(([code]) => code);
  const codes = (code) => (key === "group" ? [code, null] : [null, code]);
  return rows.flatMap(([row]) => known.map(([column]) => [...codes(row), column]));
}"""
"""What a click on each circle of the map carries, or on each cell of the matrix that is of a known municipality."""


def main() -> None:
    """Measure every screen that is asked for and print one table."""
    asked = _arguments()
    settings = Settings(var=asked.var, store_url=f"sqlite:///{asked.var / 'store.sqlite'}")
    with use(settings), scope.use(EVERYTHING):
        filters = list(_filters(asked.clicks))
    figures, names = Figures(), asked.screens.split(",")
    with first_load.running(asked.var) as program, _page(program) as page:
        first_load.until_idle(program.pid)
        figures.add("round_trip_ms", page.evaluate(_ROUND_TRIP), "эталон: пустой ответ", "мс")
        for name in names:
            _tell(name, _clicks(page, program, name, filters), figures)
    if asked.json:
        figures.write(asked.json)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.clicks", description="Куда уходит время щелчка.")
    parser.add_argument("--var", type=Path, required=True, help="папка данных: хранилище с опубликованным срезом")
    parser.add_argument("--clicks", type=int, default=20, help="щелчков на экран")
    parser.add_argument("--screens", default=",".join(SCREENS), help="что щёлкать, через запятую")
    parser.add_argument("--json", type=Path, metavar="ФАЙЛ", help="куда записать числа: ключи — docs/performance.md")
    told = parser.parse_args()
    if unknown := set(told.screens.split(",")) - set(SCREENS):
        parser.error(f"--screens: нет такого: {', '.join(sorted(unknown))}")
    return told


def _filters(count: int, seed: int = 1) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Controls of the filter bar and what they are set to, no two alike one after another."""
    chance = np.random.default_rng(seed)
    lists = {"group": "topic_group", "municipality": "municipality", "channel": "channel"}
    codes = {key: members(dimension)["code"].tolist() for key, dimension in lists.items()}
    for number in range(count):
        if number % 4 == 3:
            yield "flt-period", {"value": _PERIODS[number // 4 % len(_PERIODS)]}
        else:
            key = ("group", "municipality", "group")[number % 4]
            yield {"type": "flt-list", "key": key}, {"value": [str(chance.choice(codes[key]))]}


@contextmanager
def _page(program: first_load.Program) -> Iterator[Any]:
    """A signed-in page of a browser on a usual window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=first_load.BROWSER, args=list(first_load.OPTIONS))
        page = chromium.new_page(viewport={"width": 1366, "height": 768}, locale="ru-RU", reduced_motion="reduce")
        first_load.sign_in(page, program.at, program.login, program.password)
        yield page
        chromium.close()


def _clicks(page: Any, program: first_load.Program, name: str, filters: Sequence[Any]) -> list[dict[str, float]]:
    """One row of parts per click, the first one left out: it also warms the screen up."""
    page.goto(program.at + SCREENS[name])
    page.wait_for_selector("#flt-period, #flt-panel", state="attached")
    page.wait_for_function(first_load.DRAWN)
    page.evaluate(_WATCH)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    clicks = _points(page, name, len(filters)) if name.endswith("_click") else filters
    rows = [_click(page, session, program.pid, id, props) for id, props in clicks]
    return rows[1:]


def _points(page: Any, name: str, count: int) -> list[Any]:
    """Clicks on places of the map or cells of the matrix, as the browser's half sets them; every second one takes the
    choice back.
    """
    id = f"heat-map-{name.removesuffix('_click')}"
    points = page.evaluate(_POINTS, id)
    chosen = np.random.default_rng(1).choice(len(points), size=count, replace=True)
    return [(id, {"clickData": {"points": [{"customdata": points[int(i)]}]}}) for i in chosen for _ in range(2)][:count]


def _click(page: Any, session: Any, pid: int, id: Any, props: dict[str, Any]) -> dict[str, float]:
    before, busy = _metrics(session), first_load.cpu_seconds(pid)
    row: dict[str, float] = page.evaluate(_CLICK, {"id": id, "props": props})
    after = _metrics(session)
    spent = {key: (after[name] - before[name]) * 1000 for key, name in _METRICS.items()}
    rest = (after["TaskDuration"] - before["TaskDuration"]) * 1000 - sum(spent.values())
    return row | spent | {"rest": rest, "server": (first_load.cpu_seconds(pid) - busy) * 1000}


def _metrics(session: Any) -> dict[str, float]:
    return {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}


def _tell(name: str, rows: Sequence[dict[str, float]], figures: Figures) -> None:
    """The median and the 95th of 100 of the wall, means of the parts: the server's clock ticks in ten milliseconds."""
    walls = [row["wall"] for row in rows]
    print(f"\n{name}: щелчков {len(rows)}")
    figures.add(f"click_{name}_median_ms", float(np.median(walls)), "до перерисовки, медиана", "мс")
    figures.add(f"click_{name}_p95_ms", float(np.percentile(walls, 95)), "  95 из 100 не дольше", "мс")
    for part in _PARTS[1:]:
        value = float(np.mean([row[part] for row in rows]))
        unit = {"kb": "КБ", "requests": ""}.get(part, "мс")
        figures.add(f"click_{name}_{part}", value, part, unit)


if __name__ == "__main__":
    main()
