"""Taking boundaries into force: what is accepted, what is refused and why, and that a refusal changes nothing."""

import datetime
import json

import pytest
import shapely
from shapely.geometry import mapping, shape

from geo import importing, layers, user_boundaries
from geo.__main__ import main
from geo.errors import BoundaryError
from tests.conftest import SHARED

TODAY = datetime.date(2026, 11, 2)
DISTRICT = SHARED / "reference" / "askiz" / "district_osm_full.geojson"


@pytest.fixture
def take(places, municipalities, tmp_path, write):
    """Imports a value as a file into a folder of its own, without the process of tests/geo/test_child_process.py."""

    def _take(content):
        return importing.import_boundaries(
            write(content), places, municipalities, tmp_path / "geo", TODAY, importing.examine
        )

    return _take


def _edit(collection, oktmo, change):
    for feature in collection["features"]:
        if feature["id"] == oktmo:
            feature["geometry"] = mapping(change(shape(feature["geometry"])))


def _areas(collection):
    return {feature["id"]: shape(feature["geometry"]) for feature in collection["features"]}


def test_imported_boundaries_come_back_as_they_went_in(take, boundaries, built):
    outcome = take(boundaries)
    assert outcome.layers.is_official
    assert "загружены из файла" in outcome.layers.notice
    before, after = _areas(built.municipalities), _areas(outcome.layers.municipalities)
    assert list(before) == list(after)
    for oktmo, area in after.items():
        assert area.symmetric_difference(before[oktmo]).area < 1e-3 * before[oktmo].area


def test_cells_stay_inside_imported_boundaries(take, boundaries, places):
    result = take(boundaries).layers
    cells, areas = _areas(result.places), _areas(result.municipalities)
    assert shapely.coverage_is_valid(list(cells.values()))
    for oktmo, municipality in zip(places["oktmo"], places["municipality_oktmo"], strict=True):
        assert areas[municipality].covers(cells[oktmo].representative_point())
    whole = sum(area.area for area in areas.values())
    assert sum(cell.area for cell in cells.values()) == pytest.approx(whole, rel=1e-6)


def test_names_and_extra_properties_of_the_file_never_reach_the_maps(take, boundaries):
    for feature in boundaries["features"]:
        feature["properties"].update(name="<script>alert(1)</script>", title="</script><img onerror=x>")
    outcome = take(boundaries)
    written = "".join(path.read_text() for path in outcome.layers.files.values())
    assert "script" not in written
    assert "onerror" not in written
    assert "Аскизский поссовет" in written


def test_features_without_codes_are_recognised_by_name_or_by_the_centre_they_hold(take, boundaries):
    codes = [feature["id"] for feature in boundaries["features"]]
    for number, feature in enumerate(boundaries["features"]):
        name = feature["properties"]["name"].replace("ё", "е").upper()
        feature["properties"] = {"NAME": f"сельское поселение {name}"} if number in (4, 5) else {}
        feature.pop("id")
    assert sorted(take(boundaries).imported.shapes) == codes


def test_missing_and_extra_municipalities_are_listed(take, boundaries):
    boundaries["features"][0]["properties"] = {"oktmo": "95612101", "name": "Таштыпский сельсовет"}
    del boundaries["features"][3]
    with pytest.raises(BoundaryError) as refusal:
        take(boundaries)
    assert str(refusal.value).splitlines()[:3] == [
        "Нужно 14 поселений, узнано 12.",
        "Не хватает: Аскизский поссовет (95608151), Аскизский сельсовет (95608405).",
        "Лишние объекты: № 1.",
    ]


def test_a_municipality_given_twice_is_refused(take, boundaries):
    boundaries["features"].append(boundaries["features"][2])
    with pytest.raises(BoundaryError, match=r"Вершино-Тёйский .* встречается дважды: объекты № 3, № 15"):
        take(boundaries)


def test_separate_parts_of_one_municipality_are_joined(take, boundaries, built):
    feature = next(feature for feature in boundaries["features"] if feature["id"] == "95608409")
    whole = shape(feature["geometry"])
    west, south, _, north = whole.bounds
    half = shapely.box(west, south, whole.centroid.x, north)
    feature["geometry"] = mapping(whole.intersection(half))
    boundaries["features"].append({**feature, "geometry": mapping(whole.difference(half))})
    joined = _areas(take(boundaries).layers.municipalities)["95608409"]
    assert joined.symmetric_difference(whole).area < 1e-3 * whole.area


def test_swapped_codes_are_refused_because_centres_lie_elsewhere(take, boundaries):
    first, second = boundaries["features"][1], boundaries["features"][2]
    first["properties"], second["properties"] = second["properties"], first["properties"]
    with pytest.raises(BoundaryError, match="Центр не лежит внутри своего контура: Бискамжинский поссовет"):
        take(boundaries)


def test_large_overlaps_are_refused_with_the_worst_pair(take, boundaries):
    neighbour = _areas(boundaries)["95608405"]
    _edit(boundaries, "95608412", lambda area: area.union(area.buffer(0.1).intersection(neighbour)))
    with pytest.raises(BoundaryError, match=r"перекрываются на .*км².*Аскизский сельсовет.*Бельтирский сельсовет"):
        take(boundaries)


def test_small_overlaps_are_given_to_one_owner(take, boundaries):
    _edit(boundaries, "95608412", lambda area: area.buffer(0.001))
    areas = list(_areas(take(boundaries).layers.municipalities).values())
    assert shapely.coverage_is_valid(areas)


def test_boundaries_that_leave_out_a_fifth_of_the_district_are_refused(take, boundaries):
    _edit(boundaries, "95608409", lambda area: shapely.Point(89.1389, 53.4172).buffer(0.05))
    with pytest.raises(BoundaryError, match="не совпадают с контуром района"):
        take(boundaries)


def test_a_self_crossing_contour_is_mended_and_named(take, boundaries):
    ring = boundaries["features"][4]["geometry"]["coordinates"][0]
    ring[10], ring[12] = ring[12], ring[10]
    assert not shape(boundaries["features"][4]["geometry"]).is_valid
    assert take(boundaries).remarks[0] == "Объект № 5: контур пересекал сам себя и исправлен."


def test_very_detailed_contours_are_stored_thinned_and_say_so(take, boundaries, built):
    for feature in boundaries["features"]:
        feature["geometry"] = mapping(shapely.segmentize(shape(feature["geometry"]), 0.0003))
    outcome = take(boundaries)
    assert any(remark.startswith("Контуры упрощены примерно до 10 м") for remark in outcome.remarks)
    assert shapely.get_num_coordinates(list(outcome.imported.shapes.values())).sum() < 5_000
    before, after = _areas(built.municipalities), _areas(outcome.layers.municipalities)
    assert all(after[oktmo].symmetric_difference(area).area < 1e-2 * area.area for oktmo, area in before.items())


def test_a_point_among_the_contours_is_refused(take, boundaries):
    boundaries["features"][0]["geometry"] = {"type": "Point", "coordinates": [90.4, 53.1]}
    with pytest.raises(BoundaryError, match="Объект № 1 — не площадь"):
        take(boundaries)


@pytest.mark.parametrize(
    ("move", "sentence"),
    [(lambda xy: xy - [50, 0], "Проверьте, тот ли это файл"), (lambda xy: xy[:, ::-1], "переставлены")],
)
def test_boundaries_of_another_place_are_refused(take, boundaries, move, sentence):
    for feature in boundaries["features"]:
        feature["geometry"] = mapping(shapely.transform(shape(feature["geometry"]), move))
    with pytest.raises(BoundaryError, match=sentence):
        take(boundaries)


def test_a_refused_file_leaves_everything_as_it_was(take, boundaries, tmp_path):
    take(boundaries)
    before = {path: path.read_bytes() for path in (tmp_path / "geo").rglob("*") if path.is_file()}
    del boundaries["features"][0]
    with pytest.raises(BoundaryError):
        take(boundaries)
    assert {path: path.read_bytes() for path in (tmp_path / "geo").rglob("*") if path.is_file()} == before


def test_the_previous_boundaries_are_kept_and_can_be_imported_again(take, boundaries, places, municipalities, tmp_path):
    first = take(boundaries)
    _edit(boundaries, "95608412", lambda area: area.buffer(0.001))
    second = take(boundaries)
    assert second.layers.version != first.layers.version
    kept = user_boundaries.previous(tmp_path / "geo", "municipalities")
    third = importing.import_boundaries(kept, places, municipalities, tmp_path / "geo", TODAY)
    assert third.layers.municipalities == first.layers.municipalities


def test_a_place_outside_its_imported_municipality_is_named_and_not_refused(take, boundaries):
    # Апчинаев stands 4 km from Бельтирское: its surroundings are given to the wrong neighbour.
    spot = shapely.Point(90.4247, 53.0464).buffer(0.01)
    _edit(boundaries, "95608405", lambda area: area.difference(spot))
    _edit(boundaries, "95608412", lambda area: area.union(spot))
    outcome = take(boundaries)
    assert any(remark.startswith("Апчинаев") and "вне контура своего поселения" in remark for remark in outcome.remarks)


def test_damaged_stored_boundaries_are_refused_with_a_way_out(take, boundaries, places, municipalities, tmp_path):
    take(boundaries)
    user_boundaries.slot(tmp_path / "geo", "municipalities").write_text('{"features": [')
    with pytest.raises(BoundaryError, match="python -m geo reset"):
        layers.build(places, municipalities, tmp_path / "geo")


def test_an_outline_replaces_the_districts_and_cells_are_cut_again(take, built):
    outline = _areas(built.outline)["outline"].buffer(0.004)
    feature = {"type": "Feature", "properties": {"name": "Аскизский район"}, "geometry": mapping(outline)}
    outcome = take({"type": "FeatureCollection", "features": [feature]})
    drawn = _areas(outcome.layers.outline)["outline"]
    assert outcome.imported.kind == "outline"
    assert not outcome.layers.is_official
    assert outcome.layers.notice == "условные границы, не официальные; контур района загружен из файла"
    assert drawn.symmetric_difference(outline).area < 1e-3 * outline.area
    assert len(outcome.layers.municipalities["features"]) == 14


def test_an_outline_of_another_district_is_refused(take):
    box = mapping(shapely.box(90.5, 52.6, 91.5, 53.2))
    feature = {"type": "Feature", "properties": {"name": "Бейский район"}, "geometry": box}
    with pytest.raises(BoundaryError, match="Центр не лежит внутри"):
        take({"type": "FeatureCollection", "features": [feature]})


@pytest.mark.skipif(not DISTRICT.exists(), reason="../shared/reference/askiz/district_osm_full.geojson is absent")
def test_the_full_outline_of_the_district_is_imported(places, municipalities, tmp_path):
    outcome = importing.import_boundaries(DISTRICT, places, municipalities, tmp_path, TODAY)
    full = shape(json.loads(DISTRICT.read_text())["features"][0]["geometry"])
    drawn = _areas(outcome.layers.outline)["outline"]
    assert outcome.imported.shapes.keys() == {"95608"}
    assert drawn.symmetric_difference(full).area < 0.002 * full.area
    assert len(outcome.layers.places["features"]) == 62
    assert shapely.coverage_is_valid(list(_areas(outcome.layers.places).values()))


def test_the_command_imports_shows_and_resets(boundaries, write, tmp_path, capsys):
    folder = str(tmp_path / "geo")
    assert main(["import", str(write(boundaries)), "--to", folder]) == 0
    assert "Введено в действие: границы поселений, объектов: 14." in capsys.readouterr().out
    assert main(["show", "--to", folder]) == 0
    assert "Границы поселений: из файла от " in capsys.readouterr().out
    assert main(["reset", "--to", folder]) == 0
    assert "municipalities.previous.geojson" in capsys.readouterr().out
    assert main(["show", "--to", folder]) == 0
    assert "На картах: условные границы, не официальные." in capsys.readouterr().out
    assert main(["reset", "--to", folder]) == 0
    assert "Загруженных границ нет" in capsys.readouterr().out


def test_the_command_refuses_with_exit_code_2_and_a_sentence_on_stderr(write, tmp_path, capsys):
    assert main(["import", str(write(b"{}")), "--to", str(tmp_path / "geo")]) == 2
    assert "не набор объектов GeoJSON" in capsys.readouterr().err
    assert not (tmp_path / "geo").exists()


def test_the_default_folder_follows_the_environment(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("MCU_VAR", str(tmp_path))
    assert main(["show"]) == 0
    assert str(tmp_path / "geo") in capsys.readouterr().out
