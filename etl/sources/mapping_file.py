"""Mapping files: a YAML that says which column of an unknown table is what, so that it loads without code.

    source: nyc311                   # own code of the source: latin letters, digits, underscores
    channel: site                    # a channel code or a known label of one
    time_zone: America/New_York      # of the dates in the file
    encoding: utf-8                  # optional, as are delimiter and sheet
    columns:
      external_id: Unique Key
      received_at: {column: Created Date, format: "%m/%d/%Y %I:%M:%S %p"}
      status: {column: Status, values: {Closed: closed_explained, Open: new}}

`values` of status and kind give codes; of other columns, the words to use instead. What is not listed stays as
received.
"""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from data.errors import MappingError
from data.store.reference import label_key, table
from etl.sources import labels, moments
from etl.sources.registry import BY_CODE

KEYS = ("source", "channel", "time_zone", "encoding", "delimiter", "sheet", "columns")
FIELDS = (
    "external_id", "received_at", "registered_at", "due_at", "first_reply_at", "answered_at", "closed_at", "text",
    "answer",
    "topic_group", "topic", "recipient", "place", "address", "latitude", "longitude", "status", "kind", "rating",
    "applicant",
)  # fmt: skip
LEAST = frozenset(("text", "topic", "topic_group", "external_id"))
"""At least one of these fields makes a row worth loading."""
_COLUMN_KEYS = ("column", "format", "values")
_MOST_BYTES = 256 * 1024
_CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")
_CODED = {"status": "status_labels", "kind": "kind_labels"}


@dataclass(frozen=True)
class Column:
    """column: header in the file; format: strptime format of a date; words: its `values`, received value → value to
    use.
    """

    column: str
    format: str | None
    words: dict[str, str]


@dataclass(frozen=True)
class Mapping:
    """A checked mapping file. channel: a channel code."""

    source: str
    channel: str
    time_zone: str
    encoding: str | None
    delimiter: str | None
    sheet: str | None
    columns: dict[str, Column]


class _Loader(yaml.SafeLoader):
    """Refuses a key that is written twice: the second would silently win."""


def _unique(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key) for key, _ in node.value]
    twice = next((key for i, key in enumerate(keys) if key in keys[:i]), None)
    if twice is not None:
        raise MappingError(f"Ключ «{twice}» записан дважды. Оставьте один.")
    return loader.construct_mapping(node, deep=True)


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _unique)


def load_mapping(path: Path) -> Mapping:
    """Read and check a mapping file. Raises MappingError with what is wrong, where, and what may have been meant."""
    if not path.is_file():
        raise MappingError(f"Файла сопоставления «{path}» нет. Проверьте имя и папку.")
    if path.stat().st_size > _MOST_BYTES:
        raise MappingError(f"Файл сопоставления «{path.name}» больше 256 КБ: это не описание столбцов.")
    try:
        content = path.read_text(encoding="utf-8-sig")
        if re.search(r"(?m)(?:^|[\s\[{,:])[&*][A-Za-z0-9_]", content):
            raise MappingError("Ссылки YAML (& и *) не поддерживаются: запишите значения полностью.")
        parsed = yaml.load(content, Loader=_Loader)  # noqa: S506 - a SafeLoader
    except UnicodeError as error:
        raise MappingError(f"Файл сопоставления «{path.name}» не в UTF-8. Сохраните его в этой кодировке.") from error
    except (yaml.YAMLError, RecursionError, ValueError, TypeError) as error:
        where = getattr(error, "problem_mark", None)
        line = f", строка {where.line + 1}" if where else ""
        raise MappingError(
            f"Файл сопоставления «{path.name}»{line}: это не YAML. Проверьте отступы и кавычки."
        ) from error
    except MappingError as error:
        raise MappingError(f"Файл сопоставления «{path.name}»: {error}") from error
    return _checked(parsed, path.name)


def _checked(content: Any, name: str) -> Mapping:
    try:
        return parse(content)
    except MappingError as error:
        raise MappingError(f"Файл сопоставления «{name}»: {error}") from error


def parse(content: Any) -> Mapping:
    """Check the content of a mapping file."""
    if not isinstance(content, dict):
        raise MappingError("ожидаются ключи source, channel, time_zone, columns.")
    _require_known(content, KEYS, "ключ")
    columns = content.get("columns")
    if not isinstance(columns, dict) or not columns:
        raise MappingError("нет раздела columns со столбцами файла.")
    _require_known(columns, FIELDS, "поле")
    if not LEAST & set(columns):
        raise MappingError("в columns нет ни external_id, ни text, ни topic: нечего загружать.")
    return Mapping(
        source=_source(content),
        channel=_channel(content),
        time_zone=_zone(content),
        encoding=_text(content, "encoding"),
        delimiter=_delimiter(content),
        sheet=_text(content, "sheet"),
        columns={name: _column(name, value) for name, value in columns.items()},
    )


def _require_known(given: dict[Any, Any], known: tuple[str, ...], what: str) -> None:
    for one in given:
        if one not in known:
            near = suggestion(str(one), known)
            raise MappingError(f"{what} «{one}» не известен.{near} Есть: {', '.join(known)}.")


def suggestion(given: str, known: Iterable[str]) -> str:
    """« Возможно, вы имели в виду «…».» or ''."""
    near = difflib.get_close_matches(given, list(known), n=1, cutoff=0.5)
    return f" Возможно, вы имели в виду «{near[0]}»." if near else ""


def _text(content: dict[str, Any], key: str) -> str | None:
    value = content.get(key)
    if value is None:
        return None
    if not isinstance(value, str) or not value:
        raise MappingError(f"значение «{key}» должно быть текстом в кавычках.")
    return value


def _required(content: dict[str, Any], key: str) -> str:
    value = _text(content, key)
    if value is None:
        raise MappingError(f"нет обязательного ключа «{key}».")
    return value


def is_code(text: str) -> bool:
    """Whether a text can be the code of a source."""
    return _CODE.fullmatch(text) is not None


def is_own_code(code: str) -> bool:
    """Whether no built-in source has this code."""
    return code not in (*BY_CODE, "auto", "mapping")


def _source(content: dict[str, Any]) -> str:
    code = _required(content, "source")
    if not is_code(code):
        raise MappingError(f"source «{code}»: нужен код из строчных латинских букв, цифр и «_», например nyc311.")
    if not is_own_code(code):
        raise MappingError(f"source «{code}» занят встроенным источником. Выберите другой код.")
    return code


def _channel(content: dict[str, Any]) -> str:
    value = _required(content, "channel")
    code = labels.codes_by_label("channel_labels", "").get(value) or labels.codes_by_label("channel_labels", "").get(
        label_key(value)
    )
    if code is None:
        known = table("channels")["channel_code"].tolist()
        raise MappingError(f"канал «{value}» не известен.{suggestion(value, known)} Есть: {', '.join(known)}.")
    return code


def _zone(content: dict[str, Any]) -> str:
    name = _required(content, "time_zone")
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise MappingError(f"часовой пояс «{name}» не известен. Пример: Asia/Omsk, Europe/Moscow.") from error
    return name


def _delimiter(content: dict[str, Any]) -> str | None:
    value = _text(content, "delimiter")
    value = {"tab": "\t", "\\t": "\t"}.get(value or "", value)
    if value is not None and (len(value) != 1 or value in '"\r\n'):
        raise MappingError("delimiter — один знак, например «;» или «\\t».")
    return value


def _column(name: str, value: Any) -> Column:
    if isinstance(value, str | int) and not isinstance(value, bool):
        return Column(str(value), None, {})
    if not isinstance(value, dict):
        raise MappingError(f"поле «{name}»: нужно имя столбца или {{column, format, values}}.")
    _require_known(value, _COLUMN_KEYS, f"поле «{name}»: ключ")
    column, form = _required(value, "column"), _text(value, "format")
    if form is not None and not name.endswith("_at"):
        raise MappingError(f"поле «{name}»: format бывает только у дат.")
    if form is not None and (len(form) > 60 or not moments.is_format(form)):
        raise MappingError(f"поле «{name}»: format «{form}» не похож на вид даты. Пример: %d.%m.%Y %H:%M.")
    return Column(column, form, _values(name, value.get("values")))


def _values(name: str, given: Any) -> dict[str, str]:
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise MappingError(f"поле «{name}»: values — это пары «значение в файле: что оно значит».")
    made = {_plain(key): _plain(value) for key, value in given.items()}
    if name in _CODED:
        known = labels.codes_by_label(_CODED[name], "")
        codes = sorted(set(known.values()))
        for key, value in made.items():
            if value not in codes and label_key(value) not in known:
                raise MappingError(
                    f"поле «{name}», значение «{key}»: «{value}» не известно.{suggestion(value, codes)} Есть: "
                    f"{', '.join(codes)}."
                )
    return made


def _plain(value: Any) -> str:
    """YAML reads Да/Yes as truth; a person meant the word."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
