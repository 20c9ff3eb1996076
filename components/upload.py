"""A file that a person has dropped on a screen, as `dcc.Upload` sends it."""

import base64

from data.errors import FilterError


def content(contents: str | None, of: str = "") -> bytes:
    """The bytes of `dcc.Upload.contents`. of: what the file is of, genitive («событий»). FilterError for none."""
    try:
        return base64.b64decode((contents or "").partition(",")[2], validate=True)
    except ValueError:  # no base64, or no ASCII at all
        raise FilterError(f"Файл{of and f' {of}'} не прочитан: передайте его ещё раз.") from None
