"""Killed at any instant: what was committed is there, the archive is sound, and what is resumed ends as if nothing had happened."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from stemma import codec
from stemma.archive import NewArticle, SqliteStore, adding, examining
from stemma.archive.checking import check
from stemma.archive.entries import entry
from stemma.archive.examining import examine
from tests.archive.collections import added, content, killed, table
from tests.support.walk import demo_pages

KILLS = 12


class Telling(SqliteStore):
    """A store that says which articles are kept, once they are."""

    def __init__(self, folder: Path, told: int) -> None:
        super().__init__(folder)
        self._told = told

    def add_articles(self, articles: Sequence[NewArticle], when: str) -> tuple[bool, ...]:
        done = super().add_articles(articles, when)
        os.write(self._told, "".join(f"{a.article.id}\n" for a in articles).encode())
        return done


def test_adding_is_killed_again_and_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "BATCH", 5)
    source = table(tmp_path / "rows.jsonl", 120)
    whole = SqliteStore(tmp_path / "whole")
    added(whole, source)
    folder = tmp_path / "killed"
    chance = random.Random(8)
    promised: set[str] = set()
    stopped = 0
    for _ in range(KILLS):
        # Killed once so many were promised in this run, and a moment later.
        told = killed(
            lambda pipe: added(Telling(folder, pipe), source) and None, chance.uniform(0, 0.01), once=chance.randrange(1, 12)
        ).decode()
        promised |= set(told.split("\n")[:-1])
        store = SqliteStore(folder)
        kept = {f.id for f in store.filed()}
        assert promised <= kept
        assert check(store).troubles == ()
        stopped += 0 < len(kept) < 120
    assert stopped > 2  # the kills fell into the work
    done = added(SqliteStore(folder), source)
    assert len(done.new) + done.known == 120
    assert content(SqliteStore(folder)) == content(whole)
    assert check(SqliteStore(folder)).sound


def test_examining_is_killed_again_and_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examining, "BATCH", 1)
    whole, folder = SqliteStore(tmp_path / "whole"), tmp_path / "killed"
    pages = [*map(Path, demo_pages()[:4]), table(tmp_path / "rows.jsonl", 2)]
    for store in (whole, SqliteStore(folder)):
        added(store, *pages)
    examine(whole, entry)
    chance = random.Random(8)
    layers = []
    for _ in range(5):
        killed(lambda _: examine(SqliteStore(folder), entry) and None, chance.uniform(0.05, 0.9))
        found = check(SqliteStore(folder))
        assert found.troubles == ()
        layers.append(found.layers)
    assert layers == sorted(layers)
    assert any(layers)
    examine(SqliteStore(folder), entry)
    assert dossiers(SqliteStore(folder)) == dossiers(whole)


def dossiers(store: SqliteStore) -> list[bytes]:
    return [codec.encode(d) for e in store.stories() if (d := store.dossier(e.id)) is not None]
