"""Words that people write into the note: their numbers are looked up among those of the note.

A number that the note has leads to its records, as it does in the sentence it comes from. A number that it doesn't have
is marked: nobody can look behind it. Dates, times of day, numbers of documents and laws are no numbers of this kind.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reports.documents.blocks import Block, Number, Paragraph, Run, all_runs, joined

MARK = "*"
_NUMBER = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_EXEMPT = (
    rf"{_DAY}(?:[–-]{_DAY})?\.(?:0[1-9]|1[0-2])(?:\.(?:\d{{4}}|\d{{2}}))?(?![\d%]|[ \u00a0]?%)|"
    r"\d{1,2}:\d{2}|\d{4}-\d{2}-\d{2}|\d{4}-W\d{2}|"
    r"(?:№|п\.|пп\.|ст\.|ч\.|д\.)[ \u00a0]?[\w/.-]*\d[\w/.-]*|\d+-[А-Яа-яA-Za-z]+|"
    r"(?:19|20)\d{2}(?=[ \u00a0]?(?:г\.|год|года|году|годом|годов|гг\.))|"
    r"\d{1,2} (?:января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)\b"
)
_FOUND = re.compile(rf"(?P<exempt>{_EXEMPT})|(?<![\w,.])(?P<number>{_NUMBER})(?![\w])")
_SPACES = re.compile(r"[ \u00a0\u202f]")
Known = Mapping[str, Number | None]
"""A number as it is written without spaces, with a comma → what it is in the note; None where records of several kinds
answer to it, or it is a base without records of its own.
"""
_SEVERAL = "several"


@dataclass(frozen=True)
class Own:
    """Words of people for a section. is_instead: in place of the sentences made from numbers, otherwise after them."""

    body: str
    is_instead: bool


def known(blocks: Iterable[Block]) -> Known:
    """The numbers that blocks have."""
    made: dict[str, Number | None] = {}
    for runs in (runs for block in blocks for runs in all_runs(block)):
        for run in runs:
            for text in numbers_in(run if isinstance(run, str) else run.text):
                _learn(made, text, run if isinstance(run, Number) and run.href else None)
    several = {text for text, one in made.items() if one is not None and one.href == _SEVERAL}
    return made | dict.fromkeys(several)


def _learn(made: dict[str, Number | None], text: str, number: Number | None) -> None:
    before = made.get(text)
    if before is None:
        made[text] = number
    elif number is not None and number.href != before.href:
        made[text] = Number(text, href=_SEVERAL)


def numbers_in(text: str) -> list[str]:
    """Numbers of a text as they are written without spaces, in their order."""
    return [_key(found["number"]) for found in _FOUND.finditer(text) if found["number"]]


def _key(written: str) -> str:
    return _SPACES.sub("", written).replace(".", ",")


def unknown(body: str, numbers: Known) -> list[str]:
    """Numbers of own words that the note does not have, each once."""
    return [one for one in dict.fromkeys(numbers_in(body)) if one not in numbers]


def paragraphs(body: str, numbers: Known) -> list[Paragraph]:
    """Own words as paragraphs, a line each; a line that begins with «-» or «–» is one of a list."""
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    made = [_paragraph(line, numbers) for line in lines]
    if unknown(body, numbers):
        note = f"{MARK} Число дано составителем записки: за ним нет записей программы."
        made.append(Paragraph((note,), "note"))
    return made


def _paragraph(line: str, numbers: Known) -> Paragraph:
    if line[:1] in "-–—•":
        return Paragraph(_runs(line[1:].strip(), numbers), "item")
    return Paragraph(_runs(line, numbers))


def _runs(line: str, numbers: Known) -> tuple[Run, ...]:
    made: list[Run] = []
    end = 0
    for found in _FOUND.finditer(line):
        if not found["number"]:
            continue
        key = _key(found["number"])
        number = numbers.get(key)
        made += [line[end : found.start()]]
        made += [Number(found["number"], number.metric, number.value, number.href)] if number else [found["number"]]
        made += [] if key in numbers else [MARK]
        end = found.end()
    return joined([*made, line[end:]])
