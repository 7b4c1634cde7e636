"""What is done to one page and to one story, in whatever process or machine: the functions that engines carry about."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from stemma import codec
from stemma.background.names import Names
from stemma.dossier import render, withhold
from stemma.dossier.names import folder_name
from stemma.engine.base import TRIES
from stemma.errors import DEFECTS, BadInput
from stemma.model import Article, Correction, Rejected, Story
from stemma.pipeline import examined as examine
from stemma.pipeline import profiled
from stemma.reading import Part, open_parts, settle, tied
from stemma.reading.formats.columns import Columns
from stemma.reading.parts import LIMITS

Corrections = Mapping[str, Sequence[Correction]]
"""By the SHA-256 of their page."""

LOST: Final = "worker-lost"


@dataclass(frozen=True, slots=True)
class Head:
    """What must be known of an article while all are gone through: the hash of its encoded bytes (32 hexadecimal digits), and what
    `stemma.reading.Tie` has."""

    id: str
    sha: str
    undated: bool
    day: str
    bonds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """An article as encoded bytes, with its head; or why a page was set aside."""

    line: bytes
    head: Head | None


def settled(part: Part | Rejected, corrections: Corrections) -> Settled:
    """One page as read. A page that was refused already comes through."""
    return seen(part if isinstance(part, Rejected) else settle(part, corrections))


def seen(one: Article | Rejected) -> Settled:
    """An article, or a refusal, as a line to be kept."""
    line = codec.encode(one)
    if isinstance(one, Rejected):
        return Settled(line, None)
    tie = tied(one)
    sha = hashlib.sha256(line).hexdigest()[:32]
    return Settled(line, Head(id=one.id, sha=sha, undated=tie.undated, day=tie.day, bonds=tie.bonds))


def opened(address: str, data: bytes, names: Mapping[str, str], corrections: Corrections, columns: Columns | None) -> list[Settled]:
    """All pages of a file that an engine brought, as `read` would read it from disk; `names` has the file's own by its address."""
    out: list[Settled] = []
    source = plain(address)
    try:
        parts = open_parts(BytesIO(data), source, names[address], LIMITS, columns=columns)
        out.extend(settled(part if isinstance(part, Part) else refused(part), corrections) for part in parts)
    except BadInput as error:
        out.append(seen(refused(error)))
    except DEFECTS as error:
        message = f"this input could not be read: {type(error).__name__}: {error}"
        out.append(
            seen(Rejected(source=source, code="reading-failed", message=message, hint="please report it as a defect of stemma"))
        )
    return out


def plain(address: str) -> str:
    """An address for a reader: a file of this machine by its path alone."""
    return re.sub(r"^file:/+", "/", address)


def refused(error: BadInput) -> Rejected:
    """A bad input as the value that a result carries."""
    return Rejected(source=error.source, code=error.code, message=error.message, hint=error.hint)


def lost(source: str) -> Rejected:
    """A page whose worker died of it, in the same words wherever that was."""
    return Rejected(
        source=source,
        code=LOST,
        message=f"the process that worked on this died each of {TRIES} times that it worked on nothing else",
        hint="leave this page out, or run again with more memory a worker (fewer --workers)",
    )


def profile(line: bytes) -> bytes | Rejected:
    """An encoded article's profile, encoded too, or why no story can be told of it."""
    return profiled(codec.article(line))


@dataclass(frozen=True, slots=True)
class Job:
    """A story and its articles, encoded, in the order of `story.articles`."""

    story: Story
    lines: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a story: the folder its dossier belongs into, and the dossier as JSON and as a page; "" and empty for none."""

    folder: str
    json: bytes
    html: bytes
    rejected: tuple[Rejected, ...]


def examined(job: Job, names: Names, corrections: Sequence[Correction], *, no_text: bool) -> Done:
    """One story examined and drawn."""
    dossier, rejected = examine(job.story, map(codec.article, job.lines), names=names, corrections=corrections)
    if dossier is None:
        return Done("", b"", b"", rejected)
    if no_text:
        dossier = codec.sealed(withhold(dossier))
    data = codec.encode(dossier)
    return Done(folder_name(dossier), data, render(dossier, codec.packed(data)).encode("utf-8"), rejected)


def head_line(head: Head | None) -> str:
    """A head as one line of JSON; null for a refusal."""
    if head is None:
        return "null"
    return json.dumps([head.id, head.sha, head.undated, head.day, head.bonds], ensure_ascii=True, separators=(",", ":"))


def head_of(line: str) -> Head | None:
    """What `head_line` wrote."""
    found = json.loads(line)
    if found is None:
        return None
    id, sha, undated, stands, bound = found
    return Head(id, sha, undated, stands, tuple(bound))
