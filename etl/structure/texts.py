"""All that is read of the texts of a record, in one pass: personal data masked, the place named, the topic guessed, the
reply judged, the words it is found by. Needs no store, so that other processes can do it (`etl.text_workers`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self

import pandas as pd

from data.store.reply_signals import mask_of
from data.store.search.words import words_of
from etl.structure.canonical import Columns, pick, plain
from etl.structure.people.masking import mask_all
from etl.structure.places.resolver import NOWHERE, KnownPlaces, PlacesOfTexts, ResolvedPlace
from etl.structure.replies import formal
from etl.structure.text import clean_text
from etl.structure.topics import model_files
from etl.structure.topics.suggest import suggest

_MOST = 32_767


class Asked(NamedTuple):
    """The texts of one row as received, and what else is to be read of them. name: of the applicant."""

    text: str
    answer: str
    name: str
    is_unplaced: bool
    is_unlabelled: bool


class ReadReply(NamedTuple):
    """What a reply says, as `reply_readings` keeps it."""

    signals: int
    questions_asked: int
    unanswered: int
    hint: int
    duplicate_key: str | None


class ReadTexts(NamedTuple):
    """What the texts of one row say. text, answer: masked, None where there is none; topic: a code and who gave it;
    place, topic: where asked; words: of the masked text, different ones, one blank apart.
    """

    text: str | None
    answer: str | None
    place: ResolvedPlace
    topic: tuple[str, str] | None
    reply: ReadReply | None
    words: str


@dataclass(frozen=True)
class Knowledge:
    """What texts are read by, the same for all texts of an import whatever is learnt meanwhile. var: folder of the
    installation, for its district; model: file of the learnt model of topics; judge: of replies.
    """

    places: KnownPlaces
    var: Path
    model: Path | None
    judge: formal.Judge

    @classmethod
    def in_force(cls, places: KnownPlaces, var: Path) -> Self:
        """With what the installation has learnt by now. Raises InputError when what is learnt of replies is damaged."""
        models = model_files.folder(var)
        return cls(places, var, model_files.newest(models), formal.in_force(models))


class TextReader:
    """Reads texts by what the installation knows."""

    def __init__(self, knowledge: Knowledge, places: PlacesOfTexts | None = None) -> None:
        """places: the finder of these places, where it has been made already."""
        self.knowledge = knowledge
        self._places = places or PlacesOfTexts(knowledge.places)

    def read(self, asked: Sequence[Asked]) -> list[ReadTexts]:
        """What each row says, in order."""
        names = [one.name for one in asked]
        texts, answers = (mask_all(told, names) for told in ([a.text for a in asked], [a.answer for a in asked]))
        topics = self._topics(asked, texts)
        return [
            ReadTexts(
                text or None,
                answer or None,
                self._places.of(one.text) if one.is_unplaced else NOWHERE,
                topics.get(i),
                read_reply(one.text, one.answer, self.knowledge.judge),
                " ".join(words_of(text)) if text else "",
            )
            for i, (one, text, answer) in enumerate(zip(asked, texts, answers, strict=True))
        ]

    def _topics(self, asked: Sequence[Asked], masked: Sequence[str]) -> dict[int, tuple[str, str]]:
        """Topics of texts that came with no label, where rules or the model are sure; others stay unknown."""
        unsaid = [i for i, one in enumerate(asked) if one.is_unlabelled and masked[i]]
        if not unsaid:
            return {}
        guessed = suggest([masked[i] for i in unsaid], self.knowledge.model)
        told = zip(unsaid, guessed.answers.labels, guessed.methods, guessed.answers.is_sure, strict=True)
        return {i: (codes[0], method) for i, codes, method, is_sure in told if is_sure}


def read_reply(letter: str | None, reply: str | None, judge: formal.Judge) -> ReadReply | None:
    """What a reply to a letter says; None where there is no reply."""
    reply = clean_text(reply) if reply else ""
    if not reply:
        return None
    # Hundreds of patterns are compiled: a tenth of the start of whoever never meets a reply.
    from etl.structure.replies import duplicates, hints
    from etl.structure.replies.rudeness import rude_signals
    from etl.structure.replies.signals import read as read_signals

    letter = clean_text(letter or "")
    found = read_signals(letter, reply, judge)
    signals = mask_of(found.signals | rude_signals(letter, reply))
    counts = (min(len(found.asks), _MOST), min(len(found.unanswered), _MOST), hints.points(found))
    return ReadReply(signals, *counts, duplicates.key(duplicates.body(reply)))


_COLUMNS = (
    "text", "answer", "applicant_name", "place_raw", "municipality_raw", "topic_raw", "topic_group_raw",
)  # fmt: skip


def asked_of(columns: Columns, rows: Sequence[int]) -> list[Asked]:
    """What is to be read of some rows: a place where no field names one, a topic where there is no label."""
    text, answer, name, place, area, topic, group = (pick(columns[one], rows) for one in _COLUMNS)
    is_unplaced = [not (one or other) for one, other in zip(place, area, strict=True)]
    is_unlabelled = [not (one or other) for one, other in zip(topic, group, strict=True)]
    said = ([one or "" for one in values] for values in (text, answer, name))
    return list(map(Asked._make, zip(*said, is_unplaced, is_unlabelled, strict=True)))


def asked_of_frame(frame: pd.DataFrame) -> list[Asked]:
    """What is to be read of every row of a canonical frame."""
    return asked_of(plain(frame[list(_COLUMNS)]), range(len(frame)))
