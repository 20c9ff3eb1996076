"""The model that learns: what it says after a history, how it is kept, what rules say of another region."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import classify
from data.errors import InputError
from etl.structure.topics import calibration, model, model_files
from etl.structure.topics.features import counts
from etl.structure.topics.suggest import suggest

SAYINGS = {
    "вода": ["нет воды в доме", "вода ржавая из крана", "колонка без воды", "водопровод прорвало"],
    "дорога": ["дорога в ямах", "снег на дороге не чистят", "грейдер не приезжал", "асфальт провалился"],
    "собаки": ["бродячие собаки во дворе", "стая собак у школы", "собака покусала", "щенки и псы на улице"],
}
WHERE = ["на Мира", "у клуба", "третий день", "помогите", "возле рынка", "с осени", "опять", "сколько ждать"]
HISTORY = [(f"{said} {where}", label) for label, texts in SAYINGS.items() for said in texts for where in WHERE]
TEXTS, LABELS = [text for text, _ in HISTORY], [label for _, label in HISTORY]
NEW = ["вода не идёт", "яма на дороге", "собаки бегают"]


@pytest.fixture(scope="module")
def learnt():
    return model.learn(TEXTS, LABELS)


def test_new_texts_are_given_the_labels_of_the_history(learnt):
    answers = learnt.answers(NEW)
    assert [first for first, *_ in answers.labels] == ["вода", "дорога", "собаки"]
    assert answers.probabilities.sum(axis=1) == pytest.approx(1, abs=1e-4)


def test_the_threshold_keeps_the_wanted_accuracy_on_texts_held_out(learnt):
    probabilities = np.linspace(0.99, 0.01, 50)
    is_right = probabilities > 0.65
    sure = calibration.threshold(probabilities, is_right)
    assert is_right[probabilities >= sure].mean() >= calibration.WANTED_ACCURACY
    assert calibration.threshold(probabilities, np.zeros(50, dtype=bool)) > 1
    assert learnt.sure > 0


@given(
    st.lists(st.lists(st.floats(-5, 5), min_size=3, max_size=3), min_size=1, max_size=8),
    st.lists(st.floats(0, 1), min_size=2, max_size=4),
)
def test_calibration_keeps_rows_whole_and_the_likeliest_label_first(margins, right):
    shares = calibration.softmax(np.array(margins))
    curve = tuple(np.linspace(0, 1, len(right)).tolist()), tuple(sorted(right))
    made = calibration.bent(shares, curve)
    assert made.sum(axis=1) == pytest.approx(1)
    assert (made >= 0).all()
    assert (made.max(axis=1) <= made[np.arange(len(made)), shares.argmax(axis=1)] + 1e-9).all()


def test_the_curve_says_how_often_answers_were_right():
    shares = np.repeat([0.3, 0.9], 200)
    is_right = np.tile([True, False], 200)
    _, right = calibration.reliability(shares, is_right)
    assert right[-1] == pytest.approx(0.5, abs=0.06)
    assert list(right) == sorted(right)


def test_the_name_of_a_label_speaks_for_it():
    rare = ["когда уже приедет", "опять не дождались"]
    texts, labels = [*TEXTS, *rare], [*LABELS, "t7", "t7"]
    asked = ["расписание маршрутного автобуса"]
    named = model.learn(texts, labels, names={"t7": "График движения автобусов, расписание маршрутов"})
    assert named.answers(asked).labels[0][0] == "t7"
    assert named.classes == model.learn(texts, labels).classes  # a name is never answered
    plain = model.learn(texts, labels).probabilities(asked)[0, named.classes.index("t7")]
    assert named.probabilities(asked)[0, named.classes.index("t7")] > plain


def test_a_history_of_two_labels_has_two_probabilities():
    kept = [(text, label) for text, label in HISTORY if label != "собаки"]
    made = model.learn([text for text, _ in kept], [label for _, label in kept])
    assert [first for first, *_ in made.answers(NEW[:2]).labels] == ["вода", "дорога"]
    assert made.answers(NEW[:2]).labels[0][2] == ""


def test_a_label_speaks_with_its_own_margin_and_the_strongest_of_its_finer_ones():
    told = np.array([[1.0, -1.0, 0.5, 2.0, -3.0]])
    assert model.margins_per_label(told, (0, 0, 1), 2).tolist() == [[3.0, -4.0]]
    assert model.margins_per_label(told, (), 5) is told


def test_finer_labels_help_and_are_never_answered(tmp_path):
    wide = ["коммунальное" if label == "вода" else "прочее" for label in LABELS]
    made = model.learn(TEXTS, wide, LABELS)
    assert made.finer_of == (0, 1, 1)
    assert [first for first, *_ in made.answers(NEW).labels] == ["коммунальное", "прочее", "прочее"]
    assert made.answers(NEW).probabilities.sum(axis=1) == pytest.approx(1, abs=1e-4)
    assert model_files.load(model_files.save(made, tmp_path)).answers(NEW).labels == made.answers(NEW).labels


@pytest.mark.parametrize(("texts", "labels"), [([], []), (TEXTS[:5], LABELS[:5]), (TEXTS[:32], ["вода"] * 32)])
def test_too_little_history_is_refused_with_a_russian_sentence(texts, labels):
    with pytest.raises(InputError, match="Учиться не на чем"):
        model.learn(texts, labels)


def test_the_same_history_makes_the_same_model(learnt):
    again = model.learn(TEXTS, LABELS)
    assert (again.weights == learnt.weights).all()
    assert (again.scale, again.sure) == (learnt.scale, learnt.sure)


def test_a_saved_model_says_what_it_said(learnt, tmp_path):
    path = model_files.save(learnt, tmp_path)
    assert model_files.newest(tmp_path) == path
    assert model_files.load(path).answers(NEW).labels == learnt.answers(NEW).labels
    assert model_files.save(learnt, tmp_path).name.startswith("topics-0002-")
    for _ in range(8):
        model_files.save(learnt, tmp_path)
    assert len(list(tmp_path.iterdir())) == 6


def test_a_changed_or_foreign_file_is_not_opened(learnt, tmp_path):
    path = model_files.save(learnt, tmp_path)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(InputError, match="повреждена"):
        model_files.load(path)
    with pytest.raises(InputError, match="не читается"):
        model_files.load(tmp_path / "topics-0009-0.npz")


def test_a_pickled_array_is_never_loaded(tmp_path):
    import hashlib
    import io

    packed = io.BytesIO()
    np.savez(packed, said=np.array([{"a": 1}], dtype=object))
    name = hashlib.sha256(packed.getvalue()).hexdigest()[:16]
    path = tmp_path / f"topics-0001-{name}.npz"
    path.write_bytes(packed.getvalue())
    with pytest.raises(InputError, match="не читается"):
        model_files.load(path)


def test_rules_answer_until_something_is_learnt_and_where_the_model_is_not_sure(tmp_path, learnt):
    assert suggest(["нет воды"], model_files.newest(tmp_path)).methods == ["rule"]
    path = model_files.save(model.LinearModel(**{**vars(learnt), "sure": 2.0}), tmp_path)
    found = suggest(["третий день нет воды, водоснабжение отключили", "ничего такого"], path)
    assert found.methods == ["rule", "model"]
    assert found.answers.labels[0][0] == "housing.no_water"
    assert found.answers.is_sure.tolist() == [True, False]


def test_nothing_asked_is_nothing_answered(tmp_path, learnt):
    path = model_files.save(learnt, tmp_path)
    assert len(suggest([], path).answers) == 0
    assert len(learnt.answers([])) == 0


@given(st.lists(st.text(max_size=60), max_size=6))
def test_any_texts_have_counts_and_probabilities(texts):
    for found in counts(texts):
        assert found.shape[0] == len(texts)
        assert (found.data > 0).all()


def test_the_order_of_texts_does_not_change_what_is_said_of_each(learnt):
    forth, back = learnt.margins(NEW), learnt.margins(NEW[::-1])
    assert forth == pytest.approx(back[::-1], abs=1e-5)


def test_rules_name_the_group_of_messages_of_another_region(shared_folder):
    rows = classify.read(shared_folder / "data" / "messages_ru_2022_train.csv")
    right, _, right_when_sure, count = classify.group_accuracy(rows)
    assert count > 1800
    assert right > 0.7
    assert right_when_sure > right
