"""A package of a period: its tables once counted, written as DOCX and as XLSX, equal bytes for the same snapshot."""

from collections.abc import Iterator
from dataclasses import dataclass

from answers import materials
from answers.materials import Made
from data.decisions.materials.profile import Profile
from data.errors import AccessError, FilterError, RefusedReportError
from data.filters import Filters
from data.metrics import METRICS, Stamp, dimension, query, stamp
from data.metrics.enough import FEW_GENITIVE
from data.metrics.freshness import freshness
from data.scope import Scope
from reports import xlsx
from reports.channel.span import STEPS, Span, Step, latest
from reports.documents import docx
from reports.documents.blocks import Block, Document, Heading, Number, Paragraph, Runs, Table
from reports.xlsx import Sheet
from words import format, texts

TITLE = "Материалы для центра управления регионом"
_MOST_COLUMNS = 5
"""Metrics that stand side by side on a sheet; more make another table."""
_LONGEST_SHEET = 31
"""Letters of a sheet's name that a spreadsheet takes."""
UNKNOWN = "—"
RULES = (
    f"Числа меньше {FEW_GENITIVE} не передаются; чтобы их нельзя было вычислить, рядом с ними скрыты и другие. Доли и "
    f"средние не передаются, если за ними меньше {FEW_GENITIVE} записей или по ним вычислялось бы скрытое. Ноль не "
    "скрывается.",
    "Чувствительные темы по территориям и получателям не передаются. Имён, контактов, адресов и текстов в материалах "
    "нет.",
    "Запись с несколькими вопросами стоит в каждой своей теме, поэтому сумма по темам бывает больше строки «Всего».",
)


@dataclass(frozen=True)
class Package:
    """Tables of a set over a period of a snapshot."""

    profile: Profile
    span: Span
    stamp: Stamp
    tables: tuple[Made, ...]

    @property
    def name(self) -> str:
        """«материалы-month-2026-10», without an ending."""
        return f"материалы-{self.profile.code}-{self.span.code}"

    def document(self) -> Document:
        """All tables, and how to read them."""
        parts: list[Block] = [block for one in self.tables for block in _blocks(one)]
        notes = [Paragraph((text,), "note") for text in (*RULES, _notes(self.tables))]
        return Document(
            organisation="Муниципальный центр управления",
            addressee="Центр управления регионом",
            title=TITLE,
            heading=f"{self.profile.name}: {self.span.short}",
            mark=texts.DEMO if self.stamp.is_demo else "Без персональных данных",
            approvals=("Куратор МЦУ ____________",),
            basis=f"данные на {format.day(self.span.last)}, {format.snapshot(self.stamp.snapshot, self.stamp.address)}",
            snapshot=self.stamp.address,
            blocks=(*parts, Heading("О данных"), *notes),
            made_on=self.span.last.isoformat(),
        )

    def files(self) -> dict[str, bytes]:
        """Both files by name. Numbers lead nowhere: who reads them has no way into the program."""
        return {f"{self.name}.docx": docx.render(self.document()), f"{self.name}.xlsx": self.workbook()}

    def workbook(self) -> bytes:
        """A sheet for each table under its title, and «О данных»."""
        sheets = [
            Sheet(_sheet_name(number, one), materials.frame(one), materials.columns(one), one.asked.title)
            for number, one in enumerate(self.tables, start=1)
        ]
        return xlsx.books(sheets, f"{TITLE}: {self.profile.name}", self._about(), self.stamp)

    def _about(self) -> Iterator[tuple[str, str]]:
        yield "Материалы", f"{self.profile.name}: {self.span.short}"
        yield "Период", format.period(self.span.first, self.span.last)
        yield "Срез", self.stamp.address
        yield "Данные на", format.day(self.span.last)
        yield "Сумма содержания, SHA-256", self.document().hash
        if self.stamp.is_demo:
            yield "Внимание", "Демонстрационные данные: записи придуманы, к жителям района отношения не имеют."
        yield "Пустая ячейка", "Нет данных (это не ноль); если показатель назван в столбце «Скрыто» — не передаётся."
        for text in RULES:
            yield "Правило", text


def open_package(profile: Profile, span: Span | None, snapshot: int | None, scope: Scope) -> Package:
    """A set over a period, the last whole one of its step by default.

    Raises FilterError for a period that the data don't hold whole or of another step, AccessError for who doesn't see
    the whole district exactly, RefusedReportError when a source is stale for the period.
    """
    if not scope.sees_everything:
        raise AccessError("Материалы составляет тот, кому открыты все записи района.")
    of = stamp(Filters(snapshot=snapshot))
    chosen = span or latest(_step(profile), of.as_of)
    if chosen.step != profile.step:
        raise FilterError(f"Набор «{profile.name}» составляют за другой период: {_WORDS[profile.step]}.")
    if chosen.last > of.as_of:
        raise FilterError(f"Период {chosen.code} ещё не кончился в данных: они на {format.day(of.as_of)}.")
    if not of.records or not _has_records_until(chosen, snapshot, scope):
        raise FilterError(f"Записей за период {chosen.code} и раньше в программе нет: составлять не из чего.")
    _require_fresh(of, chosen)
    number, own_hash = of.address.split("-")
    filters = Filters(
        date_from=chosen.first, date_to=chosen.last, as_of=chosen.last, snapshot=int(number), snapshot_hash=own_hash
    )
    return Package(profile, chosen, of, tuple(materials.tables(profile, filters, scope)))


def _has_records_until(span: Span, snapshot: int | None, scope: Scope) -> bool:
    """Whether the data begin before the end of the period: what begins later would be told as zeros."""
    found = query(["records"], [], Filters(period="all", date_to=span.last, snapshot=snapshot), scope)
    return bool(found["records"].fillna(0).sum())


_WORDS = {"week": "неделю", "month": "месяц", "quarter": "квартал"}


def _step(profile: Profile) -> Step:
    return next(step for step in STEPS if step == profile.step)


def _require_fresh(of: Stamp, span: Span) -> None:
    stale = [one for one in freshness(of.sources, span.last) if one.is_stale]
    if stale:
        named = "; ".join(f"{one.state.name} — данные по {format.day(one.state.last_day)}" for one in stale)
        raise RefusedReportError(
            f"Материалы за {span.words} не составлены: источник устарел ({named}). Загрузите свежую выгрузку."
        )


def _blocks(made: Made) -> list[Block]:
    """A heading and the table, of many metrics in parts."""
    names = made.asked.metrics
    starts = range(0, len(names), _MOST_COLUMNS)
    parts = [_table(made, start, is_first=not start) for start in starts]
    return [Heading(made.asked.title), *parts]


def _table(made: Made, start: int, *, is_first: bool) -> Table:
    names = made.asked.metrics[start : start + _MOST_COLUMNS]
    heads = (*(dimension(one).label for one in made.asked.by), *(METRICS[one].short_label for one in names))
    rows = tuple(
        (
            *((label,) for label in row.labels),
            *(_cell(name, one) for name, one in zip(names, row.cells[start : start + _MOST_COLUMNS], strict=True)),
        )
        for row in made.rows
    )
    title = "Значения за период" if is_first else "Значения за период, продолжение"
    count = len(made.asked.by)
    return Table(title, heads, rows, (*[2.4] * count, *[1.2] * len(names)), words=tuple(range(count)))


def _cell(name: str, one: materials.Value) -> Runs:
    if one.is_hidden:
        return (materials.HIDDEN,)
    known = None if format.is_missing(one.value) else float(one.value)
    if known is None:
        return (UNKNOWN,)
    return (Number(format.value(METRICS[name], one.value), name, known),)


def _notes(tables: tuple[Made, ...]) -> str:
    names = dict.fromkeys(name for one in tables for name in one.asked.metrics)
    told = [f"{METRICS[name].short_label} — {METRICS[name].label.lower()}" for name in names]
    return f"«{UNKNOWN}» — нет данных. Показатели: {'; '.join(told)}."


def _sheet_name(number: int, made: Made) -> str:
    """«2 Группа тем»: what the rows are, whole words only; the title itself stands on the sheet."""
    said = f"{number} {', '.join(dimension(one).label for one in made.asked.by) or 'Всего'}"
    return said if len(said) <= _LONGEST_SHEET else said[: _LONGEST_SHEET + 1].rpartition(" ")[0].rstrip(",")
