"""The archive of a workbook: checked before it is parsed, its XML parts fed to expat under a common byte count."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from xml.parsers import expat

from data.errors import InputError
from etl.reading import recognise
from etl.reading.limits import MEGABYTE, Limits

_BLOCK = 1 << 16
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
Attributes = dict[str, str]


class Parts:
    """An opened .xlsx. Raises InputError when its directory promises a bomb, leaves the archive or is encrypted."""

    def __init__(self, path: Path, limits: Limits, beat: Callable[[int], None]) -> None:
        self.name, self._beat = path.name, beat
        self._most = limits.unpacked_limit(path.stat().st_size)
        self.archive = zipfile.ZipFile(path)
        self.inflated = 0
        self._check(limits)

    def _check(self, limits: Limits) -> None:
        entries = self.archive.infolist()
        if len(entries) > limits.parts:
            raise InputError(f"Файл «{self.name}»: внутри {len(entries)} частей, это не обычная книга Excel. {AGAIN}")
        for entry in entries:
            if entry.flag_bits & 1:
                raise InputError(f"Файл «{self.name}» защищён паролем. Снимите пароль и сохраните ещё раз.")
            if _leaves(entry.filename):
                raise InputError(f"Файл «{self.name}»: имена частей выходят за пределы архива, файл опасен. {AGAIN}")
        self.size = sum(entry.file_size for entry in entries)
        if self.size > self._most:
            raise InputError(self._too_big(self.size))
        recognise.office(self.archive, self.name)

    def _too_big(self, size: int) -> str:
        return (
            f"Файл «{self.name}» распаковывается больше чем в {size // MEGABYTE} МБ при допустимых "
            f"{self._most // MEGABYTE} МБ: "
            "похоже на повреждённый или вредоносный файл. Уберите лишнее оформление и пустые строки или "
            "сохраните как CSV."
        )

    def has(self, part: str) -> bool:
        """Whether the archive holds this part."""
        return part in self.archive.NameToInfo

    def parse(
        self,
        part: str,
        start: Callable[[str, Attributes], None],
        end: Callable[[str], None] | None = None,
        data: Callable[[str], None] | None = None,
    ) -> None:
        """Feed one XML part to handlers, which get names without prefixes. A DTD is refused before it can declare
        anything.
        """
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = lambda tag, attributes: start(tag.rpartition(":")[2], attributes)
        if end:
            parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2])
        if data:
            parser.CharacterDataHandler = data
        parser.StartDoctypeDeclHandler = self._refuse_dtd
        with self.archive.open(part) as stream:
            while block := stream.read(_BLOCK):
                self._count(len(block))
                parser.Parse(block, False)
            parser.Parse(b"", True)

    def _count(self, size: int) -> None:
        before = self.inflated // MEGABYTE
        self.inflated += size
        if self.inflated > self._most:
            raise InputError(self._too_big(self.inflated))
        if self.inflated // MEGABYTE != before:
            self._beat(self.inflated)

    def _refuse_dtd(self, *_: object) -> None:
        raise InputError(
            f"Файл «{self.name}» содержит объявления DTD, в книгах Excel их не бывает: файл опасен. {AGAIN}"
        )

    def relations(self, part: str) -> dict[str, str]:
        """Relation id → path of a part inside the archive."""
        place = PurePosixPath(part)
        rels = f"{place.parent}/_rels/{place.name}.rels"
        found: dict[str, str] = {}

        def start(tag: str, attributes: Attributes) -> None:
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "")
                found[attributes.get("Id", "")] = target[1:] if target.startswith("/") else f"{place.parent}/{target}"

        if self.has(rels):
            self.parse(rels, start)
        return found


AGAIN = "Откройте его в Excel и сохраните заново как .xlsx."


def _leaves(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or ".." in PurePosixPath(name).parts


def unescape(text: str) -> str:
    """`_x000D_` and the like, by which workbooks write characters that XML cannot hold."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
