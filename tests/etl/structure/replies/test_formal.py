"""The judge of formal replies: shipped, learnt from the district's marks, kept."""

import pytest

from data.errors import InputError
from etl.structure.replies import formal


def marked(count: int) -> tuple[list[dict[str, float]], list[bool]]:
    """Features that no shipped weight knows: marks alone tell that «ours» is formal."""
    return [{"one": 1.0, "ours": float(i % 2)} for i in range(count)], [bool(i % 2) for i in range(count)]


def test_marks_move_the_weights_and_few_of_them_little():
    start = formal.Judge({"one": 0.0, "ours": 0.0}, 0.5)
    few, many = (formal.learn(*marked(count), start) for count in (40, 400))
    assert 0 < few.weights["ours"] < many.weights["ours"]
    assert many.is_formal({"one": 1.0, "ours": 1.0}) and not many.is_formal({"one": 1.0, "ours": 0.0})


def test_marks_that_agree_with_the_weights_change_nothing():
    start = formal.learn(*marked(400), formal.Judge({}, 0.5))
    again = formal.learn(*marked(40), start, strength=1e6)
    assert again.weights == pytest.approx(start.weights, abs=1e-3)


def test_too_few_marks_of_one_kind_are_refused():
    rows, _ = marked(100)
    with pytest.raises(InputError, match="нужно не меньше 20"):
        formal.learn(rows, [True] * 95 + [False] * 5, formal.shipped())


def test_what_an_installation_has_learnt_is_in_force(tmp_path):
    assert formal.in_force(tmp_path) is formal.shipped()
    learnt = formal.learn(*marked(100), formal.shipped())
    formal.save(learnt, tmp_path)
    assert formal.in_force(tmp_path) == learnt


@pytest.mark.parametrize("content", ["", "{}", '{"format": 1, "threshold": "?", "weights": {}}', '{"format": 9}'])
def test_a_damaged_file_is_an_error_in_words(tmp_path, content):
    formal.save(formal.shipped(), tmp_path).write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="learn-answers"):
        formal.in_force(tmp_path)
