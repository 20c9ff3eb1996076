"""`python -m bench.growth [--sizes 10000,100000,1000000,10000000] [--filters 20] [--json FILE] [--picture FILE.svg]`.

What each operation costs when records are ten times as many: milliseconds of the processor, a table and a log–log
picture. Above `facts.LOADED` records facts are made directly: what reads texts or the store is told only up to there.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from access import scope
from bench import facts, pages, search, six
from bench.figures import Figures
from bench.growth_picture import drawn, slope
from data import publishing
from data.filters import Filters
from data.metrics import members
from data.metrics.reader import open_snapshot
from data.metrics.tiles import build, stored
from data.scope import EVERYTHING
from data.settings import Settings, use
from data.snapshots import Manifest
from etl.load import load

Told = dict[str, float]
"""Operation → milliseconds of the processor."""
_TIMES = 3


def main() -> None:
    """Measure every size, print the table, write what is asked for."""
    arguments = _arguments()
    figures, found = Figures(), dict[int, Told]()
    for size in (int(part) for part in arguments.sizes.split(",")):
        if arguments.folder:
            arguments.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="mcu-growth-", dir=arguments.folder) as folder:
            settings = Settings(var=Path(folder), store_url=f"sqlite:///{Path(folder) / 'store.sqlite'}")
            with use(settings), scope.use(EVERYTHING):
                manifest = facts.published(settings, size)
                found[size] = measured(settings, manifest, arguments.filters)
        figures.prefix = f"{size}."
        print(f"\nЗаписей: {size:,}".replace(",", " "))
        for name, spent in found[size].items():
            figures.add(name, spent, name, "мс процессора")
    print("\n" + "\n".join(table(found)))
    if arguments.json:
        figures.write(arguments.json)
    if arguments.picture:
        arguments.picture.write_text(drawn(found), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.growth", description="Как растёт время с числом записей.")
    parser.add_argument("--sizes", default="10000,100000,1000000,10000000", help="числа записей через запятую")
    parser.add_argument("--filters", type=int, default=20, help="случайных фильтров на экран")
    parser.add_argument("--folder", type=Path, help="где держать выдуманное хранилище: при 10⁷ записей — около 2 ГБ")
    parser.add_argument("--json", type=Path, metavar="ФАЙЛ", help="куда записать числа")
    parser.add_argument("--picture", type=Path, metavar="ФАЙЛ.svg", help="куда нарисовать")
    return parser.parse_args()


def measured(settings: Settings, manifest: Manifest, filters: int) -> Told:
    """What each operation takes of an installation with this newest snapshot."""
    open_snapshot().tiles()
    told: Told = {}
    for name, spent in pages.measure(filters).items():
        told |= {f"экран {name}": spent.cpu_median, f"экран {name}, 95 из 100": spent.cpu_p95}
    at_once = six.measure(filters)
    told |= {"шесть вопросов разом": at_once.cpu_median, "шесть вопросов разом, 95 из 100": at_once.cpu_p95}
    told |= {name: pages.spent("heat_map", clicks).cpu_median for name, clicks in _clicks(filters).items()}
    told["поиск очагов"] = _cpu(lambda: pages.screen("hotspots").answer(Filters(period="26w").to_params()), times=1)
    told |= _of_tiles(settings, manifest)
    if manifest.records <= facts.LOADED:
        told |= _of_store(settings)
    return told


def _clicks(count: int) -> dict[str, list[Filters]]:
    """Filters that a click on the map and one on a cell of the matrix add."""
    groups, places = (members(dimension)["code"].tolist() for dimension in ("topic_group", "municipality"))
    of_map = [Filters(municipalities=(place,)) for place in places[:count]]
    cells = [Filters(municipalities=(p,), topic_groups=(g,)) for p, g in zip(places, groups, strict=False)]
    return {"щелчок по карте": of_map, "щелчок по матрице": cells[:count]}


def _of_tiles(settings: Settings, manifest: Manifest) -> Told:
    """Opening them, and counting one month of them anew, as after an edit."""
    opened = _cpu(lambda: stored.opened(settings.snapshots, manifest))
    newest = stored.month_name(settings.snapshots, manifest, max(manifest.months))

    def update() -> None:
        (settings.snapshots / stored.FOLDER / newest).unlink()
        build.build(settings, manifest)

    return {"открыть плитки": opened, "плитки после правки": _cpu(update)}


def _of_store(settings: Settings) -> Told:
    """What needs the records themselves: the search of the register, an edit until its snapshot."""
    searched = {f"поиск в реестре, {kind}, {period}": spent for (kind, period), (spent, _) in search.measure(3).items()}
    made = {name: spent for name, spent in searched.items() if "за 52 недели" in name}
    return made | {"правка одной записи до среза": _cpu(lambda: _edit(settings), times=1)}


def _edit(settings: Settings) -> None:
    edited = settings.var / "edited.csv"
    with (settings.var / "bench.csv").open(encoding="utf-8") as source:
        header, row = next(source), next(source)
    edited.write_text(header + row.replace("Закрыта", "Решено"), encoding="utf-8")
    load(edited, settings)
    publishing.publish(settings)


def _cpu(call: Callable[[], object], times: int = _TIMES) -> float:
    """Milliseconds of the processor, the median of some calls; kept answers are forgotten before each."""
    spent = []
    for _ in range(times):
        open_snapshot().forget()
        started = time.process_time()
        call()
        spent.append((time.process_time() - started) * 1000)
    return float(median(spent))


def table(found: dict[int, Told]) -> list[str]:
    """Lines of a Markdown table: operation × size, and the exponent of growth: 1 is as many times as the records."""
    names = dict.fromkeys(name for told in found.values() for name in told)
    head = ["операция, мс процессора", *(f"{size:,}".replace(",", " ") for size in found), "степень"]
    lines = [f"| {' | '.join(head)} |", f"|---|{'---|' * (len(head) - 1)}"]
    for name in names:
        own = {size: told[name] for size, told in found.items() if name in told}
        cells = [f"{own[size]:.1f}".replace(".", ",") if size in own else "—" for size in found]
        steep = slope(own)
        lines.append(f"| {name} | {' | '.join(cells)} | {'—' if steep is None else f'{steep:.2f}'.replace('.', ',')} |")
    return lines


if __name__ == "__main__":
    main()
