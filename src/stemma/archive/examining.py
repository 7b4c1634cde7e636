"""Examining an archive: only what changed is worked out anew, and the dossiers are those of a run from nothing.

Two layers are kept by content. That of an article goes by the article as it is looked at (corrected, its furniture judged) and by
the program; that of a story by the articles in it, by the corrections about them and by the program. What has the same key is
the same, so it is left alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from stemma import codec
from stemma.archive.base import Entry, successors
from stemma.archive.collection import Collected, Drafted, Layer, LayerKind, Settled, encoded
from stemma.background.names import SHIPPED, Names
from stemma.errors import BadArchive
from stemma.model import Article, Correction, Dossier, Rejected, Story
from stemma.pipeline import Prepared, Progress, arranged, concerned, gathered, made_with, prepared, told

Changed: TypeAlias = Callable[[Dossier | None, Dossier], None]
"""Told of every story that is new or changed: the dossier that it follows (that of the story that had most of its articles; None if
there was none) and its own."""

TRIES: Final = 5
BATCH: Final = 16
"""Articles, and stories, that are kept in one transaction: what a kill can cost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What an examination did: ids of the stories that are new or changed, and of those that went; how many stayed as they were;
    how many articles were worked out; what was set aside."""

    changed: tuple[str, ...]
    gone: tuple[str, ...]
    kept: int
    articles: int
    rejected: tuple[Rejected, ...]


def examine(
    store: Collected,
    entry: Callable[[Dossier], Entry],
    *,
    names: Names = SHIPPED,
    changed: Changed | None = None,
    progress: Progress | None = None,
) -> Examined:
    """Bring the stories of an archive up to date with its articles and corrections.

    `entry` makes the line of the list for a dossier. `changed` is called before the old stories are replaced: if the process dies
    in between, it is called for the same stories again by the next examination (at least once, never not at all). Can be killed
    at any moment and run again: what was worked out is kept, and the stories are replaced in one step at the end. Waits while
    another examines the same archive. Raises `BadArchive`.
    """
    with store.examining():
        for _ in range(TRIES):
            found = _examine(store, entry, names, changed, progress)
            if found is not None:
                return found
    raise BadArchive("articles were taken out of the archive again and again while it was examined", "examine it once more")


def _examine(
    store: Collected,
    entry: Callable[[Dossier], Entry],
    names: Names,
    changed: Changed | None,
    progress: Progress | None,
) -> Examined | None:
    """The same; None if an article was taken out meanwhile, so that what was worked out must not be kept."""
    corrections = tuple(m.correction for m in store.corrections() if m.withdrawn is None)
    articles = gathered(store.articles(), corrections)
    program = made_with(names)
    keys = {a.id: _key(program, encoded(a)) for a in articles}
    had = {id: key for id, key in store.made_from().items() if key}
    looked_at = _key("".join((program, *sorted(keys.values()))), codec.correction_lines(corrections))
    before = store.settled()
    if before is not None and before.print == _print(looked_at, had):
        return Examined(changed=(), gone=(), kept=len(had), articles=0, rejected=before.rejected)
    profiles, rejected, fresh = _profiles(store, articles, keys, names, progress)
    by_id = {a.id: a for a in articles}
    wanted: dict[str, str] = {}
    if progress:
        progress("grouping", 0, 1)
    found = sorted(arranged(profiles), key=lambda s: s.id)
    if progress:
        progress("grouping", 1, 1)
    for story in found:
        wanted[story.id] = _story_key(program, story, [by_id[i] for i in story.articles], keys, corrections)
    drafts = store.drafts()
    stale = [s for s in found if had.get(s.id) != wanted[s.id] and wanted[s.id] not in drafts]
    batch: list[Drafted] = []
    for n, story in enumerate(stale, 1):
        own = [by_id[i] for i in story.articles]
        made = told(story, own, _layers(store, own, keys, names), names=names, corrections=corrections)
        if isinstance(made, Dossier):
            batch.append(Drafted(entry=entry(made), dossier=made, key=wanted[story.id]))
        else:
            rejected.extend(made)
            del wanted[story.id]
        if len(batch) >= BATCH or n == len(stale):
            store.draft(batch)
            batch = []
        if progress:
            progress("stories", n, len(stale))
    new = tuple(id for id in sorted(wanted) if had.get(id) != wanted[id])
    if changed is not None:
        _tell(store, {s.id: s for s in found}, {id: wanted[id] for id in new}, changed)
    rejected.sort(key=lambda r: (r.source, r.code, r.message))
    # What failed is tried again by the next.
    settled = Settled(print=_print(looked_at, wanted), rejected=tuple(rejected)) if len(wanted) == len(found) else None
    try:
        store.settle(wanted, [keys[id] for id in sorted(profiles)], settled)
    except KeyError:
        return None
    return Examined(
        changed=new,
        gone=tuple(id for id in sorted(had) if id not in wanted),
        kept=len(wanted) - len(new),
        articles=fresh,
        rejected=tuple(rejected),
    )


def _profiles(
    store: Collected, articles: Sequence[Article], keys: dict[str, str], names: Names, progress: Progress | None
) -> tuple[dict[str, bytes], list[Rejected], int]:
    """The profile of every article that can be analysed, those not kept yet worked out; what was set aside; how many were new."""
    there = store.layers("profile", keys.values())
    profiles = {a.id: there[keys[a.id]] for a in articles if keys[a.id] in there}
    rejected: list[Rejected] = []
    missing = [a for a in articles if a.id not in profiles]
    batch: list[Layer] = []
    for n, article in enumerate(missing, 1):
        made = prepared(article, names)
        if isinstance(made, Rejected):
            rejected.append(made)
        else:
            profiles[article.id] = made.profile
            batch += _as_layers(article.id, keys[article.id], made)
        if len(batch) >= 3 * BATCH or n == len(missing):
            store.keep_layers(batch)
            batch = []
        if progress:
            progress("statements", n, len(missing))
    return profiles, rejected, len(missing) - len(rejected)


def _layers(store: Collected, articles: Sequence[Article], keys: dict[str, str], names: Names) -> dict[str, tuple[bytes, bytes]]:
    """Grammar and statements of the articles of a story; what the sidecar has lost is made again."""
    wanted = [keys[a.id] for a in articles]
    parsed, said = store.layers("parsed", wanted), store.layers("statements", wanted)
    out = {}
    for article in articles:
        key = keys[article.id]
        if key not in parsed or key not in said:
            made = prepared(article, names)
            if isinstance(made, Rejected):  # it was not when its profile was made
                raise BadArchive(f"{made.source} cannot be analysed any more: {made.message}", made.hint)
            store.keep_layers(_as_layers(article.id, key, made))
            parsed[key], said[key] = made.parsed, made.said
        out[article.id] = (parsed[key], said[key])
    return out


def _as_layers(article: str, key: str, made: Prepared) -> list[Layer]:
    kinds: tuple[tuple[LayerKind, bytes], ...] = (("parsed", made.parsed), ("statements", made.said), ("profile", made.profile))
    return [Layer(kind=kind, key=key, article=article, data=data) for kind, data in kinds]


def _tell(store: Collected, found: dict[str, Story], wanted: dict[str, str], changed: Changed) -> None:
    """Call `changed` for the new stories, each with the dossier that it follows."""
    before = store.members()
    holders: dict[str, list[str]] = {}
    for id, articles in before.items():
        for article in articles:
            holders.setdefault(article, []).append(id)
    for id in wanted:
        own = {o for a in found[id].articles for o in holders.get(a, ())}
        was = id if id in before else successors({id: found[id].articles}, {o: before[o] for o in own}).get(id)
        now = store.drafted(wanted[id])
        if now is not None:
            changed(store.dossier(was) if was is not None else None, now)


def _print(looked_at: str, stories: Mapping[str, str]) -> str:
    """What tells an examination from every other: all that it looked at, and all that it made."""
    return _key(looked_at, "\n".join(f"{id} {stories[id]}" for id in sorted(stories)).encode())


def _key(program: str, data: bytes) -> str:
    return hashlib.sha256(program.encode() + data).hexdigest()


def _story_key(
    program: str, story: Story, articles: Sequence[Article], keys: dict[str, str], corrections: Sequence[Correction]
) -> str:
    """Articles that say the same under other ids are others: their keys have their ids in them."""
    seen = hashlib.sha256(program.encode())
    for one in sorted(articles, key=lambda a: a.id):
        seen.update(bytes.fromhex(keys[one.id]))
    seen.update(b"\0" + codec.correction_lines(concerned(corrections, articles)))
    return seen.hexdigest()
