"""Posts (должности) in the cases of a sentence, as the reference table `posts` has them."""

from collections.abc import Mapping
from functools import cache

from data.store import reference


def forms(code: str) -> Mapping[str, str]:
    """Cases of a post by its code: nominative, genitive, dative, accusative, instrumental. KeyError for no code."""
    return _by_code()[code]


def forms_of(name: str) -> Mapping[str, str]:
    """Cases of a post as people write it in the nominative; of one that nobody has declined its nominative alone."""
    asked = " ".join(name.split())
    same = (one for one in _by_code().values() if one["nominative"].casefold() == asked.casefold())
    return next(same, {"nominative": asked})


@cache
def _by_code() -> dict[str, dict[str, str]]:
    rows = reference.table("posts").to_dict("records")
    return {str(row["code"]): {str(case): str(form) for case, form in row.items() if case != "code"} for row in rows}
