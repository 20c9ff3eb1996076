"""Received files as bytes → rows of text, read in a child process that cannot hurt the program.

The door is `etl.reading.table`:

    read_table(path, limits=Limits(), *, encoding=None, delimiter=None, sheet=None, blank=False) -> RawBook
    RawBook.sheets() -> Iterator[RawSheet]     sheets in file order, each to be read to its end before the next one
    RawSheet: name ('' for delimited text), is_1904, blocks: Iterator[list[RawRow]]
    RawRow = tuple[int, list[str]]             the row number a person sees in Excel, and the cells as received
    RawBook.position, RawBook.size             bytes already read and bytes in all, for a progress bar

Grain: one received row; blank rows keep their numbers but are not sent, except records of empty cells that are asked
for (`blank`). Every cell is text: dates of a workbook are ISO (`2026-03-02` or `2026-03-02 10:15:00`), durations
`[h]:mm:ss` stay `30:15:00`, whole numbers have no `.0`. Nothing is interpreted beyond that; missing is ''. Raises
`data.errors.InputError` for anything that is not a readable table, at the latest while iterating. This package is
imported by the child too, so it must not import pandas here.
"""
