"""The table of a shapefile whose UTF-8 texts were cut inside a letter: field names at ten bytes, values at their width.

GDAL itself writes such names («xНаименование» becomes «xНаим» and half a letter) and cannot decode them again.
"""

from collections.abc import Iterator

_DESCRIPTOR, _END, _NAME, _TYPE, _WIDTH = 32, 0x0D, 11, 11, 16


def without_cut_letters(content: bytes) -> bytes:
    """The same table with the half letters at the ends of names and values taken away; lengths stay as they were."""
    made = bytearray(content)
    header, record = int.from_bytes(content[8:10], "little"), int.from_bytes(content[10:12], "little")
    offset, columns = 1, []
    for at in _descriptors(content, header):
        made[at : at + _NAME] = _repair_text(content[at : at + _NAME], b"\x00")
        if content[at + _TYPE] == ord("C"):
            columns.append((offset, content[at + _WIDTH]))
        offset += content[at + _WIDTH]
    for start in range(header, len(content) - record + 1, record) if record else ():
        for begin, width in columns:
            place = slice(start + begin, start + begin + width)
            made[place] = _repair_text(content[place], b" ")
    return bytes(made)


def _descriptors(content: bytes, header: int) -> Iterator[int]:
    for at in range(_DESCRIPTOR, min(header, len(content)) - _DESCRIPTOR + 1, _DESCRIPTOR):
        if content[at] == _END:
            return
        yield at


def _repair_text(text: bytes, filler: bytes) -> bytes:
    """A fixed-width text whose last letter is whole; bytes that are no UTF-8 elsewhere stay as they are."""
    plain = text.split(b"\x00")[0] if filler == b"\x00" else text.rstrip(b" \x00")
    for cut in (1, 2, 3):
        lead = plain[-cut] if len(plain) >= cut else 0
        if lead >= 0xC0:  # the first byte of a letter of more bytes
            whole = 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4
            return (plain[:-cut] if cut < whole else plain).ljust(len(text), filler)
    return text
