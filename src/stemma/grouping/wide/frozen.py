"""Standing stories as bytes, and back: what an archive keeps beside its articles, and may throw away and make anew from them."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Sequence

import numpy as np

from stemma.errors import BadArchive
from stemma.grouping.wide.clusters import NEVER
from stemma.grouping.wide.profiles import TERM, Profile
from stemma.grouping.wide.standing import BY, Frozen, Standing

MAGIC = b"stemma stories 2\n"
_HINT = "throw it away: it is made anew from the articles"


def freeze(standing: Standing) -> bytes:
    """The state as bytes: the same for the same articles, whatever the order they came in (and the same removals)."""
    own = standing.frozen()
    head = {
        "by": BY,
        "articles": own.articles,
        "days": [None if day == NEVER else day for day in own.days.tolist()],
        "lengths": own.lengths.tolist(),
        "stories": own.stories,
        "links": len(own.links),
        "moved": own.moved,
    }
    text = json.dumps(head, separators=(",", ":")).encode("utf-8")
    arrays = (own.sizes.astype("<u4"), own.links.astype("<u4"), own.records)
    return b"".join((MAGIC, struct.pack("<Q", len(text)), text, *(array.tobytes() for array in arrays)))


def thaw(data: bytes) -> Standing:
    """The stories that `freeze` wrote; raises `BadArchive` for bytes that it did not write, or that are cut off, or of another
    version of the models."""
    if not data.startswith(MAGIC):
        raise BadArchive("these bytes are no standing stories of this version", _HINT)
    try:
        at = len(MAGIC) + 8
        (size,) = struct.unpack("<Q", data[len(MAGIC) : at])
        head = json.loads(data[at : at + size])
        names, links = head["articles"], head["links"]
        at += size
        sizes = np.frombuffer(data, "<u4", len(names), at).astype(np.int64)
        ends = at + 4 * len(names) + 8 * links
        if head["by"] != BY or ends + int(sizes.sum()) * TERM.itemsize != len(data):
            raise BadArchive("the standing stories were cut off, or written by another version", _HINT)
        own = Frozen(
            articles=names,
            days=np.array([NEVER if day is None else day for day in head["days"]], np.int64),
            lengths=np.array(head["lengths"], np.int64),
            records=np.frombuffer(data, TERM, int(sizes.sum()), ends),
            sizes=sizes,
            stories=head["stories"],
            links=np.frombuffer(data, "<u4", 2 * links, at + 4 * len(names)).reshape(-1, 2).astype(np.int64),
            moved=head["moved"],
        )
        out = Standing()
        out.restore(own)
    except (ValueError, LookupError, TypeError, struct.error) as error:
        raise BadArchive(f"the standing stories are damaged: {error}", _HINT) from error
    return out


def put_back(profiles: Sequence[Profile], stories: Iterable[Sequence[str]], links: Sequence[tuple[str, str]]) -> Standing:
    """The standing stories of some articles, from what `Standing.stories` (the ids of the articles of each) and `Standing.links`
    said of them: nothing is compared again. Raises `LookupError` for a story or a link of an article that is not among them."""
    own = sorted(profiles, key=lambda p: p.article)
    number = {p.article: n for n, p in enumerate(own)}
    out = Standing()
    out.restore(
        Frozen(
            articles=list(number),
            days=np.array([NEVER if p.day is None else p.day for p in own], np.int64),
            lengths=np.array([p.length for p in own], np.int64),
            records=np.frombuffer(b"".join(p.terms for p in own), TERM),
            sizes=np.array([len(p.terms) // TERM.itemsize for p in own], np.int64),
            stories=[[number[a] for a in story] for story in stories if len(story) > 1],
            links=np.array([(number[a], number[b]) for a, b in links], np.int64).reshape(-1, 2),
            moved={},
        )
    )
    return out
