"""Writes the demonstration folder: draws the matters once, then lays them out as the files of four sources."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from demo import closing, flow, heat_map, incident_management, pos, register_59fz, responses, season, stories, world
from demo.flow import Span
from demo.record import FLOWS, Matter, Record
from demo.sheets import Row, write_csv, write_xlsx
from demo.world import World

Progress = Callable[[str, int, int], None]
PREFIX = "demo_"
MARKER = "DEMO.txt"
AT_ONCE = ";\n— получатель, который {day:%d.%m.%Y} закрыл разом записи, срок которых истекал в тот день: {who}"
NOTICE = """Демонстрационные данные

Все файлы этой папки с приставкой «demo_» созданы программой: обращения, заявители, телефоны, адреса и ответы вымышлены.
Совпадения с реальными людьми и событиями случайны. Период: {first:%d.%m.%Y} – {until:%d.%m.%Y}, зерно {seed}.
Не загружайте эти файлы в рабочее хранилище.

Что заложено в данные и должно быть видно на экранах:
{stories}
— получатель, который с определённого дня перестал укладываться в срок: {late};
— получатель, который стал отвечать быстрее и полнее: {mended}{at_once}.
"""


def write(
    folder: Path,
    *,
    until: date,
    seed: int = 523,
    records: int = 9000,
    years: int = 3,
    progress: Progress | None = None,
) -> list[Path]:
    """Write `records` made-up records (rows to be refused come on top) of `years` years ending with the day `until`.

    Returns the files to load, in the order in which they would have been received; the marker file is not among them.
    Earlier files of the same kind in the folder are replaced. `progress(stage, done, total)` is called while writing;
    the stage is Russian. Local time Asia/Krasnoyarsk, except ПОС (Moscow). Raises ValueError for fewer than 60 records
    or less than one year.
    """
    if records < 60 or years < 1:
        raise ValueError("at least 60 records and one year")
    folder.mkdir(parents=True, exist_ok=True)
    _clear(folder)
    plan = _draw(until, seed, records, years, progress or _silent)
    _mark(folder, plan, seed)
    return list(_files(folder, plan, progress or _silent))


def _silent(_stage: str, _done: int, _total: int) -> None:
    """Progress nobody wants to see."""


def _clear(folder: Path) -> None:
    if (folder / MARKER).exists():
        for path in [*folder.glob(f"{PREFIX}*.xlsx"), *folder.glob(f"{PREFIX}*.csv")]:
            path.unlink()


@dataclass(frozen=True)
class Plan:
    """Everything drawn: records of each flow by time of receipt, numbered from 1. at_once: the planted closing, missing
    where there are too few records for one.
    """

    world: World
    span: Span
    seed: str
    flows: dict[str, list[Record]]
    at_once: closing.Closing | None

    @property
    def end(self) -> datetime:
        """The last moment anything may have happened."""
        return datetime.combine(self.span.until, time(23, 59))


def _draw(until: date, seed: int, records: int, years: int, progress: Progress) -> Plan:
    name = f"{seed} {until} {records} {years}"
    district = world.load()
    span = Span(until - timedelta(years * 365 - 1), until)
    matters = draw_matters(district, span, records, name)
    flows: dict[str, list[Record]] = {flow_name: [] for flow_name in FLOWS}
    for index, one in enumerate(matters):
        number = len(flows[one.flow]) + 1
        handling = responses.handle(one, district, until, Random(f"{name} handling {one.flow} {number}"))
        flows[one.flow].append(Record(number, one, handling))
        if index % 500 == 0 or index + 1 == len(matters):
            progress("Придумываем обращения", index + 1, len(matters))
    at_once = closing.busiest(flows, until)
    made = {flow_name: [closing.moved(one, at_once, until) for one in told] for flow_name, told in flows.items()}
    return Plan(district, span, name, made, at_once)


def draw_matters(district: World, span: Span, records: int, name: str) -> list[Matter]:
    """All matters in order of receipt: the planted stories and the background around them, `records` in total."""
    sky = season.weather(span.first, span.days, Random(f"{name} weather"))
    told = stories.planted(district, span, records, name)
    ordinary = flow.background(district, span, sky, records - len(told), name)
    return flow.in_order(flow.keep_fresh(told + ordinary, span, Random(f"{name} last")))


def _mark(folder: Path, plan: Plan, seed: int) -> None:
    text = NOTICE.format(
        first=plan.span.first,
        until=plan.span.until,
        seed=seed,
        stories="\n".join(f"— {story.title};" for story in stories.every()),
        late=plan.world.labels.recipients[stories.LATE_RECIPIENT][0],
        mended=plan.world.labels.recipients[stories.MENDED_RECIPIENT][0],
        at_once=_at_once(plan),
    )
    (folder / MARKER).write_text(text, encoding="utf-8")


def _at_once(plan: Plan) -> str:
    if plan.at_once is None:
        return ""
    return AT_ONCE.format(day=plan.at_once.day, who=plan.world.labels.recipients[plan.at_once.recipient][0])


def _files(folder: Path, plan: Plan, progress: Progress) -> Iterator[Path]:
    yield from _incidents(folder, plan, progress)
    yield _heat(folder, plan, progress)
    yield from _portal(folder, plan, progress)
    yield _register(folder, plan, progress)


def _incidents(folder: Path, plan: Plan, progress: Progress) -> Iterator[Path]:
    """One file for each twelve months; the middle one comes from another version of the program."""
    windows = _windows(plan.span)
    for index, (first, last) in enumerate(windows):
        taken = [one for one in plan.flows["im"] if first <= one.matter.received_at.date() <= last]
        rows = incident_management.rows(taken, plan.world, plan.end, plan.seed)
        is_other = len(windows) > 1 and index == len(windows) // 2
        made = list(_counted(rows, f"Инцидент менеджмент, {first:%m.%Y} – {last:%m.%Y}", len(taken), progress))
        if index == 0:
            made += incident_management.broken(made, plan.end)
        yield write_xlsx(
            folder / f"{PREFIX}im_{first:%Y-%m}_{last:%Y-%m}.xlsx",
            "Инциденты",
            incident_management.OTHER_COLUMNS if is_other else incident_management.COLUMNS,
            made,
            names=incident_management.OTHER_NAMES if is_other else None,
        )


def _windows(span: Span) -> list[tuple[date, date]]:
    """Years of the period, 365 days each."""
    starts = range(0, span.days, 365)
    return [(span.first + timedelta(day), min(span.first + timedelta(day + 364), span.until)) for day in starts]


def _heat(folder: Path, plan: Plan, progress: Progress) -> Path:
    taken = plan.flows["heat"]
    made = list(
        _counted(heat_map.rows(taken, plan.world, plan.end, plan.seed), "Тепловая карта ЦУР", len(taken), progress)
    )
    made += heat_map.broken(made, plan.end)
    return write_xlsx(folder / f"{PREFIX}heat_map.xlsx", "Тепловая карта", heat_map.COLUMNS, made)


def _portal(folder: Path, plan: Plan, progress: Progress) -> Iterator[Path]:
    every = plan.flows["pos"]
    cut = pos.cut_at(plan.end)
    parts = ((pos.first_part(every, plan.end), cut), (pos.second_part(every, plan.end), plan.end))
    for index, (taken, seen_at) in enumerate(parts):
        rows = pos.rows(taken, plan.world, seen_at, plan.seed)
        made = list(_counted(rows, f"ПОС, выгрузка {seen_at:%d.%m.%Y}", len(taken), progress))
        if index == 0:
            made += pos.broken(made, plan.end)
        yield write_csv(folder / f"{PREFIX}pos_{seen_at:%Y-%m-%d}.csv", pos.COLUMNS, made)


def _register(folder: Path, plan: Plan, progress: Progress) -> Path:
    taken = plan.flows["letter"]
    rows = register_59fz.rows(taken, plan.world, plan.end, plan.seed)
    made = list(_counted(rows, "Реестр обращений (59-ФЗ)", len(taken), progress))
    made += register_59fz.broken(made, plan.end)
    path = folder / f"{PREFIX}register_59fz.xlsx"
    return write_xlsx(path, "Журнал", register_59fz.COLUMNS, made, title=register_59fz.TITLE)


def _counted(rows: Iterable[Row], stage: str, total: int, progress: Progress) -> Iterator[Row]:
    for done, row in enumerate(rows, 1):
        if done % 250 == 0 or done == total:
            progress(stage, done, total)
        yield row
