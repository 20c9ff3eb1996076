"""How fast records become proposed problems, and how well planted ones are found: `python -m bench.problems [N]`.

Planted: problems of 2–14 messages, each message worded otherwise, among single records of the same villages and topics.
The sentences are made up; real letters differ more, so the shares say that the engine works, not how well on them.
"""

import resource
import sys
import time
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from etl.structure.problems.propose import COLUMNS, propose

_DAYS = 5 * 365
_STREETS = "Ленина Советская Школьная Мира Октябрьская Набережная Гагарина Победы Лесная Степная".split()
_OPENINGS = ("Здравствуйте!", "Добрый день, прошу помочь.", "Уважаемая администрация!", "", "Пишу второй раз.")
_THINGS = (
    (
        "прорвало трубу, вода течёт по дороге",
        "прорыв трубы, вода бежит",
        "течёт вода, лопнула труба",
        "порыв водопровода",
    ),
    ("яма на дороге, не проехать", "дорога вся в ямах", "большая яма, бьём машины", "разбита дорога, яма у дома"),
    ("не горит фонарь, темно", "фонари не светят, темно вечером", "нет освещения, темно", "погас фонарь у остановки"),
    (
        "не вывозят мусор, баки полные",
        "мусорные баки переполнены",
        "свалка у баков, мусор не вывезли",
        "мусор не забирают",
    ),
    (
        "отключили свет, сидим без света",
        "нет света с утра",
        "нет электричества, свет отключён",
        "пропал свет во всём доме",
    ),
    (
        "стая собак у школы",
        "бродячие собаки, боимся за детей",
        "собаки кидаются на детей",
        "агрессивные собаки бегают стаей",
    ),
    (
        "холодно, батареи еле тёплые",
        "нет отопления, батареи холодные",
        "в квартирах холод, не топят",
        "котельная не топит",
    ),
    (
        "снег не чистят, не пройти",
        "дорогу замело, снег не убран",
        "не чистят снег на улице",
        "сугробы, трактор не приходит",
    ),
)
_ENDINGS = ("Примите меры.", "Просим ответить письменно.", "Сколько можно ждать?", "", "Ответьте, когда исправят.")


def made(count: int, seed: int = 523) -> tuple[pd.DataFrame, Any]:
    """Records as `propose` reads them, and the planted problem of each (a number of its own for a single one)."""
    chance = np.random.default_rng(seed)
    sizes: list[int] = []
    while sum(sizes) < count:
        sizes.append(int(chance.integers(2, 15)) if chance.random() < 0.06 else 1)
    truth = np.repeat(np.arange(len(sizes)), sizes)[:count]
    thing, street = chance.integers(0, len(_THINGS), len(sizes)), chance.integers(0, len(_STREETS), len(sizes))
    place = chance.choice(90, len(sizes), p=_shares(90))
    begins = chance.integers(0, _DAYS * 1440, len(sizes))
    minute = begins[truth] + chance.integers(0, 3 * 1440, count)
    values = {
        "record_id": np.arange(1, count + 1),
        "received_at": pd.Timestamp("2021-07-01") + pd.to_timedelta(minute, unit="m"),
        "municipality_id": place[truth] % 13,
        "place_id": place[truth],
        "topic_group_id": thing[truth],
        "topic_id": thing[truth],
        "street": None,
        "address_key": None,
        "applicant_key": chance.integers(0, count, count).astype(str),
        "text": [_text(chance, thing[i], street[i]) for i in truth],
    }
    return pd.DataFrame(values)[list(COLUMNS)], truth


def _shares(count: int) -> Any:
    """A few large villages, many small ones."""
    weight = 1 / np.arange(1, count + 1)
    return weight / weight.sum()


def _text(chance: np.random.Generator, thing: int, street: int) -> str:
    where = f"на ул. {_STREETS[street]}" if chance.random() < 0.7 else ""
    parts = (chance.choice(_OPENINGS), where, chance.choice(_THINGS[thing]), chance.choice(_ENDINGS))
    return " ".join(str(part) for part in parts if part)


def pair_shares(said: Any, truth: Any) -> tuple[float, float]:
    """Of pairs put together the share that belongs together, and of pairs that belong the share put together."""
    both = pd.DataFrame({"said": said, "truth": truth})
    right = _pairs(both.groupby(["said", "truth"]).size())
    proposed, planted = _pairs(both.groupby("said").size()), _pairs(both.groupby("truth").size())
    return right / proposed if proposed else float("nan"), right / planted if planted else float("nan")


def _pairs(sizes: Any) -> int:
    return int((sizes * (sizes - 1) // 2).sum())


def main(arguments: Sequence[str]) -> int:
    """Print time, memory, pairs and shares."""
    records, truth = made(int(arguments[0]) if arguments else 100_000)
    began, busy = time.perf_counter(), time.process_time()
    found = propose(records)
    spent, worked = time.perf_counter() - began, time.process_time() - busy
    leader = records["record_id"].map(found.members.set_index("record_id")["first_record_id"])
    precision, recall = pair_shares(leader.fillna(records["record_id"]).to_numpy(), truth)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"Записей {len(records)}: {spent:.1f} с, процессор {worked:.1f} с, память до {memory:.0f} МБ")
    print(f"  пар сравнено {found.compared}, не сравнено из-за предела соседей {found.skipped}")
    print(f"  предложено проблем {len(found.problems)} из записей {len(found.members)}")
    print(f"  пары: верно из предложенных {precision:.3f}, найдено из задуманных {recall:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
