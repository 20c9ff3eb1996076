"""What residents must not be asked, and why: a duty of the law is no matter of taste."""

SENSITIVE = "Чувствительная тема: здоровье, семья, социальная поддержка, служба — на опрос не выносится."
FEDERAL = "Решают федеральные органы: опрос района ничего не изменит."
REPUBLIC = "Решает республика: опрос района ничего не изменит."
SAFETY = "Безопасность людей: голосованием она не решается, действовать нужно в любом случае."
DUTY = "Обязанность, а не выбор: по справочнику тем на опрос не выносится."
_BY_COMPETENCE = {"federal": FEDERAL, "republic": REPUBLIC}
_SAFETY = "safety"
"""Code of the group of topics."""


def reason(topic: str, competence: str | None, *, is_sensitive: bool, is_pollable: bool) -> str:
    """Why a topic must not be polled; empty when it may be. topic: its code."""
    if is_sensitive:
        return SENSITIVE
    if competence in _BY_COMPETENCE:
        return _BY_COMPETENCE[competence]
    if topic.partition(".")[0] == _SAFETY:
        return SAFETY
    return "" if is_pollable else DUTY
