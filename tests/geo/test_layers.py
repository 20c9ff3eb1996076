"""What maps receive: valid coverages, clockwise rings, own codes as ids, files written once and whole."""

import json
import subprocess
import sys

import pandas as pd
import pytest
import shapely
from shapely.geometry import shape

from geo import layers, locate, reference
from geo.errors import BoundaryError
from geo.projection import to_metres
from geo.settings import ROOT, SHIPPED


def _areas(collection):
    return {feature["id"]: shape(feature["geometry"]) for feature in collection["features"]}


def test_there_are_fourteen_municipalities_and_sixty_two_places_with_their_codes_as_ids(built, places, municipalities):
    assert list(_areas(built.municipalities)) == sorted(municipalities["oktmo"])
    assert list(_areas(built.places)) == sorted(places["oktmo"])
    for feature in built.municipalities["features"] + built.places["features"]:
        assert feature["properties"]["oktmo"] == feature["id"]


@pytest.mark.parametrize("layer", ["municipalities", "places"])
def test_a_layer_is_a_valid_coverage_that_partitions_the_outline(built, layer):
    areas = list(_areas(getattr(built, layer)).values())
    outline = _areas(built.outline)["outline"]
    assert shapely.coverage_is_valid(areas)
    assert sum(area.area for area in areas) == pytest.approx(outline.area, rel=1e-6)
    assert shapely.union_all(areas).symmetric_difference(outline).area < 1e-6 * outline.area


def test_the_drawn_outline_is_the_shipped_one_but_for_simplification(built):
    shipped = shapely.Polygon(reference.outline_coordinates())
    drawn = _areas(built.outline)["outline"]
    assert to_metres(drawn).symmetric_difference(to_metres(shipped)).area < 0.001 * to_metres(shipped).area


def test_each_place_lies_in_its_own_cell_and_in_its_own_municipality(built, places):
    cells = _areas(built.places)
    points = shapely.points(places["lon"], places["lat"])
    for oktmo, point in zip(places["oktmo"], points, strict=True):
        assert [code for code, cell in cells.items() if cell.intersects(point)] == [oktmo]
    found = locate.municipality_at(built, places["lat"], places["lon"])
    assert found.tolist() == places["municipality_oktmo"].tolist()


def test_exterior_rings_are_clockwise(built):
    for layer in (built.municipalities, built.places, built.outline):
        for area in _areas(layer).values():
            for part in shapely.get_parts(area):
                assert not part.exterior.is_ccw
                assert all(hole.is_ccw for hole in part.interiors)


def test_coordinates_have_at_most_four_decimals(built):
    for area in _areas(built.places).values():
        assert all(value == round(value, 4) for value in shapely.get_coordinates(area).ravel())


def test_conditional_boundaries_say_so(built):
    assert not built.is_official
    assert built.notice == "условные границы, не официальные"
    assert "© OpenStreetMap contributors" in built.attribution


def test_the_two_places_131_metres_apart_are_named_in_the_notes(built):
    assert len(built.notes) == 1
    assert "Казановская" in built.notes[0]
    assert "131 м" in built.notes[0]


def test_the_railway_runs_through_the_workers_settlement_and_not_through_the_village_of_the_same_name(built):
    lines = {feature["properties"]["name"]: feature["geometry"] for feature in built.railway["features"]}
    assert len(lines) == 3
    stops = lines["Новокузнецк – Абакан (участок в районе)"]["coordinates"][0]
    assert [90.4167, 53.1428] in stops
    assert len(stops) == 15


def test_a_second_build_with_the_same_inputs_writes_nothing(places, municipalities, tmp_path):
    first = layers.build(places, municipalities, tmp_path)
    stamps = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    second = layers.build(places, municipalities, tmp_path)
    assert second.version == first.version == layers.current_version(tmp_path)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == stamps


def test_the_same_numbers_as_text_give_the_same_version(places, municipalities, tmp_path):
    text = pd.read_csv(SHIPPED / "places.csv", dtype=str)
    first = layers.build(places, municipalities, tmp_path)
    assert layers.build(text, municipalities, tmp_path).version == first.version


def test_a_changed_place_gives_a_new_version_and_the_old_files_stay_for_those_who_read_them(
    places, municipalities, tmp_path
):
    first = layers.build(places, municipalities, tmp_path)
    moved = places.assign(lat=places["lat"].where(places["oktmo"] != "95608151051", 53.15))
    second = layers.build(moved, municipalities, tmp_path)
    assert second.version != first.version
    assert first.files["places"].exists()
    assert layers.load(tmp_path).version == second.version


def test_a_damaged_layer_is_refused_when_read_and_mended_by_the_next_build(places, municipalities, tmp_path):
    first = layers.build(places, municipalities, tmp_path)
    good = first.files["places"].read_bytes()
    first.files["places"].write_bytes(good[:1000])
    with pytest.raises(BoundaryError, match="повреждены"):
        layers.load(tmp_path)
    assert layers.build(places, municipalities, tmp_path).files["places"].read_bytes() == good


def test_layers_that_were_never_built_are_refused_with_a_russian_sentence(tmp_path):
    with pytest.raises(BoundaryError, match="не построены"):
        layers.load(tmp_path)
    assert layers.current_version(tmp_path) is None


def test_a_place_of_an_unknown_municipality_is_refused(places, municipalities, tmp_path):
    with pytest.raises(BoundaryError, match="95608455"):
        layers.build(places, municipalities[municipalities["oktmo"] != "95608455"], tmp_path)


def test_a_place_without_coordinates_is_left_out_and_named(places, municipalities, tmp_path):
    frame = places.assign(lat=places["lat"].where(places["name"] != "Сартак"))
    result = layers.build(frame, municipalities, tmp_path)
    assert len(result.places["features"]) == 61
    assert any(note.startswith("Сартак") and "нет координат" in note for note in result.notes)


def test_a_place_outside_the_outline_is_named(places, municipalities, tmp_path):
    frame = places.assign(lat=places["lat"].where(places["name"] != "Сартак", 52.5))
    notes = layers.build(frame, municipalities, tmp_path).notes
    assert any(note.startswith("Сартак") and "вне контура" in note for note in notes)


def test_a_start_with_current_layers_does_not_import_geopandas(places, municipalities, tmp_path):
    layers.build(places, municipalities, tmp_path)
    program = (
        "import json, sys; from pathlib import Path; from geo import layers, reference, settings\n"
        "where = settings.SHIPPED\n"
        "frames = reference.read_places(where), reference.read_municipalities(where)\n"
        "layers.build(*frames, Path(sys.argv[1]))\n"
        "print(json.dumps([name for name in ('geopandas', 'pyproj', 'scipy') if name in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], cwd=ROOT, capture_output=True, check=True)
    assert json.loads(done.stdout) == []
