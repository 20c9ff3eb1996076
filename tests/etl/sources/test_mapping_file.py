import pytest

from data.errors import MappingError
from etl.sources.mapping_file import load_mapping, parse

GOOD = {"source": "city", "channel": "site", "time_zone": "Europe/Moscow", "columns": {"external_id": "N", "text": "T"}}


def refusal(tmp_path, content):
    path = tmp_path / "map.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(MappingError) as caught:
        load_mapping(path)
    assert "map.yml" in str(caught.value) and caught.value.exit_code == 2
    return str(caught.value)


def test_a_good_mapping_is_read():
    made = parse(
        GOOD | {"delimiter": "tab", "columns": {"received_at": {"column": "D", "format": "%d.%m.%Y"}, "text": "T"}}
    )
    assert (made.delimiter, made.columns["received_at"].format, made.columns["text"].column) == ("\t", "%d.%m.%Y", "T")


def test_a_channel_may_be_named_by_a_label():
    assert parse(GOOD | {"channel": "Официальный сайт"}).channel == "site"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"sourse": "x"}, "«source»"),
        ({"columns": {"recieved_at": "D", "text": "T"}}, "«received_at»"),
        ({"columns": {"text": {"colum": "T"}}}, "«column»"),
        ({"columns": {"status": {"column": "S", "values": {"Done": "closed_solvd"}}, "text": "T"}}, "«closed_solved»"),
        ({"columns": {"text": {"column": "T", "format": "%d"}}}, "только у дат"),
        ({"columns": {"received_at": {"column": "D", "format": "дд.мм"}, "text": "T"}}, "не похож на вид даты"),
        ({"columns": {"received_at": {"column": "D", "format": "%d.%Q"}, "text": "T"}}, "не похож на вид даты"),
        ({"columns": {"text": ["T"]}}, "имя столбца"),
        ({"columns": {"text": True}}, "имя столбца"),
        ({"columns": {"latitude": "T"}}, "нечего загружать"),
        ({"columns": {}}, "columns"),
        ({"time_zone": "Хакасия"}, "часовой пояс"),
        ({"time_zone": "../../etc/passwd"}, "часовой пояс"),
        ({"channel": "sait"}, "«site»"),
        ({"source": "Город"}, "латинских"),
        ({"source": "pos"}, "занят"),
        ({"delimiter": ";;"}, "один знак"),
        ({"encoding": 8}, "текстом"),
    ],
)
def test_what_is_wrong_is_said_with_what_may_have_been_meant(change, words):
    with pytest.raises(MappingError, match=words):
        parse(GOOD | change)


@pytest.mark.parametrize("key", ["source", "channel", "time_zone"])
def test_a_missing_key_is_named(key):
    with pytest.raises(MappingError, match=key):
        parse({name: value for name, value in GOOD.items() if name != key})


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("a: [1", "не YAML"),
        ("просто текст", "ожидаются ключи"),
        ("source: a\nsource: b\n", "дважды"),
        ("a: &x [1]\nb: [*x, *x]\n", "не поддерживаются"),
        ("a: !!python/object/apply:os.system [ls]\n", "не YAML"),
        ("[" * 5000, "не YAML"),
    ],
)
def test_files_that_are_no_mapping_are_refused(tmp_path, content, words):
    assert words in refusal(tmp_path, content)


def test_a_file_of_another_encoding_or_size_is_refused(tmp_path):
    path = tmp_path / "map.yml"
    path.write_bytes("source: город".encode("cp1251"))
    with pytest.raises(MappingError, match="UTF-8"):
        load_mapping(path)
    path.write_text("#" * 300_000)
    with pytest.raises(MappingError, match="256"):
        load_mapping(path)
    with pytest.raises(MappingError, match="нет"):
        load_mapping(tmp_path / "absent.yml")
