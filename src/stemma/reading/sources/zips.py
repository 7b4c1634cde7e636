"""Zip archives -> the files inside, in the order of their names, read as they are needed.

Nothing is unpacked to disk, so that a member's name can lead nowhere: a name with "..", with a drive or with control characters
is only shown in a form that is safe, and the member is read like any other. Of a WACZ (specs.webrecorder.net/wacz) only the
archives in it are read, not its indexes.
"""

from __future__ import annotations

import io
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import BinaryIO, Final, cast

from stemma.errors import BadInput
from stemma.reading.sources.decoding import too_large
from stemma.reading.sources.packing import BROKEN, Budget, Guarded, Inner

SPOOL: Final = 2_000_000_000
"""Bytes that a file may have that must be kept to be read (a zip archive in a gzip file): past 20 MB in a temporary file."""

_IN_MEMORY: Final = 20_000_000
_PIECE: Final = 65_536
_BITE: Final = 4_096  # what is read at once is lost where the data break
_DIRECTORY: Final = 64_000_000  # bytes of a directory: some 600,000 members, which cost half a gigabyte of memory
_TAIL: Final = 65_536 + 22 + 20 + 56
_MAGIC: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x06\x06")
_BROKEN: Final = (zipfile.BadZipFile, ValueError, RuntimeError, NotImplementedError, OverflowError, struct.error, *BROKEN)
# The module puts no bound on what it makes of a piece packed by the other methods: 4 KB of bzip2 may hold gigabytes.
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def is_zip(head: bytes) -> bool:
    """Whether a file that begins so is a zip archive."""
    return head.startswith(_MAGIC)


@contextmanager
def seekable(file: BinaryIO, source: str) -> Iterator[BinaryIO]:
    """`file`, or where it cannot be sought in, a copy that lasts as long as the context. Raises `BadInput` "too-large"."""
    if file.seekable():
        yield file
        return
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
        size = 0
        while data := file.read(_PIECE):
            size += len(data)
            if size > SPOOL:
                raise too_large(source, size)
            spool.write(data)
        spool.seek(0)
        yield cast(BinaryIO, spool)


def members(
    file: BinaryIO, source: str, name: str, budget: Budget, outermost: bool, wanted: Callable[[str], bool]
) -> Iterator[Inner | BadInput]:
    """The files in a zip archive whose names are `wanted`, and a `BadInput` in place of each that cannot be had.

    `file` must be seekable. `outermost` says that it is not packed itself, so that its size counts as the budget's packed bytes.
    Raises `BadInput`: "damaged", "too-large" (a directory past 64 MB), "binary" (an Office document), "empty-folder".
    """
    size = file.seek(0, io.SEEK_END)
    if outermost:
        budget.packed += size
    try:
        _check_directory(file, size, source)
        file.seek(0)
        archive = zipfile.ZipFile(file)
    except _BROKEN as error:
        raise BadInput(
            source, "damaged", f"the zip archive is damaged: {error}; needed a whole one", "get the file again"
        ) from error
    with archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        names = {info.filename for info in infos}
        if names & {"[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"}:
            raise BadInput(
                source, "binary", "found an Office document, book or program; needed pages", "save the document as text or docx"
            )
        if "datapackage.json" in names and any(n.startswith("archive/") for n in names):
            infos = [info for info in infos if info.filename.startswith("archive/")]
        infos = [info for info in infos if wanted(safe_name(info.filename))]
        if not infos:
            raise BadInput(
                source,
                "empty-folder",
                f"found no page among the {len(names):,} files of this archive; needed text, HTML or a file that holds pages",
                "look into the archive, and rename its pages if they are called otherwise",
            )
        used: dict[str, int] = {}
        for info in sorted(infos, key=lambda i: (i.filename, i.header_offset)):
            shown = _unlike(safe_name(info.filename), used)
            yield _member(archive, info, f"{source}/{shown}", f"{name}/{shown}", budget)


def _unlike(name: str, used: dict[str, int]) -> str:
    """A name that no other member has: "a (2).txt" where there is an "a.txt" already. Counts it in `used`."""
    path, found, count = PurePosixPath(name), name, used.get(name, 0)
    while found in used:
        count += 1
        found = str(path.with_name(f"{path.stem} ({count}){path.suffix}"))
    used[name] = max(count, 1)
    used.setdefault(found, 1)
    return found


def safe_name(name: str) -> str:
    """A member's name as it may be shown: relative, without "..", drives and characters that do not print."""
    parts = [p for p in PurePosixPath(name.replace("\\", "/")).parts if p not in ("/", "//", "..", ".")]
    if parts and len(parts[0]) == 2 and parts[0][1] == ":":
        parts = parts[1:]
    plain = "/".join("".join(ch if ch.isprintable() else "\ufffd" for ch in part) for part in parts)
    return plain[-200:] or "unnamed"


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, source: str, name: str, budget: Budget) -> Inner | BadInput:
    if info.flag_bits & 0x1:
        return BadInput(
            source,
            "encrypted",
            "found a member that is locked with a password; needed it open",
            "unpack it yourself and give the pages",
        )
    if info.compress_type not in _METHODS:
        return BadInput(
            source,
            "packing",
            f"found a member packed by method {info.compress_type}; needed stored or deflated (0, 8)",
            "unpack it yourself and give the pages",
        )
    limits = budget.limits
    packed = max(1, info.compress_size)
    if info.file_size > limits.free_bytes and info.file_size > limits.ratio * packed:
        return BadInput(
            source,
            "bomb",
            f"found a member of {info.file_size:,} bytes packed into {packed:,}; needed at most {limits.ratio} to 1",
            "the archive is made to do harm, or holds no pages: leave it out, or unpack it yourself and look",
        )
    try:
        opened = archive.open(info)
    except _BROKEN as error:
        return BadInput(source, "damaged", f"this member cannot be unpacked: {error}; needed a whole one", "get the archive again")

    def pull() -> bytes:
        try:
            return opened.read(_BITE)
        except _BROKEN as error:
            raise zlib.error(str(error)) from error

    return Inner(io.BufferedReader(Guarded(pull, lambda: packed, source, limits, budget), _PIECE), source, name)


def _check_directory(file: BinaryIO, size: int, source: str) -> None:
    """Refuse a directory so large that to read it would fill the memory: the module reads it whole before it gives any name."""
    file.seek(max(0, size - _TAIL))
    tail = file.read(_TAIL)
    found = []
    at = tail.find(b"PK\x05\x06")
    while at >= 0:
        found.append(int.from_bytes(tail[at + 12 : at + 16], "little"))
        at = tail.find(b"PK\x05\x06", at + 1)
    at = tail.find(b"PK\x06\x06")
    while at >= 0:
        found.append(int.from_bytes(tail[at + 40 : at + 48], "little"))
        at = tail.find(b"PK\x06\x06", at + 1)
    if any(_DIRECTORY < length <= size for length in found):
        raise BadInput(
            source,
            "too-large",
            f"found a zip archive whose directory alone has over {_DIRECTORY:,} bytes; needed fewer members",
            "split it into several archives",
        )
