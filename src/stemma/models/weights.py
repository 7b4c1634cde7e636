"""Finding model files and refusing any that is not the one the figures were measured with."""

from __future__ import annotations

import hashlib
from pathlib import Path

from stemma.errors import BadWeights


def hash_of(path: Path) -> str:
    """SHA-256 (hex) of a file, or of a folder: of the sorted relative names and hashes of its files, byte code left out.

    Raises `BadWeights` where there is nothing at `path`.
    """
    if path.is_file():
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    if not path.is_dir():
        raise BadWeights(f"no model at {path}", "reinstall stemma-news: the model is part of the installation")
    whole = hashlib.sha256()
    for file in sorted(p for p in path.rglob("*") if p.is_file() and p.suffix not in {".py", ".pyc"}):
        whole.update(f"{file.relative_to(path).as_posix()}\0{hash_of(file)}\n".encode())
    return whole.hexdigest()


def verified(path: Path, expected: str) -> Path:
    """`path`, if the hash of what is there is `expected`; raises `BadWeights` otherwise."""
    found = hash_of(path)
    if found != expected:
        raise BadWeights(
            f"model {path.name}: found hash {found[:12]}, needed {expected[:12]}",
            "reinstall stemma-news so that the model is the one its figures were measured with",
        )
    return path
