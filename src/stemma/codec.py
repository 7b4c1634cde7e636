"""The nouns as JSON and back: the only module that knows msgspec, JSON Schema and what a file on disk must say of itself.

Encoding is canonical: fields in the order of the model, no white space, so equal values are equal bytes.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import lzma
import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import TypeAlias, TypeVar

import msgspec

from stemma.errors import BadCorrection, BadDossier, UnknownSchema
from stemma.model import (
    SCHEMA_VERSION,
    Article,
    Changes,
    Correction,
    Counterfactual,
    Dossier,
    Examination,
    Independence,
    Proof,
    Reach,
    Rejected,
    Seal,
    Statement,
    Story,
)

T = TypeVar("T", Dossier, Examination)

_ENCODER = msgspec.json.Encoder()


class _Head(msgspec.Struct):
    schema: str | float | None = None


Encodable: TypeAlias = (
    Dossier | Examination | Article | Statement | Rejected | Correction | Counterfactual | Reach | Changes | Independence | Proof
)


def encode(value: Encodable) -> bytes:
    """The value as canonical JSON in UTF-8."""
    return _ENCODER.encode(value)


def decode(data: bytes, kind: type[T]) -> T:
    """The `Dossier` or `Examination` that `data` holds.

    Raises `UnknownSchema` for another schema version, `BadDossier` for anything that is not such a file; both say what was
    found and where.
    """
    _refuse_other(data)
    try:
        head = msgspec.json.decode(data, type=_Head)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        if "truncated" in str(error):
            raise BadDossier(
                "this dossier breaks off: its end is missing", "copy the file again, or examine the pages again"
            ) from error
        raise BadDossier(f"this is no {kind.__name__.lower()}: {error}", _GIVE) from error
    if head.schema is None:
        raise BadDossier("this JSON carries no schema version", _GIVE)
    if head.schema != SCHEMA_VERSION:
        raise UnknownSchema(
            f"schema version {head.schema!r}: this program reads version {SCHEMA_VERSION!r}",
            "use the version of stemma that wrote the file, or examine the pages again",
        )
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadDossier(f"a damaged {kind.__name__.lower()}: {error}", "examine the pages again") from error


_GIVE = "give a dossier.html or dossier.json that `stemma examine` wrote"
_FIRST = (
    (b"\x1f\x8b", "this file is packed with gzip", "unpack it first"),
    (b"PK\x03\x04", "this file is a zip archive", "unpack it first"),
    (b"\xfd7zXZ", "this file is packed with xz", "unpack it first"),
    (b"BZh", "this file is packed with bzip2", "unpack it first"),
    (b"\x28\xb5\x2f\xfd", "this file is packed with Zstandard", "unpack it first"),
    (b"\xff\xfe", "this file is in UTF-16; a dossier is in UTF-8", "give the file as stemma wrote it"),
    (b"\xfe\xff", "this file is in UTF-16; a dossier is in UTF-8", "give the file as stemma wrote it"),
    (b"\xef\xbb\xbf", "this file begins with a byte order mark, which stemma never writes", "give the file as stemma wrote it"),
)
"""What the first bytes of a file tell that is no dossier: what it is, and what to do."""


def _refuse_other(data: bytes) -> None:
    """Raise `BadDossier` for bytes that begin as no dossier does."""
    if not data.strip():
        raise BadDossier("this file is empty", _GIVE)
    for first, what, hint in _FIRST:
        if data.startswith(first):
            raise BadDossier(what, hint)
    if data.lstrip()[:1] not in (b"{", b"["):
        raise BadDossier("this is no dossier: neither JSON nor a page that stemma wrote", _GIVE)


def load(path: str | Path) -> Dossier:
    """The dossier in a file, dossier.json or dossier.html. Raises `BadDossier`, `UnknownSchema`, or `OSError` (cannot be read)."""
    data = Path(path).read_bytes()
    return decode(unpacked(data) if is_page(data) else data, Dossier)


def seals(dossier: Dossier) -> tuple[Seal, ...]:
    """A seal for each report and each other field of a dossier, sorted by part."""
    parts: dict[str, object] = {f"articles/{a.id}": a for a in dossier.articles}
    parts |= {f.name: getattr(dossier, f.name) for f in fields(dossier) if f.name not in ("articles", "seals")}
    return tuple(Seal(part=name, sha256=hashlib.sha256(_ENCODER.encode(parts[name])).hexdigest()) for name in sorted(parts))


def sealed(dossier: Dossier) -> Dossier:
    """The dossier with a seal on every part, by which `stemma verify` tells a part that was changed."""
    return replace(dossier, seals=seals(dossier))


MAX_UNPACKED = 300_000_000
"""Bytes that the dossier in a page may have; that of a page of 100,000 words has 3 million."""
MAX_MEMORY = 200_000_000
"""Bytes that unpacking it may take; ours take 65 MB."""
_PACKED = re.compile(rb'<script type="application/x-stemma-dossier">([A-Za-z0-9+/=\s]*)</script>')


def packed(data: bytes) -> str:
    """An encoded dossier, compressed (xz) and in Base64: what a page carries so that it can be verified and asked by itself."""
    return base64.b64encode(lzma.compress(data, preset=9 | lzma.PRESET_EXTREME)).decode("ascii")


def is_page(data: bytes) -> bool:
    """Whether these bytes are a page rather than JSON."""
    return data.lstrip()[:1] == b"<"


def payload(page: bytes) -> str:
    """The packed dossier in a page, as it stands there. Raises `BadDossier` where there is none, or more than one."""
    found = _PACKED.findall(page)
    if not found and b"x-stemma-dossier" in page:
        raise BadDossier("the dossier in this page breaks off or is damaged", "copy the file again, or examine the pages again")
    if len(found) != 1:
        raise BadDossier(
            f"this page carries {'no dossier' if not found else f'{len(found)} dossiers'}: one is needed",
            _GIVE,
        )
    return str(found[0].decode("ascii"))


def unpacked(page: bytes) -> bytes:
    """The encoded dossier in a page. Raises `BadDossier` where there is none, or it is damaged."""
    text = payload(page)
    try:
        unpacker = lzma.LZMADecompressor(memlimit=MAX_MEMORY)
        found = unpacker.decompress(base64.b64decode(text, validate=True), MAX_UNPACKED + 1)
    except (lzma.LZMAError, binascii.Error) as error:
        raise BadDossier(f"the dossier in this page is damaged: {error}", "examine the pages again") from error
    if len(found) > MAX_UNPACKED:
        raise BadDossier(f"the dossier in this page swells to more than {MAX_UNPACKED:,} bytes", "do not trust where it comes from")
    if not unpacker.eof or unpacker.unused_data:
        raise BadDossier("the dossier in this page is damaged: its end is not where it should be", "examine the pages again")
    return found


def correction_lines(corrections: Iterable[Correction]) -> bytes:
    """Corrections as JSON lines, which `corrections` reads back."""
    return b"".join(encode(one) + b"\n" for one in corrections)


def corrections(data: bytes, source: str) -> tuple[Correction, ...]:
    """The corrections in a file: JSON lines, or one JSON array. Blank lines and lines that begin with # say nothing.

    Raises `BadCorrection` with the line that is damaged; `source` names the file for a reader.
    """
    hint = "mend or remove that line; `stemma correct` writes such files"
    found: list[Correction] = []
    if data.lstrip().startswith(b"["):
        try:
            return tuple(msgspec.json.decode(data, type=list[Correction]))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise BadCorrection(f"{source}: this is no list of corrections: {error}", hint) from error
    for n, line in enumerate(data.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith(b"#"):
            continue
        try:
            found.append(msgspec.json.decode(line, type=Correction))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise BadCorrection(f"{source}, line {n}: this is no correction: {error}", hint) from error
    return tuple(found)


_K = TypeVar("_K")
_PACKER = msgspec.msgpack.Encoder()


def pack(value: object) -> bytes:
    """A value as compact bytes for a layer that this very version reads again: not for exchange, and not canonical for sets."""
    return zlib.compress(_PACKER.encode(value), 1)


def unpack(data: bytes, kind: type[_K]) -> _K:
    """What `pack` made of a value of type `kind`. Raises `BadDossier` for anything else."""
    try:
        return msgspec.msgpack.decode(zlib.decompress(data), type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, zlib.error) as error:
        raise BadDossier(f"a layer of the archive is damaged: {error}", "run `stemma archive check --repair`") from error


def article(data: bytes) -> Article:
    """The article that `encode` made. Raises `BadDossier` for anything else."""
    try:
        return msgspec.json.decode(data, type=Article)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadDossier(f"this is no article: {error}", "give it as `stemma read` prints it") from error


def encode_rejected(rejected: Sequence[Rejected]) -> bytes:
    """What was set aside, as a JSON array."""
    return _ENCODER.encode(list(rejected))


def encode_stories(stories: Sequence[Story], rejected: Sequence[Rejected]) -> bytes:
    """Stories, and the articles that no story can be told of."""
    return _ENCODER.encode((list(stories), list(rejected)))


def decode_stories(data: bytes) -> tuple[tuple[Story, ...], tuple[Rejected, ...]]:
    """What `encode_stories` wrote. Raises `BadDossier` for anything else."""
    try:
        return msgspec.json.decode(data, type=tuple[tuple[Story, ...], tuple[Rejected, ...]])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadDossier(f"these are no stories: {error}", "find them again") from error


def rejected(data: bytes) -> Rejected:
    """The refusal that `encode` made these bytes of. Raises `BadDossier` for anything else."""
    try:
        return msgspec.json.decode(data, type=Rejected)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadDossier(f"this is no input set aside: {error}", "read the pages again") from error


def decode_rejected(data: bytes) -> tuple[Rejected, ...]:
    """What `encode_rejected` wrote. Raises `BadDossier` for anything else."""
    try:
        return tuple(msgspec.json.decode(data, type=list[Rejected]))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadDossier(f"this is no list of inputs set aside: {error}", "examine the pages again") from error


def schema() -> bytes:
    """The JSON Schema (2020-12) of a dossier, as indented JSON."""
    described = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": f"stemma dossier, schema version {SCHEMA_VERSION}",
    }
    return msgspec.json.format(msgspec.json.encode(described | msgspec.json.schema(Dossier)), indent=2) + b"\n"
