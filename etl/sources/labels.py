"""Labels of exports → codes of the reference tables: status, kind, channel. An unknown label has the code ''."""

from functools import cache
from urllib.parse import urlsplit

import pandas as pd

from data.store.reference import label_key, table

_COLUMNS = {"status_labels": "status_code", "kind_labels": "kind_code", "channel_labels": "channel_code"}
_CODES = {"status_labels": "statuses", "kind_labels": "kinds", "channel_labels": "channels"}
_HOSTS = (
    (("vk.com", "vk.ru", "vkontakte.ru", "vk.cc", "vk.me"), "im_vk"),
    (("ok.ru", "odnoklassniki.ru"), "im_ok"),
    (("t.me", "telegram.me", "telegram.org", "tg"), "im_telegram"),
)
_WORDS_OF_CHANNELS = (
    ("вконтакте", "im_vk"), ("одноклассник", "im_ok"), ("телеграм", "im_telegram"), ("telegram", "im_telegram"),
    ("59-фз", "pos_appeal_59fz"), ("обратной связи", "pos_message"), ("прокуратур", "prosecutor"),
    ("депутат", "deputy"),
    ("прием", "personal_reception"), ("сход", "gathering"), ("телефон", "phone"), ("еддс", "edds_112"),
    ("сайт", "site"), ("приемная", "site"), ("республик", "republic"), ("правительств", "republic"),
    ("письм", "letter"),
    ("почт", "letter"), ("газет", "media"), ("сми", "media"),
)  # fmt: skip
_LATER_CHANNELS = frozenset(("email", "site_open", "prosecutor_request"))
"""Channels that older stores do not have: their labels were read by the words in them, or not at all."""


@cache
def codes_by_label(name: str, source_code: str) -> dict[str, str]:
    """Label key → code for a source: its own rows before the rows of every source; codes stand for themselves."""
    frame = table(name)
    code = _COLUMNS[name]
    source = frame["source_code"].fillna("") if "source_code" in frame.columns else pd.Series("", index=frame.index)
    found = {value: value for value in table(_CODES[name])[code].dropna()}
    for wanted in ("", source_code):
        rows = frame[source == wanted]
        found |= {label_key(label): value for label, value in zip(rows["label"], rows[code], strict=True)}
    return found


def codes(values: pd.Series, name: str, source_code: str) -> pd.Series:
    """Code of each label, '' where unknown."""
    labels = codes_by_label(name, source_code)
    return values.map({value: labels.get(label_key(value), "") for value in values.unique()}).astype("str")


def channels(values: pd.Series, source_code: str, otherwise: str = "") -> pd.Series:
    """Channel of each label; an unknown label by the words in it, an empty one is `otherwise`."""
    labels = codes_by_label("channel_labels", source_code)
    return values.map({value: _channel(value, labels, otherwise) for value in values.unique()}).astype("str")


def former_channels(values: pd.Series, source_code: str) -> pd.Series:
    """Channel of each label as it was read before the channels of `_LATER_CHANNELS` were known."""
    labels = {
        label: code
        for label, code in codes_by_label("channel_labels", source_code).items()
        if code not in _LATER_CHANNELS
    }
    return values.map({value: _channel(value, labels, "") for value in values.unique()}).astype("str")


def _channel(value: str, labels: dict[str, str], otherwise: str) -> str:
    if not value:
        return otherwise
    key = label_key(value)
    if "://" in key:
        return by_host(value)
    return labels.get(key) or next((code for word, code in _WORDS_OF_CHANNELS if word in key), "")


def by_host(url: str) -> str:
    """Channel of «Инцидент менеджмент» by the host of a post's address; 'im_other' for any other or none."""
    try:
        host = (urlsplit(url if "://" in url else f"//{url}").hostname or "").lower()
    except ValueError:
        return "im_other"
    for hosts, code in _HOSTS:
        if any(host == one or host.endswith(f".{one}") for one in hosts):
            return code
    return "im_other"


def by_hosts(urls: pd.Series) -> pd.Series:
    """`by_host` of each address."""
    return urls.map(by_host).astype("str")
