"""Watching feeds: ask those that are due, keep what is new, examine the stories that it touches, tell what matters of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final, TypeVar
from urllib.parse import urlsplit

import stemma
from stemma.archive import Collected, Entry
from stemma.archive.adding import add, part_of
from stemma.archive.collection import quoted
from stemma.archive.examining import examine
from stemma.archive.watched import Feed, Listed, Watched, link
from stemma.asking import alerts
from stemma.background.names import SHIPPED, Names
from stemma.errors import BadInput
from stemma.model import Alert, Dossier, Rejected
from stemma.reading import Held, Part, open_parts
from stemma.reading.parts import LIMITS
from stemma.reading.sources.fetching import Polled, Session, page
from stemma.reading.sources.robots import TOKEN
from stemma.watching.lists import Subscribed
from stemma.watching.polling import answered, failed, is_due
from stemma.watching.telling import KEPT, FeedFile, Sink, Untold

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
_DAY: Final = 86_400.0
_REST: Final = 60.0


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


@dataclass(slots=True)
class _Known:
    """A host that was asked: the session with it, when it began and when it was used last, in seconds since 1970."""

    session: Session
    began: float
    used: float


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
    _sessions: dict[str, _Known] = field(default_factory=dict)
    _settled: bool = False

    def due(self) -> float | None:
        """When the next feed may be asked, in seconds since 1970; None if all are gone."""
        now = self.clock()
        feeds = [f for one in self.feeds if not (f := self.book.feed(one.url)).gone]
        return min((now if is_due(f, now) else f.due for f in feeds), default=None)

    def turn(self) -> Turn:
        """Ask every feed that is due, and all that follows. What goes wrong with a feed, a page or a sink is in the `Turn`.
        Raises `BadArchive`."""
        for sink in self.sinks:
            self.book.introduce(sink.name)
        silent = not self.from_start and not self.store.made_from()
        now = self.clock()
        self._rested(now)
        if not self._settled:
            self.book.tidy([one.url for one in self.feeds], now)
        asked = [f for one in self.feeds if is_due(f := self.book.feed(one.url), now)]
        answers = self._at_once(asked, lambda f: f.moved or f.url, self._ask)
        trouble: list[str] = []
        rejected: list[Rejected] = []
        unchanged, new = 0, 0
        for feed, answer in zip(asked, answers, strict=True):
            if isinstance(answer, BadInput):
                self.book.keep(failed(feed, answer.message, self.clock(), self.every))
                trouble.append(f"{feed.url}: {answer.message}{_vouch(answer, feed.moved or feed.url)}")
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
        now = self.clock()
        for host in hosts:
            self._sessions.setdefault(host, _Known(self.session(), now, now)).used = now
        out: dict[int, B] = {}

        def of_one(ns: list[int]) -> None:
            for n in ns:
                out[n] = do(things[n])

        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="stemma-watch") as pool:
            list(pool.map(of_one, hosts.values()))
        return [out[n] for n in range(len(things))]

    def _rested(self, now: float) -> None:
        """Let hosts go that were known for a day and are not being asked: a robots.txt holds no longer (RFC 9309, 2.4)."""
        self._sessions = {h: k for h, k in self._sessions.items() if now - k.began < _DAY or now - k.used < _REST}

    def _ask(self, feed: Feed) -> Polled | BadInput:
        url = feed.moved or feed.url
        try:
            return self._sessions[_host(url)].session.poll(url, etag=feed.etag, modified=feed.modified)
        except BadInput as error:
            return error

    def _page(self, url: str) -> Part | BadInput:
        try:
            return page(url, self._sessions[_host(url)].session)
        except BadInput as error:
            return error

    def _taken(self, feed: Feed, answer: Polled) -> tuple[int, int, tuple[Rejected, ...]]:
        """Keep the items of a feed that are new: how many articles, how many pages are still to be had, what was set aside."""
        held = Held(answer.url, answer.data)
        parts = [p for p in open_parts(BytesIO(answer.data), held.name, held.name, LIMITS) if isinstance(p, Part)]
        keys = {_key(p): p for p in parts}
        had = self.book.done(feed.url, keys)
        out = self.book.out()
        wanted = {key: p for key, p in keys.items() if key not in had and p.form == "link" and _link(p) not in out}
        links = sorted({p.given.url for p in wanted.values() if p.given.url})
        pages = dict(zip(links, self._at_once(links, lambda url: url, self._page), strict=True))
        with self.store.examining():  # so that a takedown finds the item with its article, or neither
            return self._let_in(feed, held, keys, had, pages)

    def _let_in(
        self, feed: Feed, held: Held, keys: Mapping[bytes, Part], had: frozenset[bytes], pages: Mapping[str, Part | BadInput]
    ) -> tuple[int, int, tuple[Rejected, ...]]:
        out = self.book.out()

        def fetch(url: str) -> Part:
            found = pages.get(url)
            if not isinstance(found, Part):
                raise found or BadInput(
                    url, "fetch-failed", "found a page that leads to another; needed a report", "fetch it by hand"
                )
            return found

        def skip(part: Part) -> bool:
            return _key(part) in had or _link(part) in out

        added = add(self.store, [held], when=self.when, fetch=fetch, skip=skip)
        new = self._stay(added.new, out)
        missed, listed = set(), {}
        for key, p in keys.items():
            came = pages.get(p.given.url or "") if p.form == "link" else p
            if isinstance(came, BadInput) and came.code == "fetch-failed" and key not in had:
                missed.add(key)
            known = isinstance(came, Part) and _link(p) not in out and _link(came) not in out
            listed[key] = Listed(link=_link(p), part=part_of(came) if isinstance(came, Part) and known else None)
        done = keys.keys() - had - missed
        waiting = self.book.mark(feed.url, done, missed, TRIES, now=self.clock(), listed=listed)
        # A feed may well be empty for a while: that is no input gone wrong.
        refused = tuple(r for r in added.rejected if not (r.code == "empty" and r.source == held.name))
        return new, waiting, refused

    def _stay(self, new: Sequence[str], out: frozenset[bytes]) -> int:
        """How many of the articles that were added may stay: a page that calls itself by an address that was taken out, whatever
        address led to it, goes at once."""
        if not out:
            return len(new)
        found = [a for id in new if (a := self.store.article(id)) is not None]
        back = [a.id for a in found if a.url and link(a.url) in out]
        if back:
            self.store.take_out(back)
        return len(new) - len(back)

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
        for sink in self.sinks:
            try:
                if isinstance(sink, FeedFile):
                    self._shown(sink)
                else:
                    self._told_one(sink)
            except Untold as error:
                trouble.append(f"{error.message} ({error.hint})")
        return trouble

    def _told_one(self, sink: Sink) -> None:
        """One by one, so that a sink that fails half-way is not told the first half again. Raises `Untold`."""
        waiting = self.book.untold(sink.name)
        latest = self.book.latest(KEPT) if waiting else ()
        for one in waiting:
            if self.book.holds(one.alert.id):  # else what it quotes was taken out in this moment
                sink.tell([one], latest)
                self.book.tell(sink.name, [one.alert.id])

    def _shown(self, sink: FeedFile) -> None:
        """Replace a feed file, while nobody takes out what stands in it. One that is not there is written even without news, so
        that a reader can subscribe to it, and that what is wrong with its path is said at once. Raises `Untold`."""
        if self.book.untold(sink.name) or not sink.there():
            with self.store.examining():
                waiting = self.book.untold(sink.name)
                sink.tell(waiting, self.book.latest(KEPT))
                self.book.tell(sink.name, [one.alert.id for one in waiting])


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.casefold()
    except ValueError:
        return ""


def _vouch(refused: BadInput, url: str) -> str:
    """What to do about a feed that was refused because of its host or port, where that is something to be done about."""
    return f" (if that is a host of your own: --trust {host})" if refused.code == "address-refused" and (host := _host(url)) else ""


def _key(part: Part) -> bytes:
    """What tells an item of a feed from others and from itself once it was changed."""
    g = part.given
    told = (g.url, g.title, g.published, g.modified, part.form)
    return hashlib.sha256(repr(told).encode("utf-8", "replace") + part.data).digest()


def _link(part: Part) -> bytes:
    """What stands for the address of an item; for its name, where it has none."""
    return link(part.given.url or part.name)


def listed(feeds: Iterable[Subscribed], book: Watched) -> list[tuple[Subscribed, Feed]]:
    """Every feed with how it stands."""
    return [(one, book.feed(one.url)) for one in feeds]
