"""Whether an archive is whole: everything in it is read, hashed and compared; and what can be rebuilt is."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from stemma import codec
from stemma.archive.collection import body, described, digest, fold, quoted
from stemma.archive.database import WATCH
from stemma.archive.measuring import Progress, while_checked, while_packed
from stemma.archive.sqlite import SqliteStore
from stemma.archive.unfinished import begun
from stemma.archive.watched import watched
from stemma.errors import BadArchive, BadCorrection, BadDossier
from stemma.model import Alert, Dossier

Tick: TypeAlias = Callable[[], None]
EXAMINE: Final = "`stemma archive examine` makes it again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something that is wrong: where, what was found, what to do about it, and whether that was done."""

    where: str
    found: str
    mend: str
    mended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was looked at, in numbers, what is wrong with it, and what is only worth knowing."""

    articles: int
    pages: int
    stories: int
    corrections: int
    layers: int
    troubles: tuple[Trouble, ...]
    notes: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong, or all of it was mended."""
        return all(t.mended for t in self.troubles)


def check(store: SqliteStore, *, repair: bool = False, progress: Progress | None = None) -> Checked:
    """Read and compare all of an archive. Changes nothing without `repair`; with it what is derived and wrong is taken out or
    rebuilt (the index, the sidecar, dossiers, layers), and never what was given (pages, articles, corrections).

    Raises `BadArchive` where the file is so damaged that it cannot even be read.
    """
    found: list[Trouble] = []
    counts = dict.fromkeys(("article", "page", "story", "correction", "statements"), 0)
    with store.connection() as db:
        db.execute("BEGIN")  # all of it looks at one state, whatever others write meanwhile
        for name in counts:
            counts[name] = db.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
        tick = _ticking("checking", sum(counts.values()), progress)
        looks = {"structure": _structure(db, progress)}
        looks |= {x.__name__.strip("_"): x(db, tick) for x in (_pages, _articles, _corrections, _statements, _stories)}
        for where, look in looks.items():
            try:
                for trouble in look:
                    found.append(trouble)  # noqa: PERF402 - what was found before the file turned out to be torn counts
            except sqlite3.DatabaseError as error:
                found.append(Trouble(where=where, found=str(error), mend=_LOST))
        waiting = db.execute(
            "SELECT count(*) FROM article a WHERE NOT EXISTS (SELECT 1 FROM member m WHERE m.article = a.id)"
        ).fetchone()[0]
    found += list(_index(store))
    found += list(_aside(store, progress))
    found += list(_watch(store))
    found += list(_begun(store))
    if repair and found:
        found = _repaired(store, found)
    notes = [f"{waiting} articles are in no story: set aside, an earlier state, or not examined yet"] if waiting else []
    if store.fixed:
        notes.append("nothing can be written here: whether the search index is in step with the texts was not looked at")
    return Checked(
        articles=counts["article"],
        pages=counts["page"],
        stories=counts["story"],
        corrections=counts["correction"],
        layers=counts["statements"],
        troubles=tuple(found),
        notes=tuple(notes),
    )


_LOST: Final = "copy the folder before anything else; `stemma archive export` saves what can be read, then make a new archive of it"
_LINE: Final = "`stemma archive check --repair` writes it again from the article"
_INDEX: Final = "`stemma archive check --repair` builds the index again from the texts"
_SIDECAR: Final = "`stemma archive check --repair` drops it; " + EXAMINE
_DERIVED: Final = "`stemma archive check --repair` takes it out; " + EXAMINE


def _ticking(step: str, total: int, progress: Progress | None) -> Tick:
    """What is called for every row that was looked at."""
    done = 0

    def tick() -> None:
        nonlocal done
        done += 1
        if progress is not None and (done % 100 == 0 or done == total):
            progress(step, done, total)

    return tick


def _structure(db: sqlite3.Connection, progress: Progress | None) -> Iterator[Trouble]:
    with while_checked(db, "checking the file", progress):
        found = db.execute("PRAGMA integrity_check").fetchall()
    for (told,) in found:
        if told != "ok":
            yield Trouble(where="archive.sqlite", found=told, mend=_LOST)
    for table, row, parent, _ in db.execute("PRAGMA foreign_key_check"):
        where = table if row is None else f"{table} {row}"
        yield Trouble(where=where, found=f"refers to what is not there (of {parent})", mend=_DERIVED)


def _pages(db: sqlite3.Connection, tick: Tick) -> Iterator[Trouble]:
    for id, name, sha, size, data in db.execute("SELECT id, name, sha256, size, data FROM page"):
        tick()
        if data is not None and (hashlib.sha256(data).hexdigest() != sha or len(data) != size):
            yield Trouble(where=f"page {id}", found=f"the bytes of {name} are not those that were given", mend="give it again")


def _articles(db: sqlite3.Connection, tick: Tick) -> Iterator[Trouble]:
    rows = db.execute(
        "SELECT id, said, digest, body, title, sha256, source, url, outlet, published, added FROM article ORDER BY id"
    )
    for id, said, told, words, title, *rest in rows:
        tick()
        where = f"article {id}"
        lost = f"`stemma archive remove ARCHIVE {id}` takes it out; then add its page again"
        try:
            data = zlib.decompress(said)
            article = codec.article(data)
        except (zlib.error, BadDossier) as error:
            yield Trouble(where=where, found=f"cannot be read: {error}", mend=lost)
            continue
        if digest(data) != told or article.id != id:
            yield Trouble(where=where, found="is not what was kept: its hash or id is another", mend=lost)
            continue
        line = described(article, rest[-1])
        if (words, title, *rest) != (
            body(article), line.title, line.sha256, line.source, line.url, line.outlet, line.published, line.added,
        ):  # fmt: skip
            yield Trouble(where=where, found="its line in the list or its searched words are not those of the article", mend=_LINE)


def _corrections(db: sqlite3.Connection, tick: Tick) -> Iterator[Trouble]:
    for id, said in db.execute("SELECT id, said FROM correction"):
        tick()
        try:
            codec.corrections(said.encode("utf-8"), "archive")
        except BadCorrection as error:
            yield Trouble(where=f"correction {id}", found=error.message, mend="say it again, and withdraw this one")


def _statements(db: sqlite3.Connection, tick: Tick) -> Iterator[Trouble]:
    for key, article, told, data in db.execute("SELECT key, article, digest, data FROM statements ORDER BY key"):
        tick()
        if digest(data) != told:
            yield Trouble(where=f"statements {key}", found=f"those of article {article} are damaged", mend=_DERIVED)


def _stories(db: sqlite3.Connection, tick: Tick) -> Iterator[Trouble]:
    there = {id for (id,) in db.execute("SELECT id FROM article")}
    for table, key_column in (("story", "id"), ("draft", "key")):
        rows = db.execute(f"SELECT {key_column}, id, articles, dossier, key, digest FROM {table} ORDER BY {key_column}")
        for row, id, articles, packed, key, told in rows:
            if table == "story":
                tick()
            wrong = ""
            try:
                data = zlib.decompress(packed)
                dossier = codec.decode(data, Dossier)
                wrong = "its hash is not the one kept with it" if digest(data) != told else ""
                wrong = wrong or ("a seal on it is broken" if codec.seals(dossier) != dossier.seals and dossier.seals else "")
                wrong = wrong or ("it is that of another story" if dossier.id != id else "")
                wrong = wrong or (
                    "its articles are not those in the list" if dossier.story.articles != tuple(articles.split()) else ""
                )
                if table == "story" and not wrong:
                    members = tuple(sorted(a for (a,) in db.execute("SELECT article FROM member WHERE story = ?", (id,))))
                    wrong = "what it quotes is not what the archive notes of it" if members != quoted(dossier) else ""
                if key and not wrong and not set(quoted(dossier)) <= there:
                    wrong = "it quotes an article that is not in the archive"
            except (zlib.error, BadDossier) as error:
                wrong = f"it cannot be read: {error}"
            if wrong:
                yield Trouble(where=f"{table} {row}", found=f"the dossier: {wrong}", mend=_DERIVED)


def _index(store: SqliteStore) -> Iterator[Trouble]:
    """The search index against the texts: SQLite compares them word for word."""
    if store.fixed:
        return
    try:
        with store.writing() as db:
            db.execute("INSERT INTO found (found, rank) VALUES ('integrity-check', 1)")
    except BadArchive as error:
        if not isinstance(error.__cause__, sqlite3.DatabaseError) or "locked" in error.message or "full" in error.message:
            raise
        yield Trouble(where="search index", found=f"not in step with the texts ({error.__cause__})", mend=_INDEX)


def _aside(store: SqliteStore, progress: Progress | None) -> Iterator[Trouble]:
    """The sidecar: its structure, its hashes, and whether its articles are there."""
    if not store.sidecar.file.exists():
        return
    ids = {f.id for f in store.filed()}
    try:
        with store.sidecar.connection() as db:
            with while_checked(db, "checking the sidecar's file", progress):
                torn = db.execute("PRAGMA integrity_check").fetchall()
            for (told,) in torn:
                if told != "ok":
                    yield Trouble(where="sidecar", found=told, mend=_SIDECAR)
            tick = _ticking("checking the sidecar", db.execute("SELECT count(*) FROM segment").fetchone()[0], progress)
            for kind, key, article, told, data in db.execute("SELECT kind, key, article, digest, data FROM segment ORDER BY key"):
                tick()
                if digest(data) != told:
                    yield Trouble(where=f"sidecar {kind} {key}", found=f"that of article {article} is damaged", mend=_SIDECAR)
                elif article not in ids:
                    yield Trouble(where=f"sidecar {kind} {key}", found=f"of article {article}, which is not there", mend=_SIDECAR)
    except (sqlite3.DatabaseError, BadArchive) as error:
        yield Trouble(where="sidecar", found=str(error), mend=_SIDECAR)


def _watch(store: SqliteStore) -> Iterator[Trouble]:
    """What a watch remembers: whether it can be read at all."""
    mend = f"remove {WATCH}: the watch then begins anew"
    try:
        book = watched(store.folder)
        for id, said in book.packed() if book is not None else ():
            try:
                codec.unpack(said, Alert)
            except BadDossier as error:
                yield Trouble(where=f"alert {id}", found=error.message, mend=mend)
    except BadArchive as error:
        yield Trouble(where="watch", found=error.message, mend=mend)


def _begun(store: SqliteStore) -> Iterator[Trouble]:
    """A takedown that was begun and not proved."""
    try:
        taking = begun(store.folder)
    except BadArchive as error:
        yield Trouble(where="takedown", found=error.message, mend=error.hint)
        return
    if taking is not None:
        named = ", ".join((*taking.articles, *taking.pages)[:5])
        yield Trouble(
            where="takedown",
            found=f"of {len(taking.articles)} articles ({named}) was begun, and it is not proved that nothing of them is left",
            mend=f"`stemma archive remove ARCHIVE {(*taking.asked, *taking.articles)[0]}` finishes it, and prints the proof",
        )


def _repaired(store: SqliteStore, found: list[Trouble]) -> list[Trouble]:
    """Take out or rebuild what is derived; the troubles, those mended marked."""
    if any(t.where.startswith("sidecar") for t in found):
        store.sidecar.reset()
    with store.writing() as db:
        for trouble in found:
            kind, _, name = trouble.where.partition(" ")
            if kind == "story":
                db.execute("DELETE FROM story WHERE id = ?", (name,))
            elif kind in ("draft", "statements"):
                db.execute(f"DELETE FROM {kind} WHERE key = ?", (name,))
        for table, row, *_ in db.execute("PRAGMA foreign_key_check").fetchall():
            if table in ("part", "member", "statements") and row is not None:
                db.execute(f"DELETE FROM {table} WHERE rowid = ?", (row,))
        db.execute("DELETE FROM settled")  # so that the next examination looks at everything
        db.execute("DELETE FROM member WHERE story NOT IN (SELECT id FROM story)")
        db.execute("DELETE FROM part WHERE article NOT IN (SELECT id FROM article)")
        lines = [t.where.partition(" ")[2] for t in found if t.mend == _LINE]
        for id in lines:
            said, added = db.execute("SELECT said, added FROM article WHERE id = ?", (id,)).fetchone()
            article = codec.article(zlib.decompress(said))
            f = described(article, added)
            db.execute(
                "UPDATE article SET sha256 = ?, source = ?, url = ?, outlet = ?, folded = ?, published = ?, title = ?, body = ? "
                "WHERE id = ?",
                (f.sha256, f.source, f.url, f.outlet, fold(f.outlet or ""), f.published, f.title, body(article), id),
            )
        if lines or any(t.where == "search index" for t in found):
            db.execute("INSERT INTO found (found) VALUES ('rebuild')")
    left = {(t.where, t.found) for t in check(store).troubles}
    return [replace(t, mended=(t.where, t.found) not in left) for t in found]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compacted:
    """What packing an archive won: bytes of all its files before and after, and how many layers and drafts were dropped."""

    before: int
    after: int
    dropped: int


def compact(store: SqliteStore, *, progress: Progress | None = None) -> Compacted:
    """Drop layers that the last examination was not made from, and drafts; merge the index; give freed space back.

    Waits while another examines the archive: what that one has made and not settled is of use. Needs as much free space as the
    archive is large, for the moment. Raises `BadArchive`.
    """
    before = store.size()
    with store.examining():
        with store.writing() as db:
            dropped = db.execute("DELETE FROM statements WHERE key NOT IN (SELECT key FROM used)").rowcount
            dropped += db.execute("DELETE FROM draft").rowcount
            used = {key for (key,) in db.execute("SELECT key FROM used")}
            db.execute("INSERT INTO found (found) VALUES ('optimize')")
        dropped += store.sidecar.keep_only(used)
        with while_packed(store.size(), "packing (kB)", progress):
            store.pack()
    return Compacted(before=before, after=store.size(), dropped=dropped)
