"""Own styles and scripts of all screens as one file each: the browser asks for two files instead of fifty.

The files under assets stay apart for who reads them; they are joined in the order of their names, and the icons that
the styles name stand inside.
"""

import hashlib
import re
from functools import cache
from pathlib import Path
from urllib.parse import quote

STYLES, SCRIPTS = "screens.css", "screens.js"
PATTERNS = {STYLES: "[0-9]*.css", SCRIPTS: "[0-9]*.js"}
_ICON = re.compile(r'url\("(icons/[\w-]+\.svg)"\)')


def joined(assets: Path, name: str) -> bytes:
    """`STYLES` or `SCRIPTS`, made of the files that lie in the folder now."""
    return _joined(assets, name, tuple((file, file.stat().st_mtime_ns) for file in _parts(assets, name)))


def version(assets: Path, name: str) -> str:
    """What tells one state of the joined file from another in its address."""
    return hashlib.sha256(joined(assets, name)).hexdigest()[:12]


def _parts(assets: Path, name: str) -> list[Path]:
    return sorted(assets.glob(PATTERNS[name]))


@cache
def _joined(assets: Path, name: str, parts: tuple[tuple[Path, int], ...]) -> bytes:
    texts = (file.read_text(encoding="utf-8") for file, _ in parts)
    return _ICON.sub(lambda found: _inside(assets / found[1]), "\n".join(texts)).encode()


def _inside(icon: Path) -> str:
    """The picture as an address that holds it."""
    return f'url("data:image/svg+xml,{quote(icon.read_text(encoding="utf-8").strip())}")'
