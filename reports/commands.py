"""The commands of `python -m reports` beside the note's own: each writes drafts into a folder, whole or not at all."""

import argparse
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from data import commands as command_line
from data.decisions.materials import read
from data.errors import FilterError
from data.scope import EVERYTHING
from data.settings import Settings
from data.snapshots import installation
from reports import channel, materials, papers, slides, weekly
from reports.channel.span import Step
from reports.documents import docx, pdf

_KEPT = {
    "roadmap": "дорожная карта со схемой",
    "poll": "карточка опроса",
    "minutes": "повестка или протокол совещания",
}
FORMATS = {"docx": docx.render, "pdf": pdf.render}
_STEPS: Mapping[Step, tuple[str, str]] = {
    "week": ("2026-W47", "неделя"),
    "month": ("2026-10", "месяц"),
    "quarter": ("2026-Q3", "квартал"),
}


def add(commands: Any) -> None:
    """The parsers of the commands; `work` of what they parse does one with the settings in force."""
    one = commands.add_parser("channel", help="проект отчёта по каналу")
    one.add_argument("family", choices=list(channel.FAMILIES), metavar="im|pos", help="Инцидент менеджмент или ПОС")
    _period(one, "последний целый месяц")
    common(one)
    one.set_defaults(work=_channel)
    two = commands.add_parser("package", help="материалы для ЦУР: DOCX и XLSX по набору таблиц")
    two.add_argument("profile", metavar="НАБОР", help="код набора: month, quarter, week или свой")
    _period(two, "последний целый период набора")
    two.add_argument("--out", type=named_folder, required=True, metavar="ПАПКА", help="куда записать")
    two.add_argument("--snapshot", type=command_line.whole, metavar="N", help="срез; по умолчанию последний")
    two.add_argument("--store", help="адрес хранилища; по умолчанию MCU_STORE_URL")
    two.set_defaults(work=_package)
    for kind, words in _KEPT.items():
        kept = commands.add_parser(kind, help=f"{words} по номеру: DOCX и PDF")
        kept.add_argument("code", metavar="НОМЕР", help="номер с экрана, например «ДК-2026-003»")
        common(kept)
        kept.set_defaults(work=_kept, kind=kind)
    shown = commands.add_parser("slides", help="слайды недели для совещания, PDF 16:9")
    shown.add_argument("--week", metavar="2026-W47", help="неделя; по умолчанию последняя целая в данных")
    _folder(shown)
    shown.set_defaults(work=_slides)


def _period(parser: argparse.ArgumentParser, otherwise: str) -> None:
    period = parser.add_mutually_exclusive_group()
    for step, (example, words) in _STEPS.items():
        period.add_argument(f"--{step}", metavar=example, help=f"{words}; без периода — {otherwise}")


def common(parser: argparse.ArgumentParser) -> None:
    """Keys that all of them have."""
    parser.add_argument("--format", type=formats, default="docx,pdf", metavar="docx,pdf", help="виды файла")
    _folder(parser)


def _folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=named_folder, required=True, metavar="ПАПКА", help="куда записать")
    parser.add_argument("--snapshot", type=command_line.whole, metavar="N", help="срез; по умолчанию последний")
    parser.add_argument("--store", help="адрес хранилища; по умолчанию MCU_STORE_URL")


def formats(text: str) -> tuple[str, ...]:
    """Kinds of file, named with commas."""
    asked = tuple(dict.fromkeys(part.strip() for part in text.split(",")))
    for one in asked:
        if one not in FORMATS:
            raise argparse.ArgumentTypeError(f"вида «{one[:20]}» нет, есть: {', '.join(FORMATS)}")
    return asked


def named_folder(text: str) -> Path:
    """Where to write; an empty name, of a variable that nobody has set, is none."""
    if not text.strip():
        raise argparse.ArgumentTypeError("назовите папку")
    return Path(text)


def require_folder(folder: Path) -> None:
    """FilterError where a file stands instead of a folder, or of one that it would lie in."""
    for one in (folder, *folder.parents):
        if one.is_dir():
            return
        if one.exists():
            raise FilterError(f"«{one}» — файл, а нужна папка. Измените --out.")


def write(folder: Path, made: Mapping[str, bytes]) -> None:
    """All files or none, once every one of them is made; their paths are printed."""
    folder.mkdir(parents=True, exist_ok=True)
    command_line.write_all({folder / name: content for name, content in made.items()})
    for name in made:
        print(folder / name)


def _channel(arguments: argparse.Namespace, settings: Settings) -> None:
    installation.require_own_store(settings)
    require_folder(arguments.out)
    span = next(_spans(arguments), None)
    of = channel.open_report(arguments.family, span, arguments.snapshot, EVERYTHING)
    document = channel.report(of)
    name = channel.file_name(of)
    write(arguments.out, {f"{name}.{kind}": FORMATS[kind](document, settings.public_url) for kind in arguments.format})


def _kept(arguments: argparse.Namespace, settings: Settings) -> None:
    installation.require_own_store(settings)
    require_folder(arguments.out)
    name, made = papers.document(arguments.kind, arguments.code, arguments.snapshot, EVERYTHING, settings)
    write(arguments.out, {f"{name}.{kind}": FORMATS[kind](made, settings.public_url) for kind in arguments.format})


def _package(arguments: argparse.Namespace, settings: Settings) -> None:
    installation.require_own_store(settings)
    require_folder(arguments.out)
    profile = read.profile(settings, arguments.profile)
    made = materials.open_package(profile, next(_spans(arguments), None), arguments.snapshot, EVERYTHING)
    write(arguments.out, made.files())


def written_on(settings: Settings) -> date:
    """The day a document of the command line bears: today in the district."""
    return datetime.now(settings.time_zone).date()


def _slides(arguments: argparse.Namespace, settings: Settings) -> None:
    installation.require_own_store(settings)
    require_folder(arguments.out)
    of = weekly.open_week(arguments.week, arguments.snapshot, EVERYTHING, settings, written_on(settings))
    write(arguments.out, {f"слайды-{of.week.code}.pdf": slides.render(weekly.note(of), settings.public_url)})


def _spans(arguments: argparse.Namespace) -> Iterator[channel.Span]:
    for step in _STEPS:
        if (told := getattr(arguments, step)) is not None:
            yield channel.Span.parse(step, told)
