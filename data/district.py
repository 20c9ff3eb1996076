"""The district an installation serves: its names in cases, its ОКТМО and zone, and where its own tables lie.

One is shipped with the program; `python -m data new-district` puts another into `MCU_VAR/district`, and everything that
is about a district then comes from there.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from data.errors import WrongSettingError

ROOT = Path(__file__).resolve().parent.parent
FILE = "district.yml"
SHIPPED_TABLES = ROOT / "data" / "store" / "reference"
SHIPPED_FIGURES = ROOT / "geo" / "reference"
_KINDS_OF_REGION = frozenset(("республика", "область", "край", "округ", "автономная", "автономный", "город"))
_ENDING = re.compile(r"(?:ая|яя|ий|ый|ой|ое|ия|ье|ья|[аяьйеыи])$")
_ADJECTIVE = re.compile(r"ск(?:ий|ая|ое|ой)$")


@dataclass(frozen=True)
class District:
    """What the program says of its district and knows it by.

    code: latin letters, for names of files and for tokens. oktmo: 5 or 8 digits. name … prepositional: «Верхнеозёрский
    район» and its cases, the last one with its preposition. centre: its seat («Верхнее Озеро»). region_short: an
    abbreviation people write («НСО»), or empty. password_words: what nobody may hide behind. tables, figures: folders
    of its places and bodies, of its outline.
    """

    code: str
    oktmo: str
    name: str
    genitive: str
    dative: str
    prepositional: str
    centre: str
    region: str
    region_genitive: str
    region_short: str
    time_zone: str
    password_words: tuple[str, ...]
    tables: Path
    figures: Path

    @property
    def zone(self) -> ZoneInfo:
        """The zone the district lives by."""
        return ZoneInfo(self.time_zone)

    @property
    def is_shipped(self) -> bool:
        """Whether it is the one that comes with the program."""
        return self.tables == SHIPPED_TABLES

    @cached_property
    def stem(self) -> str:
        """What its adjective begins with in every case: «верхнеозерск»; without one, the name less its ending."""
        first = _plain(self.name).split()[0]
        found = _ADJECTIVE.sub("ск", first)
        return found if found != first else _ENDING.sub("", first)

    @cached_property
    def bare_stem(self) -> str:
        """The same without the suffix of adjectives: «верхнеозер», as other words of the name begin."""
        return self.stem.removesuffix("ск")

    @cached_property
    def region_stem(self) -> str:
        """What the words of its region begin with: «новосибир»."""
        told = [word for word in _plain(self.region).split() if word not in _KINDS_OF_REGION]
        word = _ADJECTIVE.sub("", told[0] if told else _plain(self.region))
        return _ENDING.sub("", word)


def of_folder(folder: Path) -> District:
    """The district whose `district.yml` lies in a folder; the shipped one where there is none."""
    file = folder / FILE
    if not file.is_file():
        return shipped()
    state = file.stat()
    return _read(folder, state.st_mtime_ns, state.st_size)


def parse_file(file: Path) -> District:
    """The district a file describes. Raises WrongSettingError naming the first key that is wrong."""
    return parse(_content(file), file.parent, file.parent)


@cache
def shipped() -> District:
    """The district that comes with the program."""
    return parse(_content(SHIPPED_TABLES / FILE), SHIPPED_TABLES, SHIPPED_FIGURES)


@cache
def _read(folder: Path, _changed: int, _size: int) -> District:
    return parse(_content(folder / FILE), folder, folder)


def _content(file: Path) -> Any:
    try:
        return yaml.safe_load(file.read_text(encoding="utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise WrongSettingError(
            f"Файл «{file.name}» не читается. Сохраните его в UTF-8: «ключ: значение» в каждой строке."
        ) from error


def parse(content: Any, tables: Path, figures: Path) -> District:
    """A district of what its file says. Raises WrongSettingError naming the first thing that is wrong."""
    if wrong := next(iter(_faults(content)), None):
        raise WrongSettingError(f"Файл «{FILE}»: {wrong}.")
    words = tuple(str(word) for word in content.get("password_words") or ())
    return District(**_texts(content), password_words=words, tables=tables, figures=figures)


def faults_of(file: Path) -> list[str]:
    """All that is wrong with the file of a district, without a full stop; nothing where it can be used."""
    return _faults(_content(file))


_MAY_LACK = ("region_short",)
_DECLINED = (("name", "genitive"), ("name", "dative"), ("region", "region_genitive"))


def _texts(content: Mapping[str, Any]) -> dict[str, str]:
    return {one.name: _text(content, one.name) for one in fields(District) if one.type is str}


def _faults(content: Any) -> list[str]:
    if not isinstance(content, Mapping):
        return ["ожидаются строки «ключ: значение». Образец даёт ключ --template"]
    texts = _texts(content)
    known = {one.name for one in fields(District)} - {"tables", "figures"}
    said = [f"нет значения «{name}»" for name, text in texts.items() if not text and name not in _MAY_LACK]
    said += [f"ключ «{str(key)[:40]}» лишний. Есть: {', '.join(sorted(known))}" for key in content if key not in known]
    if texts["code"] and not re.fullmatch(r"[a-z][a-z0-9_]{1,30}", texts["code"]):
        said.append(
            f"code «{texts['code'][:40]}»: нужно 2–31 знаков: строчные латинские буквы, цифры и «_», первой — буква"
        )
    if texts["oktmo"] and not re.fullmatch(r"\d{5}|\d{8}", texts["oktmo"], re.ASCII):
        said.append(f"oktmo «{texts['oktmo'][:40]}»: нужны 5 или 8 цифр в кавычках")
    elif texts["oktmo"][5:].strip("0"):
        said.append(f"oktmo «{texts['oktmo']}»: это код поселения, у района последние три цифры — 000")
    if texts["prepositional"] and not re.match(r"(в|во|на) \S+ \S", texts["prepositional"]):
        said.append(f"prepositional «{texts['prepositional'][:60]}»: нужен предлог и название, «в … районе»")
    said += [
        f"{case} «{texts[case][:60]}» не просклонено: стоит то же, что в {whole}"
        for whole, case in _DECLINED
        if texts[case] and _plain(texts[case]) == _plain(texts[whole])
    ]
    if not isinstance(content.get("password_words") or [], list):
        said.append("password_words: нужен список [слово, слово]")
    return [*said, *_wrong_zone(texts["time_zone"])]


def _wrong_zone(name: str) -> list[str]:
    try:
        ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return [f"часовой пояс «{name[:40]}» не известен. Пример: Asia/Omsk, Europe/Moscow"]
    return []


def _text(content: Mapping[str, Any], name: str) -> str:
    value = content.get(name)
    return "" if value is None or isinstance(value, list | dict) else " ".join(str(value).split())


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^а-яa-z -]", " ", text.lower().replace("ё", "е")).split())
