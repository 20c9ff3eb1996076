"""How well replies are read, on our own labelled sets: `python -m bench.replies [--learn]`.

Prints precision, recall and accuracy of every signal on replies that no rule and no weight has seen, for each such set
and for both, beside a baseline of length and key words, then on the opened sets; `--learn` first makes the shipped
weights anew from the sets for learning.
"""

import csv
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

from bench import reply_grammar
from etl.structure.replies import formal
from etl.structure.replies.features import grammar_feature
from etl.structure.replies.phrases import HERE
from etl.structure.replies.signals import Reading, read
from etl.structure.text import clean_text

SETS = Path(__file__).resolve().parent.parent / "tests" / "etl" / "structure" / "replies"
FOR_LEARNING = (
    "replies_train.csv", "replies_typical.csv", "replies_official.csv", "replies_rare.csv", "replies_councils.csv",
    "replies_styles.csv", "replies_second.csv", "replies_deeds.csv", "replies_voices.csv", "replies_services.csv",
    "replies_everyday.csv", "replies_offices.csv", "replies_hamlets.csv", "replies_short.csv",
    "replies_trades.csv", "replies_crafts.csv", "replies_strangers.csv",
)  # fmt: skip
"""Rules were mended and weights learnt on these."""
SHORT_RESPONSIBLE = "replies_responsible.csv"
"""Short replies, labelled by who answers alone."""
OPENED = ("replies_rare.csv", "replies_councils.csv")
"""Of those, the ones that were unseen until their errors were looked at: only they are labelled by explanations and by
unanswered questions.
"""
UNSEEN = (
    "replies_blind.csv", "replies_last.csv", "replies_fresh.csv", "replies_offices_unseen.csv", "replies_hidden.csv",
)  # fmt: skip
THRESHOLD = 0.4
SIGNALS = (
    "is_formal", "has_date", "has_responsible", "has_proof", "has_basis", "has_refusal", "claims_solution",
    "has_explanation",
)  # fmt: skip
KEY_WORDS = (
    "рассмотрен", "на контрол", "к сведению", "по компетенции", "меры приняты", "в установленном", "в рамках",
    "направлен", "законодательств", "учтен", "благодар", "принят",
)  # fmt: skip
Rows = list[dict[str, str]]


class Score(NamedTuple):
    """Shares of a signal told; missing precision or recall: nothing to divide by."""

    precision: float | None
    recall: float | None
    accuracy: float

    @property
    def f1(self) -> float:
        """The harmonic mean; 0 where nothing was found."""
        both = (self.precision or 0.0) + (self.recall or 0.0)
        return 2 * (self.precision or 0.0) * (self.recall or 0.0) / both if both else 0.0


def rows_of(name: str) -> Rows:
    """Rows of a labelled set, letters and replies clean."""
    with (SETS / name).open(encoding="utf-8", newline="") as file:
        return [
            row | {"question": clean_text(row.get("question", "")), "answer": clean_text(row["answer"])}
            for row in csv.DictReader(file)
        ]


def score(labels: Sequence[bool], told: Sequence[bool]) -> Score:
    """How the told signal agrees with the labels."""
    pairs = list(zip(labels, told, strict=True))
    right, found, held = sum(a and b for a, b in pairs), sum(told), sum(labels)
    same = sum(a == b for a, b in pairs) / len(pairs)
    return Score(right / found if found else None, right / held if held else None, same)


def scores(rows: Rows, readings: Sequence[Reading]) -> dict[str, Score]:
    """Signal → its score on a labelled set, for those signals that the set has labels of."""
    return {
        name: score([row[name] == "1" for row in rows], [name in one.signals for one in readings])
        for name in SIGNALS
        if all(name in row for row in rows)
    }


def baseline(learn_from: Rows) -> Callable[[str], bool]:
    """Formal by length and key words alone, the best such rule on the rows."""

    def rule(longest: int, words: int) -> Callable[[str], bool]:
        return lambda reply: len(reply) <= longest or sum(word in reply.lower() for word in KEY_WORDS) >= words

    labels = [row["is_formal"] == "1" for row in learn_from]
    rules = [rule(longest, words) for longest, words in product(range(0, 200, 10), (1, 2, 3))]
    return max(rules, key=lambda one: score(labels, [one(row["answer"]) for row in learn_from]).f1)


def learn() -> None:
    """Make the shipped weights anew from the sets for learning: of the build of replies, then of the judge, who weighs
    that build as it is told of replies of a set that had no part in it.
    """
    sets = [rows_of(name) for name in FOR_LEARNING]
    is_formal = [_told_by(rows, "is_formal") for rows in sets]
    who = [
        _told_by(rows, "has_responsible")
        for rows in (*sets, rows_of(SHORT_RESPONSIBLE))
        if "has_responsible" in rows[0]
    ]
    built = reply_grammar.left_out(is_formal)
    reply_grammar.write(
        HERE / "grammar_weights.csv", reply_grammar.learn(*_joined(is_formal)), reply_grammar.learn(*_joined(who))
    )
    rows = [row for one in sets for row in one]
    nothing = formal.Judge({}, THRESHOLD)
    features = [
        {**read(row["question"], row["answer"], nothing).features, "grammar": grammar_feature(told)}
        for row, told in zip(rows, built, strict=True)
    ]
    marks = [row["is_formal"] == "1" for row in rows]
    bare = [_without_substance(one) for one, mark in zip(features, marks, strict=True) if not (mark or one["empty"])]
    bare = bare[::_ONE_OF]
    made = formal.learn([*features, *bare], [*marks, *[False] * len(bare)], nothing, _STRENGTH)
    with (HERE / "formal_weights.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("feature", "weight"))
        writer.writerows((name, round(weight, 3)) for name, weight in made.weights.items())
        writer.writerow(("threshold", THRESHOLD))


Told = tuple[list[str], list[bool]]
"""Replies and whether a signal of theirs holds."""


def _told_by(rows: Rows, signal: str) -> Told:
    return [row["answer"] for row in rows], [row[signal] == "1" for row in rows]


def _joined(sets: Sequence[Told]) -> Told:
    return [one for replies, _ in sets for one in replies], [one for _, held in sets for one in held]


_STRENGTH = 3.0
_SUBSTANCE = ("claims", "acts", "dated", "named", "refused", "explained")
_ONE_OF = 10


def _without_substance(features: Mapping[str, float]) -> dict[str, float]:
    """A reply as it reads where the lexicon knows none of its words: rules know nearly all of the sets they were
    mended on, and weights learnt of such alone would trust them too far.
    """
    return {**features, **dict.fromkeys(_SUBSTANCE, 0.0), "empty": 1.0}


def main(arguments: Sequence[str]) -> int:
    """Print the report."""
    if "--learn" in arguments:
        learn()
    sets = {name: rows_of(name) for name in UNSEEN}
    for name, rows in (*sets.items(), ("вместе", [row for one in sets.values() for row in one])):
        _report(name, rows)
    for name in OPENED:
        _report(f"по нему правлены правила: {name}", rows_of(name))
    return 0


def _report(name: str, rows: Rows) -> None:
    print(f"{name}: пар {len(rows)}")
    began = time.process_time()
    readings = [read(row["question"], row["answer"]) for row in rows]
    spent = time.process_time() - began
    for signal, one in scores(rows, readings).items():
        print(f"{signal:16} {_words(one)}  отмечено {sum(row[signal] == '1' for row in rows)} из {len(rows)}")
    simple = baseline([row for learnt in FOR_LEARNING for row in rows_of(learnt)])
    labels = [row["is_formal"] == "1" for row in rows]
    print(f"{'длина и слова':16} {_words(score(labels, [simple(row['answer']) for row in rows]))}")
    counted = [(one, row) for one, row in zip(readings, rows, strict=True) if "unanswered_questions" in row]
    if counted:
        right = sum(len(one.unanswered) == int(row["unanswered_questions"]) for one, row in counted)
        print(f"число вопросов без ответа верно у {right / len(counted):.3f}")
    print(f"ответов за секунду процессора {len(rows) / spent:.0f}")


def _words(one: Score) -> str:
    shares = ("—" if share is None else f"{share:.3f}" for share in (one.precision, one.recall))
    precision, recall = shares
    return f"точность {precision}  полнота {recall}  верно {one.accuracy:.3f}  F1 {one.f1:.3f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
