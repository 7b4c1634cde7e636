"""Taking articles out of an archive for good, and proving it.

What SQLite frees it overwrites here (`secure_delete`), the log is written back and emptied, the index is merged. Then every file of
the archive is searched, byte by byte, for what was taken out: ids, hashes, addresses, stretches of the texts, and pieces of every
value that was stored about them as it stood on disk, packed. What the packed values that stay hold is searched, too, unpacked.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from stemma import codec
from stemma.archive.base import Entry
from stemma.archive.database import complaint
from stemma.archive.examining import Examined, examine
from stemma.archive.measuring import while_packed
from stemma.archive.residue import Needles, explained, grams, windows
from stemma.archive.sqlite import SqliteStore
from stemma.archive.unfinished import Begun, begun, drop, keep
from stemma.archive.watched import Watched, watched
from stemma.background.names import SHIPPED, Names
from stemma.errors import BadArchive, BadDossier, UnknownName
from stemma.model import Alert, Article, Dossier
from stemma.pipeline import Progress

_KINDS: Final = ("id", "hash", "address", "stretch of text", "piece of a stored value")
_QUOTE: Final = 24
"""Characters of a quote that is looked for: shorter ones may stand anywhere."""
_SEALED: Final = "value that cannot be unpacked"
"""What it holds nobody can tell, so it is no proof."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Something of what was taken out that is still there: what kind, in which file or value, and where in it (bytes)."""

    kind: str
    where: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """What was taken out, and the proof.

    `articles` are ids, `pages` hashes (SHA-256), `stories` ids of the dossiers that quoted them. `looked` is how many byte strings
    of each kind were looked for, `shared` how many of them stand in articles that stay and prove nothing; `files` are the files
    searched with their sizes, `values` how many packed values were unpacked and searched. `left` is empty if all is gone.
    `packed` says whether the files had to be written anew for that. `examined` is what examining the rest did, if it was asked for.
    """

    articles: tuple[str, ...]
    pages: tuple[str, ...]
    stories: tuple[str, ...]
    looked: tuple[tuple[str, int], ...]
    shared: int
    files: tuple[tuple[str, int], ...]
    values: int
    packed: bool
    left: tuple[Left, ...]
    notes: tuple[str, ...]
    examined: Examined | None

    @property
    def gone(self) -> bool:
        """Whether nothing was found."""
        return not self.left


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """An article that goes: what it is known by, and its words."""

    id: str
    sha256: str
    url: str | None
    texts: tuple[str, ...]


def remove(
    store: SqliteStore,
    what: Sequence[str],
    entry: Callable[[Dossier], Entry] | None,
    *,
    names: Names = SHIPPED,
    progress: Progress | None = None,
    published: Callable[[], Sequence[Path]] | None = None,
    proven: Callable[[Removal], None] | None = None,
) -> Removal:
    """Take out articles by id, address or SHA-256 of their page, with all that was derived from them, and search for what is left.

    With `entry` (as for `examine`) the stories that quoted them are examined again without them. `published` is called once the
    alerts that quote them are gone: it writes anew what shows alerts elsewhere and returns these files, which are searched, too.

    What is taken out is out at once; the proof waits for an examination that runs. Until it is given, a record of what to look for
    lies beside the archive (`archive.unfinished`): if the process dies, the same call, or the next for another article, finishes
    what was begun. `proven` is called with the proof before that record goes, so that no proof is lost; a proof that found
    something keeps it. Raises `UnknownName` if any of `what` names nothing, and takes nothing out then; `BadArchive`.
    """
    with store.removing():
        before = begun(store.folder)
        if before is None:
            drop(store.folder)  # what a process left that died while it removed it
            before = Begun()
        taking = _meant(store, what, before)
        keep(store.folder, taking)
        # First, so that a watch that is polling does not let in again what goes now.
        _forget(store, taking)
        store.take_out(taking.articles, taking.pages)
        with store.examining():
            # An examination that ran until now may have noted alerts from what it had read before.
            book = _forget(store, taking)
            files = published() if published is not None else ()
            removal = _proved(store, taking, entry, names, progress, book, files)
        if proven is not None:
            proven(removal)
        if removal.gone:
            drop(store.folder)
        return removal


def _forget(store: SqliteStore, taking: Begun) -> Watched | None:
    """Take out what a watch has of the articles; what it remembers otherwise."""
    book = watched(store.folder)
    if book is not None:
        book.forget(taking.articles, addresses=taking.addresses, parts=taking.parts)
    return book


def _proved(
    store: SqliteStore,
    taking: Begun,
    entry: Callable[[Dossier], Entry] | None,
    names: Names,
    progress: Progress | None,
    book: Watched | None,
    published: Sequence[Path],
) -> Removal:
    """Examine the rest, and search for what was taken out."""
    examined = examine(store, entry, names=names, progress=progress) if entry is not None else None
    notes = _emptied(store)
    left, shared, values = _search(store, taking.needles, published, progress)
    anew = bool(left)
    if anew:
        # An archive made by an older version has freed space that was never overwritten.
        with while_packed(store.size(), "packing (kB)", progress):
            store.pack()
            if book is not None:
                book.pack()
        left, shared, values = _search(store, taking.needles, published, progress)
    return Removal(
        articles=taking.articles,
        pages=taking.pages,
        stories=taking.stories,
        looked=tuple((kind, len(taking.needles.get(kind, ()))) for kind in _KINDS),
        shared=shared,
        files=tuple((f.name, f.stat().st_size) for f in (*store.files(), *published)),
        values=values,
        packed=anew,
        left=left,
        notes=notes,
        examined=examined,
    )


def _emptied(store: SqliteStore) -> tuple[str, ...]:
    done = store.checkpoint()
    done = store.sidecar.checkpoint() and done
    return () if done else ("another program has the archive open: its log could not be emptied; close it and remove once more",)


def _meant(store: SqliteStore, what: Sequence[str], before: Begun) -> Begun:
    """What is meant, with what was begun before: the articles, those that only dossiers of the app hold included, the pages that go
    with them, and what to look for, while it is still there."""
    articles: dict[str, _Taken] = {}
    pages: set[str] = set()
    made = store.made_from()
    app = [d for id, key in made.items() if not key and (d := store.dossier(id)) is not None]
    for one in (*what, *before.articles, *before.pages):
        found = {id: taken for id in store.named(one) if (taken := _filed(store, id)) is not None}
        found |= {a.id: _taken(a) for d in app for a in d.articles if one in (a.id, a.sha256, a.url)}
        own = {k.sha256 for k in store.pages() if k.sha256 and one in (k.sha256, k.url, k.name)}
        if not found and not own and not before.means(one):
            raise UnknownName(
                f"the archive holds nothing of which {one!r} is the id, address or hash; nothing was taken out",
                "`stemma archive search` prints ids; an address must be written as the page gave it",
            )
        articles |= found
        pages |= own
    # A page that was dropped into the app goes with the articles that were read from it, and they with it.
    articles |= {a.id: _taken(a) for d in app for a in d.articles if a.sha256 in pages}
    pages |= {k.sha256 for k in store.pages() if k.sha256 in {a.sha256 for a in articles.values()}}
    ids = tuple(sorted(articles))
    with store.connection() as db:
        parts = [key for id in ids for (key,) in db.execute("SELECT key FROM part WHERE article = ?", (id,))]
    now = Begun(
        asked=tuple(dict.fromkeys(what)),
        articles=ids,
        pages=tuple(sorted(pages)),
        stories=store.quoting(ids),
        addresses=tuple(sorted({a.url for a in articles.values() if a.url})),
        parts=tuple(sorted(parts)),
        needles=_needles(store, articles, sorted(pages), parts),
    )
    return before.with_(now)


def _taken(article: Article) -> _Taken:
    return _Taken(id=article.id, sha256=article.sha256, url=article.url, texts=(article.text, *(v.text for v in article.earlier)))


def _filed(store: SqliteStore, id: str) -> _Taken | None:
    """An article that the archive keeps; of one that is damaged what its line in the list and the search index have of it."""
    try:
        article = store.article(id)
        return _taken(article) if article is not None else None
    except BadArchive:
        with store.connection() as db:
            row = db.execute("SELECT sha256, url, title, body FROM article WHERE id = ?", (id,)).fetchone()
        return _Taken(id=id, sha256=row[0], url=row[1], texts=(row[2], row[3])) if row else None


def _needles(
    store: SqliteStore, articles: dict[str, _Taken], pages: Sequence[str], parts: Sequence[bytes]
) -> dict[str, tuple[bytes, ...]]:
    """What to look for, by kind, while it is still there."""
    blobs: list[bytes] = []
    with store.connection() as db:
        for id in articles:
            for select in (
                "SELECT said FROM article WHERE id = ?",
                "SELECT data FROM statements WHERE article = ?",
                "SELECT s.dossier FROM story s JOIN member m ON m.story = s.id WHERE m.article = ?",
            ):
                blobs += [data for (data,) in db.execute(select, (id,))]
        if articles:
            blobs += [data for (data,) in db.execute("SELECT dossier FROM draft")]
        for sha in pages:
            blobs += [data for (data,) in db.execute("SELECT data FROM page WHERE sha256 = ?", (sha,)) if data]
    with store.sidecar.connection() as db:
        for id in articles:
            blobs += [data for (data,) in db.execute("SELECT data FROM segment WHERE article = ?", (id,))]
    book = watched(store.folder)
    noted = [data for _, data in book.packed(list(articles))] if book is not None else []
    blobs += noted
    texts = [text for a in articles.values() for text in a.texts]
    # What an alert quotes may be shorter than any stretch, and is what a feed of alerts would show.
    quotes = [q.encode("utf-8", "surrogatepass") for data in noted if len(q := _quote(data)) >= _QUOTE]
    hashes = {a.sha256 for a in articles.values()} | set(pages)
    return {
        "id": tuple(id.encode() for id in articles),
        "hash": (*(h.encode() for h in sorted(hashes)), *parts),
        "address": tuple(sorted({a.url.encode("utf-8", "surrogatepass") for a in articles.values() if a.url})),
        "stretch of text": tuple(dict.fromkeys((*(g for text in texts for g in grams(text)), *quotes))),
        "piece of a stored value": tuple(w for blob in dict.fromkeys(blobs) for w in windows(blob)),
    }


def _quote(alert: bytes) -> str:
    try:
        return codec.unpack(alert, Alert).quote
    except BadDossier:  # it goes all the same, and `check` names it until then
        return ""


def _search(
    store: SqliteStore, needles: Mapping[str, tuple[bytes, ...]], published: Sequence[Path], progress: Progress | None
) -> tuple[tuple[Left, ...], int, int]:
    """What is left, how many needles stand in what stays and prove nothing, and how many values were unpacked."""
    kind_of = {n: kind for kind in reversed(_KINDS) for n in needles.get(kind, ())}
    wanted = Needles(kind_of)
    found: dict[bytes, tuple[str, int]] = {}
    done, total = 0, store.size()

    def read(size: int) -> None:
        nonlocal done
        done += size
        if progress is not None:
            progress("searching (kB)", done // 1000, total // 1000)

    for file in (*store.files(), *published):
        try:
            for needle, at in wanted.in_file(file, read).items():
                found.setdefault(needle, (file.name, at))
        except OSError as error:
            raise complaint(file, error) from error
    values = 0
    sealed: list[Left] = []
    for name, value in _unpacked(store):
        if value is None:
            sealed.append(Left(kind=_SEALED, where=name, at=0))
            continue
        values += 1
        for needle, at in wanted.within(value).items():
            found.setdefault(needle, (name, at))
    shared = explained(sorted(found), _given(store)) if found else {}
    pieces = [n for n in found if n not in shared and kind_of[n] == "piece of a stored value"]
    shared = {**shared, **explained(pieces, _stored(store))} if pieces else shared
    left = [Left(kind=kind_of[n], where=where, at=at) for n, (where, at) in found.items() if n not in shared]
    left.sort(key=lambda x: (_KINDS.index(x.kind), x.where, x.at))
    return (*left, *sealed), len(shared), values


def _given(store: SqliteStore) -> Iterator[tuple[str, bytes]]:
    """What people gave and what stays: articles as read, pages, corrections. What stands in it is not left of anything."""
    for filed in store.filed():
        try:
            article = store.article(filed.id)
        except BadArchive:  # what is damaged explains nothing, and is named as a value that cannot be unpacked
            continue
        if article is None:
            continue
        yield f"article {article.id}", codec.encode(article)
        yield f"article {article.id}", article.text.encode("utf-8", "surrogatepass")
    with store.connection() as db:
        yield from ((f"page {id}", data) for id, data in db.execute("SELECT id, data FROM page WHERE data IS NOT NULL"))
        yield from ((f"correction {id}", said.encode()) for id, said in db.execute("SELECT id, said FROM correction"))


def _stored(store: SqliteStore) -> Iterator[tuple[str, bytes]]:
    """The packed values that stay, as they stand on disk."""
    with store.connection() as db:
        for name, select in _PACKED:
            yield from ((f"{name} {id}", data) for id, data in db.execute(select))
    with store.sidecar.connection() as db:
        yield from ((f"sidecar {key}", data) for key, data in db.execute("SELECT key, data FROM segment"))
        # Behind the digest of what it says.
        yield from (
            (f"set aside {id}", why[32:]) for id, why in db.execute("SELECT article, aside FROM row WHERE aside IS NOT NULL")
        )
    book = watched(store.folder)
    yield from ((f"alert {id}", data) for id, data in book.packed()) if book is not None else ()


_PACKED: Final = (
    ("article", "SELECT id, said FROM article"),
    ("statements", "SELECT key, data FROM statements"),
    ("story", "SELECT id, dossier FROM story"),
    ("draft", "SELECT key, dossier FROM draft"),
)


def _unpacked(store: SqliteStore) -> Iterator[tuple[str, bytes | None]]:
    """The packed values that stay, as they read; None for one that is damaged."""
    for name, data in _stored(store):
        try:
            yield name, zlib.decompress(data)
        except zlib.error:
            yield name, None
