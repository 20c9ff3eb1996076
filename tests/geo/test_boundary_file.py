"""Reading files nobody vouches for: formats, coordinate systems, limits, hostile contents."""

import json
import zipfile

import geopandas
import pytest
import shapely

from geo import boundary_file, dbf
from geo.errors import BoundaryError


def _frame(collection):
    return geopandas.GeoDataFrame.from_features(collection["features"], crs="EPSG:4326")


def _shapefile(collection, folder, **options):
    path = folder / "borders.shp"
    _frame(collection).rename(columns={"kind": "vid"}).to_file(path, **options)
    return path


def _zipped(path, archive, suffixes=(".shp", ".shx", ".dbf", ".prj", ".cpg")):
    with zipfile.ZipFile(archive, "w") as target:
        for suffix in suffixes:
            target.write(path.with_suffix(suffix), f"папка/{path.stem}{suffix}")
    return archive


def _same_areas(frame, collection):
    expected = _frame(collection).geometry.to_numpy()
    return shapely.equals_exact(frame.geometry.to_numpy(), expected, tolerance=1e-6, normalize=True).all()


def test_geojson_keeps_only_code_name_and_geometry(boundaries, write):
    boundaries["features"][0]["properties"]["note"] = "<script>alert(1)</script>"
    frame = boundary_file.read(write(boundaries))
    assert list(frame.columns) == ["oktmo", "name", "geometry"]
    assert frame["oktmo"].tolist() == [feature["id"] for feature in boundaries["features"]]
    assert _same_areas(frame, boundaries)


def test_geojson_with_a_byte_order_mark_is_read(boundaries, write):
    assert len(boundary_file.read(write(b"\xef\xbb\xbf" + json.dumps(boundaries).encode()))) == 14


def test_a_shapefile_in_metres_is_brought_to_degrees(boundaries, tmp_path):
    path = tmp_path / "metres.shp"
    _frame(boundaries).to_crs(32646).to_file(path)
    assert _same_areas(boundary_file.read(path), boundaries)


def test_old_geojson_that_names_its_system_is_brought_to_degrees(boundaries, write):
    metres = json.loads(_frame(boundaries).to_crs(32646).to_json())
    metres["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32646"}}
    assert _same_areas(boundary_file.read(write(metres)), boundaries)


def test_a_zipped_shapefile_is_read(boundaries, tmp_path):
    archive = _zipped(_shapefile(boundaries, tmp_path), tmp_path / "borders.zip")
    frame = boundary_file.read(archive)
    assert frame["name"].tolist() == [feature["properties"]["name"] for feature in boundaries["features"]]


def test_names_in_cp1251_without_a_codepage_file_are_read(boundaries, tmp_path):
    path = _shapefile(boundaries, tmp_path, encoding="cp1251")
    path.with_suffix(".cpg").unlink()
    assert "Аскизский поссовет" in boundary_file.read(path)["name"].tolist()


@pytest.mark.parametrize("has_codepage", [True, False])
@pytest.mark.parametrize("field", ["Наименов", "xНаименов", "№_названия", "Насел_пунк"])
def test_a_field_name_cut_inside_a_letter_does_not_stop_an_import(boundaries, tmp_path, field, has_codepage):
    path = tmp_path / "borders.shp"
    _frame(boundaries)[["name", "geometry"]].rename(columns={"name": field}).to_file(path, encoding="utf-8")
    if not has_codepage:
        path.with_suffix(".cpg").unlink()
    assert _same_areas(boundary_file.read(path), boundaries)


def test_a_value_cut_inside_a_letter_is_read_without_it(boundaries, tmp_path):
    path = _shapefile(boundaries, tmp_path, encoding="utf-8")
    table = path.with_suffix(".dbf").read_bytes()
    whole = "Аскизский поссовет".encode()
    path.with_suffix(".dbf").write_bytes(table.replace(whole, whole[:-1] + b" "))
    names = boundary_file.read(path)["name"].tolist()
    assert "Аскизский поссове" in names and "Бельтирский сельсовет" in names


def test_bytes_that_are_no_table_are_left_alone():
    assert dbf.without_cut_letters(b"") == b"" and dbf.without_cut_letters(b"\xff" * 40) == b"\xff" * 40


def test_a_shapefile_without_prj_in_degrees_is_taken_as_wgs_84(boundaries, tmp_path):
    path = _shapefile(boundaries, tmp_path)
    path.with_suffix(".prj").unlink()
    assert _same_areas(boundary_file.read(path), boundaries)


def test_a_shapefile_without_prj_in_metres_is_refused(boundaries, tmp_path):
    path = tmp_path / "metres.shp"
    _frame(boundaries).to_crs(32646).to_file(path)
    path.with_suffix(".prj").unlink()
    with pytest.raises(BoundaryError, match="неизвестна система координат"):
        boundary_file.read(path)


def test_a_shapefile_without_its_neighbours_is_refused(boundaries, tmp_path):
    path = _shapefile(boundaries, tmp_path)
    path.with_suffix(".dbf").unlink()
    with pytest.raises(BoundaryError, match=r"нет частей shapefile: \.dbf"):
        boundary_file.read(path)


def test_a_truncated_shapefile_is_refused(boundaries, tmp_path):
    path = _shapefile(boundaries, tmp_path)
    path.write_bytes(path.read_bytes()[:900])
    with pytest.raises(BoundaryError, match="не загружен"):
        boundary_file.read(path)


def _feature(geometry):
    return {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": geometry}]}


POINT = _feature({"type": "Point", "coordinates": [1, 2]})
INFINITE = json.dumps(POINT).replace("[1, 2]", "[1e999, 2]").encode()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "пустой"),
        (b"<html></html>", "не GeoJSON"),
        (b"\x00\xff\xfe", "не GeoJSON"),
        (b'{"type": "FeatureCollection", "features": [', "обрезан"),
        (b'{"type": "FeatureCollection", "features": []}', "не набор объектов"),
        (b"[1, 2]", "не GeoJSON"),
        (b'{"a":' * 200_000, "вложенность"),
        (b"[" * 200_000, "вложенность"),
        (b"[" * 3_000_000, "вершин"),
        (b"[" + b"1," * 10_000_000 + b"1]", "вершин"),
        (b"PK\x03\x04garbage", "архив повреждён"),
        (_feature(None), "объект № 1"),
        (_feature({"type": "Polygon", "coordinates": []}), "объект № 1 без контура"),
        (_feature({"type": "Polygon", "coordinates": [["a"]]}), "объект № 1"),
        (_feature({"type": "Polygon", "coordinates": [[[10**400, 1], [2, 2], [3, 1], [10**400, 1]]]}), "объект № 1"),
        (_feature({"type": "Circle", "coordinates": [1, 2]}), "объект № 1"),
        (_feature("Polygon"), "объект № 1"),
        ({"type": "FeatureCollection", "features": [5]}, "объект № 1"),
        (INFINITE, "бесконечные"),
        ({**POINT, "crs": {"properties": {"name": "+init=x"}}}, "не распознана"),
        ({**POINT, "crs": {"properties": {"name": "EPSG:99999"}}}, "не распознана"),
    ],
)
def test_an_unreadable_file_is_refused_with_a_russian_sentence(write, content, sentence):
    with pytest.raises(BoundaryError, match=sentence):
        boundary_file.read(write(content))


def test_an_absent_file_and_a_folder_are_refused(tmp_path):
    for path in (tmp_path / "нет.geojson", tmp_path):
        with pytest.raises(BoundaryError, match="файла нет"):
            boundary_file.read(path)


@pytest.fixture
def low(monkeypatch):
    """A lower limit: what is refused above it is too small to harm anybody."""
    monkeypatch.setattr(boundary_file, "MAX_BYTES", 10_000)


def test_a_file_over_the_limit_is_refused_unread(tmp_path, low):
    path = tmp_path / "huge.geojson"
    with path.open("wb") as stream:
        stream.truncate(boundary_file.MAX_BYTES + 1)
    with pytest.raises(BoundaryError, match="он больше"):
        boundary_file.read(path)


def test_an_archive_that_unpacks_to_more_than_the_limit_is_refused(tmp_path, low):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.geojson", b" " * (boundary_file.MAX_BYTES + 1))
    assert path.stat().st_size < 1_000
    with pytest.raises(BoundaryError, match="после распаковки"):
        boundary_file.read(path)


def test_an_archive_with_two_layers_is_refused(boundaries, tmp_path):
    path = tmp_path / "two.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.geojson", json.dumps(boundaries))
        archive.writestr("b.geojson", json.dumps(boundaries))
    with pytest.raises(BoundaryError, match="ровно один слой границ, найдено: 2"):
        boundary_file.read(path)


def test_an_archive_cannot_write_outside_its_folder(boundaries, tmp_path):
    path = tmp_path / "slip.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../slipped.geojson", json.dumps(boundaries))
    assert len(boundary_file.read(path)) == 14
    assert not list(tmp_path.parent.parent.glob("slipped*"))


@pytest.mark.parametrize(
    ("properties", "oktmo", "name"),
    [
        ({"oktmo": "95 608 151", "name": "Аскизский поссовет"}, "95608151", "Аскизский поссовет"),
        ({"OKTMO": 95608151.0}, "95608151", None),
        ({"КОД_ОКТМО": 95608151, "Наименование": " Аскизский "}, "95608151", "Аскизский"),
        ({"name:ru": "Бельтирский", "name": "Beltir"}, None, "Beltir"),
        ({"oktmo": ["95608151"], "name": {"a": 1}}, None, None),
        ({"oktmo": True, "name": "x" * 5000}, None, "x" * 300),
        ({}, None, None),
    ],
)
def test_code_and_name_are_found_under_the_names_people_use(properties, oktmo, name):
    assert boundary_file.identify(properties) == {"oktmo": oktmo, "name": name}
