"""What a document says, apart from how it looks: headings, sentences, tables and bars, numbers with their records.

A number is no plain text: it knows its metric, its value and the address under which its records open, so that both
files link it and a test can ask the door again.
"""

import hashlib
import json
import string
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class Number:
    """A number in a sentence or a cell. text: as it is read; metric: id of the catalogue; value: missing is «нет
    данных»; href: address of its records inside the program, empty where nothing opens them; asked: where there is
    no href, what the door was asked with: of a count the address of its records, of others the filters of an address.
    """

    text: str
    metric: str = ""
    value: float | None = None
    href: str = ""
    asked: str = ""


Run = str | Number
Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """A heading of a section."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """Sentences. item: one of a list; note: smaller, of the method; lead: what must be read first."""

    runs: Runs
    style: Literal["text", "item", "note", "lead"] = "text"


@dataclass(frozen=True)
class Table:
    """Cells under headings. widths: parts of the page's width; words: columns of words, others are of numbers."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Runs, ...], ...]
    widths: tuple[float, ...]
    note: str = ""
    words: tuple[int, ...] = (0,)


@dataclass(frozen=True)
class Bar:
    """label: names the bar; value: its length; text: said at its end; is_strong: the one that the sentence is about."""

    label: str
    value: float
    text: str
    is_strong: bool = False


@dataclass(frozen=True)
class Bars:
    """Horizontal bars with their values written at the end: readable in grey, without an axis. alt: what they show."""

    title: str
    bars: tuple[Bar, ...]
    alt: str


@dataclass(frozen=True)
class Box:
    """One box of a scheme. note: smaller, under its text; is_late: past its term; under: what follows of it."""

    text: str
    kind: Literal["problem", "cause", "measure", "target"]
    note: str = ""
    is_late: bool = False
    under: tuple["Box", ...] = ()


@dataclass(frozen=True)
class Scheme:
    """Boxes under boxes, read from above: readable in grey, by frames and not by colours. alt: what it shows."""

    title: str
    boxes: tuple[Box, ...]
    alt: str


Block = Heading | Paragraph | Table | Bars | Scheme


@dataclass(frozen=True)
class Document:
    """organisation: who speaks; addressee: to whom; title: what it is; heading: «о чём», the heading to the text; mark:
    «Проект» or «№ 47 от …»; approvals: who approves, the highest last; basis: what the numbers rest on.
    """

    organisation: str
    addressee: str
    title: str
    heading: str
    mark: str
    approvals: tuple[str, ...]
    basis: str
    snapshot: str
    blocks: tuple[Block, ...]
    language: str = "ru"
    made_on: str = field(default="", kw_only=True)
    """The day the document is dated with, ISO: never of the clock."""

    def canonical(self) -> str:
        """What is said, as text of one form: equal contents are equal here, whatever file they come in."""
        told: dict[str, Any] = {
            "organisation": self.organisation,
            "title": self.title,
            "heading": self.heading,
            "snapshot": self.snapshot,
            "blocks": [{"kind": type(block).__name__} | asdict(block) for block in self.blocks],
        }
        return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def hash(self) -> str:
        """SHA-256 of the canonical content, 64 digits."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()

    def numbers(self) -> Iterator[Number]:
        """Every number of the document, in the order of reading."""
        for block in self.blocks:
            for runs in all_runs(block):
                yield from (run for run in runs if isinstance(run, Number))


def all_runs(block: Block) -> Sequence[Runs]:
    """Sentences and cells of a block, in the order of reading."""
    if isinstance(block, Paragraph):
        return (block.runs,)
    return tuple(cell for row in block.rows for cell in row) if isinstance(block, Table) else ()


def say(template: str, **parts: Run) -> Runs:
    """«Поступило {records}, {change}.» with its parts: strings become text, numbers stay numbers."""
    made: list[Run] = []
    for text, name, _, _ in string.Formatter().parse(template):
        made += [text] if text else []
        made += [parts[name]] if name else []
    return joined(made)


def joined(runs: Sequence[Run]) -> Runs:
    """Neighbouring texts put together, empty ones left out."""
    made: list[Run] = []
    for run in runs:
        if isinstance(run, str) and made and isinstance(made[-1], str):
            made[-1] += run
        elif run != "":
            made.append(run)
    return tuple(made)


def text_of(runs: Runs) -> str:
    """The sentence as it is read."""
    return "".join(run if isinstance(run, str) else run.text for run in runs)
