"""The plan of an archive: what an examination knows of every article and story without looking at any, in tables of the sidecar.

A row for each article as it is to be looked at, its bonds, the terms under which its like are found, the stories and what each is
made from. Whatever is not known any more is taken out, and what is missing is what the next examination works out: so a plan may
be cut off at any moment, thrown away, or be behind the archive. See `stemma.archive.planning`, which fills it.
"""

from __future__ import annotations

import hashlib
import sqlite3
import struct
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Final, TypeAlias

SCHEMA: Final = """
CREATE TABLE row (n INTEGER PRIMARY KEY, article TEXT NOT NULL UNIQUE, page TEXT NOT NULL, given TEXT NOT NULL,
  undated INTEGER NOT NULL, day TEXT NOT NULL, alone TEXT NOT NULL, key TEXT, placed TEXT, aside BLOB, terms BLOB NOT NULL,
  component INTEGER, story TEXT);
CREATE INDEX row_page ON row (page);
CREATE INDEX row_day ON row (day);
CREATE INDEX row_undated ON row (n) WHERE undated;
CREATE INDEX row_unread ON row (n) WHERE key IS NULL;
CREATE INDEX row_unplaced ON row (n) WHERE key IS NOT placed;
CREATE INDEX row_aside ON row (n) WHERE aside IS NOT NULL;
CREATE INDEX row_component ON row (component) WHERE component IS NOT NULL;
CREATE INDEX row_story ON row (story) WHERE story IS NOT NULL;
CREATE TABLE bond (bond TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (bond, n)) WITHOUT ROWID;
CREATE INDEX bond_of ON bond (n);
CREATE TABLE posting (term INTEGER NOT NULL, n INTEGER NOT NULL, weight INTEGER NOT NULL, PRIMARY KEY (term, n)) WITHOUT ROWID;
CREATE TABLE link (component INTEGER NOT NULL, a INTEGER NOT NULL, b INTEGER NOT NULL, PRIMARY KEY (component, a, b)) WITHOUT ROWID;
CREATE TABLE wanted (story TEXT PRIMARY KEY, key TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
"""`given` tells the article as read and what people corrected of its page, `alone` is the key of the article as it is looked at if
no other has to do with it, `key` the one that counts (NULL: to be found out, "": it is part of another now), `placed` the key
under which it was put into its story; `aside` why it is in none, `component` what hangs together by links (NULL: it alone)."""
TABLES: Final = ("row", "bond", "posting", "link", "wanted", "meta")
_AT_ONCE: Final = 500

Guard: TypeAlias = Callable[[], AbstractContextManager[Callable[[str], bool]]]
"""Keeps articles from being taken out while it lasts, and tells whether one is there."""


@dataclass(frozen=True, slots=True)
class Row:
    """What is known of an article: see `SCHEMA`."""

    n: int
    article: str
    page: str
    alone: str
    key: str | None
    placed: str | None
    component: int | None
    story: str | None
    undated: bool
    day: str
    failed: bool


@dataclass(frozen=True, slots=True)
class Begun:
    """An article that was read: its number in the archive, what it is known by, and its bonds."""

    n: int
    article: str
    page: str
    given: str
    undated: bool
    day: str
    alone: str
    bonds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Settling:
    """Articles (by number) that hang together or stand alone, put into stories: for each its story's id, the links (by numbers,
    with their component), the component of each (None: alone)."""

    stories: Mapping[int, str]
    components: Mapping[int, int | None]
    links: Sequence[tuple[int, int, int]]


_ROW: Final = "SELECT n, article, page, alone, key, placed, component, story, undated, day, aside IS NOT NULL FROM row"


class Plan:
    """A plan over a connection. Every method is one transaction, done wholly or not at all; `complaint` makes of what SQLite says
    while it writes what is raised."""

    def __init__(self, db: sqlite3.Connection, guard: Guard, complaint: Callable[[sqlite3.Error], Exception]) -> None:
        self._db = db
        self._guard = guard
        self._complaint = complaint

    @contextmanager
    def _writing(self) -> Iterator[Callable[[str], bool]]:
        # The archive first, the sidecar then: as everywhere, so that two never wait for each other.
        with self._guard() as there:
            try:
                self._db.execute("BEGIN IMMEDIATE")
                with self._db:
                    yield there
            except sqlite3.Error as error:  # so that the archive does not take it for its own
                raise self._complaint(error) from error

    def told(self, name: str) -> str:
        """A value that was noted; "" for none."""
        found = self._db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return found[0] if found else ""

    def note(self, name: str, value: str) -> None:
        """Note a value."""
        with self._writing():
            self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def clear(self, made_by: str) -> None:
        """Begin anew, for the program of this name."""
        with self._writing():
            for table in TABLES:
                self._db.execute(f"DELETE FROM {table}")
            self._db.execute("INSERT INTO meta VALUES ('made by', ?)", (made_by,))

    def count(self) -> int:
        """How many articles it knows."""
        return int(self._db.execute("SELECT count(*) FROM row").fetchone()[0])

    def last(self) -> tuple[int, str, str] | None:
        """Number, id and `given` of the article that came last; None if it knows none."""
        return self._db.execute("SELECT n, article, given FROM row ORDER BY n DESC LIMIT 1").fetchone()  # type: ignore[no-any-return]

    def given(self) -> dict[str, tuple[int, str]]:
        """For every article its number and `given`."""
        return {article: (n, told) for n, article, told in self._db.execute("SELECT n, article, given FROM row")}

    def of_pages(self, pages: Iterable[str]) -> list[tuple[Row, str]]:
        """The articles of pages, each with its `given`."""
        out = []
        for page in sorted(set(pages)):
            for row in self._db.execute(f"{_ROW} WHERE page = ? ORDER BY n", (page,)).fetchall():
                [told] = self._db.execute("SELECT given FROM row WHERE n = ?", (row[0],)).fetchone()
                out.append((Row(*row), told))
        return out

    def begin(self, found: Sequence[Begun]) -> None:
        """Note articles that were read, instead of what was known of them; those taken out meanwhile are left out."""
        with self._writing() as there:
            self._out([one.article for one in found])
            for one in found:
                if there(one.article):
                    self._db.execute(
                        "INSERT INTO row (n, article, page, given, undated, day, alone, terms) VALUES (?, ?, ?, ?, ?, ?, ?, x'')",
                        (one.n, one.article, one.page, one.given, one.undated, one.day, one.alone),
                    )
                    self._db.executemany("INSERT OR IGNORE INTO bond VALUES (?, ?)", [(b, one.n) for b in one.bonds])

    def take_out(self, articles: Sequence[str]) -> list[str]:
        """Forget articles, and all that may follow from them; returns the articles that had to do with them, as which they may be
        quoted. Within the transaction of the caller."""
        return self._out(articles)

    def drop(self, articles: Sequence[str]) -> list[str]:
        """The same, in a transaction of its own."""
        with self._writing():
            return self.take_out(articles)

    def _out(self, articles: Sequence[str]) -> list[str]:
        db = self._db
        mates: dict[str, None] = {}
        for article in articles:
            row = db.execute("SELECT n, component, story, terms FROM row WHERE article = ?", (article,)).fetchone()
            if row is None:
                continue
            n, component, story, terms = row
            own = db.execute(
                "SELECT DISTINCT o.n, r.article FROM bond b JOIN bond o ON o.bond = b.bond JOIN row r ON r.n = o.n WHERE b.n = ?",
                (n,),
            ).fetchall()
            mates |= dict.fromkeys(other for _, other in own)
            # All that are gathered with it, through others, too.
            self._unread(self.company([n]))
            self._dissolve(component, story)
            db.executemany("DELETE FROM posting WHERE term = ? AND n = ?", [(t, n) for t in _unpacked(terms)])
            db.execute("DELETE FROM bond WHERE n = ?", (n,))
            db.execute("DELETE FROM row WHERE n = ?", (n,))
        return [m for m in mates if m not in set(articles)]

    def _unread(self, ns: Iterable[int]) -> None:
        self._db.executemany("UPDATE row SET key = NULL WHERE n = ?", [(n,) for n in ns])

    def _dissolve(self, component: int | None, story: str | None) -> None:
        """The stories of a component (or the one of an article by itself) are to be found anew."""
        db = self._db
        if component is not None:
            db.execute("DELETE FROM wanted WHERE story IN (SELECT story FROM row WHERE component = ?)", (component,))
            db.execute("DELETE FROM link WHERE component = ?", (component,))
            db.execute("UPDATE row SET placed = NULL, story = NULL, component = NULL WHERE component = ?", (component,))
        elif story is not None:
            db.execute("DELETE FROM wanted WHERE story = ?", (story,))
            db.execute("UPDATE row SET placed = NULL, story = NULL WHERE story = ?", (story,))

    def days(self) -> list[str]:
        """All days of publication, sorted."""
        return [day for (day,) in self._db.execute("SELECT DISTINCT day FROM row WHERE day != '' ORDER BY day")]

    def another_calendar(self, told: str) -> None:
        """The days are others than before: note so, and that articles without a date are to be looked at again."""
        with self._writing():
            ns = [n for (n,) in self._db.execute("SELECT n FROM row WHERE undated")]
            self._unread(self.company(ns))
            self._db.execute("INSERT OR REPLACE INTO meta VALUES ('days', ?)", (told,))

    def unread(self) -> list[int]:
        """Numbers of the articles of which it must be found out how they are looked at, and of all that have to do with them."""
        return sorted(self.company(n for (n,) in self._db.execute("SELECT n FROM row WHERE key IS NULL").fetchall()))

    def company(self, ns: Iterable[int]) -> set[int]:
        """Articles, and those that are bound to them, through others, too."""
        out = set(ns)
        waiting, seen = list(out), set[str]()
        while waiting:
            n = waiting.pop()
            for (bond,) in self._db.execute("SELECT bond FROM bond WHERE n = ?", (n,)).fetchall():
                if bond not in seen:
                    seen.add(bond)
                    fresh = {m for (m,) in self._db.execute("SELECT n FROM bond WHERE bond = ?", (bond,))} - out
                    out |= fresh
                    waiting += fresh
        return out

    def bonds(self, n: int) -> tuple[str, ...]:
        """The bonds of an article, sorted."""
        return tuple(b for (b,) in self._db.execute("SELECT bond FROM bond WHERE n = ? ORDER BY bond", (n,)))

    def rows(self, ns: Collection[int]) -> list[Row]:
        """What is known of articles, in the order of their ids; those that are not there are left out."""
        out = []
        wanted = sorted(ns)
        for k in range(0, len(wanted), _AT_ONCE):
            part = wanted[k : k + _AT_ONCE]
            out += [Row(*r) for r in self._db.execute(f"{_ROW} WHERE n IN ({', '.join('?' * len(part))})", part)]
        return sorted(out, key=lambda r: r.article)

    def read(self, keys: Iterable[tuple[int, str]]) -> None:
        """Note how articles are looked at: their keys, "" for those that are part of another now."""
        with self._writing():
            self._db.executemany("UPDATE row SET key = ? WHERE n = ?", [(key, n) for n, key in keys])

    def unplaced(self) -> list[Row]:
        """The articles that are not in the story where they belong as they are looked at now, in the order of their ids."""
        found = self._db.execute("SELECT n FROM row WHERE key IS NOT placed AND key IS NOT NULL").fetchall()
        return self.rows([n for (n,) in found])

    def dissolve(self, ns: Iterable[int]) -> None:
        """The stories of articles, and all that they hang together with, are to be found anew."""
        with self._writing():
            for n in ns:
                row = self._db.execute("SELECT component, story FROM row WHERE n = ?", (n,)).fetchone()
                if row is not None:
                    self._dissolve(*row)

    def aside(self, why: Iterable[tuple[int, str, bytes | None]]) -> None:
        """Note articles (by number, with the key as which they were looked at) that are in no story, and why (packed; None: they
        are part of another)."""
        with self._writing():
            self._db.executemany(
                "UPDATE row SET placed = ?, aside = ? WHERE n = ? AND key = ?",
                [(key, _sealed(data), n, key) for n, key, data in why],
            )

    def failed(self, articles: Mapping[str, bytes | None]) -> None:
        """Note why articles of a story are left out of it (packed), or that they are not any more (None)."""
        with self._writing():
            self._db.executemany("UPDATE row SET aside = ? WHERE article = ?", [(_sealed(why), id) for id, why in articles.items()])

    def set_aside(self) -> list[bytes]:
        """Why articles are in no story, or left out of theirs, packed. Raises `sqlite3.DatabaseError` if one is damaged."""
        return [_opened(why) for (why,) in self._db.execute("SELECT aside FROM row WHERE aside IS NOT NULL ORDER BY article")]

    def moved(self, keys: Iterable[tuple[int, str]]) -> None:
        """Note that articles stay in their stories under other keys."""
        with self._writing():
            for n, key in keys:
                self._db.execute("DELETE FROM wanted WHERE story = (SELECT story FROM row WHERE n = ?)", (n,))
                self._db.execute("UPDATE row SET placed = ? WHERE n = ? AND key = ?", (key, n, key))

    def found_by(self, terms: Mapping[int, Sequence[tuple[int, int]]]) -> None:
        """Note the terms of articles (by number) and their weights."""
        with self._writing():
            there = {r.n for r in self.rows(terms)}
            for n in sorted(there):
                [before] = self._db.execute("SELECT terms FROM row WHERE n = ?", (n,)).fetchone()
                self._db.executemany("DELETE FROM posting WHERE term = ? AND n = ?", [(t, n) for t in _unpacked(before)])
                self._db.execute("UPDATE row SET terms = ? WHERE n = ?", (_packed([t for t, _ in terms[n]]), n))
            # In the order of the table, which is quicker where they are many.
            rows = sorted((t, n, weight) for n in there for t, weight in terms[n])
            self._db.executemany("INSERT OR REPLACE INTO posting VALUES (?, ?, ?)", rows)

    def near(self, terms: Sequence[tuple[int, int]], gate: int) -> list[int]:
        """The articles whose terms come to `gate` with these: the weights of each shared term multiplied, all added."""
        mass: dict[int, int] = {}
        for term, weight in terms:
            for n, own in self._db.execute("SELECT n, weight FROM posting WHERE term = ?", (term,)):
                mass[n] = mass.get(n, 0) + weight * own
        return [n for n, found in mass.items() if found >= gate]

    def around(self, ns: Iterable[int]) -> list[Row]:
        """Those of the articles that are in stories, with all that hang together with them, in the order of their ids."""
        rows = {r.n: r for r in self.rows(set(ns)) if r.story is not None}
        for component in sorted({r.component for r in rows.values() if r.component is not None}):
            rows |= {r[0]: Row(*r) for r in self._db.execute(f"{_ROW} WHERE component = ?", (component,))}
        return sorted(rows.values(), key=lambda r: r.article)

    def everywhere(self) -> list[Row]:
        """All articles that are in stories, in the order of their ids."""
        return [Row(*r) for r in self._db.execute(f"{_ROW} WHERE story IS NOT NULL ORDER BY article")]

    def links(self, components: Iterable[int]) -> list[tuple[int, int]]:
        """What holds components together."""
        return [
            link
            for one in sorted(set(components))
            for link in self._db.execute("SELECT a, b FROM link WHERE component = ?", (one,))
        ]

    def settle(self, found: Settling, placed: Mapping[int, str]) -> bool:
        """Put articles into stories, instead of where they were: `placed` are the keys under which those are that were in none.

        False, and nothing changed, if one of them is not there any more.
        """
        db = self._db
        with self._writing():
            rows = {r.n: r for r in self.rows(found.stories)}
            if len(rows) != len(found.stories) or any(rows[n].key != key for n, key in placed.items()):
                return False
            for row in rows.values():
                db.execute("DELETE FROM wanted WHERE story = ?", (row.story,))
            db.executemany(
                "DELETE FROM link WHERE component = ?", [(c,) for c in {r.component for r in rows.values()} if c is not None]
            )
            db.executemany("INSERT INTO link VALUES (?, ?, ?)", found.links)
            db.executemany(
                "UPDATE row SET story = ?, component = ? WHERE n = ?",
                [(story, found.components[n], n) for n, story in found.stories.items()],
            )
            db.executemany("UPDATE row SET placed = ?, aside = NULL WHERE n = ?", [(key, n) for n, key in placed.items()])
        return True

    def unkeyed(self, pages: Iterable[str]) -> list[str]:
        """The stories of which it must be found out what they are made from, and those with articles of these pages."""
        found = self._db.execute(
            "SELECT story FROM (SELECT DISTINCT story FROM row WHERE story IS NOT NULL) "
            "WHERE story NOT IN (SELECT story FROM wanted)"
        ).fetchall()
        return sorted({story for (story,) in found} | {row.story for row, _ in self.of_pages(pages) if row.story is not None})

    def story(self, id: str) -> list[Row]:
        """The articles of a story, in the order of their ids."""
        return [Row(*r) for r in self._db.execute(f"{_ROW} WHERE story = ? ORDER BY article", (id,))]

    def want(self, keys: Mapping[str, str]) -> None:
        """Note what stories are made from."""
        with self._writing():
            self._db.executemany("INSERT OR REPLACE INTO wanted VALUES (?, ?)", sorted(keys.items()))

    def wanted(self) -> dict[str, str]:
        """For every story what it is made from, in the order of their ids."""
        return dict(self._db.execute("SELECT story, key FROM wanted ORDER BY story").fetchall())

    def keys(self) -> list[str]:
        """The keys of all articles that are in stories."""
        return [key for (key,) in self._db.execute("SELECT placed FROM row WHERE story IS NOT NULL")]


def _sealed(data: bytes | None) -> bytes | None:
    return None if data is None else hashlib.sha256(data).digest() + data


def _opened(data: bytes) -> bytes:
    if hashlib.sha256(data[32:]).digest() != data[:32]:
        raise sqlite3.DatabaseError("a value of the plan is malformed")
    return data[32:]


def _packed(terms: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(terms)}I", *terms)


def _unpacked(terms: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(terms) // 4}I", terms)
