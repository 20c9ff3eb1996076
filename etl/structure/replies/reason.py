"""Why a reply is called formal or not, in one Russian sentence; no word of the reply itself is repeated."""

from etl.structure.replies.features import is_bare_refusal
from etl.structure.replies.signals import Reading


def reason_of(found: Reading) -> str:
    """What of the matter the reply says, or that it says nothing of it."""
    is_formal = "is_formal" in found.signals
    told = _told(found)
    if not is_formal:
        return f"Не отписка: {', '.join(told) or _otherwise(found)}."
    if told:
        return f"Похоже на отписку: {', '.join(told)}, но общими словами."
    if is_bare_refusal(found.said):
        return "Отписка: отказ, причина не названа."
    letter = _of_letter(found)
    nothing = "Отписка: ни сделанного, ни срока работ, ни ответственного, ни отказа с причиной, ни разъяснения"
    return f"{nothing}; {letter}." if letter else f"{nothing}."


def _otherwise(found: Reading) -> str:
    if any(one.refuses for one in found.said):
        return "прямой отказ, причина не названа"
    return "сказано по существу вопроса"


def _told(found: Reading) -> list[str]:
    said, names_somebody = found.said, "has_responsible" in found.signals
    is_claimed = any(one.claims and not one.refuses for one in said)
    parts = (
        ("сказано, что сделано", is_claimed),
        ("сказано, что предпринято", not is_claimed and any(one.acts for one in said)),
        ("назван срок или день дела", any(one.dated for one in said)),
        ("назван ответственный", names_somebody and any(one.named for one in said)),
        ("по строю фраз назван ответственный", names_somebody and not any(one.has_responsible for one in said)),
        ("отказ с причиной", "has_refusal" in found.signals),
        ("есть разъяснение", any(one.explains for one in said)),
    )
    return [words for words, holds in parts if holds]


def _of_letter(found: Reading) -> str:
    has_date, has_body = "has_date" in found.signals, "has_responsible" in found.signals
    named = " и ".join(word for word, holds in (("дата", has_date), ("адресат", has_body)) if holds)
    return f"{named} — только о движении обращения" if named else ""
