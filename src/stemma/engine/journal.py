"""What a run has done, kept beside what it wrote, so that the next one does only what is missing."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from stemma import codec
from stemma.disk import put
from stemma.model import Rejected


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of a story: the key of what it was examined from, its id, the folder of its dossier ("" for none), the sizes of
    dossier.json and dossier.html, and what was set aside."""

    key: str
    story: str
    folder: str
    sizes: tuple[int, int]
    rejected: tuple[Rejected, ...]

    def stands(self, folder: Path) -> bool:
        """Whether its files are there, whole, below `folder`."""
        try:
            return not self.folder or self.sizes == tuple(
                (folder / self.folder / name).stat().st_size for name in ("dossier.json", "dossier.html")
            )
        except OSError:
            return False


class Journal:
    """Entries by key, in a file of one line each. A line that was cut short by a crash is as if it had not been written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.entries: dict[str, Entry] = {}
        whole = 0
        if path.exists():
            for line in path.read_bytes().splitlines(keepends=True):
                entry = _entry(line) if line.endswith(b"\n") else None
                if entry is None:
                    break
                self.entries[entry.key] = entry
                whole += len(line)
            os.truncate(path, whole)

    def add(self, entry: Entry) -> None:
        """Note what was done, after it was done."""
        self.entries[entry.key] = entry
        with self._path.open("ab") as file:
            file.write(_line(entry))

    def settle(self, keys: Collection[str]) -> list[Entry]:
        """Keep the entries of these keys alone, sorted; the others are given back."""
        wanted = frozenset(keys)
        gone = [entry for key, entry in sorted(self.entries.items()) if key not in wanted]
        self.entries = {key: entry for key, entry in sorted(self.entries.items()) if key in wanted}
        put(self._path, b"".join(map(_line, self.entries.values())))
        return gone


def _line(entry: Entry) -> bytes:
    told = [entry.key, entry.story, entry.folder, *entry.sizes, codec.encode_rejected(entry.rejected).decode("utf-8")]
    return json.dumps(told, ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n"


def _entry(line: bytes) -> Entry | None:
    try:
        key, story, folder, first, second, rejected = json.loads(line)
    except ValueError:
        return None
    return Entry(key, story, folder, (first, second), codec.decode_rejected(rejected.encode("utf-8")))


def rejected_of(entries: Iterable[Entry]) -> list[Rejected]:
    """All that was set aside."""
    return [one for entry in entries for one in entry.rejected]
