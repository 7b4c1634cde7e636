"""Reading a collection into segments: inputs of this machine unpacked here and judged by workers, others opened by workers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from typing import BinaryIO, Final

from stemma import codec
from stemma.engine.base import EVERY, Engine, Lost, Unopened
from stemma.engine.collection import Segments
from stemma.engine.steps import Corrections, Settled, lost, opened, plain, refused, seen, settled
from stemma.errors import BadInput
from stemma.model import Rejected
from stemma.reading import Fetch, Held, Part, unpack
from stemma.reading.formats.columns import Columns
from stemma.reading.sources.inputs import distinct, expand

BATCH: Final = 64
"""Pages a worker gets at a time, unless they are of more than `BATCH_BYTES`."""
BATCH_BYTES: Final = 4_000_000
FILE_BYTES: Final = 1_000_000_000
"""Largest file that is brought to a worker whole."""

GIVEN_UP: Final = "given up"
"""In the place of a segment's key: it is to be made again."""

_REMOTE: Final = re.compile(r"(?!https?://)[a-z][a-z0-9+.-]*://", re.IGNORECASE)

Advance = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What to read, and how: as for `stemma.read`. Paths such as s3a://… and hdfs://… are left to the engine."""

    paths: tuple[str | Path | Held, ...]
    fetch: bool | Fetch = False
    stdin: BinaryIO | None = None
    columns: str | None = None


def take(inputs: Inputs, engine: Engine, segments: Segments, made_by: str, corrections: Corrections, advance: Advance) -> int:
    """Read everything that is not in `segments` yet; how many segments there are. `made_by` is what else the outcome depends on.

    Raises `BadInput` for columns that say nothing, or addresses that the engine cannot look into.
    """
    remote = [p for p in inputs.paths if isinstance(p, str) and _REMOTE.match(p)]
    numbers = count()
    batches = _Batches(inputs, [p for p in inputs.paths if p not in remote], segments, numbers, made_by, advance)
    for n, results in engine.each(partial(settled, corrections=corrections), batches):
        number, key, parts = batches.given.pop(n)
        # What was given up is not given up for good: the next run may have more memory, and tries once more.
        key = GIVEN_UP if any(isinstance(one, Lost) for one in results) else key
        segments.write(number, key, [_or_lost(part.source, one) for part, one in zip(parts, results, strict=True)])
        batches.tell()
    if remote:
        columns = Columns.parse(inputs.columns) if inputs.columns else None
        _take_remote(remote, engine, segments, numbers, made_by, corrections, columns, advance)
    total = next(numbers)
    segments.trim(total)
    return total


def _or_lost(source: str, one: Settled | Lost) -> Settled:
    return seen(lost(source)) if isinstance(one, Lost) else one


@dataclass(slots=True)
class _Batches:
    """The batches whose segments are missing, drawn one by one; `given` are those under way, by the engine's number for them."""

    inputs: Inputs
    paths: Sequence[str | Path | Held]
    segments: Segments
    numbers: Iterator[int]
    made_by: str
    advance: Advance
    given: dict[int, tuple[int, str, list[Part | Rejected]]] = field(default_factory=dict)
    far: int = 0
    total: int = 0
    drawn: int = 0

    def __iter__(self) -> Iterator[list[Part | Rejected]]:
        drawn = count()
        for parts in self._cut():
            number, key = next(self.numbers), _key(parts, self.made_by)
            self.drawn += len(parts)
            if self.segments.holds(number, key):
                self.tell()
            else:
                self.given[n := next(drawn)] = (number, key, parts)
                yield self.given[n][2]

    def _cut(self) -> Iterator[list[Part | Rejected]]:
        """All pages in batches that depend on the input alone."""
        batch: list[Part | Rejected] = []
        size = 0
        for part in self._counted():
            batch.append(refused(part) if isinstance(part, BadInput) else part)
            size += len(part.data) if isinstance(part, Part) else 0
            if len(batch) == BATCH or size > BATCH_BYTES:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch

    def _counted(self) -> Iterator[Part | BadInput]:
        """The pages; `far` tells how many bytes of the files they come from lie behind, as near as can be told from outside."""
        ends: dict[str, int] = {}
        self.advance("looking for files", 0, 0)
        for file in expand(self.paths):
            if isinstance(file, Path) and file.is_file():
                self.total += file.stat().st_size
                ends[str(file)] = self.total
                if not len(ends) % EVERY:
                    self.advance("looking for files", len(ends), 0)
        self.tell()
        here, begun = "", 0
        for part in unpack(self.paths, fetch=self.inputs.fetch, stdin=self.inputs.stdin, columns=self.inputs.columns):
            source = part.source if part.source in ends else part.source.rpartition("#")[0]
            if source in ends and source != here:
                begun, here = ends.get(here, begun), source
                self.far = begun
            if isinstance(part, Part) and here:
                self.far = min(self.far + len(part.data), ends[here])
            yield part
        self.far = self.total

    def tell(self) -> None:
        """Say how many kilobytes are read, or where there are no files whose sizes tell how many there will be, how many pages."""
        if self.total:
            self.advance("reading pages (kB)", -(-self.far // 1_000), -(-self.total // 1_000))
        else:
            self.advance("reading pages", self.drawn, 0)


def _key(parts: Iterable[Part | Rejected], made_by: str) -> str:
    """A hash of pages and of all that is known of them."""
    digest = hashlib.sha256(made_by.encode("utf-8"))
    for part in parts:
        if isinstance(part, Rejected):
            digest.update(codec.encode(part))
        else:
            told = repr((part.source, part.name, part.form, part.given, len(part.data)))
            digest.update(told.encode("utf-8", "surrogatepass"))
            digest.update(part.data)
    return digest.hexdigest()


def _take_remote(
    remote: Sequence[str],
    engine: Engine,
    segments: Segments,
    numbers: Iterator[int],
    made_by: str,
    corrections: Corrections,
    columns: Columns | None,
    advance: Advance,
) -> None:
    """The files on the engine's own file systems, a segment each, in order of their addresses."""
    found = sorted(engine.find(remote), key=lambda file: file.address)
    names = distinct([_path(file.address) for file in found])
    wanted: list[Unopened] = []
    places: list[tuple[int, str]] = []
    for file in found:
        number = next(numbers)
        name = names[_path(file.address)]
        key = hashlib.sha256("\0".join((made_by, file.address, file.state, name)).encode("utf-8", "surrogatepass")).hexdigest()
        if segments.holds(number, key):
            continue
        if file.size > FILE_BYTES:
            segments.write(number, key, [seen(_large(file))])
            continue
        if not file.size:
            segments.write(number, key, opened(file.address, b"", {file.address: name}, corrections, columns))
            continue
        wanted.append(file)
        places.append((number, key))
    advance("reading files", 0, len(wanted))
    given = {file.address: names[_path(file.address)] for file in wanted}
    step = partial(opened, names=given, corrections=corrections, columns=columns)
    for done, (n, result) in enumerate(engine.each_file(step, wanted), 1):
        number, key = places[n]
        if isinstance(result, Lost):
            segments.write(number, GIVEN_UP, [seen(lost(plain(wanted[n].address)))])
        else:
            segments.write(number, key, result)
        advance("reading files", done, len(wanted))


def _path(address: str) -> Path:
    """The path in an address, below what says which file system it is on."""
    return Path(re.sub(r"^[a-z][a-z0-9+.-]*://[^/]*", "", plain(address), flags=re.IGNORECASE))


def _large(file: Unopened) -> Rejected:
    return Rejected(
        source=plain(file.address),
        code="too-large",
        message=f"found a file of {file.size:,} bytes; a file that is brought to a worker whole may have {FILE_BYTES:,}",
        hint="split it, as Spark itself does when it writes, or give it as a path of this machine",
    )
