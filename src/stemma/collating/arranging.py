"""A group of passages -> a row: its base, the readings of its articles, and how they depart from the base."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from stemma.collating.variants import Page, reading, variants
from stemma.model import Passage, Row


def readings(group: Sequence[Passage], pages: Mapping[str, Page]) -> list[tuple[Passage, ...]]:
    """The passages of a row as readings, by article and place: passages that follow each other without a word between them are
    one reading (what another article says in one sentence); a headline, which no sentence continues, and a passage that stands
    elsewhere in the article (which says it again) are readings of their own."""
    out: list[list[Passage]] = []
    for passage in sorted(group):
        last = out[-1][-1] if out else None
        held = pages[passage.article]
        if (
            last is not None
            and last.article == passage.article
            and not any(c.isalnum() for c in held.text[last.span.end : passage.span.start])
            and not (held.title and held.title.start <= last.span.start < held.title.end)
        ):
            out[-1].append(passage)
        else:
            out.append([passage])
    return [tuple(part) for part in out]


def arranged(group: Sequence[Passage], pages: Mapping[str, Page]) -> Row:
    """The row of a group. The base is the reading with the most words; among equals, the one whose words come first in the
    alphabet, then the first by article, so that what articles are called matters least."""
    parts = readings(group, pages)
    read = {part: reading(part, pages) for part in parts}
    base = min(parts, key=lambda p: (-len(read[p].said), read[p].said, p))
    rest = [p for p in parts if p != base]
    name = hashlib.sha256("\\n".join((base[0].article, *read[base].said, str(base[0].span.start))).encode()).hexdigest()[:12]
    return Row(
        id=name,
        passages=(*base, *(p for part in rest for p in part)),
        variants=tuple(v for part in rest for v in variants(read[base], read[part], pages)),
    )
