"""Made-up letters: all different, the same by the same seed, of the district, with people to mask."""

import csv
from itertools import islice
from pathlib import Path

from bench import synthetic, varied
from bench.figures import Figures
from bench.machine import letters_a_second
from data.store import reference
from etl.structure.people.masking import mask
from etl.structure.places.mentions import FOUND, from_reference


def _letters(count: int, seed: int = 1) -> list[str]:
    texts = varied.Texts(seed)
    return list(islice(iter(texts.letter, None), count))


def test_no_two_letters_are_alike_and_a_seed_writes_the_same_ones() -> None:
    letters = _letters(3_000)
    assert len(set(letters)) == 3_000
    assert letters[:50] == _letters(50) != _letters(50, seed=2)


def test_letters_name_places_of_the_district_and_people_to_mask() -> None:
    letters, places = _letters(400), from_reference()
    assert sum(places.find(text).status == FOUND for text in letters) > 200
    assert sum("[имя]" in mask(text) for text in letters) > 100
    assert sum("[телефон]" in mask(text) for text in letters) > 40
    assert sum(text.count("ул") > 1 for text in letters) > 10
    bodies = reference.table("recipients")["name"].tolist()
    assert any(body in text for text in letters for body in bodies)


def test_a_varied_file_differs_from_the_repeating_one_only_in_its_texts(tmp_path: Path) -> None:
    made = {}
    for kind in synthetic.KINDS:
        synthetic.write(tmp_path / kind, 300, kind=kind)
        with (tmp_path / kind).open(encoding="utf-8", newline="") as file:
            made[kind] = list(csv.DictReader(file, delimiter=";"))
    for one, other in zip(made[synthetic.REPEATING], made[synthetic.VARIED], strict=True):
        differ = {name for name in one if one[name] != other[name]}
        assert "Текст Сообщения" in differ <= {"Текст Сообщения", "Тематика", "Категория", "Населенный пункт"}
    replies = [row["Ответ"] for row in made[synthetic.WITH_REPLIES] if row["Дата ответа"]]
    assert all(replies)
    assert len(set(replies)) == len(replies)


def test_a_figure_keeps_its_ratio_to_the_reference_of_the_same_run(tmp_path: Path) -> None:
    figures = Figures(prefix="10.varied.")
    figures.add("load_rows_s", 50.0, "загрузка", "строк/с", reference=200.0)
    figures.write(tmp_path / "run.json")
    assert figures.kept == {"10.varied.load_rows_s": 50.0, "10.varied.load_rows_s_ratio": 0.25}
    assert '"10.varied.load_rows_s_ratio": 0.25' in (tmp_path / "run.json").read_text(encoding="utf-8")


def test_the_reference_work_of_loading_is_done() -> None:
    assert letters_a_second() > 1_000
