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
from stemma.archive.collection import Collected, Drafted, Layer, LayerKind, Settled
from stemma.archive.planning import Planning
from stemma.archive.sidecar import TornSidecar
from stemma.background.names import SHIPPED, Names
from stemma.errors import BadArchive
from stemma.model import Article, Dossier, Rejected
from stemma.pipeline import Progress, collected, made_with, prepared, told

Changed: TypeAlias = Callable[[Dossier | None, Dossier], None]
"""Told of every story that is new or changed: the dossier that it follows (that of the story that had most of its articles; None if
there was none) and its own."""

TRIES: Final = 5
BATCH: Final = 16
"""Stories that are kept in one transaction: what a kill can cost."""
_OWN: Final[tuple[LayerKind, ...]] = ("parsed", "statements")


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

    def waiting(seconds: int) -> None:
        if progress is not None:
            progress("waiting for another examination (s)", seconds, 0)

    with store.examining(waiting):
        for _ in range(TRIES):
            try:
                found = _examine(store, entry, names, changed, progress)
            except TornSidecar:
                store.forget_plan()
                continue
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
    every = store.corrections()
    corrections = tuple(m.correction for m in every if m.withdrawn is None)
    program = made_with(names)
    had = {id: key for id, key in store.made_from().items() if key}
    looked_at = _key(f"{program} {store.extent()}", codec.correction_lines(corrections))
    before = store.settled()
    if before is not None and before.print == _print(looked_at, had):
        return Examined(changed=(), gone=(), kept=len(had), articles=0, rejected=before.rejected)
    pages = {p for m in every for p in (m.correction.page, m.correction.other) if p}
    with store.plan() as plan:
        work = Planning(store, plan, program, corrections, pages, progress)
        if not work.bring():
            return None
        wanted = plan.wanted()
        drafts = store.drafts()
        # Of a plan made anew it is not known what was left out of a story: that is found out once more.
        short = {id for id, own in store.members().items() if len(own) < len(plan.story(id))} if work.anew else set[str]()
        stale = [id for id, key in wanted.items() if (had.get(id) != key and key not in drafts) or id in short]
        failed: list[Rejected] = []
        batch: list[Drafted] = []
        for n, id in enumerate(stale, 1):
            made = _made(work, id, names)
            if made is None:
                return None
            if isinstance(made, Dossier):
                batch.append(Drafted(entry=entry(made), dossier=made, key=wanted[id]))
            else:
                failed.extend(made)
                del wanted[id]
            if len(batch) >= BATCH or n == len(stale):
                store.draft(batch)
                batch = []
            if progress:
                progress("stories", n, len(stale))
        new = tuple(id for id in sorted(wanted) if had.get(id) != wanted[id])
        if changed is not None:
            _tell(store, {id: tuple(r.article for r in plan.story(id)) for id in new}, wanted, changed, progress)
        aside = [codec.unpack(why, Rejected) for why in plan.set_aside()]
        layers = plan.keys()
    rejected = tuple(sorted({*aside, *failed}, key=lambda r: (r.source, r.code, r.message)))
    # What failed is tried again by the next.
    settled = None if failed else Settled(print=_print(looked_at, wanted), rejected=rejected)
    try:
        store.settle(wanted, layers, settled)
    except KeyError:
        return None
    return Examined(
        changed=new,
        gone=tuple(id for id in sorted(had) if id not in wanted),
        kept=len(wanted) - len(new),
        articles=len(work.fresh),
        rejected=rejected,
    )


def _made(work: Planning, id: str, names: Names) -> Dossier | list[Rejected] | None:
    """The dossier of a story, or why there is none; None if one of its articles went meanwhile."""
    rows = work.plan.story(id)
    articles = work.looked_at(rows)
    if articles is None or not rows:
        return None
    keys = {r.article: r.key or "" for r in rows}
    layers, aside = _layers(work, articles, keys, names)
    if aside or any(r.failed for r in rows):
        work.plan.failed({a.id: codec.pack(aside[a.id]) if a.id in aside else None for a in articles})
    if not layers:
        return list(aside.values())
    made = told(collected(id, keys), articles, layers, names=names, corrections=work.said)
    return made if isinstance(made, Dossier) else [*aside.values(), *made]


def _layers(
    work: Planning, articles: Sequence[Article], keys: dict[str, str], names: Names
) -> tuple[dict[str, tuple[bytes, bytes]], dict[str, Rejected]]:
    """Grammar and statements of the articles of a story, those that are not kept worked out; and what was set aside."""
    store = work.store
    parsed, said = (store.layers(kind, list(keys.values())) for kind in _OWN)
    out: dict[str, tuple[bytes, bytes]] = {}
    aside: dict[str, Rejected] = {}
    for n, article in enumerate(articles, 1):
        key = keys[article.id]
        if key in parsed and key in said:
            out[article.id] = (parsed[key], said[key])
            continue
        made = prepared(article, names)
        work.fresh.add(article.id)
        if isinstance(made, Rejected):
            aside[article.id] = made
        else:
            out[article.id] = made.parsed, made.said
            store.keep_layers(
                [Layer(kind=k, key=key, article=article.id, data=d) for k, d in zip(_OWN, out[article.id], strict=True)]
            )
        work.tick("statements of the story", n, len(articles))
    return out, aside


def _tell(
    store: Collected, new: Mapping[str, tuple[str, ...]], keys: Mapping[str, str], changed: Changed, progress: Progress | None
) -> None:
    """Call `changed` for the new stories (ids of their articles by id), each with the dossier that it follows."""
    for n, (id, own) in enumerate(new.items(), 1):
        before = store.members([id, *store.quoting(own)])
        was = id if id in before else successors({id: own}, before).get(id)
        now = store.drafted(keys[id])
        if now is not None:
            changed(store.dossier(was) if was is not None else None, now)
        if progress:
            progress("telling", n, len(new))


def _print(looked_at: str, stories: Mapping[str, str]) -> str:
    """What tells an examination from every other: all that it looked at, and all that it made."""
    return _key(looked_at, "\n".join(f"{id} {stories[id]}" for id in sorted(stories)).encode())


def _key(program: str, data: bytes) -> str:
    return hashlib.sha256(program.encode() + data).hexdigest()
