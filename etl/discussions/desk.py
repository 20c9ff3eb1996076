"""Files of discussions as the screen brings them: loaded and undone in words.

What loads is dear to import, and a screen only asks for it when a file has come.
"""

from pathlib import Path

from data.settings import Settings


def safe(name: str) -> str:
    """The end of a name without what could lead out of a folder."""
    return "".join(sign for sign in name if sign.isprintable() and sign not in "/\\")[-80:] or "файл.csv"


def load(file: Path, settings: Settings, source: str, who: str, *, is_demo: bool) -> str:
    """What became of the rows, and what was noticed. source: code of a platform, or «auto»."""
    from etl.discussions.load import Import
    from etl.discussions.load import load as load_file
    from etl.load import sha256_of

    about = Import(loaded_by=who, is_demo=is_demo)
    report = load_file(file, settings, source, digest=sha256_of(file), about=about)
    return " ".join([report.sentence(), *report.notes])


def undo(settings: Settings, import_id: int) -> str:
    """Undo one import; a sentence."""
    from etl.undo import undo as undo_import

    return undo_import(settings, import_id)
