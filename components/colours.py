"""What has a colour of its own keeps it: on every chart, under every filter, in both themes and on paper.

Each pair is the light and the dark colour. Twenty channels can't be told apart by colour alone: names stand beside them
everywhere, and the most used ones are the farthest apart.
"""

from collections.abc import Mapping
from zlib import crc32

from components import theme

Pair = tuple[str, str]

_CHANNELS: Mapping[str, Pair] = {
    "im_vk": ("#0b5cab", "#6db3f2"),
    "im_ok": ("#0f7f64", "#4cc4a3"),
    "im_telegram": ("#7a6a00", "#d9c64a"),
    "im_other": ("#083868", "#137fec"),
    "pos_message": ("#c65d00", "#f2a25c"),
    "pos_appeal_59fz": ("#8c2d19", "#e8836c"),
    "letter": ("#a83279", "#e58bc0"),
    "personal_reception": ("#5b4bb3", "#a99cf2"),
    "phone": ("#0c8097", "#5fd9f2"),
    "site": ("#4a5a68", "#9fb0c0"),
    "site_open": ("#6e5235", "#c7a88a"),
    "email": ("#324c24", "#71ac53"),
    "edds_112": ("#c6102e", "#f8aab7"),
    "republic": ("#0c970c", "#5ff25f"),
    "prosecutor": ("#5a162d", "#cc3366"),
    "prosecutor_request": ("#4f165a", "#b233cc"),
    "deputy": ("#812bab", "#dab6ed"),
    "gathering": ("#529146", "#c6e1c1"),
    "media": ("#80970c", "#d9f25f"),
    "other": ("#0c0c97", "#5f5ff2"),
}
_HOTSPOT_KINDS: Mapping[str, Pair] = {
    "new": ("#c65d00", "#f2a25c"),
    "growing": ("#8c2d19", "#e8836c"),
    "chronic": ("#5b4bb3", "#a99cf2"),
    "seasonal": ("#0f7f64", "#4cc4a3"),
    "fading": ("#4a5a68", "#9fb0c0"),
    "unproved": ("#0b5cab", "#6db3f2"),
}
_DECLARED: Mapping[str, Mapping[str, Pair]] = {"channel": _CHANNELS, "hotspot": _HOTSPOT_KINDS}
DASHES = ("solid", "dash", "dot", "longdash", "dashdot", "longdashdot")
"""Lines of members that share a colour."""


def of(dimension: str, code: str, *, dark: bool = False) -> str:
    """The colour of a member, whatever else is drawn; one that is not declared has a steady one too, perhaps shared."""
    declared = _DECLARED.get(dimension, {})
    return declared[code][dark] if code in declared else theme.categorical(dark)[_place(code) % 8]


def line(dimension: str, code: str, *, dark: bool = False) -> dict[str, str]:
    """Colour and dash of a member's curve: of the many without a colour of their own two seldom look alike."""
    dash = DASHES[0] if code in _DECLARED.get(dimension, {}) else DASHES[_place(code) // 8 % len(DASHES)]
    return {"color": of(dimension, code, dark=dark), "dash": dash}


def of_rest(dark: bool = False) -> str:
    """The colour of «Остальные», of no member."""
    return theme.palette(dark).line_strong


def twins() -> dict[str, str]:
    """Dark colour → its light twin, for pictures on white."""
    return {dark: light for pairs in _DECLARED.values() for light, dark in pairs.values()}


def declared(dimension: str) -> tuple[str, ...]:
    """Codes that have a colour of their own."""
    return tuple(_DECLARED[dimension])


def _place(code: str) -> int:
    return crc32(code.encode())
