"""Received text as plain text: HTML tags, entities and VK markup become what a reader sees. Emoji stay.

One pass, linear in the length of the text whatever it holds; the standard `html.parser` is not, on hostile input.
"""

import html
import re

_LINE_TAGS = frozenset("p br div li tr ul ol table h1 h2 h3 h4 h5 h6 blockquote hr section article".split())
_DROPPED = ("script", "style")
_TAG_NAME = re.compile(r"/?([A-Za-z][A-Za-z0-9]*)")
_VK_PERSON = re.compile(r"\[(id\d+)(?::[^\[\]|]*)?\|([^\[\]|]*)\]")
_VK_OTHER = re.compile(
    r"\[(?:(?:club|public|event|app|album|page|topic|wall)-?[\d_]+(?::[^\[\]|]*)?|https?://[^\s\[\]|]+)\|([^\[\]]*)\]"
)
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad\u200e\u200f]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r" ?\n[ \n]*")


def clean_text(text: str) -> str:
    """Plain text of a received value; '' for an empty one.

    A leading apostrophe (Excel's mark of text) goes; block tags become line breaks; `[club1|name]` becomes `name` and
    `[id1|name]` becomes `@id1 (name)`, so that masking still knows a person is meant.
    """
    text = text.removeprefix("'")
    if "<" in text:
        text = _without_tags(text)
    if "&" in text:
        text = html.unescape(text)
    if "[" in text:
        text = _VK_OTHER.sub(r"\1", _VK_PERSON.sub(r"@\1 (\2)", text))
    if "  " in text or not text.isprintable():  # line breaks and unusual blanks are not printable, nearly all else is
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = _INVISIBLE.sub("", _CONTROL.sub(" ", text))
        text = _BREAKS.sub("\n", _SPACES.sub(" ", text))
    text = text.strip()
    return "" if text in ("-", "–", "—", "'") else text


def _without_tags(text: str) -> str:
    """Text outside tags; a `<` that opens no tag (`a < b`, `<3`, `<нет>`) is kept."""
    parts: list[str] = []
    at = 0
    while (opened := text.find("<", at)) >= 0:
        parts.append(text[at:opened])
        at = _after_markup(text, opened, parts)
        if at < 0:  # an unclosed tag: nothing behind it can be told from markup, so it stays as text
            parts.append(text[opened:])
            return "".join(parts)
    parts.append(text[at:])
    return "".join(parts)


def _after_markup(text: str, opened: int, parts: list[str]) -> int:
    """Where text goes on after the `<` at `opened`; -1 when a tag is never closed."""
    if text.startswith("<!--", opened):
        closed = text.find("-->", opened)
        return closed + 3 if closed >= 0 else -1
    match = _TAG_NAME.match(text, opened + 1)
    if not match and not text.startswith("<!", opened):
        parts.append("<")
        return opened + 1
    closed = text.find(">", opened)
    if closed < 0 or not match:
        return closed + 1 if closed >= 0 else -1
    name = match[1].lower()
    if name in _LINE_TAGS:
        parts.append("\n")
    if name in _DROPPED and text[opened + 1] != "/":
        return _after_element(text, name, closed)
    return closed + 1


def _after_element(text: str, name: str, closed: int) -> int:
    """Behind the end tag of an element whose content is not text."""
    end = re.compile(f"</{name}", re.IGNORECASE).search(text, closed)
    if end is None:
        return len(text)
    after = text.find(">", end.start())
    return after + 1 if after >= 0 else len(text)
