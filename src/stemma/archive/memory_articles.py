"""The collection in memory: what `Collected` promises, by the simplest means, so that the real one can be compared with it."""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from stemma.archive.base import Entry, Kept, Made, NewPage, Run, successors
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
    within,
)
from stemma.archive.plan import SCHEMA, Plan
from stemma.model import Article, Dossier

_WORD: Final = re.compile(r"[^\W_]+")


class MemoryArticles:
    """The part of the store that is about a collection."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._turn = threading.Lock()
        self._pages: dict[int, tuple[Kept, NewPage]] = {}
        self._made: dict[int, Made] = {}
        self._last = 0
        self._runs: dict[int, Run] = {}
        self._stories: dict[str, tuple[Entry, Dossier]] = {}
        self._made_from: dict[str, str] = {}
        self._aliases: dict[str, str] = {}
        self._articles: dict[str, tuple[Filed, Article]] = {}
        self._parts: dict[bytes, str] = {}
        self._layers: dict[tuple[LayerKind, str], Layer] = {}
        self._drafts: dict[str, Drafted] = {}
        self._settled: Settled | None = None
        self._numbers: dict[str, int] = {}
        self._highest = 0
        self._planned = _empty()

    def add_articles(self, articles: Sequence[NewArticle], when: str) -> tuple[bool, ...]:
        """See `Collected`."""
        with self._lock:
            out = []
            for new in articles:
                id = new.article.id
                out.append(id not in self._articles)
                if id not in self._articles:
                    self._highest += 1
                    self._numbers[id] = self._highest
                self._articles.setdefault(id, (described(new.article, when), new.article))
                self._parts.setdefault(new.key, id)
            return tuple(out)

    def has_part(self, key: bytes) -> bool:
        """See `Collected`."""
        with self._lock:
            return key in self._parts

    @contextmanager
    def knowing(self) -> Iterator[Callable[[bytes], bool]]:
        """See `Collected`."""
        yield self.has_part

    def filed(self) -> tuple[Filed, ...]:
        """See `Collected`."""
        with self._lock:
            return tuple(self._articles[id][0] for id in sorted(self._articles))

    def article(self, id: str) -> Article | None:
        """See `Collected`."""
        with self._lock:
            return self._articles[id][1] if id in self._articles else None

    def articles(self) -> Iterator[Article]:
        """See `Collected`."""
        with self._lock:
            held = [self._articles[id][1] for id in sorted(self._articles)]
        yield from held

    def some(self, ids: Sequence[str]) -> Iterator[Article]:
        """See `Collected`."""
        with self._lock:
            held = [self._articles[id][1] for id in ids if id in self._articles]
        yield from held

    def sheets(self, after: int) -> Iterator[Sheet]:
        """See `Collected`."""
        with self._lock:
            held = [
                Sheet(n=self._numbers[id], article=id, digest=digest(encoded(article)), page=article.sha256)
                for id, (_, article) in self._articles.items()
                if self._numbers[id] > after
            ]
        yield from sorted(held, key=lambda s: s.n)

    def extent(self) -> tuple[int, int]:
        """See `Collected`."""
        with self._lock:
            return len(self._articles), max((self._numbers[id] for id in self._articles), default=0)

    @contextmanager
    def plan(self) -> Iterator[Plan]:
        """See `Collected`."""

        @contextmanager
        def guard() -> Iterator[Callable[[str], bool]]:
            with self._lock:
                yield lambda id: id in self._articles

        yield Plan(self._planned, guard, lambda error: error)

    def forget_plan(self) -> None:
        """See `Collected`."""
        with self._lock:
            self._planned = _empty()
            self._layers = {(kind, key): x for (kind, key), x in self._layers.items() if kind not in ASIDE}

    def named(self, what: str) -> tuple[str, ...]:
        """See `Collected`."""
        with self._lock:
            return tuple(f.id for f in self.filed() if what in (f.id, f.sha256, f.url))

    def search(self, words: str, *, since: str = "", until: str = "", outlet: str = "", most: int = 20) -> tuple[Hit, ...]:
        """See `Collected`."""
        terms = asked(words)
        hits = []
        for filed in self.filed() if terms else ():
            article = self._articles[filed.id][1]
            if not within(filed.published, since, until) or fold(outlet) not in fold(filed.outlet or ""):
                continue
            counts = [max(_times(text, *term) for text in (filed.title, body(article))) for term in terms]
            if all(counts):
                home = sorted(id for id, (_, d) in self._stories.items() if filed.id in quoted(d))
                snippet = next((s for s in (_shown(body(article), terms), _shown(filed.title, terms)) if MARK in s), "")
                hits.append(Hit(article=filed, snippet=snippet, rank=-float(sum(counts)), story=home[0] if home else None))
        return tuple(sorted(hits, key=lambda h: (h.rank, h.article.id))[:most])

    def layers(self, kind: LayerKind, keys: Collection[str]) -> dict[str, bytes]:
        """See `Collected`."""
        with self._lock:
            return {key: self._layers[kind, key].data for key in sorted(keys) if (kind, key) in self._layers}

    def keep_layers(self, layers: Sequence[Layer]) -> None:
        """See `Collected`."""
        with self._lock:
            self._layers |= {(x.kind, x.key): x for x in layers if x.article in self._articles}

    def made_from(self) -> dict[str, str]:
        """See `Collected`."""
        with self._lock:
            return {id: self._made_from[id] for id in sorted(self._stories)}

    def members(self, stories: Collection[str] | None = None) -> dict[str, tuple[str, ...]]:
        """See `Collected`."""
        with self._lock:
            return {id: self._stories[id][1].story.articles for id in sorted(self._stories) if stories is None or id in stories}

    def drafts(self) -> frozenset[str]:
        """See `Collected`."""
        with self._lock:
            return frozenset(self._drafts)

    @contextmanager
    def examining(self, waiting: Callable[[int], None] | None = None) -> Iterator[None]:
        """See `Collected`."""
        seconds = 0
        while not self._turn.acquire(timeout=1.0):
            seconds += 1
            if waiting is not None:
                waiting(seconds)
        try:
            yield
        finally:
            self._turn.release()

    def draft(self, made: Sequence[Drafted]) -> None:
        """See `Collected`."""
        with self._lock:
            self._drafts |= {x.key: x for x in made if set(quoted(x.dossier)) <= set(self._articles)}

    def drafted(self, key: str) -> Dossier | None:
        """See `Collected`."""
        with self._lock:
            return self._drafts[key].dossier if key in self._drafts else None

    def settle(self, stories: Mapping[str, str], layers: Collection[str], settled: Settled | None = None) -> None:
        """See `Collected`."""
        with self._lock:
            old = self.members()
            new = {}
            for id, key in stories.items():
                if self._made_from.get(id) == key:
                    new[id] = self._stories[id]
                elif key in self._drafts and self._drafts[key].entry.id == id:
                    new[id] = (self._drafts[key].entry, self._drafts[key].dossier)
                else:
                    raise KeyError(id)
            touched = {a for _, d in new.values() for a in d.story.articles}
            theirs = {id: held for id, held in self._stories.items() if not self._made_from[id] and touched.isdisjoint(old[id])}
            self._stories, self._made_from = new | theirs, dict(stories) | dict.fromkeys(theirs, "")
            self._drafts, self._settled = {}, settled
            gone = successors(old, self.members())
            self._aliases = {a: gone.get(b, b) for a, b in self._aliases.items()} | gone

    def settled(self) -> Settled | None:
        """See `Collected`."""
        with self._lock:
            return self._settled

    def quoting(self, articles: Collection[str]) -> tuple[str, ...]:
        """See `Collected`."""
        with self._lock:
            return tuple(sorted(id for id, (_, d) in self._stories.items() if set(articles) & set(quoted(d))))

    def take_out(self, articles: Collection[str], pages: Collection[str] = ()) -> None:
        """See `Collected`."""
        with self._lock:
            out = set(articles)
            stay = {f.sha256 for f in self.filed() if f.id not in out}
            gone = {f.sha256 for f in self.filed() if f.id in out and f.sha256 not in stay} | set(pages)
            sources = {f.source for f in self.filed() if f.id in out}
            for id in self.quoting(out):
                del self._stories[id], self._made_from[id]
            self._drafts, self._settled = {}, None
            self._articles = {id: held for id, held in self._articles.items() if id not in out}
            self._parts = {key: id for key, id in self._parts.items() if id not in out}
            with self.plan() as plan:
                mates = plan.drop(sorted(out))
            self._layers = {
                k: x for k, x in self._layers.items() if x.article not in out and not (x.kind == "article" and x.article in mates)
            }
            self._pages = {n: held for n, held in self._pages.items() if held[0].sha256 not in gone}
            self._made = {n: m for n, m in self._made.items() if not {m.correction.page, m.correction.other} & gone}
            for n, run in self._runs.items():
                self._runs[n] = replace(run, rejected=tuple(r for r in run.rejected if r.source not in sources))


def _empty() -> sqlite3.Connection:
    """A plan that knows nothing."""
    db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    db.executescript(SCHEMA)
    return db


def _pattern(parts: tuple[str, ...], begins: bool) -> re.Pattern[str]:
    return re.compile(r"(?<![^\W_])" + r"[\W_]+".join(map(re.escape, map(fold, parts))) + ("" if begins else r"(?![^\W_])"))


def _times(text: str, parts: tuple[str, ...], begins: bool) -> int:
    return len(_pattern(parts, begins).findall(fold(text)))


def _shown(text: str, terms: Sequence[tuple[tuple[str, ...], bool]]) -> str:
    """The line of a text that holds the first word found, every word found marked."""
    wanted = [(fold(w), begins and w == parts[-1]) for parts, begins in terms for w in parts]

    def marked(match: re.Match[str]) -> str:
        word = fold(match[0])
        found = any(word.startswith(w) if begins else word == w for w, begins in wanted)
        return f"{MARK}{match[0]}{UNMARK}" if found else match[0]

    return next((line for line in (_WORD.sub(marked, x) for x in text.split("\n")) if MARK in line), "")
