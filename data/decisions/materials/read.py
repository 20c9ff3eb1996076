"""Sets of tables and packages that were sent, as they are now."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from data import store
from data.decisions.materials.profile import Profile, shipped, tables_of
from data.errors import FilterError
from data.settings import Settings
from data.store.tables import material_files, material_packages, material_profiles


@dataclass(frozen=True)
class KeptFile:
    """A file as it was sent. content: its bytes."""

    name: str
    sha256: str
    content: bytes


@dataclass(frozen=True)
class Package:
    """What was sent. period: «2026-10»; sent_by: login; files: (name, sha256) of what is kept."""

    key: int
    code: str
    profile_name: str
    period: str
    snapshot: str
    content_hash: str
    sent_on: date
    sent_to: str
    sent_by: str
    note: str
    is_demo: bool
    version: int
    files: tuple[tuple[str, str], ...]


def profiles(settings: Settings) -> list[Profile]:
    """Those of the installation by name, then those that come with the program."""
    p = material_profiles.c
    with store.reading(settings) as connection:
        found = connection.execute(sa.select(p.code, p.name, p.step, p.asked, p.version).order_by(p.name, p.code))
        own = [Profile(row.code, row.name, row.step, tables_of(row.asked), row.version) for row in found]
    return [*own, *shipped()]


def profile(settings: Settings, code: str) -> Profile:
    """A set by its code. FilterError for none."""
    found = profiles(settings)
    for one in found:
        if one.code == code:
            return one
    known = ", ".join(one.code for one in found)
    raise FilterError(f"Набора материалов «{code[:60]}» нет. Есть: {known}.")


def packages(settings: Settings) -> list[Package]:
    """All that was sent, the newest first."""
    p, f = material_packages.c, material_files.c
    with store.reading(settings) as connection:
        rows = connection.execute(sa.select(material_packages).order_by(p.sent_on.desc(), p.package_id.desc())).all()
        files: dict[str, list[tuple[str, str]]] = {}
        for code, name, own in connection.execute(sa.select(f.package_code, f.name, f.sha256).order_by(f.file_id)):
            files.setdefault(code, []).append((name, own))
    return [
        Package(
            row.package_id, row.code, row.profile_name, row.period, row.snapshot, row.content_hash, row.sent_on,
            row.sent_to, row.sent_by, row.note, row.is_demo, row.version, tuple(files.get(row.code, ())),
        )
        for row in rows
    ]  # fmt: skip


def kept(settings: Settings, code: str, name: str) -> KeptFile:
    """A file of a package, the bytes that were sent. FilterError for none."""
    f = material_files.c
    query = sa.select(f.name, f.sha256, f.content).where(f.package_code == code, f.name == name)
    with store.reading(settings) as connection:
        row = connection.execute(query).first()
    if row is None:
        raise FilterError("Такого отправленного файла нет. Обновите страницу.")
    return KeptFile(row.name, row.sha256, bytes(row.content))
