"""What a store holds of a collection, beside what the app keeps in it: articles, layers by content, stories by what made them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final, Literal, Protocol, TypeAlias

from stemma import codec
from stemma.archive.base import Entry, Store, successors
from stemma.archive.plan import Plan
from stemma.model import Article, Dossier, Rejected

LayerKind: TypeAlias = Literal["statements", "parsed", "profile", "article"]
"""statements: who says what, kept with the archive; in the sidecar parsed: the grammar, profile: what grouping needs, article: an
article as it is looked at, where other pages change that."""
ASIDE: Final[tuple[LayerKind, ...]] = ("parsed", "profile", "article")
"""Layers that may be lost at any time: they are made again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewArticle:
    """An article as read, before what people corrected and what other pages show; `key` tells the part of the input it is from."""

    article: Article
    key: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """An article in the list; `published` as its page gives it, `added` in ISO 8601."""

    id: str
    sha256: str
    source: str
    url: str | None
    outlet: str | None
    published: str | None
    title: str
    added: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What tells an article as read from every other, read by column: its number, which rises with every article that is added, its
    id, the SHA-256 of its encoded bytes, and that of its page."""

    n: int
    article: str
    digest: str
    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article that was searched for: `snippet` quotes its body (or title), each word found between `MARK` and `UNMARK`.

    `rank` orders hits, the lowest first; comparable within one search only. `story` is the story that it is in now, if any.
    """

    article: Filed
    snippet: str
    rank: float
    story: str | None


MARK, UNMARK = "\x02", "\x03"
"""Stand around a word that was found: signs that no article holds, for whoever shows it to replace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """What one article gives by itself, encoded; `key` tells the content of the article and the version of all that made it."""

    kind: LayerKind
    key: str
    article: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """A dossier with its entry; `key` tells all that it was made from."""

    entry: Entry
    dossier: Dossier
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """How an examination ended: `print` tells all that it looked at and made, `rejected` is what it set aside."""

    print: str
    rejected: tuple[Rejected, ...]


class Collected(Store, Protocol):
    """A `Store` that holds a collection, too. Every method is one step, as there."""

    def add_articles(self, articles: Sequence[NewArticle], when: str) -> tuple[bool, ...]:
        """Keep articles, one of an id that is there already not again (its key is); for each whether it is new."""
        ...

    def has_part(self, key: bytes) -> bool:
        """Whether the part of an input that has this key is in the archive, as an article."""
        ...

    def knowing(self) -> AbstractContextManager[Callable[[bytes], bool]]:
        """The same question asked many times, by one thread."""
        ...

    def filed(self) -> tuple[Filed, ...]:
        """All articles, in the order of their ids."""
        ...

    def article(self, id: str) -> Article | None:
        """An article as it was read. Raises `BadArchive` if what is kept of it is damaged."""
        ...

    def articles(self) -> Iterator[Article]:
        """All articles as they were read, in the order of their ids. Raises `BadArchive` at one that is damaged."""
        ...

    def some(self, ids: Sequence[str]) -> Iterator[Article]:
        """Articles as they were read, in the order given; those that are not there are left out. Raises as `articles`."""
        ...

    def sheets(self, after: int) -> Iterator[Sheet]:
        """What tells apart the articles with a number above `after`, in the order of their numbers."""
        ...

    def extent(self) -> tuple[int, int]:
        """How many articles there are, and the highest of their numbers (0: none)."""
        ...

    def plan(self) -> AbstractContextManager[Plan]:
        """The plan of this archive: for whoever examines it, alone."""
        ...

    def forget_plan(self) -> None:
        """Throw away the plan, and all that lies beside it."""
        ...

    def named(self, what: str) -> tuple[str, ...]:
        """The ids of the articles that have this id, address or SHA-256 of their page; sorted."""
        ...

    def search(self, words: str, *, since: str = "", until: str = "", outlet: str = "", most: int = 20) -> tuple[Hit, ...]:
        """Articles whose title or body holds all the words, the best first. Case and accents do not count.

        Words in double quotes must follow each other; a word that ends in * begins a longer one. `since` and `until` (ISO 8601
        days, months or years, both included) and `outlet` (part of its name) leave out articles that do not say when or where.
        """
        ...

    def layers(self, kind: LayerKind, keys: Collection[str]) -> dict[str, bytes]:
        """The layers of that kind that are there, by key. What is damaged counts as not there."""
        ...

    def keep_layers(self, layers: Sequence[Layer]) -> None:
        """Keep layers; those of an article that is not there (taken out meanwhile) are not kept."""
        ...

    def made_from(self) -> dict[str, str]:
        """For every story the key of what it was made from; "" where a run of the app made it."""
        ...

    def members(self, stories: Collection[str] | None = None) -> dict[str, tuple[str, ...]]:
        """For every story (or those of `stories` that are there) the ids of its articles, sorted."""
        ...

    def drafts(self) -> frozenset[str]:
        """Keys of the dossiers that an examination has made and not settled yet."""
        ...

    def examining(self, waiting: Callable[[int], None] | None = None) -> AbstractContextManager[None]:
        """While this lasts no other examines the archive: who wants to waits, and `waiting` is told each second for how many."""
        ...

    def draft(self, made: Sequence[Drafted]) -> None:
        """Keep dossiers until the examination that made them is over; one that quotes an article that is not there (taken out
        meanwhile) is not kept."""
        ...

    def drafted(self, key: str) -> Dossier | None:
        """The dossier that an examination has made under this key and not settled yet."""
        ...

    def settle(self, stories: Mapping[str, str], layers: Collection[str], settled: Settled | None = None) -> None:
        """End an examination: `stories` (key by id) are what there is now, each a draft or made before; `layers` the keys of the
        layers of articles that they were made from; `settled` is kept if it is given, and forgotten if not.

        Other stories go, but for those that a run of the app made of other articles; their addresses lead to the story that has
        most of their articles; all drafts go. Raises `KeyError`, and changes nothing, for a story that is neither.
        """
        ...

    def settled(self) -> Settled | None:
        """How the last examination ended; None if that is not known, or articles were taken out since."""
        ...

    def take_out(self, articles: Collection[str], pages: Collection[str] = ()) -> None:
        """Take out articles, and pages by SHA-256, with all that was derived from them: statements, layers, the dossiers that quote
        them, corrections of their pages and the pages themselves."""
        ...

    def quoting(self, articles: Collection[str]) -> tuple[str, ...]:
        """The ids of the stories whose dossiers quote any of the articles, sorted."""
        ...


def part_key(data: bytes, provenance: str) -> bytes:
    """What tells a part of an input from every other: SHA-256 of its bytes and of where it comes from (32 bytes)."""
    return hashlib.sha256(hashlib.sha256(data).digest() + provenance.encode("utf-8", "surrogatepass")).digest()


def described(article: Article, when: str) -> Filed:
    """The line of the list for an article."""
    return Filed(
        id=article.id,
        sha256=article.sha256,
        source=article.source,
        url=article.url,
        outlet=article.outlet.value if article.outlet else None,
        published=article.published.value if article.published else None,
        title=article.title.value if article.title else "",
        added=when,
    )


def body(article: Article) -> str:
    """The paragraphs of the report, a line each: what is searched."""
    return "\n".join(article.text[s.start : s.end] for s in article.body)


def quoted(dossier: Dossier) -> tuple[str, ...]:
    """Ids of all articles whose words a dossier holds: its own and their earlier states, sorted."""
    return tuple(sorted({id for a in dossier.articles for id in (a.id, *(v.id for v in a.earlier))}))


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def fold(words: str) -> str:
    """Words as they are compared: no accents, no case."""
    plain = unicodedata.normalize("NFKD", words)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


_ASKED: Final = re.compile(r'"([^"]*)"|(\S+)')
_WORD: Final = re.compile(r"[^\W_]+")


def asked(words: str) -> list[tuple[tuple[str, ...], bool]]:
    """What is searched for: words that must follow each other (one, mostly), and whether the last one is only a beginning."""
    out = []
    for phrase, word in _ASKED.findall(words):
        if parts := tuple(_WORD.findall(phrase or word)):
            out.append((parts, word.endswith("*")))
    return out


def within(published: str | None, since: str, until: str) -> bool:
    """Whether a day lies between two others, compared as far as both are precise."""
    if not since and not until:
        return True
    day = (published or "")[:10]
    return bool(day) and day[: len(since)] >= since[: len(day)] and day[: len(until)] <= until[: len(day)]


def replaced(old: Mapping[str, Sequence[str]], new: Mapping[str, Sequence[str]], aliases: Mapping[str, str]) -> dict[str, str]:
    """The aliases after stories were replaced: those that led to one that is gone lead to its successor."""
    gone = successors(old, new)
    return {a: gone.get(b, b) for a, b in aliases.items()} | gone


def encoded(article: Article) -> bytes:
    """An article as it is kept and hashed."""
    return codec.encode(article)
