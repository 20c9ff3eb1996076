"""Names on the map never overlap, on the real district and on any other."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import labels, view

CORNERS = ["left", "top", "right", "bottom"]


def _overlapping(boxes):
    first, second = np.triu_indices(len(boxes), k=1)
    return int(labels.overlap(boxes[first], boxes[second]).sum())


def _boxes(built, size, only=None):
    rows = built.label_points[(built.label_points["size"] == size) & built.label_points["visible"]]
    rows = rows if only is None else rows[rows["level"] == only]
    middle = built.views[size].pixels(rows["lon"], rows["lat"])
    half = np.array([labels.box_size(text) for text in rows["text"]]) / 2
    return np.column_stack([middle - half, middle + half])


def test_the_fourteen_centres_are_all_named_on_both_sizes(built):
    centres = built.label_points[built.label_points["level"] == "municipality"]
    assert centres.groupby("size")["visible"].agg(["sum", "size"]).to_numpy().tolist() == [[14, 14], [14, 14]]


def test_no_names_overlap_on_the_real_district(built):
    for size in ("wide", "narrow"):
        assert _overlapping(_boxes(built, size)) == 0


def test_all_names_stand_inside_the_picture(built):
    for size, picture in built.views.items():
        boxes = _boxes(built, size)
        assert boxes[:, :2].min() >= -0.1
        assert boxes[:, 2].max() <= picture.width + 0.1
        assert boxes[:, 3].max() <= picture.height + 0.1


def test_equal_names_are_told_apart_by_kind(built):
    texts = set(built.label_points["text"])
    assert {"рп Аскиз", "с. Аскиз", "с. Камышта", "ст. Камышта"} <= texts
    assert "Аскиз" not in texts


def test_a_bigger_place_is_named_before_a_smaller_one_where_there_is_room_for_one():
    # The lower half of the picture is taken, and above the two dots there is room for one name of 112 px.
    picture = view.fit("small", (90.0, 53.0, 91.0, 53.2), 200, 44)
    dots = np.array([[60.0, 22.0], [140.0, 22.0]])
    frame = labels.arrange(picture, dots, ["а" * 15, "б" * 15], taken=np.array([[0.0, 25.0, 200.0, 44.0]]))
    assert frame["visible"].tolist() == [True, False]


def test_a_hidden_name_has_no_position(built):
    hidden = built.label_points[~built.label_points["visible"]]
    assert len(hidden) > 0
    assert hidden[["lat", "lon"]].isna().all().all()
    assert hidden[["point_lat", "point_lon"]].notna().all().all()


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(0, 360), st.floats(0, 420), st.text("абвШж ", min_size=1, max_size=18)),
        min_size=1,
        max_size=20,
    )
)
def test_names_of_any_map_never_overlap_and_stay_inside(items):
    picture = view.fit("narrow", (88.7, 52.7, 91.0, 53.9), 360, 420)
    dots = np.array([item[:2] for item in items])
    texts = [item[2] for item in items]
    first = labels.arrange(picture, dots, texts)
    taken = first.loc[first["visible"], CORNERS].to_numpy()
    second = labels.arrange(picture, dots, texts, taken=taken, obstacles=dots)
    boxes = np.concatenate([taken, second.loc[second["visible"], CORNERS].to_numpy()])
    assert _overlapping(boxes) == 0
    assert ((boxes[:, :2] >= 0).all() and (boxes[:, 2:] <= [360, 420]).all()) or len(boxes) == 0


@given(st.floats(88.7, 91.0), st.floats(52.7, 53.9))
def test_pixels_and_degrees_are_inverse(lon, lat):
    picture = view.fit("wide", (88.7, 52.7, 91.0, 53.9), 900, 560)
    there = picture.pixels([lon], [lat])
    assert np.allclose(picture.degrees(there), [[lon, lat]])
    assert 0 <= there[0, 0] <= 900
    assert 0 <= there[0, 1] <= 560


def test_the_same_input_gives_the_same_layout(places, built):
    again = labels.label_points(places, tuple(built.views.values()))
    assert again.equals(labels.label_points(places, tuple(built.views.values())))
