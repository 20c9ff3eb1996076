"""Commands for a table with a column of texts: `locate`, `mask`. A file in, the same rows with more columns out."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from data import settings
from etl import text_table
from etl.structure import mentions
from etl.structure.privacy import mask_all
from etl.structure.text import clean_text

LOCATED = ("place_oktmo", "municipality_oktmo", "status", "candidates")


Work = Callable[[argparse.Namespace, settings.Settings], str]
"""What a command does; the sentence it ends with is printed."""


def add(commands: Any, run: Any) -> None:
    """Add the commands to a parser's subcommands; run: takes the arguments, whose `work` is a Work."""
    command = commands.add_parser("locate", help="найти населённые пункты в столбце текстов")
    _with_files(command)
    command.set_defaults(run=run, work=_locate)
    command = commands.add_parser("mask", help="скрыть персональные данные в столбце текстов")
    _with_files(command)
    command.set_defaults(run=run, work=_mask)


def _with_files(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="ФАЙЛ", help="таблица .xlsx или .csv")
    command.add_argument("--text-column", required=True, metavar="СТОЛБЕЦ", help="название столбца с текстом")
    command.add_argument("--out", required=True, type=Path, metavar="ФАЙЛ", help="куда записать, .xlsx или .csv")


def _locate(arguments: argparse.Namespace, chosen: settings.Settings) -> str:
    table = text_table.read(arguments.file)
    finder = mentions.from_reference()
    found = [finder.find(clean_text(text)) for text in table.column(arguments.text_column)]
    told = [
        (str(one.place or ""), str(one.municipality or ""), one.status, " ".join(map(str, one.candidates)))
        for one in found
    ]
    columns = zip(*told, strict=True) if told else [[]] * len(LOCATED)
    text_table.write(arguments.out, table.with_columns(dict(zip(LOCATED, map(list, columns), strict=True))))
    counts = {status: sum(one.status == status for one in found) for status in mentions.STATUSES}
    return (
        f"Строк {len(found)}: место найдено {counts[mentions.FOUND]}, "
        f"только поселение {counts[mentions.MUNICIPALITY]}, "
        f"неоднозначно {counts[mentions.AMBIGUOUS]}, не названо {counts[mentions.NONE]}."
    )


def _mask(arguments: argparse.Namespace, chosen: settings.Settings) -> str:
    table = text_table.read(arguments.file)
    texts = [clean_text(text) for text in table.column(arguments.text_column)]
    masked = mask_all(texts)
    text_table.write(arguments.out, table.replaced(arguments.text_column, masked))
    changed = sum(before != after for before, after in zip(texts, masked, strict=True))
    return f"Строк {len(masked)}, скрыто что-нибудь в {changed}."
