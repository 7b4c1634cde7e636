"""The tables of an archive, version by version: an older archive is brought forward in one transaction, or stays as it was."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Callable
from typing import Final

VERSION: Final = 3
"""Of the tables as this program writes them, kept in the file (`user_version`); a newer one is refused."""

_ONE: Final = """
CREATE TABLE page (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, sha256 TEXT, size INTEGER, url TEXT, charset TEXT,
  data BLOB, address INTEGER NOT NULL, added TEXT NOT NULL);
CREATE UNIQUE INDEX page_once ON page (name, sha256) WHERE address = 0;
CREATE UNIQUE INDEX address_once ON page (name) WHERE address = 1;
CREATE TABLE correction (id INTEGER PRIMARY KEY AUTOINCREMENT, said TEXT NOT NULL);
CREATE TABLE withdrawal (correction INTEGER PRIMARY KEY REFERENCES correction (id), who TEXT NOT NULL, made TEXT NOT NULL,
  why TEXT NOT NULL);
CREATE TABLE run (id INTEGER PRIMARY KEY AUTOINCREMENT, state TEXT NOT NULL, asked TEXT NOT NULL, ended TEXT,
  pages INTEGER NOT NULL DEFAULT 0, dossiers INTEGER NOT NULL DEFAULT 0, rejected BLOB NOT NULL DEFAULT x'5b5d',
  message TEXT NOT NULL DEFAULT '', seen TEXT NOT NULL DEFAULT '');
CREATE TABLE story (id TEXT PRIMARY KEY, title TEXT NOT NULL, strip TEXT NOT NULL, reports TEXT NOT NULL, lower INTEGER,
  upper INTEGER, first TEXT, last TEXT, corrections INTEGER NOT NULL, words TEXT NOT NULL, pages TEXT NOT NULL,
  articles TEXT NOT NULL, dossier BLOB NOT NULL);
CREATE TABLE alias (id TEXT PRIMARY KEY, story TEXT NOT NULL);
"""
"""The store of the local app: pages as given, corrections, runs, dossiers."""

STORY: Final = (
    "id", "title", "strip", "reports", "lower", "upper", "first", "last", "corrections", "words", "pages", "articles", "dossier",
    "key", "digest",
)  # fmt: skip
"""Columns of a story, and of a draft of one."""

_TWO: Final = """
CREATE TABLE article (n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL, source TEXT NOT NULL,
  url TEXT, outlet TEXT, folded TEXT NOT NULL, published TEXT, title TEXT NOT NULL, body TEXT NOT NULL, said BLOB NOT NULL,
  digest TEXT NOT NULL, added TEXT NOT NULL);
CREATE INDEX article_page ON article (sha256);
CREATE INDEX article_url ON article (url);
CREATE VIRTUAL TABLE found USING fts5 (title, body, content = 'article', content_rowid = 'n',
  tokenize = 'unicode61 remove_diacritics 2');
CREATE TRIGGER article_added AFTER INSERT ON article BEGIN
  INSERT INTO found (rowid, title, body) VALUES (new.n, new.title, new.body); END;
CREATE TRIGGER article_removed AFTER DELETE ON article BEGIN
  INSERT INTO found (found, rowid, title, body) VALUES ('delete', old.n, old.title, old.body); END;
CREATE TABLE part (key BLOB PRIMARY KEY, article TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE) WITHOUT ROWID;
CREATE INDEX part_article ON part (article);
CREATE TABLE statements (key TEXT PRIMARY KEY, article TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  digest TEXT NOT NULL, data BLOB NOT NULL);
CREATE INDEX statements_article ON statements (article);
ALTER TABLE story ADD COLUMN key TEXT NOT NULL DEFAULT '';
ALTER TABLE story ADD COLUMN digest TEXT NOT NULL DEFAULT '';
CREATE TABLE member (story TEXT NOT NULL REFERENCES story (id) ON DELETE CASCADE, article TEXT NOT NULL,
  PRIMARY KEY (article, story)) WITHOUT ROWID;
CREATE INDEX member_story ON member (story);
CREATE TABLE draft (key TEXT PRIMARY KEY, id TEXT NOT NULL, title TEXT NOT NULL, strip TEXT NOT NULL, reports TEXT NOT NULL,
  lower INTEGER, upper INTEGER, first TEXT, last TEXT, corrections INTEGER NOT NULL, words TEXT NOT NULL, pages TEXT NOT NULL,
  articles TEXT NOT NULL, dossier BLOB NOT NULL, digest TEXT NOT NULL, members TEXT NOT NULL);
CREATE TABLE used (key TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE settled (print TEXT NOT NULL, rejected BLOB NOT NULL);
"""
"""Collections: articles as read and their words to search, statements by content, stories by what they were made from.

`member` has every article that a dossier quotes: those of its story and the earlier states of them. `draft` holds dossiers of an
examination that is not over, `used` the keys of the layers that the last one was made
from, `settled` what tells whether another would find anything changed."""


_THREE: Final = """
CREATE INDEX story_made ON story (id, key);
CREATE INDEX alias_story ON alias (story);
"""
"""What stories were made from, told without going through their dossiers."""


def _two(db: sqlite3.Connection) -> None:
    _run(db, _TWO)
    for id, packed in db.execute("SELECT id, dossier FROM story").fetchall():
        try:
            data = zlib.decompress(packed)
            quoted = {a["id"] for one in json.loads(data)["articles"] for a in (one, *one.get("earlier", ()))}
        except (zlib.error, ValueError, KeyError, TypeError, AttributeError):
            continue  # without a digest, so that `check` says that it is damaged; it can be made again
        db.execute("UPDATE story SET digest = ? WHERE id = ?", (hashlib.sha256(data).hexdigest(), id))
        db.executemany("INSERT INTO member (story, article) VALUES (?, ?)", [(id, article) for article in sorted(quoted)])


def _run(db: sqlite3.Connection, statements: str) -> None:
    for statement in statements.strip().split(";\n"):
        db.execute(statement)  # the body of a trigger ends in "; END", so it is not cut


_STEPS: Final[tuple[Callable[[sqlite3.Connection], None], ...]] = (
    lambda db: _run(db, _ONE),
    _two,
    lambda db: _run(db, _THREE),
)


def migrate(db: sqlite3.Connection, found: int) -> None:
    """Bring tables of version `found` (0: none) to `VERSION`, within the transaction that the caller has begun.

    Raises `sqlite3.Error`; the caller rolls back.
    """
    for step in _STEPS[found:]:
        step(db)
    db.execute(f"PRAGMA user_version = {VERSION}")
