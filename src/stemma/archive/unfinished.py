"""A takedown that is not proved yet: what is needed to finish it, kept in a file beside the archive until it is.

What was to be searched for is gone from the archive as soon as it is taken out, so a process that dies before the search would
leave nobody who knows what to look for. The file holds words of the articles, packed, and is its owner's alone; once the proof is
given it is overwritten and removed.
"""

from __future__ import annotations

import base64
import json
import os
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from stemma.archive.database import complaint
from stemma.errors import BadArchive

RECORD: Final = "removing.packed"
_NEW: Final = "removing.packed.new"
_MADE: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A takedown: `asked` is what was named; ids of the `articles`, hashes of the `pages`, ids of the `stories` that quoted them;
    their `addresses`; the keys of the `parts` of inputs that they came from; what to look for, by kind (`needles`)."""

    asked: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    stories: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    parts: tuple[bytes, ...] = ()
    needles: Mapping[str, tuple[bytes, ...]] = field(default_factory=dict)

    def means(self, name: str) -> bool:
        """Whether something that was taken out has this id, address or hash, or was named so."""
        hashes = self.needles.get("hash", ())
        return name in self.asked + self.articles + self.pages + self.addresses or name.encode("utf-8", "surrogatepass") in hashes

    def with_(self, other: Begun) -> Begun:
        """Both as one."""
        kinds = dict.fromkeys((*self.needles, *other.needles))
        return Begun(
            asked=tuple(dict.fromkeys(self.asked + other.asked)),
            articles=_both(self.articles, other.articles),
            pages=_both(self.pages, other.pages),
            stories=_both(self.stories, other.stories),
            addresses=_both(self.addresses, other.addresses),
            parts=tuple(sorted({*self.parts, *other.parts})),
            needles={k: tuple(dict.fromkeys(self.needles.get(k, ()) + other.needles.get(k, ()))) for k in kinds},
        )


def begun(folder: Path) -> Begun | None:
    """The takedown of an archive that is not finished, if there is one. Raises `BadArchive` where its record cannot be read."""
    file = folder / RECORD
    try:
        data = file.read_bytes()
        if not data.strip(b"\0"):
            return None  # proved: the process died between overwriting and removing it
        told = json.loads(zlib.decompress(data))
        if told["made"] != _MADE:
            raise ValueError(f"it is of version {told['made']}")
        return Begun(
            asked=_texts(told["asked"]),
            articles=_texts(told["articles"]),
            pages=_texts(told["pages"]),
            stories=_texts(told["stories"]),
            addresses=_texts(told["addresses"]),
            parts=_bytes(told["parts"]),
            needles={kind: _bytes(found) for kind, found in told["needles"].items()},
        )
    except FileNotFoundError:
        return None
    except (OSError, zlib.error, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadArchive(
            f"the record of a takedown that is not finished, {file}, cannot be read: {error}",
            f"remove {RECORD}, and name the articles to `stemma archive remove` again if they are still there; if not, look for "
            "their words in the files by hand",
        ) from error


def keep(folder: Path, what: Begun) -> None:
    """Keep a takedown until it is proved: on the disk when this returns, whole or not at all. Raises `BadArchive`."""
    told = {
        "made": _MADE, "asked": what.asked, "articles": what.articles, "pages": what.pages, "stories": what.stories,
        "addresses": what.addresses, "parts": _plain(what.parts), "needles": {k: _plain(v) for k, v in what.needles.items()},
    }  # fmt: skip
    new = folder / _NEW
    try:
        new.unlink(missing_ok=True)  # of a process that died here
        with os.fdopen(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as opened:
            opened.write(zlib.compress(json.dumps(told).encode("ascii"), 1))
            opened.flush()
            os.fsync(opened.fileno())
        new.replace(folder / RECORD)
        _settle(folder)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise complaint(folder, error) from error


def drop(folder: Path) -> None:
    """Overwrite and remove the record. Raises `BadArchive`."""
    try:
        for file in (folder / _NEW, folder / RECORD):
            if file.exists():
                with file.open("r+b") as opened:
                    opened.write(bytes(file.stat().st_size))
                    opened.flush()
                    os.fsync(opened.fileno())
                file.unlink()
        _settle(folder)
    except OSError as error:
        raise complaint(folder, error) from error


def _settle(folder: Path) -> None:
    """Write the folder's list of files to the disk, so that a power cut does not bring an old one back."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _both(a: Sequence[str], b: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted({*a, *b}))


def _plain(values: Sequence[bytes]) -> list[str]:
    return [base64.b64encode(v).decode("ascii") for v in values]


def _bytes(values: Sequence[str]) -> tuple[bytes, ...]:
    return tuple(base64.b64decode(v, validate=True) for v in values)


def _texts(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(str(v) for v in values)
