import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.structure.text import clean_text


@pytest.mark.parametrize(
    ("received", "plain"),
    [
        ("'Нет воды", "Нет воды"),
        ("<p>Добрый&nbsp;день!</p><p>Яма</p>", "Добрый день!\nЯма"),
        ("раз<br>два<br/>три<BR />четыре", "раз\nдва\nтри\nчетыре"),
        ("<ul style=`list-style-type:square;`><li><b>Дерево</b></li></ul>", "Дерево"),
        ("[club123|Администрация], ответьте", "Администрация, ответьте"),
        ("[public5|Паблик] и [https://vk.com/x|ссылка]", "Паблик и ссылка"),
        ("[id77|Мария], спасибо", "@id77 (Мария), спасибо"),
        ("[id77:bp-1_2|Мария], спасибо", "@id77 (Мария), спасибо"),
        ("вода 😀🚰 нет", "вода 😀🚰 нет"),
        ("а &lt; б &amp; в", "а < б & в"),
        ("5 < 6 и <3", "5 < 6 и <3"),
        ("<нет воды>", "<нет воды>"),
        ("до<!-- тайно -->после", "допосле"),
        ("<script>alert(1)</SCRIPT>текст", "текст"),
        ("<style>p {}</style>текст", "текст"),
        ("строка\r\n\r\n  вторая\t слово ", "строка\nвторая слово"),
        ("не\u00adвидимое\u200b", "невидимое"),
        ("[список] из [двух]", "[список] из [двух]"),
        ("-", ""),
        ("'", ""),
        ("", ""),
        ("<p></p>", ""),
        ("незакрытый <b тег", "незакрытый <b тег"),
    ],
)
def test_received_text_becomes_what_a_reader_sees(received, plain):
    assert clean_text(received) == plain


@given(st.text("абв <>/&;[]|'!-pbrid1\n", max_size=60))
def test_any_text_is_cleaned_without_markup_left_of_whole_tags(text):
    plain = clean_text(text)
    assert plain == plain.strip()
    assert "<br>" not in plain or "&lt" in text or "<" in text


@pytest.mark.parametrize("piece", ["<!", "<!--", "[", "[id1|", "<script>", "<", "&", " \n", "&#", "<p", "[club1|a"])
def test_hostile_repetition_is_only_long(piece):
    plain = clean_text(piece * 100_000)  # a pattern of more than linear time would not come back
    assert plain == plain.strip()
    assert len(plain) <= len(piece) * 100_000
