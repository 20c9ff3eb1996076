"""Cells as received → clean text, numbers, flags. All functions keep the index and the length."""

from collections.abc import Callable

import pandas as pd

from etl.structure.text import clean_text

NOTHING = frozenset(
    ("", "-", "--", "–", "—", "'", "''", "`", "null", "none", "nan", "nat", "n/a", "na", "#n/a", "#н/д", "#знач!",
     "#value!", "#ref!", "#ссылка!", "не указано", "не указан", "не указана", "нет данных", "<не указано>")
)  # fmt: skip
_LONGEST_NOTHING = max(map(len, NOTHING))
_YES = frozenset(
    ("да", "1", "true", "истина", "yes", "y", "+", "есть", "повторное", "повторно", "коллективное", "спам", "v")
)


def clean(value: str) -> str:
    """One cell: no leading apostrophe, no outer blanks; what stands for «nothing» is ''."""
    text = value.strip()
    if text.startswith("'"):
        text = text[1:].strip()
    # A text in lower case is never shorter, and most texts are too long to look at.
    return "" if len(text) <= _LONGEST_NOTHING and text.lower() in NOTHING else text


def label(value: str) -> str:
    """A short value (a name, a label): on one line, without tags and entities."""
    text = " ".join((clean_text(value) if "<" in value or "&" in value else value).split())
    if len(text) > _LONGEST_NOTHING and text[0] != "'":  # nothing is left to clean
        return text
    return clean(text)


def once(values: pd.Series, work: Callable[[pd.Series], pd.Series]) -> pd.Series:
    """`work` done on the distinct values and spread over all of them: columns are mostly empty or repeat themselves."""
    positions, distinct = pd.factorize(values, use_na_sentinel=False)
    made = work(pd.Series(distinct, dtype=values.dtype))
    return pd.Series(made.array.take(positions), index=values.index)


def long_text(values: pd.Series) -> pd.Series:
    """Texts as a reader sees them; see `etl.structure.text`."""
    return once(values, lambda distinct: distinct.map(clean_text).astype("str"))


def raw_texts(values: pd.Series) -> pd.Series:
    """`clean` for each value."""
    return once(values, lambda distinct: distinct.map(clean).astype("str"))


def labels(values: pd.Series) -> pd.Series:
    """`label` for each value."""
    return once(values, _labels)


def _labels(distinct: pd.Series) -> pd.Series:
    told = distinct.tolist()
    if not _are_plain(told):
        return distinct.map(label).astype("str")
    made = ["" if len(one) <= _LONGEST_NOTHING and one.lower() in NOTHING else one for one in told]
    return pd.Series(made, dtype="str")


def _are_plain(values: list[str]) -> bool:
    """Whether there is nothing to clean in any of the values: no outer, double or unusual blank, no tag, no apostrophe
    in front. One look at all of them; values that hold the mark between them are looked at one by one.
    """
    whole = f"|{'|'.join(values)}|"
    return whole.isprintable() and not any(map(whole.__contains__, ("  ", "| ", " |", "|'", "<", "&")))


def number(values: pd.Series) -> pd.Series:
    """Numbers, decimal comma or point; NaN where there is none."""
    return once(values, _number)


def _number(values: pd.Series) -> pd.Series:
    plain = values.str.replace("\u00a0", "", regex=False).str.replace(" ", "", regex=False)
    return pd.to_numeric(plain.str.replace(",", ".", regex=False), errors="coerce").astype("float64")


def leading_number(values: pd.Series) -> pd.Series:
    """`5`, `4,5`, `5 из 10` → the number in front, which once was the rating; NaN where there is none."""
    front = r"^(\d{1,2}(?:[.,]\d{1,2})?)(?!\d)"
    return once(values, lambda distinct: _number(distinct.str.extract(front, expand=False).fillna("")))


def flag(values: pd.Series) -> pd.Series:
    """Да/Нет columns, also «Да (12 подписей)»; everything not affirmative is False."""
    return once(values, _flag)


def _flag(values: pd.Series) -> pd.Series:
    words = values.str.lower().str.extract(r"^\s*(\S*)", expand=False).fillna("").str.strip(".,;:")
    return words.isin(_YES)
