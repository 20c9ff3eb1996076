"""What part of the data numbers were counted from, in words: for files that outlive the screen they came from."""

from answers.filter_words import choices
from data.scope import Grant, Scope

WHOLE = "все записи района"
_KEYS = {"channels": ("channel", "каналы"), "recipients": ("recipient", "получатели"),
         "municipalities": ("municipality", "поселения")}  # fmt: skip


def in_words(scope: Scope) -> str:
    """«все записи района», or «часть записей: каналы — Телефон, Сайт; поселения — …», grants parted by « и также »."""
    if scope.is_everything:
        return WHOLE
    if not scope.grants:
        return "записи не открыты"
    return f"часть записей: {' и также '.join(map(_grant, scope.grants))}"


def _grant(grant: Grant) -> str:
    said = []
    for name, codes in grant.limits.items():
        key, word = _KEYS[name]
        known = {one.code: one.label for one in choices(key)}
        said.append(f"{word} — {', '.join(known.get(code, code) for code in codes)}")
    return "; ".join(said)
