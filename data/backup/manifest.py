"""What an archive says about itself."""

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from data.errors import BackupError

FORMAT = 1
DATA, KEYS = "data", "keys"
STORE_FILE = "store.sqlite"
STORE_DUMP = "store.dump"
VAR = "var/"
"""Members beneath it go back to the same place under `var`; the two above are the store itself."""


@dataclass(frozen=True)
class Member:
    """One file: bytes and SHA-256 (hex)."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """Contents of one archive.

    kind: `data` or `keys`; both files of one backup carry the same `pair`. made_at: UTC. backend: sqlite | postgresql.
    change_no: the last change the copy holds. snapshot: newest snapshot inside, missing when there is none.
    rows: database member → table → rows. revisions: version table → revision of the schema.
    keys: name of a key file → the first 16 digits of its SHA-256, so that a foreign key is noticed.
    """

    kind: str
    pair: str
    made_at: datetime
    backend: str
    change_no: int = 0
    snapshot: int | None = None
    rows: dict[str, dict[str, int]] = field(default_factory=dict)
    revisions: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def size(self) -> int:
        """Bytes of all members, unpacked."""
        return sum(member.size for member in self.members.values())

    def to_json(self) -> bytes:
        """The member `manifest.json`."""
        made_at = self.made_at.isoformat(timespec="seconds")
        return json.dumps(asdict(self) | {"made_at": made_at}, ensure_ascii=False, indent=1).encode()


def parse(content: bytes) -> Manifest:
    """A manifest read back; BackupError when it makes no sense or was written by a newer program."""
    try:
        raw: dict[str, Any] = json.loads(content)
        version = int(raw["format"])
        if version <= FORMAT:
            members = {str(name): Member(int(m["size"]), str(m["sha256"])) for name, m in raw["members"].items()}
            made_at = datetime.fromisoformat(raw["made_at"]).astimezone(UTC)
            return Manifest(**{**raw, "members": members, "made_at": made_at})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BackupError("Описание копии внутри архива не читается: файл повреждён. Возьмите другую копию.") from error
    raise BackupError(
        f"Копия сделана более новой программой (вид архива {version}, эта понимает до {FORMAT}). Обновите программу."
    )
