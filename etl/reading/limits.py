"""What a received file may cost before it is refused."""

from dataclasses import dataclass

MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Limits:
    """Ceilings of the reading process. An honest large file gets time in proportion to its size; a bad one does not.

    columns: columns of a table · cell_characters: one value · line_characters: one line of delimited text
    unpacked_floor, unpacked_ratio: a workbook may unpack to the larger of the floor (bytes) and ratio × its size; real
        workbooks unpack 5–20 times
    parts: files inside a workbook's archive
    address_space: bytes of the child (RLIMIT_AS); above 32 MB of packed workbook, `address_space_ratio` ×
        size more, up to `address_space_most`
    cpu_seconds, cpu_seconds_per_megabyte: RLIMIT_CPU of the child, the second per megabyte of (unpacked) input
    silent_seconds: the child is killed when it works for so long and says nothing, or says nothing ten times as long
    """

    columns: int = 1000
    cell_characters: int = 1_000_000
    line_characters: int = 4_000_000
    unpacked_floor: int = 64 * MEGABYTE
    unpacked_ratio: int = 30
    parts: int = 10_000
    address_space: int = 450 * MEGABYTE
    address_space_ratio: int = 10
    address_space_most: int = 2048 * MEGABYTE
    cpu_seconds: int = 8
    cpu_seconds_per_megabyte: float = 0.5
    silent_seconds: float = 9.0

    def unpacked_limit(self, packed: int) -> int:
        """Bytes that a workbook of `packed` bytes may unpack to."""
        return max(self.unpacked_floor, self.unpacked_ratio * packed)

    def memory(self, packed: int) -> int:
        """Address space for a workbook of `packed` bytes; delimited text is streamed and needs only the base."""
        more = max(0, packed - 32 * MEGABYTE) * self.address_space_ratio
        return min(self.address_space + more, max(self.address_space, self.address_space_most))

    def cpu(self, size: int) -> int:
        """Processor seconds for `size` bytes of input, unpacked."""
        return int(self.cpu_seconds + self.cpu_seconds_per_megabyte * size / MEGABYTE)
