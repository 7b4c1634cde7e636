"""Standing stories as bytes, and back: what an archive keeps beside its articles, and may throw away and make anew from them."""

from __future__ import annotations

import json
import struct
from itertools import pairwise

import numpy as np

from stemma.errors import BadArchive
from stemma.grouping.wide.profiles import TERM, Profile
from stemma.grouping.wide.standing import BY, Standing

MAGIC = b"stemma stories 1\n"
_HINT = "throw it away: it is made anew from the articles"


def freeze(standing: Standing) -> bytes:
    """The state as bytes: the same for the same articles, whatever the order they came in (and the same removals)."""
    profiles = list(standing.held())
    number = {p.article: n for n, p in enumerate(profiles)}
    head = {
        "by": BY,
        "articles": [p.article for p in profiles],
        "days": [p.day for p in profiles],
        "lengths": [p.length for p in profiles],
        "stories": [[number[a] for a in story.articles] for story in standing.stories() if len(story.articles) > 1],
        "links": [[number[a], number[b]] for a, b in standing.links()],
        "moved": dict(sorted(standing.moved.items())),
    }
    sizes = np.array([len(p.terms) // TERM.itemsize for p in profiles], "<u4").tobytes()
    text = json.dumps(head, separators=(",", ":")).encode("utf-8")
    return b"".join((MAGIC, struct.pack("<Q", len(text)), text, sizes, *(p.terms for p in profiles)))


def thaw(data: bytes) -> Standing:
    """The stories that `freeze` wrote; raises `BadArchive` for bytes that it did not write, or that are cut off, or of another
    version of the models."""
    if not data.startswith(MAGIC):
        raise BadArchive("these bytes are no standing stories of this version", _HINT)
    try:
        at = len(MAGIC) + 8
        (size,) = struct.unpack("<Q", data[len(MAGIC) : at])
        head = json.loads(data[at : at + size])
        names = head["articles"]
        sizes = np.frombuffer(data, "<u4", len(names), at + size)
        ends = (np.concatenate(([0], np.cumsum(sizes.astype(np.int64)))) * TERM.itemsize + at + size + sizes.nbytes).tolist()
        if head["by"] != BY or ends[-1] != len(data):
            raise BadArchive("the standing stories were cut off, or written by another version", _HINT)
        profiles = [
            Profile(article, day, length, data[start:end])
            for article, day, length, (start, end) in zip(names, head["days"], head["lengths"], pairwise(ends), strict=True)
        ]
        stories = [[names[n] for n in story] for story in head["stories"]]
        out = Standing()
        out.restore(profiles, stories, [(names[a], names[b]) for a, b in head["links"]], head["moved"])
    except (ValueError, LookupError, TypeError, struct.error) as error:
        raise BadArchive(f"the standing stories are damaged: {error}", _HINT) from error
    return out
