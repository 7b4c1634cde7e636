"""Scratch: arrays on disk, named by what they were made from. A file that was not written to its end is never trusted."""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from stemma.errors import BadInput, StemmaError

_HEAD: Final = b"stemma sharing 2\n"
_DIGEST: Final = 32
Arrays = tuple[NDArray[Any], ...]


def name_of(kind: str, parts: Iterable[bytes | memoryview]) -> str:
    """A file's name: its kind and a hash of what its content follows from."""
    digest = hashlib.blake2b(digest_size=20)
    for part in parts:
        digest.update(len(part).to_bytes(8, "little"))
        digest.update(part)
    return f"{kind}-{digest.hexdigest()}"


class Store:
    """A folder of arrays. `keeps` tells whether it outlives the run: then work done once is found there again."""

    def __init__(self, folder: Path | None) -> None:
        """`folder` is made where it is not there; None for a folder of the system's that goes when the store is closed."""
        self.keeps = folder is not None
        self._folder = folder
        self._own: tempfile.TemporaryDirectory[str] | None = None
        self._whole: set[str] = set()

    def path(self, name: str) -> Path:
        """The file of this name."""
        if self._folder is None:
            self._own = tempfile.TemporaryDirectory(prefix="stemma-sharing-")
            self._folder = Path(self._own.name)
        return self._folder / f"{name}.seg"

    def save(self, name: str, arrays: Arrays) -> None:
        """Write arrays of one dimension: whole under their name, or not at all. Raises `StemmaError` where the disk refuses."""
        path = self.path(name)
        part = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}.part")  # equal batches have one name
        digest = hashlib.blake2b(digest_size=_DIGEST)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as file:
                for piece in (_HEAD, *_pieces(arrays)):
                    digest.update(piece)
                    file.write(piece)
                file.write(digest.digest())
                if self.keeps:
                    file.flush()
                    os.fsync(file.fileno())
            part.replace(path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise StemmaError(f"scratch cannot be written: {error}", "give a folder with room, or more memory") from error
        self._whole.add(name)

    def load(self, name: str) -> Arrays | None:
        """The arrays of this name; None where there are none, or not as they were written."""
        path = self.path(name)
        try:
            with path.open("rb") as file:
                data = bytearray(
                    path.stat().st_size
                )  # not bytes: machine code would be made anew for arrays that cannot be written
                file.readinto(data)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StemmaError(f"scratch cannot be read: {error}", "give another folder") from error
        if name not in self._whole:
            body = memoryview(data)[:-_DIGEST]
            if not data.startswith(_HEAD) or hashlib.blake2b(body, digest_size=_DIGEST).digest() != data[-_DIGEST:]:
                return None
            self._whole.add(name)
        return _arrays(data)

    def need(self, name: str) -> Arrays:
        """The arrays of a name that this run has written. Raises `BadInput` (damaged) if they are gone."""
        found = self.load(name)
        if found is None:
            raise BadInput("scratch", "damaged", f"{name} is gone or damaged", "leave the folder alone while the work goes on")
        return found

    def close(self) -> None:
        """Remove what does not outlive the run."""
        if self._own is not None:
            self._own.cleanup()


def _pieces(arrays: Arrays) -> Iterable[bytes | memoryview]:
    yield len(arrays).to_bytes(8, "little")
    for array in arrays:
        yield array.dtype.str.encode().ljust(8)
        yield array.size.to_bytes(8, "little")
        yield np.ascontiguousarray(array).view(np.uint8).data if array.size else b""


def _arrays(data: bytearray) -> Arrays:
    at = len(_HEAD)
    many = int.from_bytes(data[at : at + 8], "little")
    at += 8
    out = []
    for _ in range(many):
        kind = np.dtype(data[at : at + 8].decode().strip())
        size = int.from_bytes(data[at + 8 : at + 16], "little")
        at += 16
        out.append(np.frombuffer(data, dtype=kind, count=size, offset=at))
        at += size * kind.itemsize
    return tuple(out)
