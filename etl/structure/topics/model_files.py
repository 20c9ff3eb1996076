"""Learnt models in the folder of the installation: one file a version, named by its content, the newest in force.

A file is an archive of arrays and one JSON text (`numpy.load(allow_pickle=False)`): opening it runs nothing.
"""

import hashlib
import io
import json
import os
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from data.errors import InputError
from etl.structure.topics.features import BITS, CHARACTERS, STEM_LETTERS
from etl.structure.topics.model import LinearModel, Vocabulary

_FORMAT = {"format": 2, "bits": BITS, "characters": list(CHARACTERS), "stem_letters": list(STEM_LETTERS)}
_KEPT = 5
"""Versions that stay beside the newest one."""


def folder(var: Path) -> Path:
    """Where an installation keeps its models."""
    return var / "models"


def save(model: LinearModel, where: Path) -> Path:
    """Write a model as the next version; the file's name holds its number and the hash of its content."""
    where.mkdir(parents=True, exist_ok=True)
    content = _packed(model)
    number = 1 + max((_number(path) for path in where.glob("topics-*.npz")), default=0)
    target = where / f"topics-{number:04d}-{hashlib.sha256(content).hexdigest()[:16]}.npz"
    descriptor, name = tempfile.mkstemp(dir=where)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(target)
    for old in sorted(where.glob("topics-*.npz"), key=_number)[: -_KEPT - 1]:
        old.unlink()
    return target


def newest(where: Path) -> Path | None:
    """The version in force, or nothing."""
    return max(where.glob("topics-*.npz"), key=_number, default=None)


def _number(path: Path) -> int:
    middle = path.name.split("-")[1]
    return int(middle) if middle.isdigit() else 0


def _packed(model: LinearModel) -> bytes:
    named = ("classes", "finer_of", "scale", "curve", "sure")
    said = _FORMAT | {name: getattr(model, name) for name in named}
    arrays = {
        "said": np.frombuffer(json.dumps(said, ensure_ascii=False).encode(), dtype=np.uint8),
        "weights": model.weights.astype(np.float16),
        "intercepts": model.intercepts,
    }
    for i, vocabulary in enumerate(model.vocabularies):
        arrays |= {f"buckets_{i}": vocabulary.buckets, f"idf_{i}": vocabulary.idf}
    packed = io.BytesIO()
    np.savez_compressed(packed, **arrays)
    return packed.getvalue()


def load(path: Path) -> LinearModel:
    """A saved model. Raises InputError when the file is damaged, changed, or of another version of the program."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"Модель тем «{path.name}» не читается: {error.strerror}. Выполните: python -m etl learn"
        ) from error
    if hashlib.sha256(content).hexdigest()[:16] != path.stem.rpartition("-")[2]:
        raise InputError(f"Модель тем «{path.name}» повреждена. Удалите файл и выполните: python -m etl learn")
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            said = json.loads(arrays["said"].tobytes())
            if {name: said[name] for name in _FORMAT} != _FORMAT:
                raise InputError(
                    f"Модель тем «{path.name}» — от другой версии программы. Выполните: python -m etl learn"
                )
            return _unpacked(said, arrays)
    except (ValueError, KeyError, zipfile.BadZipFile) as error:
        raise InputError(
            f"Модель тем «{path.name}» не читается. Удалите файл и выполните: python -m etl learn"
        ) from error


def _unpacked(said: dict[str, Any], arrays: Any) -> LinearModel:
    return LinearModel(
        tuple(said["classes"]),
        tuple(Vocabulary(arrays[f"buckets_{i}"], arrays[f"idf_{i}"]) for i in range(len(STEM_LETTERS) + 1)),
        arrays["weights"].astype(np.float32),
        arrays["intercepts"],
        tuple(said["finer_of"]),
        said["scale"],
        (tuple(said["curve"][0]), tuple(said["curve"][1])),
        said["sure"],
    )
