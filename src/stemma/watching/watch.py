"""Watching feeds: ask those that are due, keep what is new, examine the stories that it touches, tell what matters of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final, TypeVar
from urllib.parse import urlsplit

import stemma
from stemma.archive import Collected, Entry
from stemma.archive.adding import add
from stemma.archive.collection import quoted
from stemma.archive.examining import examine
from stemma.archive.watched import Feed, Watched
from stemma.asking import alerts
from stemma.background.names import SHIPPED, Names
from stemma.errors import BadInput
from stemma.model import Alert, Dossier, Rejected
from stemma.reading import Held, Part, open_parts
from stemma.reading.parts import LIMITS
from stemma.reading.sources.fetching import Polled, Session, page
from stemma.reading.sources.robots import TOKEN
from stemma.watching.lists import Subscribed
from stemma.watching.polling import answered, failed
from stemma.watching.telling import KEPT, Sink, Untold

AGENT: Final = f"{TOKEN}/{stemma.__version__} (polls feeds that a person subscribed to)"
A = TypeVar("A")
B = TypeVar("B")
EVERY: Final = 600.0
"""Seconds between two questions to a feed that has news."""
SOONEST: Final = 60.0
"""The shortest pause that may be asked for, in seconds, for feeds on the public internet."""
TRIES: Final = 5
"""How often a page that a feed names is tried."""
AT_ONCE: Final = 4
"""Hosts that are asked at the same time; each of them one page at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one turn did: how many feeds were asked, how many had nothing new; articles that are new; stories that are new or
    changed; how many alerts were made; what went wrong, in words; what was set aside."""

    asked: int
    unchanged: int
    added: int
    stories: int
    alerts: int
    trouble: tuple[str, ...]
    rejected: tuple[Rejected, ...]


@dataclass
class Watch:
    """A watch over feeds: `turn` does one round and returns; everything it must remember is in the archive and in `book`.

    It can be killed at any moment and go on: an item is marked as done only when its article is kept, and an alert is noted before
    the stories are settled, each once. `clock` gives seconds since 1970, `when` the time in ISO 8601. `entry` makes the line of the
    list for a dossier. `session` makes what fetches from one host. Where the archive has no story yet, what the first turn finds is
    what there is, not news: it is not told, unless `from_start`.
    """

    store: Collected
    book: Watched
    feeds: Sequence[Subscribed]
    sinks: Sequence[Sink]
    entry: Callable[[Dossier], Entry]
    clock: Callable[[], float]
    when: Callable[[], str]
    every: float = EVERY
    names: Names = SHIPPED
    from_start: bool = False
    session: Callable[[], Session] = lambda: Session(agent=AGENT)
    progress: Callable[[str, int, int], None] | None = None
    _sessions: dict[str, Session] = field(default_factory=dict)
    _settled: bool = False

    def due(self) -> float | None:
        """When the next feed may be asked, in seconds since 1970; None if all are gone."""
        return min((f.due for one in self.feeds if not (f := self.book.feed(one.url)).gone), default=None)

    def turn(self) -> Turn:
        """Ask every feed that is due, and all that follows. What goes wrong with a feed, a page or a sink is in the `Turn`.
        Raises `BadArchive`."""
        for sink in self.sinks:
            self.book.introduce(sink.name)
        silent = not self.from_start and not self.store.made_from()
        now = self.clock()
        asked = [f for one in self.feeds if not (f := self.book.feed(one.url)).gone and f.due <= now]
        answers = self._at_once(asked, lambda f: f.moved or f.url, self._ask)
        trouble: list[str] = []
        rejected: list[Rejected] = []
        unchanged, new = 0, 0
        for feed, answer in zip(asked, answers, strict=True):
            if isinstance(answer, BadInput):
                self.book.keep(failed(feed, answer.message, self.clock(), self.every))
                trouble.append(f"{feed.url}: {answer.message}")
                continue
            fresh, waiting, refused = self._taken(feed, answer) if answer.data else (0, 0, ())
            stands = answered(feed, answer, self.clock(), self.every, new=fresh, waiting=waiting)
            self.book.keep(stands)
            unchanged += not fresh and not stands.trouble
            new += fresh
            rejected += refused
            trouble += [f"{feed.url}: {stands.trouble}"] if stands.trouble else []
        stories, made = self._examined(silent) if new or not self._settled else (0, 0)
        self._settled = True
        trouble += self._told()
        return Turn(
            asked=len(asked),
            unchanged=unchanged,
            added=new,
            stories=stories,
            alerts=made,
            trouble=tuple(trouble),
            rejected=tuple(rejected),
        )

    def _at_once(self, things: Sequence[A], url: Callable[[A], str], do: Callable[[A], B]) -> list[B]:
        """`do` of all things, of several hosts at once, of one host one after the other; in the order of `things`."""
        hosts: dict[str, list[int]] = {}
        for n, thing in enumerate(things):
            hosts.setdefault(_host(url(thing)), []).append(n)
        for host in hosts:
            self._sessions.setdefault(host, self.session())
        out: dict[int, B] = {}

        def of_one(ns: list[int]) -> None:
            for n in ns:
                out[n] = do(things[n])

        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="stemma-watch") as pool:
            list(pool.map(of_one, hosts.values()))
        return [out[n] for n in range(len(things))]

    def _ask(self, feed: Feed) -> Polled | BadInput:
        url = feed.moved or feed.url
        try:
            return self._sessions[_host(url)].poll(url, etag=feed.etag, modified=feed.modified)
        except BadInput as error:
            return error

    def _page(self, url: str) -> Part | BadInput:
        try:
            return page(url, self._sessions[_host(url)])
        except BadInput as error:
            return error

    def _taken(self, feed: Feed, answer: Polled) -> tuple[int, int, tuple[Rejected, ...]]:
        """Keep the items of a feed that are new: how many articles, how many pages are still to be had, what was set aside."""
        held = Held(answer.url, answer.data)
        parts = [p for p in open_parts(BytesIO(answer.data), held.name, held.name, LIMITS) if isinstance(p, Part)]
        keys = {_key(p): p for p in parts}
        done = self.book.done(feed.url, keys)
        links = sorted({p.given.url for key, p in keys.items() if key not in done and p.form == "link" and p.given.url})
        pages = dict(zip(links, self._at_once(links, lambda url: url, self._page), strict=True))

        def fetch(url: str) -> Part:
            found = pages.get(url)
            if not isinstance(found, Part):
                raise found or BadInput(
                    url, "fetch-failed", "found a page that leads to another; needed a report", "fetch it by hand"
                )
            return found

        added = add(self.store, [held], when=self.when, fetch=fetch, skip=lambda part: _key(part) in done)
        wanting = {u for u, found in pages.items() if isinstance(found, BadInput) and found.code == "fetch-failed"}
        missed = {key for key, p in keys.items() if key not in done and p.form == "link" and p.given.url in wanting}
        waiting = self.book.mark(feed.url, set(keys) - done - missed, missed, TRIES)
        # A feed may well be empty for a while: that is no input gone wrong.
        refused = tuple(r for r in added.rejected if not (r.code == "empty" and r.source == held.name))
        return len(added.new), waiting, refused

    def _examined(self, silent: bool) -> tuple[int, int]:
        """Bring the stories up to date and note what is to be told: stories that are new or changed, alerts that are new."""
        made = 0

        def changed(old: Dossier | None, new: Dossier) -> None:
            nonlocal made
            made += self._noted(alerts(old, new), quoted(new), silent)

        found = examine(self.store, self.entry, names=self.names, changed=changed, progress=self.progress)
        return len(found.changed), made

    def _noted(self, found: Sequence[Alert], articles: Sequence[str], silent: bool) -> int:
        count = self.book.note(found, self.when(), articles, silent=silent) if found else 0
        return 0 if silent else count

    def _told(self) -> list[str]:
        """Tell every sink what it was not told yet; what went wrong."""
        trouble = []
        latest = self.book.latest(KEPT)
        for sink in self.sinks:
            waiting = self.book.untold(sink.name)
            if not waiting:
                continue
            try:
                for one in waiting:  # one by one, so that a sink that fails half-way is not told the first half again
                    sink.tell([one], latest)
                    self.book.tell(sink.name, [one.alert.id])
            except Untold as error:
                trouble.append(f"{error.message} ({error.hint})")
        return trouble


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.casefold()
    except ValueError:
        return ""


def _key(part: Part) -> bytes:
    """What tells an item of a feed from others and from itself once it was changed."""
    g = part.given
    told = (g.url, g.title, g.published, g.modified, part.form)
    return hashlib.sha256(repr(told).encode("utf-8", "replace") + part.data).digest()


def listed(feeds: Iterable[Subscribed], book: Watched) -> list[tuple[Subscribed, Feed]]:
    """Every feed with how it stands."""
    return [(one, book.feed(one.url)) for one in feeds]
