"""How well topics are told on messages of another region: `python -m bench.classify FILE.csv [МЕТКА …]`.

Five folds, each text judged by a model that has not seen it; its calibration and threshold come from the other four
folds alone. Prints accuracy, macro-F1, the reliability curve, texts a second; and how often the rules name the group.
"""

import csv
import sys
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from etl.structure.text import clean_text
from etl.structure.topics import model, rules
from etl.structure.topics.finer_labels import finer_column

ROOT = Path(__file__).resolve().parent.parent
GROUPS = ROOT / "tests" / "etl" / "structure" / "topics" / "groups_of_another_region.csv"
TEXT, TOPIC = "Текст Сообщения", "Тематика"
FOLDS = 5
_TIMES = 6
"""How often the texts are read over to measure speed: so many come with a year of one source."""
_STEPS = np.linspace(0, 1, 11)


def read(path: Path) -> list[dict[str, str]]:
    """Rows of the file, their texts clean."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row | {TEXT: clean_text(row[TEXT])} for row in rows]


def folds(texts: Sequence[str], labels: Any, finer: Any = None) -> tuple[Any, Any, Any]:
    """For each text what a model that has not seen it says: the label, its probability, whether it is sure."""
    from sklearn.model_selection import StratifiedKFold

    said = np.empty(len(texts), dtype=object)
    probability, is_sure = np.zeros(len(texts)), np.zeros(len(texts), dtype=bool)
    for train, test in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(np.zeros(len(texts)), labels):
        made = model.learn([texts[i] for i in train], labels[train], None if finer is None else finer[train])
        answers = made.answers([texts[i] for i in test])
        said[test] = [first for first, *_ in answers.labels]
        probability[test], is_sure[test] = answers.probabilities[:, 0], answers.is_sure
    return said, probability, is_sure


def group_accuracy(rows: Sequence[dict[str, str]]) -> tuple[float, float, float, int]:
    """Of texts whose foreign topic has a group of ours: share right, share sure, right among the sure, count."""
    with GROUPS.open(encoding="utf-8", newline="") as file:
        groups = {row["label"]: row["group_code"] for row in csv.DictReader(file)}
    known = [row for row in rows if groups.get(row[TOPIC])]
    answers = rules.shipped_rules().answers([row[TEXT] for row in known])
    is_right = np.array(
        [
            first.partition(".")[0] in groups[row[TOPIC]].split()
            for row, (first, *_) in zip(known, answers.labels, strict=True)
        ]
    )
    return is_right.mean(), answers.is_sure.mean(), is_right[answers.is_sure].mean(), len(known)


def _report(name: str, texts: Sequence[str], labels: Any, finer: Any) -> None:
    from sklearn.metrics import f1_score

    said, probability, is_sure = folds(texts, labels, finer)
    is_right = said == labels
    print(f"\n«{name}»: меток {len(set(labels))}, текстов {len(texts)}")
    print(f"  точность {is_right.mean():.3f}, макро-F1 {f1_score(list(labels), list(said), average='macro'):.3f}")
    print(f"  уверенно {is_sure.mean():.3f} текстов, из них верно {is_right[is_sure].mean():.3f}")
    print("  вероятность → доля верных (текстов)")
    for low, high in pairwise(_STEPS):
        inside = (probability > low) & (probability <= high)
        if inside.any():
            told = f"{probability[inside].mean():.2f} → {is_right[inside].mean():.2f} ({inside.sum()})"
            print(f"  {low:.1f}–{high:.1f}: {told}")
    made = model.fit(texts, labels, finer)
    many = list(texts) * _TIMES
    by_clock, of_processor = _speed(made, many), _speed(made, many, time.process_time)
    print(f"  текстов в секунду ({len(many)}): {by_clock:.0f}; процессорного времени одного ядра: {of_processor:.0f}")


def _speed(made: model.LinearModel, texts: Sequence[str], clock: Callable[[], float] = time.perf_counter) -> float:
    """The best of three. By the clock, all cores at work; of processor time, neighbours on the machine do not count."""
    spent = []
    for _ in range(3):
        began = clock()
        made.answers(texts)
        spent.append(clock() - began)
    return len(texts) / min(spent)


def main(arguments: Sequence[str]) -> int:
    """Print the report; labels are columns of the file."""
    rows = read(Path(arguments[0]))
    right, sure, right_sure, count = group_accuracy(rows)
    print(
        f"Правила без обучения, группы тем ({count} текстов): верно {right:.3f}, "
        f"уверенно {sure:.3f}, из них верно {right_sure:.3f}"
    )
    texts = [row[TEXT] for row in rows]
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    for name in arguments[1:] or ("Категория", TOPIC):
        finer = finer_column(columns[name], columns)
        narrower = None if finer is None else np.array(columns[finer], dtype=object)
        _report(name, texts, np.array(columns[name], dtype=object), narrower)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
