"""Commands for a table with a column of texts: `locate`, `mask`, `classify`; and `learn`, which teaches the last one.

A file in, the same rows with more columns out.
"""

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from data import settings
from data.errors import InputError
from data.store.reference import table as reference_table
from etl import text_table
from etl.structure.people.masking import mask_all
from etl.structure.places import mentions
from etl.structure.text import clean_text
from etl.structure.topics.verdict import Answers

LOCATED = ("place_oktmo", "municipality_oktmo", "status", "candidates")


OF_NOTHING = ("locate", "mask", "classify")
"""Commands that ask no store."""
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

    command = commands.add_parser("classify", help="назвать тему каждого текста")
    _with_files(command)
    command.add_argument("--train", type=Path, metavar="ФАЙЛ", help="таблица с размеченными текстами: любые метки")
    command.add_argument("--label-column", metavar="СТОЛБЕЦ", help="название столбца меток в файле --train")
    command.set_defaults(run=run, work=_classify)
    command = commands.add_parser("learn", help="выучить темы по размеченной истории района")
    command.set_defaults(run=run, work=_learn)


def _with_files(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="ФАЙЛ", help="таблица .xlsx или .csv")
    command.add_argument("--text-column", required=True, metavar="СТОЛБЕЦ", help="название столбца с текстом")
    command.add_argument("--out", required=True, type=Path, metavar="ФАЙЛ", help="куда записать, .xlsx или .csv")


def _locate(arguments: argparse.Namespace, chosen: settings.Settings) -> str:
    text_table.require_writable(arguments.out, *_received(arguments))
    table = text_table.read(arguments.file, arguments.text_column)
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
    text_table.require_writable(arguments.out, *_received(arguments))
    table = text_table.read(arguments.file, arguments.text_column)
    texts = [clean_text(text) for text in table.column(arguments.text_column)]
    masked = mask_all(texts)
    text_table.write(arguments.out, table.with_column(arguments.text_column, masked))
    changed = sum(before != after for before, after in zip(texts, masked, strict=True))
    return f"Строк {len(masked)}, скрыто что-нибудь в {changed}."


def _classify(arguments: argparse.Namespace, chosen: settings.Settings) -> str:
    text_table.require_writable(arguments.out, *_received(arguments))
    table = text_table.read(arguments.file, arguments.text_column)
    texts = [clean_text(text) for text in table.column(arguments.text_column)]
    if (arguments.train is None) != (arguments.label_column is None):
        raise InputError("Ключи --train и --label-column нужны вместе: файл и столбец меток в нём.")
    note = ""
    if arguments.train is None:
        answers, more = _by_own_tree(texts, chosen)
    else:
        answers, note = _by_example(arguments, texts)
        more = {}
    text_table.write(arguments.out, table.with_columns(_suggestion_columns(answers) | more))
    sure = int(answers.is_sure.sum())
    return f"Строк {len(texts)}: уверенно {sure}, не уверен {len(texts) - sure}.{note}"


def _received(arguments: argparse.Namespace) -> Iterator[Path]:
    """The files that a command reads."""
    yield arguments.file
    if getattr(arguments, "train", None):
        yield arguments.train


def _by_example(arguments: argparse.Namespace, texts: list[str]) -> tuple[Answers, str]:
    """Answers of a model of the example's labels, and what else of the example it learnt from."""
    from etl.structure.topics import model
    from etl.structure.topics.finer_labels import finer_column

    train = text_table.read(arguments.train, arguments.text_column, arguments.label_column)
    said = [clean_text(text) for text in train.column(arguments.text_column)]
    labels = [label.strip() for label in train.column(arguments.label_column)]
    name = finer_column(labels, train.columns())
    if name is None:
        return model.learn(said, labels).answers(texts), ""
    note = f" Столбец «{name}» образца делит метки мельче: модель училась и на нём."
    return model.learn(said, labels, train.column(name)).answers(texts), note


def _by_own_tree(texts: list[str], chosen: settings.Settings) -> tuple[Answers, dict[str, list[str]]]:
    """Answers with the names of our topics, and their codes beside them."""
    from etl.structure.topics import model_files
    from etl.structure.topics.suggest import suggest

    found = suggest(texts, model_files.newest(model_files.folder(chosen.var)))
    names = dict(reference_table("topics")[["topic_code", "name"]].to_numpy().tolist()) | {"": ""}
    labels = [tuple(names.get(code, code) for code in codes) for codes in found.answers.labels]
    codes = [codes[0] for codes in found.answers.labels]
    more = {"topic_code": codes, "method": found.methods}
    return Answers(labels, found.answers.probabilities, found.answers.is_sure), more


def _suggestion_columns(answers: Answers) -> dict[str, list[str]]:
    first, second, third = ([labels[place] for labels in answers.labels] for place in range(3))
    return {
        "label": first,
        "probability": [f"{share:.4f}" for share in answers.probabilities[:, 0].tolist()],
        "is_sure": ["1" if sure else "0" for sure in answers.is_sure.tolist()],
        "second": second,
        "third": third,
    }


def _learn(arguments: argparse.Namespace, chosen: settings.Settings) -> str:
    from etl.structure.topics import history

    learnt = history.learn(chosen)
    threshold = f"уверенно от {learnt.sure:.2f}" if learnt.sure <= 1 else "уверенных ответов пока не бывает"
    return f"Выучено тем: {learnt.topics}, по текстам: {learnt.texts}; {threshold}. Модель: {learnt.path.name}."
