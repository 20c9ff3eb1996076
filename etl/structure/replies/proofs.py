# ruff: noqa: E501 - a pattern is easier to check on one line
"""Whether a sentence of a reply names a proof of what it says, or a law or document that it rests on."""

import re

from etl.structure.replies.phrases import found, pattern, search

_BASIS = re.compile(
    r"\b\d{1,3}\s?-?\s?фз\b|\bфз\W{0,3}\d|\bст(?:\.|ать[а-я]+|атей)\s?\d|\b(?:п|пп|ч)\.\s?\d+(?:\.\d+)*\s(?:\w+\s)?(?:ст|прав|пост|дог|прик|раз|час|полож|реглам|санп)|"
    r"\bпункт\w*\s\d|\bсанпин|\bсп\s\d|\bгост\b"
)
_NUMBER_BEHIND = re.compile(r"^[^.;]{0,60}?(?:№\s?\S*\d|\bот\s\d)")
_ASKS_FOR = re.compile(
    r"\b(?:приложите|приложить|пришлите|присылайте|предоставьте|возьмите|закажите|оформите|подпишите|составьте|скачайте|фотографируйте)\b"
)
_BRING = re.compile(
    r"(?:\b\w{2,}(?:ите|йте|ьте)\b|\b(?:нужен|нужны|необходим|требуется|обратиться|подать)\w*|\bпо заявлению|\bзаявлени\w+ с)[^.;]*$"
)
"""The reader is asked for what comes behind."""
_DIGIT = re.compile(r"\d")


def has_proof(low: str) -> bool:
    """Whether a proof is named that the reader is not asked to bring himself."""
    if search(low, "proof") is None or _ASKS_FOR.search(low):
        return False
    told = pattern("no_proof").sub(" ", low)
    return any(not _BRING.search(told[: match.start()]) for match in pattern("proof").finditer(told))


def has_basis(low: str) -> bool:
    """Whether a law, a norm or a numbered document is named."""
    if search(low, "basis") or (_DIGIT.search(low) and _BASIS.search(low)):
        return True
    return any(_NUMBER_BEHIND.match(low[match.end() :]) for match in found(low, "basis_number"))
