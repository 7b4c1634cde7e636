"""A store in one SQLite file, written in whole transactions: what was answered as kept is kept, whatever happens next.

Every step opens its own connection, so that threads and processes do not meet but in the database, which lets one of them write
at a time and the others wait. The file is made for its owner alone to read.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Sequence
from typing import Final

from stemma import codec
from stemma.archive.base import OPEN, Entry, Kept, Made, NewPage, Outcome, Run, RunState, Withdrawal, sorted_entries, successors
from stemma.archive.collection import quoted
from stemma.archive.database import FILE, LOCK, SIDECAR
from stemma.archive.sqlite_articles import INSERT_STORY, SqliteArticles, story_row
from stemma.errors import BadArchive
from stemma.model import Correction, Dossier, Rejected

__all__ = ["FILE", "LOCK", "SIDECAR", "SqliteStore"]


class SqliteStore(SqliteArticles):
    """A `Collected` store in the file `archive.sqlite` of a folder, with what can be rebuilt in `index.sqlite` beside it.

    The folder is made if it is not there. With `alone` no other may open it so until this one is closed, or its process gone; with
    `reading` nothing is made, and it may lie where nothing can be written. Raises `BadArchive` where the folder cannot be used,
    holds another kind of file, a newer archive, or is open elsewhere.
    """

    def add_pages(self, pages: Sequence[NewPage], when: str) -> tuple[Kept, ...]:
        """See `Store`."""
        out = []
        with self.writing() as db:
            for page in pages:
                sha = hashlib.sha256(page.data).hexdigest() if page.data is not None else None
                size = None if page.data is None else len(page.data)
                address = page.data is None
                db.execute(
                    "INSERT OR IGNORE INTO page (name, sha256, size, url, charset, data, address, added) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (page.name, sha, size, page.url, page.charset, page.data, address, when),
                )
                same = "name = ? AND address = 1" if address else "name = ? AND sha256 = ? AND address = 0"
                row = db.execute(f"{_KEPT} WHERE {same}", (page.name,) if address else (page.name, sha)).fetchone()
                out.append(_kept(row))
        return tuple(out)

    def pages(self) -> tuple[Kept, ...]:
        """See `Store`."""
        with self.connection() as db:
            return tuple(_kept(row) for row in db.execute(f"{_KEPT} ORDER BY id"))

    def page(self, id: int) -> NewPage | None:
        """See `Store`."""
        with self.connection() as db:
            row = db.execute("SELECT name, data, url, charset FROM page WHERE id = ?", (id,)).fetchone()
        return NewPage(name=row[0], data=row[1], url=row[2], charset=row[3]) if row else None

    def remove_page(self, id: int) -> bool:
        """See `Store`."""
        with self.writing() as db:
            return db.execute("DELETE FROM page WHERE id = ?", (id,)).rowcount == 1

    def add_corrections(self, corrections: Sequence[Correction]) -> tuple[int, ...]:
        """See `Store`."""
        with self.writing() as db:
            said = [codec.encode(c).decode("utf-8") for c in corrections]
            made = [db.execute("INSERT INTO correction (said) VALUES (?)", (one,)).lastrowid for one in said]
            return tuple(id for id in made if id is not None)

    def corrections(self) -> tuple[Made, ...]:
        """See `Store`."""
        with self.connection() as db:
            rows = db.execute(
                "SELECT c.id, c.said, w.who, w.made, w.why FROM correction c LEFT JOIN withdrawal w ON w.correction = c.id "
                "ORDER BY c.id"
            ).fetchall()
        return tuple(
            Made(
                id=id,
                correction=codec.corrections(said.encode("utf-8"), str(self._file))[0],
                withdrawn=None if who is None else Withdrawal(who=who, when=when, why=why),
            )
            for id, said, who, when, why in rows
        )

    def withdraw(self, id: int, withdrawal: Withdrawal) -> bool:
        """See `Store`."""
        with self.writing() as db:
            if db.execute("SELECT 1 FROM correction WHERE id = ?", (id,)).fetchone() is None:
                return False
            done = db.execute(
                "INSERT OR IGNORE INTO withdrawal (correction, who, made, why) VALUES (?, ?, ?, ?)",
                (id, withdrawal.who, withdrawal.when, withdrawal.why),
            )
            return done.rowcount == 1

    def ask(self, when: str) -> Run:
        """See `Store`."""
        with self.writing() as db:
            row = db.execute(f"{_RUN} WHERE state = 'waiting' ORDER BY id LIMIT 1").fetchone()
            if row is None:
                id = db.execute("INSERT INTO run (state, asked) VALUES ('waiting', ?)", (when,)).lastrowid
                row = db.execute(f"{_RUN} WHERE id = ?", (id,)).fetchone()
            return _run(row)

    def begin(self, id: int, pages: int, seen: Sequence[int]) -> bool:
        """See `Store`."""
        with self.writing() as db:
            told = " ".join(map(str, seen))
            done = db.execute(
                "UPDATE run SET state = 'running', pages = ?, seen = ? WHERE id = ? AND state = 'waiting'", (pages, told, id)
            )
            return done.rowcount == 1

    def end(self, id: int, state: RunState, when: str, message: str = "", outcome: Outcome | None = None) -> bool:
        """See `Store`."""
        made = len(outcome.dossiers) if outcome else 0
        rejected = codec.encode_rejected(outcome.rejected if outcome else ())
        with self.writing() as db:
            done = db.execute(
                "UPDATE run SET state = ?, ended = ?, message = ?, dossiers = ?, rejected = ? WHERE id = ? AND state IN (?, ?)",
                (state, when, message, made, rejected, id, *OPEN),
            )
            if done.rowcount != 1:
                return False
            if outcome is not None:
                self._replace(db, outcome)
            return True

    def _replace(self, db: sqlite3.Connection, outcome: Outcome) -> None:
        """A run knows the pages of the app alone: stories of other articles, which an examination of the archive made, stay."""
        old = {id: told.split() for id, told in db.execute("SELECT id, articles FROM story")}
        touched = {a for _, d in outcome.dossiers for a in d.story.articles}
        filed = {id for id, key in db.execute("SELECT id, key FROM story WHERE key != ''") if touched.isdisjoint(old[id])}
        db.executemany("DELETE FROM story WHERE id = ?", [(id,) for id in sorted(old) if id not in filed])
        for e, d in outcome.dossiers:
            db.execute(INSERT_STORY, story_row(e, d, ""))
            db.executemany("INSERT INTO member (story, article) VALUES (?, ?)", [(e.id, article) for article in quoted(d)])
        old = {id: articles for id, articles in old.items() if id not in filed}
        gone = successors(old, {e.id: d.story.articles for e, d in outcome.dossiers})
        db.executemany("UPDATE alias SET story = ? WHERE story = ?", [(now, was) for was, now in gone.items()])
        db.executemany("INSERT OR REPLACE INTO alias (id, story) VALUES (?, ?)", list(gone.items()))
        db.executemany(
            "UPDATE page SET sha256 = ?, size = ?, url = ?, charset = ?, data = ? WHERE id = ?",
            [
                (hashlib.sha256(p.data).hexdigest(), len(p.data), p.url, p.charset, p.data, id)
                for id, p in outcome.fetched.items()
                if p.data is not None
            ],
        )

    def interrupt(self, when: str) -> int:
        """See `Store`."""
        with self.writing() as db:
            return db.execute("UPDATE run SET state = 'interrupted', ended = ? WHERE state IN (?, ?)", (when, *OPEN)).rowcount

    def run(self, id: int) -> Run | None:
        """See `Store`."""
        with self.connection() as db:
            row = db.execute(f"{_RUN} WHERE id = ?", (id,)).fetchone()
        return _run(row) if row else None

    def runs(self, most: int = 50) -> tuple[Run, ...]:
        """See `Store`."""
        with self.connection() as db:
            return tuple(_run(row) for row in db.execute(f"{_RUN} ORDER BY id DESC LIMIT ?", (most,)))

    def stories(self, search: str = "") -> tuple[Entry, ...]:
        """See `Store`."""
        with self.connection() as db:
            rows = db.execute(
                "SELECT id, title, strip, reports, lower, upper, first, last, corrections, words, pages FROM story"
            ).fetchall()
        entries = [
            Entry(
                id=id, title=title, strip=strip, reports=tuple(reports.split("\n")), lower=lower, upper=upper, first=first,
                last=last, corrections=corrections, words=words, pages=tuple(pages.split()),
            )
            for id, title, strip, reports, lower, upper, first, last, corrections, words, pages in rows
        ]  # fmt: skip
        return sorted_entries(entries, search)

    def story(self, id: str) -> str | None:
        """See `Store`."""
        with self.connection() as db:
            row = db.execute(
                "SELECT id FROM story WHERE id = ? UNION ALL "
                "SELECT s.id FROM alias a JOIN story s ON s.id = a.story WHERE a.id = ?",
                (id, id),
            ).fetchone()
        return str(row[0]) if row else None

    def dossier(self, id: str) -> Dossier | None:
        """See `Store`."""
        with self.connection() as db:
            found = db.execute("SELECT dossier FROM story WHERE id = ?", (id,)).fetchone()
        if found is None:
            return None
        try:
            return codec.decode(zlib.decompress(found[0]), Dossier)
        except zlib.error as error:
            raise BadArchive(
                f"the dossier of the story {id} in {self.folder} is damaged: {error}",
                "`stemma archive check --repair` has it made again",
            ) from error


_KEPT: Final = "SELECT id, name, sha256, size, url, added FROM page"
_RUN: Final = "SELECT id, state, asked, ended, pages, dossiers, rejected, message, seen FROM run"


def _kept(row: tuple[int, str, str | None, int | None, str | None, str]) -> Kept:
    return Kept(id=row[0], name=row[1], sha256=row[2], size=row[3], url=row[4], added=row[5])


def _run(row: tuple[int, RunState, str, str | None, int, int, bytes, str, str]) -> Run:
    rejected: tuple[Rejected, ...] = codec.decode_rejected(row[6])
    seen = tuple(int(n) for n in row[8].split())
    return Run(
        id=row[0],
        state=row[1],
        asked=row[2],
        ended=row[3],
        pages=row[4],
        dossiers=row[5],
        rejected=rejected,
        message=row[7],
        seen=seen,
    )
