"""The encoding of a delimited text, told by its byte order mark, by strict decoding, by what Russian looks like."""

import codecs
from dataclasses import dataclass
from pathlib import Path

from data.errors import InputError

_BLOCK = 1 << 20
_FREQUENT = "оеаинтсрвлкмдпуОЕАИНТСРВЛКМДПУ"
"""The letters that make up four fifths of a Russian text; in a wrong encoding they are rare."""
_CONTROL = bytes(range(9)) + bytes(range(14, 32))
_LEGACY = ("cp1251", "cp866", "koi8-r")


@dataclass(frozen=True)
class TextKind:
    """encoding: name for `open`; lines: line feeds in the file, an upper estimate of its rows."""

    encoding: str
    lines: int


def find(path: Path, encoding: str | None = None) -> TextKind:
    """The encoding of a whole file, which is read once in blocks.

    A given `encoding` is only checked. Raises InputError when the bytes are not text or the encoding is not one of
    UTF-8, UTF-16 and CP1251; text in CP866 or KOI8-R is recognised, named and refused, because guessing would spoil it
    silently.
    """
    with path.open("rb") as file:
        head = file.read(_BLOCK)
    chosen = _tolerant(encoding) or _by_mark(head)
    if chosen:
        return TextKind(chosen, _decoded(path, chosen))
    if b"\x00" in head or any(byte in head for byte in (b"\x01", b"\x02", b"\x03")):
        raise InputError(_not_text(path.name))
    try:
        return TextKind("utf-8", _decoded(path, "utf-8"))
    except InputError:
        return TextKind(_legacy(path, head), _decoded(path, "cp1251"))


def _tolerant(encoding: str | None) -> str | None:
    """UTF-8 named by a person means with or without a mark."""
    return "utf-8-sig" if encoding and encoding.lower().replace("_", "-") in ("utf-8", "utf8") else encoding


def _by_mark(head: bytes) -> str | None:
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return _by_zeros(head[:2000])


def _by_zeros(head: bytes) -> str | None:
    """UTF-16 without a mark: commas, digits and line ends have a zero byte on one side only."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) < max(3, len(head) // 40) or min(even, odd) > max(even, odd) // 10:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _decoded(path: Path, encoding: str) -> int:
    """Decode everything strictly and count the line feeds. Raises InputError at the first byte that does not fit."""
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
    except LookupError as error:
        raise InputError(f"Кодировка «{encoding}» неизвестна. Есть, например: utf-8, utf-16, cp1251.") from error
    lines = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            text = _step(decoder, block, path.name, encoding)
            lines += text.count("\n") or text.count("\r")
            if "\x00" in text:
                raise InputError(_not_text(path.name))
        _step(decoder, b"", path.name, encoding, final=True)
    return lines


def _step(decoder: codecs.IncrementalDecoder, block: bytes, name: str, encoding: str, *, final: bool = False) -> str:
    try:
        return decoder.decode(block, final)
    except UnicodeError as error:
        raise InputError(
            f"Файл «{name}» не читается в кодировке {encoding}. Откройте его в Excel и сохраните как "
            "«CSV UTF-8 (разделитель — запятая)» или как .xlsx."
        ) from error


def _legacy(path: Path, head: bytes) -> str:
    """'cp1251' when the bytes look like Russian text in it; otherwise InputError."""
    if head.translate(None, delete=_CONTROL) != head:
        raise InputError(_not_text(path.name))
    shares = {encoding: _russian(head, encoding) for encoding in _LEGACY}
    best = max(shares, key=lambda encoding: shares[encoding])
    if shares[best] < 0.5:
        raise InputError(_not_text(path.name))
    if best != "cp1251":
        raise InputError(
            f"Файл «{path.name}» в кодировке {best.upper()}, такие выгрузки не читаются. Откройте его в Excel или в "
            "LibreOffice и сохраните как «CSV UTF-8» или как .xlsx."
        )
    return best


def _russian(head: bytes, encoding: str) -> float:
    """Share of the frequent Russian letters among everything that is not ASCII."""
    text = [letter for letter in head[:100_000].decode(encoding, "replace") if letter > "\x7f"]
    # Capital runs look alike in CP1251 and KOI8-R with the case swapped; a text is mostly lower case.
    hits = sum((1.0 if letter.islower() else 0.6) for letter in text if letter in _FREQUENT)
    return hits / max(1, len(text))


def _not_text(name: str) -> str:
    return (
        f"Файл «{name}» — не таблица и не текст: в нём двоичные данные или неизвестная кодировка. Сохраните "
        "выгрузку как "
        ".xlsx или «CSV UTF-8»."
    )
