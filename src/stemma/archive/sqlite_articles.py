"""The collection in SQLite: articles with their full-text index, layers, stories by what they were made from."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from stemma import codec
from stemma.archive.base import Entry, successors
from stemma.archive.collection import (
    ASIDE,
    MARK,
    UNMARK,
    Drafted,
    Filed,
    Hit,
    Layer,
    LayerKind,
    NewArticle,
    Settled,
    Sheet,
    asked,
    body,
    described,
    digest,
    encoded,
    fold,
    quoted,
)
from stemma.archive.database import SIDECAR, Database
from stemma.archive.migrations import STORY
from stemma.archive.plan import Plan
from stemma.archive.sidecar import Sidecar, picked
from stemma.errors import BadArchive, BadDossier
from stemma.model import Article, Dossier

INSERT_STORY: Final = f"INSERT INTO story ({', '.join(STORY)}) VALUES ({', '.join('?' * len(STORY))})"
_FILED: Final = "SELECT id, sha256, source, url, outlet, published, title, added FROM article"
_RANKED: Final = "SELECT found.rowid, bm25(found, 4.0, 1.0) AS rank FROM found"
_HIT: Final = """
SELECT a.id, a.sha256, a.source, a.url, a.outlet, a.published, a.title, a.added, snippet(found, -1, ?, ?, '…', 24),
  (SELECT s.id FROM member m JOIN story s ON s.id = m.story WHERE m.article = a.id ORDER BY s.id LIMIT 1)
FROM found JOIN article a ON a.n = found.rowid WHERE found MATCH ? AND found.rowid = ?
"""
_PUBLISHED: Final = "substr(a.published, 1, min(length(?), 10, length(a.published)))"
_AT_ONCE: Final = 500
_ALIKE: Final = 50
_HOMES: Final = "SELECT story FROM member WHERE article = ?"


def story_row(entry: Entry, dossier: Dossier, key: str) -> tuple[object, ...]:
    """A story as it is written, in the order of `STORY`."""
    data = codec.encode(dossier)
    e = entry
    return (
        e.id, e.title, e.strip, "\n".join(e.reports), e.lower, e.upper, e.first, e.last, e.corrections, e.words, " ".join(e.pages),
        " ".join(dossier.story.articles), zlib.compress(data, 6), key, digest(data),
    )  # fmt: skip


class SqliteArticles(Database):
    """The part of the store that is about a collection."""

    def __init__(self, folder: str | Path, *, alone: bool = False, reading: bool = False) -> None:
        super().__init__(folder, alone=alone, reading=reading)
        self.sidecar = Sidecar(self.folder / SIDECAR, fixed=self.fixed)

    def add_articles(self, articles: Sequence[NewArticle], when: str) -> tuple[bool, ...]:
        """See `Collected`."""
        # Packing takes longer than writing: it is done before the others have to wait.
        packed = []
        for new in articles:
            data = encoded(new.article)
            f = described(new.article, when)
            row = (f.id, f.sha256, f.source, f.url, f.outlet, fold(f.outlet or ""), f.published, f.title, body(new.article),
                   zlib.compress(data, 6), digest(data), when)  # fmt: skip
            packed.append((new.key, row))
        out = []
        with self.writing() as db:
            for key, row in packed:
                done = db.execute(
                    "INSERT OR IGNORE INTO article (id, sha256, source, url, outlet, folded, published, title, body, said, digest, "
                    "added) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    row,
                )
                out.append(done.rowcount == 1)
                db.execute("INSERT OR IGNORE INTO part (key, article) VALUES (?, ?)", (key, row[0]))
        return tuple(out)

    def has_part(self, key: bytes) -> bool:
        """See `Collected`."""
        with self.knowing() as known:
            return known(key)

    @contextmanager
    def knowing(self) -> Iterator[Callable[[bytes], bool]]:
        """See `Collected`."""
        with self.connection() as db:
            yield lambda key: db.execute("SELECT 1 FROM part WHERE key = ?", (key,)).fetchone() is not None

    def filed(self) -> tuple[Filed, ...]:
        """See `Collected`."""
        with self.connection() as db:
            return tuple(_filed(row) for row in db.execute(f"{_FILED} ORDER BY id"))

    def article(self, id: str) -> Article | None:
        """See `Collected`."""
        with self.connection() as db:
            row = db.execute("SELECT id, said, digest FROM article WHERE id = ?", (id,)).fetchone()
        return self._said(*row) if row else None

    def articles(self) -> Iterator[Article]:
        """See `Collected`."""
        last = ""
        while True:
            with self.connection() as db:
                rows = db.execute(
                    "SELECT id, said, digest FROM article WHERE id > ? ORDER BY id LIMIT ?", (last, _AT_ONCE)
                ).fetchall()
            if not rows:
                return
            for row in rows:
                yield self._said(*row)
            last = rows[-1][0]

    def _said(self, id: str, said: bytes, told: str) -> Article:
        try:
            data = zlib.decompress(said)
            if digest(data) == told:
                return codec.article(data)
            why = "its hash is not the one kept with it"
        except (zlib.error, BadDossier) as error:
            why = str(error)
        raise BadArchive(
            f"the article {id} in {self.folder} is damaged: {why}",
            f"`stemma archive remove {self.folder} {id}` takes it out; then add its page again",
        )

    def some(self, ids: Sequence[str]) -> Iterator[Article]:
        """See `Collected`."""
        for n in range(0, len(ids), _AT_ONCE):
            part = ids[n : n + _AT_ONCE]
            with self.connection() as db:
                rows = {
                    row[0]: row
                    for row in db.execute(f"SELECT id, said, digest FROM article WHERE id IN ({', '.join('?' * len(part))})", part)
                }
            yield from (self._said(*rows[id]) for id in part if id in rows)

    def sheets(self, after: int) -> Iterator[Sheet]:
        """See `Collected`."""
        while True:
            with self.connection() as db:
                rows = db.execute(
                    "SELECT n, id, digest, sha256 FROM article WHERE n > ? ORDER BY n LIMIT ?", (after, _AT_ONCE)
                ).fetchall()
            if not rows:
                return
            yield from (Sheet(n=n, article=id, digest=told, page=page) for n, id, told, page in rows)
            after = rows[-1][0]

    def extent(self) -> tuple[int, int]:
        """See `Collected`."""
        with self.connection() as db:
            [(many, last)] = db.execute("SELECT (SELECT count(*) FROM article), (SELECT coalesce(max(n), 0) FROM article)")
        return many, last

    @contextmanager
    def plan(self) -> Iterator[Plan]:
        """See `Collected`."""

        @contextmanager
        def guard() -> Iterator[Callable[[str], bool]]:
            with self.writing() as db:
                yield lambda id: db.execute("SELECT 1 FROM article WHERE id = ?", (id,)).fetchone() is not None

        with self.sidecar.plan(guard) as plan:
            yield plan

    def forget_plan(self) -> None:
        """See `Collected`."""
        self.sidecar.reset()

    def named(self, what: str) -> tuple[str, ...]:
        """See `Collected`."""
        with self.connection() as db:
            rows = db.execute("SELECT id FROM article WHERE id = ? OR sha256 = ? OR url = ? ORDER BY id", (what, what, what))
            return tuple(id for (id,) in rows)

    def search(self, words: str, *, since: str = "", until: str = "", outlet: str = "", most: int = 20) -> tuple[Hit, ...]:
        """See `Collected`."""
        terms = asked(words)
        if not terms:
            return ()
        # Quoted, so that nothing in it is taken for the language of the index.
        match = " AND ".join(f'"{" ".join(parts)}"{" *" if begins else ""}' for parts, begins in terms)
        query, values = f"{_RANKED} WHERE found MATCH ?", [match]
        if since or until or outlet:
            query = f"{_RANKED} JOIN article a ON a.n = found.rowid WHERE found MATCH ?"
        for bound, sign in ((since, ">="), (until, "<=")):
            if bound:
                query, values = f"{query} AND {_PUBLISHED} {sign} substr(?, 1, length(a.published))", [*values, bound, bound]
        if outlet:
            query, values = f"{query} AND instr(a.folded, ?)", [*values, fold(outlet)]
        with self.connection() as db:
            db.execute("BEGIN")  # all of it looks at one state, whatever is taken out meanwhile
            # Copies rank alike: some more are taken, so that not their arrival but their ids decide.
            best = db.execute(f"{query} ORDER BY rank LIMIT ?", (*values, most + _ALIKE)).fetchall()
            # What a hit shows costs more than ranking it, so it is asked for those that are shown.
            ids = {n: db.execute("SELECT id FROM article WHERE n = ?", (n,)).fetchone()[0] for n, _ in best}
            best = sorted(best, key=lambda hit: (hit[1], ids[hit[0]]))[:most]
            rows = [(rank, *db.execute(_HIT, (MARK, UNMARK, match, n)).fetchone()) for n, rank in best]
        return tuple(Hit(article=_filed(row[1:9]), snippet=row[9], rank=row[0], story=row[10]) for row in rows)

    def layers(self, kind: LayerKind, keys: Collection[str]) -> dict[str, bytes]:
        """See `Collected`."""
        if kind in ASIDE:
            return self.sidecar.layers(kind, sorted(keys))
        with self.connection() as db:
            return picked(db, "SELECT key, digest, data FROM statements WHERE key IN", (), sorted(keys))

    def keep_layers(self, layers: Sequence[Layer]) -> None:
        """See `Collected`."""
        with self.writing() as db:
            there = {
                x.article for x in layers if db.execute("SELECT 1 FROM article WHERE id = ?", (x.article,)).fetchone() is not None
            }
            # Within the transaction, so that nothing of an article that is being taken out is written after it.
            self.sidecar.keep(x for x in layers if x.kind in ASIDE and x.article in there)
            db.executemany(
                "INSERT OR REPLACE INTO statements (key, article, digest, data) VALUES (?, ?, ?, ?)",
                [(x.key, x.article, digest(x.data), x.data) for x in layers if x.kind not in ASIDE and x.article in there],
            )

    def made_from(self) -> dict[str, str]:
        """See `Collected`."""
        with self.connection() as db:
            return dict(db.execute("SELECT id, key FROM story ORDER BY id").fetchall())

    def members(self, stories: Collection[str] | None = None) -> dict[str, tuple[str, ...]]:
        """See `Collected`."""
        with self.connection() as db:
            return {id: tuple(told) for id, told in _members(db, stories).items()}

    def drafts(self) -> frozenset[str]:
        """See `Collected`."""
        with self.connection() as db:
            return frozenset(key for (key,) in db.execute("SELECT key FROM draft"))

    def draft(self, made: Sequence[Drafted]) -> None:
        """See `Collected`."""
        packed = [(quoted(x.dossier), story_row(x.entry, x.dossier, x.key)) for x in made]
        columns = (*STORY, "members")
        with self.writing() as db:
            there = "SELECT 1 FROM article WHERE id = ?"
            rows = [(*row, " ".join(own)) for own, row in packed if all(db.execute(there, (a,)).fetchone() for a in own)]
            db.executemany(f"INSERT OR REPLACE INTO draft ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})", rows)

    def drafted(self, key: str) -> Dossier | None:
        """See `Collected`."""
        with self.connection() as db:
            found = db.execute("SELECT dossier FROM draft WHERE key = ?", (key,)).fetchone()
        return codec.decode(zlib.decompress(found[0]), Dossier) if found else None

    def settle(self, stories: Mapping[str, str], layers: Collection[str], settled: Settled | None = None) -> None:
        """See `Collected`."""
        with self.writing() as db:
            keys: dict[str, str] = dict(db.execute("SELECT id, key FROM story").fetchall())
            changed = sorted(id for id, key in stories.items() if keys.get(id) != key)
            theirs = sorted(id for id, key in keys.items() if not key)  # of the app, about its pages
            new: dict[str, list[str]] = {}
            for id in changed:
                told = db.execute("SELECT articles FROM draft WHERE key = ? AND id = ?", (stories[id], id)).fetchone()
                if told is None:
                    db.execute("ROLLBACK")
                    raise KeyError(id)
                new[id] = told[0].split()
            touched = {article for own in new.values() for article in own}
            # What the app made stays unless these know more.
            going = [id for id, own in _members(db, theirs).items() if touched.intersection(own)]
            going = sorted({*going, *(id for id, key in keys.items() if key and stories.get(id) != key)})
            old = _members(db, going)
            db.executemany("DELETE FROM story WHERE id = ?", [(id,) for id in going])
            columns = ", ".join(STORY)
            for id in changed:
                [members] = db.execute("SELECT members FROM draft WHERE key = ? AND id = ?", (stories[id], id)).fetchone()
                db.execute(f"INSERT INTO story ({columns}) SELECT {columns} FROM draft WHERE key = ?", (stories[id],))
                db.executemany("INSERT INTO member (story, article) VALUES (?, ?)", [(id, a) for a in members.split()])
            homes = {s for own in old.values() for a in own for (s,) in db.execute(_HOMES, (a,))}
            gone = successors(old, _members(db, homes) | new)
            db.executemany("UPDATE alias SET story = ? WHERE story = ?", [(now, was) for was, now in gone.items()])
            db.executemany("INSERT OR REPLACE INTO alias (id, story) VALUES (?, ?)", list(gone.items()))
            db.execute("DELETE FROM draft")
            used = {key for (key,) in db.execute("SELECT key FROM used")}
            db.executemany("DELETE FROM used WHERE key = ?", [(key,) for key in sorted(used - set(layers))])
            db.executemany("INSERT INTO used (key) VALUES (?)", [(key,) for key in sorted(set(layers) - used)])
            db.execute("DELETE FROM settled")
            if settled is not None:
                told = codec.encode_rejected(settled.rejected)
                db.execute("INSERT INTO settled (print, rejected) VALUES (?, ?)", (settled.print, told))

    def settled(self) -> Settled | None:
        """See `Collected`."""
        with self.connection() as db:
            row = db.execute("SELECT print, rejected FROM settled").fetchone()
        return Settled(print=row[0], rejected=codec.decode_rejected(row[1])) if row else None

    def quoting(self, articles: Collection[str]) -> tuple[str, ...]:
        """See `Collected`."""
        with self.connection() as db:
            return tuple(sorted({id for a in articles for (id,) in db.execute("SELECT story FROM member WHERE article = ?", (a,))}))

    def take_out(self, articles: Collection[str], pages: Collection[str] = ()) -> None:
        """See `Collected`."""
        wanted = [(a,) for a in sorted(articles)]
        with self.writing() as db:
            gone = {p for a in wanted for (p,) in db.execute("SELECT sha256 FROM article WHERE id = ?", a)} | set(pages)
            sources = {s for a in wanted for (s,) in db.execute("SELECT source FROM article WHERE id = ?", a)}
            left = set()  # pages of which another article stays: one file given by two outlets
            for page in gone - set(pages):
                held = {id for (id,) in db.execute("SELECT id FROM article WHERE sha256 = ?", (page,))}
                left |= {page} if held - set(articles) else set()
            gone -= left
            db.executemany("DELETE FROM story WHERE id IN (SELECT story FROM member WHERE article = ?)", wanted)
            db.execute("DELETE FROM settled")
            db.execute("DELETE FROM draft")  # any of them may quote the articles
            db.executemany("DELETE FROM used WHERE key IN (SELECT key FROM statements WHERE article = ?)", wanted)
            db.executemany("DELETE FROM article WHERE id = ?", wanted)
            db.executemany("DELETE FROM page WHERE sha256 = ?", [(p,) for p in sorted(gone)])
            self._forget(db, gone, sources)
            # Words that only these articles had stay in the index until its segments are merged.
            db.execute("INSERT INTO found (found) VALUES ('optimize')")
            self.sidecar.take_out(sorted(articles))

    def pack(self) -> None:
        """Give freed space back, and write every byte of the files anew. Raises `BadArchive`."""
        with self.connection() as db:
            db.execute("VACUUM")
        self.checkpoint()
        self.sidecar.pack()

    def _forget(self, db: sqlite3.Connection, pages: Collection[str], sources: Collection[str]) -> None:
        """Take out what people said of pages, and what runs said of where they came from."""
        for id, said in db.execute("SELECT id, said FROM correction").fetchall():
            [one] = codec.corrections(said.encode("utf-8"), str(self._file))
            if one.page in pages or one.other in pages:
                db.execute("DELETE FROM withdrawal WHERE correction = ?", (id,))
                db.execute("DELETE FROM correction WHERE id = ?", (id,))
        for id, data in db.execute("SELECT id, rejected FROM run").fetchall():
            refused = codec.decode_rejected(data)
            left = [r for r in refused if r.source not in sources]
            if len(left) < len(refused):
                db.execute("UPDATE run SET rejected = ? WHERE id = ?", (codec.encode_rejected(left), id))


def _members(db: sqlite3.Connection, stories: Collection[str] | None) -> dict[str, list[str]]:
    """For every story (or those of `stories` that are there), by id, the ids of its articles."""
    if stories is None:
        return {id: told.split() for id, told in db.execute("SELECT id, articles FROM story ORDER BY id")}
    asked_ = ((id, db.execute("SELECT articles FROM story WHERE id = ?", (id,)).fetchone()) for id in sorted(stories))
    return {id: told[0].split() for id, told in asked_ if told is not None}


def _filed(row: tuple[str, str, str, str | None, str | None, str | None, str, str]) -> Filed:
    return Filed(id=row[0], sha256=row[1], source=row[2], url=row[3], outlet=row[4], published=row[5], title=row[6], added=row[7])
