"""Packed files: gzip, bzip2, Zstandard, xz and zip archives (of which a WACZ is one) -> the files inside, read as they are needed.

Every stream counts what it gives against what it took, and all that one file unpacks to is counted together, so that neither one
swollen member nor many small ones in one another cost more than the limits allow.
"""

from __future__ import annotations

import bz2
import io
import lzma
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO, Final, Protocol, cast

import zstandard

from stemma.errors import BadInput
from stemma.reading.parts import Limits
from stemma.reading.sources.decoding import too_large

SUFFIXES: Final = (".gz", ".bz2", ".zst", ".xz", ".zip", ".wacz")
BROKEN: Final = (OSError, EOFError, zlib.error, lzma.LZMAError, zstandard.ZstdError)
"""What the libraries raise over damaged data."""

_PIECE: Final = 65_536
_SLICE: Final = 512  # bytes of Zstandard given at once: its decoder has no bound of its own, and 4 bytes may stand for 128 KiB
_WINDOW: Final = 2**27
_REFUSALS: Final = 20
_TRIES: Final = 1_000
_GZIP: Final = b"\x1f\x8b\x08"
_BZIP2: Final = b"BZh"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"
_ZSTD_DICTIONARY: Final = b"\x5d\x2a\x4d\x18"
_XZ: Final = b"\xfd7zXZ\x00"


class Spent(BadInput):
    """A whole file is given up: it has cost more than all its parts may cost together."""


@dataclass(slots=True)
class Budget:
    """What the file `source`, with all that is packed in it, has cost so far. `packed` is its own size, as far as it is known."""

    source: str
    limits: Limits
    packed: int = 0
    unpacked: int = 0
    refusals: int = 0
    parts: int = 0

    def charge(self, size: int) -> None:
        """Count bytes that were unpacked. Raises `Spent` past the limits."""
        self.unpacked += size
        if self.unpacked > self.limits.unpacked_bytes or (
            self.unpacked > 4 * self.limits.free_bytes and self.unpacked > self.limits.ratio * self.packed
        ):
            raise Spent(self.source, *_bomb(self.unpacked, self.packed, self.limits))

    def part(self) -> None:
        """Count one page. Raises `Spent` past the limit."""
        self.parts += 1
        if self.parts > self.limits.parts:
            raise Spent(
                self.source,
                "too-large",
                f"found more than {self.limits.parts:,} pages in one file; the rest was not read",
                "split the collection into several files",
            )

    def refuse(self, error: BadInput) -> None:
        """Count a part refused because it is made to do harm: a file that is full of them is given up. Raises `Spent`."""
        self.refusals += error.code in ("bomb", "too-deep")
        if self.refusals > _REFUSALS:
            raise Spent(
                self.source,
                "bomb",
                f"found more than {_REFUSALS} parts that swell without bound or are packed too deeply; the rest was not read",
                "the file is made to do harm: leave it out",
            )


@dataclass(frozen=True, slots=True)
class Inner:
    """A file that was packed into another."""

    file: io.BufferedReader
    source: str
    name: str


class Guarded(io.RawIOBase):
    """A stream of unpacked bytes that refuses to give too much.

    `pull` gives the next piece, b"" at the end; `taken` tells how many packed bytes went in so far. Reading raises `BadInput`
    "bomb" past the limits, and "damaged" where the data break off or are broken, once all before that was given. After damage,
    reading on goes on where `pull` can find the thread again (the next member of a gzip file), else the stream is at its end.
    """

    def __init__(self, pull: Callable[[], bytes], taken: Callable[[], int], source: str, limits: Limits, budget: Budget) -> None:
        self._pull, self._taken, self._source, self._limits, self._budget = pull, taken, source, limits, budget
        self._given = 0
        self._left = memoryview(b"")
        self._over: BadInput | None = None
        self._pending: BadInput | None = None

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill `buffer` with what comes next, as full as it gets; 0 at the end."""
        size = 0
        while size < len(buffer):
            if not self._left:
                try:
                    self._left = memoryview(self._next())
                except BadInput as error:
                    if not size:
                        raise
                    # What came before the damage is given first.
                    self._pending = error
                    break
                if not self._left:
                    break
            taken = min(len(buffer) - size, len(self._left))
            buffer[size : size + taken] = self._left[:taken]
            self._left = self._left[taken:]
            size += taken
        return size

    def _next(self) -> bytes:
        if self._pending:
            error, self._pending = self._pending, None
            raise error
        return self._piece()

    def _piece(self) -> bytes:
        if self._over:
            raise self._over
        try:
            data = self._pull()
        except BROKEN as error:
            raise BadInput(
                self._source,
                "damaged",
                f"the packed data break off or are damaged after {self._given:,} bytes: {error}; needed a whole file",
                "get the file again",
            ) from error
        self._given += len(data)
        if self._given > self._limits.unpacked_bytes or (
            self._given > self._limits.free_bytes and self._given > self._limits.ratio * self._taken()
        ):
            self._over = BadInput(self._source, *_bomb(self._given, self._taken(), self._limits))
            # What one refused member swelled to is not held against the others; that it was refused is.
            self._budget.unpacked -= self._given - len(data)
            raise self._over
        self._budget.charge(len(data))
        return data


def _bomb(given: int, taken: int, limits: Limits) -> tuple[str, str, str]:
    return (
        "bomb",
        f"found packed data that swell to over {given:,} bytes out of {taken:,}; needed at most {limits.ratio} to 1",
        "the file is made to do harm, or no collection of pages: leave it out, or unpack it yourself and look",
    )


class _Decoder(Protocol):
    """What `bz2` and `lzma` offer: one member of a packed stream."""

    @property
    def eof(self) -> bool:
        """Whether the member has ended."""

    @property
    def unused_data(self) -> bytes:
        """What came after its end."""

    @property
    def needs_input(self) -> bool:
        """Whether nothing more can be had without further input."""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """What `data` gives; about `max_length` bytes at most, the rest in later calls with b""."""


class _Gzip:
    """One gzip member (or with other window bits, as `zlib` has them, one of deflate), with the face of `bz2.BZ2Decompressor`."""

    def __init__(self, bits: int = 31) -> None:
        self._inner = zlib.decompressobj(bits)
        self._tail = b""

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    @property
    def needs_input(self) -> bool:
        return not self._tail

    def decompress(self, data: bytes, max_length: int) -> bytes:
        out = self._inner.decompress(self._tail + data, max_length)
        self._tail = self._inner.unconsumed_tail
        return out


class _Zstandard:
    """One Zstandard frame, with the face of `bz2.BZ2Decompressor`."""

    def __init__(self, decompressor: zstandard.ZstdDecompressor) -> None:
        self._inner = decompressor.decompressobj()
        self._tail = b""

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data + self._tail

    @property
    def needs_input(self) -> bool:
        return not self._tail

    def decompress(self, data: bytes, max_length: int) -> bytes:
        self._tail += data
        out: list[bytes] = []
        while self._tail and not self._inner.eof and sum(map(len, out)) < max_length:
            given, self._tail = self._tail[:_SLICE], self._tail[_SLICE:]
            out.append(self._inner.decompress(given))
        return b"".join(out)


class _Members:
    """The members of a packed stream, one after the other, as one stream of bytes."""

    def __init__(self, packed: io.BufferedReader, make: Callable[[], _Decoder], magic: bytes, budget: Budget | None) -> None:
        self._packed, self._make, self._magic, self._budget = packed, make, magic, budget
        self._decoder: _Decoder | None = None
        self._rest = self._fed = b""
        self._lost = False
        self._tries = 0
        self.taken = 0

    def pull(self) -> bytes:
        """The next piece, b"" at the end. Raises one of `BROKEN`; the next call goes on at the next member, if one is found."""
        if self._lost and not self._find():
            return b""
        try:
            return self._pull()
        except BROKEN:
            self._lost, self._decoder = True, None
            raise

    def _pull(self) -> bytes:
        while True:
            if self._decoder is None:
                rest = (self._rest or self._read()).lstrip(b"\0")
                while not rest and (more := self._read()):
                    rest = more.lstrip(b"\0")
                if not rest:
                    return b""
                self._decoder, self._rest = self._make(), rest
            given = b""
            if self._decoder.needs_input:
                given, self._rest = self._rest or self._read(), b""
                self._fed = given or self._fed
            out = self._decoder.decompress(given, _PIECE)
            if self._decoder.eof:
                self._rest, self._decoder = self._decoder.unused_data + self._rest, None
            elif not out and not given and self._decoder.needs_input:
                raise EOFError("the end is missing")
            if out:
                return out

    def _find(self) -> bool:
        """Look for the beginning of another member, as damage in one says nothing about the others."""
        seen = self._fed + self._rest
        self._fed = self._rest = b""
        while self._tries < _TRIES:
            at = seen.find(self._magic, 1)
            if at < 0:
                more = self._read()
                if not more:
                    break
                seen = seen[-len(self._magic) :] + more
                continue
            # Many of these are chance: a member is one that can be unpacked.
            self._tries += 1
            seen = seen[at:] if len(seen) - at >= _PIECE else seen[at:] + self._read()
            try:
                found = bool(self._make().decompress(seen, _PIECE)) or len(seen) >= _PIECE
            except BROKEN:
                found = False
            if found:
                self._rest, self._lost = seen, False
                return True
        return False

    def _read(self) -> bytes:
        data = self._packed.read1(_PIECE)
        self.taken += len(data)
        if self._budget:
            self._budget.packed += len(data)
        return data


def unpacked(file: io.BufferedReader, head: bytes, source: str, name: str, budget: Budget, outermost: bool) -> Inner | None:
    """The one file that is packed as a stream (gzip, bzip2, Zstandard, xz), or None if `head` is none of these.

    `outermost` says that `file` itself is not packed, so that what it gives counts as the budget's packed bytes.
    Raises `BadInput` with code "damaged".
    """
    make: Callable[[], _Decoder]
    if head.startswith(_GZIP):
        make, magic = _Gzip, _GZIP
    elif re.match(rb"BZh[1-9]1AY&SY|BZh[1-9]\x17\x72\x45\x38\x50\x90", head):
        make, magic = bz2.BZ2Decompressor, _BZIP2
    elif head.startswith(_XZ):
        make, magic = _xz, _XZ
    elif head.startswith(_ZSTD):
        make, magic = _zstandard(None), _ZSTD
    elif head.startswith(_ZSTD_DICTIONARY):
        make, magic = _zstandard(_dictionary(file, source)), _ZSTD
    else:
        return None
    members = _Members(file, make, magic, budget if outermost else None)
    stream = Guarded(members.pull, lambda: max(1, members.taken), source, budget.limits, budget)
    path = PurePosixPath(name)
    bare = str(path.with_suffix("")) if path.suffix.casefold() in SUFFIXES and path.stem else name
    return Inner(io.BufferedReader(stream, _PIECE), source, bare)


def inflate(data: bytes, coding: str, source: str, limits: Limits) -> bytes:
    """One page packed as `coding`: "gzip", "deflate" (with its header or without), "zstd".

    Raises `BadInput`: "damaged", "bomb", "too-large" (over `limits.page_bytes`).
    """
    make: Callable[[], _Decoder]
    if coding == "deflate":
        # What is called deflate is zlib (RFC 9110, 8.4.1.2), but some servers leave its two bytes of header out.
        bits = 15 if data[:1] and data[0] & 15 == 8 and int.from_bytes(data[:2]) % 31 == 0 else -15
        make, magic = lambda: _Gzip(bits), _GZIP
    else:
        make, magic = (_zstandard(None), _ZSTD) if coding == "zstd" else (_Gzip, _GZIP)
    members = _Members(io.BufferedReader(cast(io.RawIOBase, io.BytesIO(data))), make, magic, None)
    taken = max(1, len(data))
    stream = io.BufferedReader(Guarded(members.pull, lambda: taken, source, limits, Budget(source, limits, packed=taken)), _PIECE)
    out = stream.read(limits.page_bytes + 1)
    if len(out) > limits.page_bytes:
        skim(stream, limits)
        raise too_large(source, len(out))
    return out


def skim(file: BinaryIO, limits: Limits) -> None:
    """Read on, keeping nothing, as far as packed data may swell unasked: raises `BadInput` "bomb" if they swell further."""
    left = limits.free_bytes
    while left > 0 and (data := file.read(_PIECE)):
        left -= len(data)


def _zstandard(dictionary: zstandard.ZstdCompressionDict | None) -> Callable[[], _Decoder]:
    """A decoder for every frame of one file: they share what is dear to make."""
    decompressor = zstandard.ZstdDecompressor(dict_data=dictionary, max_window_size=_WINDOW)
    return lambda: _Zstandard(decompressor)


def _xz() -> lzma.LZMADecompressor:
    return lzma.LZMADecompressor(memlimit=100_000_000)


def _dictionary(file: BinaryIO, source: str) -> zstandard.ZstdCompressionDict:
    """The dictionary in the first frame of a `.warc.zst`, as iipc.github.io/warc-specifications/specifications/warc-zstd has it."""
    size = int.from_bytes(file.read(8)[4:], "little")
    data = file.read(size) if size <= 16_000_000 else b""
    try:
        if data.startswith(_ZSTD):
            data = zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompress(data, max_output_size=16_000_000)
        return zstandard.ZstdCompressionDict(data)
    except (zstandard.ZstdError, ValueError) as error:
        raise BadInput(
            source, "damaged", f"the dictionary at the beginning is damaged: {error}; needed a whole file", "get the file again"
        ) from error
