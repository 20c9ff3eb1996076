"""Setting of sheets by typst; what it can't set is a document that is not made, not one without a part."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from data.errors import RefusedReportError


def typeset(source: str, pictures: Mapping[str, bytes] | None = None, *, dated: date | None = None, **how: Any) -> Any:
    """What typst makes of a source. pictures: files that it names; dated: the day inside the file.

    Raises RefusedReportError where the sheets can't be set: a chart of numbers that are none, a picture that is broken.
    """
    if dated is not None:
        how["timestamp"] = int(datetime(dated.year, dated.month, dated.day, tzinfo=UTC).timestamp())
    return _asked("compile", source, pictures, **how)


def measured(source: str, label: str, pictures: Mapping[str, bytes] | None = None) -> Any:
    """The value that a source puts under a label once it is laid out. RefusedReportError as `typeset`."""
    return json.loads(_asked("query", source, pictures, selector=label, field="value", one=True))


def _asked(work: str, source: str, pictures: Mapping[str, bytes] | None, **how: Any) -> Any:
    import typst  # a compiler of 40 MB: only who prints loads it

    setter: Any = getattr(typst, work)  # its types know no files in memory
    try:
        return setter({"main.typ": source.encode(), **(pictures or {})}, ignore_system_fonts=True, **how)
    except typst.TypstError as error:
        raise RefusedReportError(
            "Документ не составлен: его лист или график не построен. Сообщите администратору, что это за документ."
        ) from error
