"""A collation as an edition: its rows in reading order, told against one base article, every reading cut into marked pieces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from stemma.collating.arranging import readings
from stemma.collating.variants import Difference, Page, Reading, differences, page, passage, reading
from stemma.model import Article, Collation, Passage, Span, VariantKind

Sign = Literal["base", "same", "edited", "otherwise"]
Shown = Literal["all", "shared", "variant"]
CLOSE: Final = 0.5
CONTAINED: Final = 0.8
FEW: Final = 3
"""A reading is an edited form of the base where so many of the words of both are matched, or so many of the shorter one's with so
few differences; else it says it otherwise."""

_OPENING: Final = frozenset("\"'([")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a reading. `at` are its words (None: words of the base that are missing here), `was` what the base has there
    instead (None: nothing). `kind` is None for words that both have."""

    kind: VariantKind | None
    at: Passage | None
    was: Passage | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one article says in a row, in one passage or several that follow each other. `sign`: the base itself; or, beside the
    passages `against`, the same words, an edited form of them, or said otherwise. `against` is the base, unless the reading is
    near to one that stands before it and says it otherwise than the base. `pieces` cover the passages in order, with the missing
    words of `against` between them."""

    article: str
    passages: tuple[Passage, ...]
    sign: Sign
    against: tuple[Passage, ...]
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row of the edition: number (from 1), the id of its `Row` (None where only one article has it), cells, the base first."""

    number: int
    row: str | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """Articles in the order asked for, the base article's id, and the entries in reading order."""

    articles: tuple[Article, ...]
    base: str
    entries: tuple[Entry, ...]


def edition(articles: Sequence[Article], collation: Collation, base: str | None = None, shown: Shown = "all") -> Edition:
    """Set a collation against `base` (an article's id; None: the article with most words in rows).

    Entries follow the base; what it lacks stands after what precedes it in the first article (in the order of `articles`) that
    has it. A row that the base lacks is told against the base of its `Row`. `shown`: every passage, rows of two or more articles
    only, or only those of them whose words differ. Entries keep their numbers, whatever is shown.
    """
    pages = {a.id: page(a) for a in articles}
    chosen = base if base is not None else _leading(articles, collation)
    groups: list[tuple[str | None, tuple[Passage, ...]]] = [(row.id, row.passages) for row in collation.rows]
    groups += [(None, (p,)) for p in collation.alone]
    order = [chosen, *(a.id for a in articles if a.id != chosen)] if articles else []
    entries = []
    for number, n in enumerate(_sequence([g for _, g in groups], order, pages), 1):
        name, passages = groups[n]
        entry = Entry(number=number, row=name, cells=tuple(_cells(passages, order, pages)))
        if shown == "all" or (name and (shown == "shared" or any(c.sign not in ("base", "same") for c in entry.cells))):
            entries.append(entry)
    return Edition(articles=tuple(articles), base=chosen, entries=tuple(entries))


def _leading(articles: Sequence[Article], collation: Collation) -> str:
    """The article that has most wording in common with others, then most words in rows, the first among equals; "" if none."""
    size = dict.fromkeys((a.id for a in articles), (0, 0))
    for pair in collation.pairs:
        if pair.relation in ("same", "edited"):
            for p in (pair.a, pair.b):
                size[p.article] = (size[p.article][0] + p.span.end - p.span.start, 0)
    for row in collation.rows:
        for p in row.passages:
            size[p.article] = (size[p.article][0], size[p.article][1] + p.span.end - p.span.start)
    return max(size, key=lambda a: size[a], default="")


def _sequence(groups: Sequence[Sequence[Passage]], order: Sequence[str], pages: Mapping[str, Page]) -> list[int]:
    """The places of `groups` in reading order: headlines, then the text of the first article in its order. What it lacks comes
    right after what precedes it in the first article that has it, or before what follows it there if nothing does."""
    headlines: list[int] = []
    places: dict[str, list[tuple[Passage, int]]] = {a: [] for a in order}
    for n, group in enumerate(groups):
        if all(headline((p,), pages) for p in group):
            headlines.append(n)
        else:
            for p in group:
                places[p.article].append((p, n))
    out: list[int] = []
    for article in order:
        rank = {n: k for k, n in enumerate(out)}
        own = list(dict.fromkeys(n for _, n in sorted(places[article])))
        first = next((rank[n] for n in own if n in rank), len(out))
        after: dict[int, list[int]] = {}
        cursor = first - 1
        for n in own:
            if n in rank:
                cursor = rank[n]
            else:
                after.setdefault(cursor, []).append(n)
        out = after.get(-1, []) + [m for k, n in enumerate(out) for m in (n, *after.get(k, ()))]
    ranked = {a: k for k, a in enumerate(order)}
    return sorted(headlines, key=lambda n: (min(ranked[p.article] for p in groups[n]), n)) + out


def _cells(passages: Sequence[Passage], order: Sequence[str], pages: Mapping[str, Page]) -> Iterator[Cell]:
    """The cells of a group, the base first, then by article; a headline is a cell of its own."""
    parts = readings(passages, pages)
    own = [p for p in parts if p[0].article == order[0]]
    held = {part: reading(part, pages) for part in parts}
    row_base = next(p for p in parts if passages[0] in p)
    base = max(own, key=lambda p: len(held[p].said)) if own else row_base
    rank = {a: n for n, a in enumerate(order)}
    heads = [base]
    for part in (base, *sorted((p for p in parts if p != base), key=lambda p: (rank[p[0].article], p))):
        if part == base:
            pieces = tuple(Piece(kind=None, at=p, was=None) for p in part)
            yield Cell(article=part[0].article, passages=part, sign="base", against=part, pieces=pieces)
            continue
        # A headline is more like a headline.
        like = sorted(heads[1:], key=lambda h: headline(h, pages) != headline(part, pages))
        near = [head for head in like if _may_be_near(held[head], held[part])]
        tried = (_cell(part, head, held, pages) for head in (base, *near))
        first = next(tried)
        cell = first if first.sign != "otherwise" else next((c for c in tried if c.sign != "otherwise"), first)
        if cell.sign == "otherwise":
            heads.append(part)
        yield cell


def _may_be_near(base: Reading, other: Reading) -> bool:
    """Whether readings share enough words, in whatever order, to be near to each other: spares comparing those that cannot be."""
    common = sum((Counter(base.said) & Counter(other.said)).values())
    sizes = len(base.said), len(other.said)
    return common >= min(CLOSE * sum(sizes) / 2, CONTAINED * min(sizes))


def headline(part: Sequence[Passage], pages: Mapping[str, Page]) -> bool:
    """Whether a reading is a headline."""
    title = pages[part[0].article].title
    return title is not None and title.start <= part[0].span.start < title.end


def _cell(
    part: tuple[Passage, ...], head: tuple[Passage, ...], held: Mapping[tuple[Passage, ...], Reading], pages: Mapping[str, Page]
) -> Cell:
    """A reading beside another."""
    base, other = held[head], held[part]
    found = differences(base, other, pages)
    kept = len(base.said) - len({i for d in found for i in d.here})
    sizes = len(base.said), len(other.said)
    close = kept >= CLOSE * sum(sizes) / 2 or (kept >= CONTAINED * min(sizes) and len(found) <= FEW)
    sign: Sign = "same" if not found else "edited" if close else "otherwise"
    pieces = tuple(_pieces(part, base, other, found, pages))
    return Cell(article=other.article, passages=part, sign=sign, against=head, pieces=pieces)


def _pieces(
    part: Sequence[Passage], base: Reading, other: Reading, found: Sequence[Difference], pages: Mapping[str, Page]
) -> Iterator[Piece]:
    """The passages of a reading cut where it differs from the base."""
    last, text = len(other.said), pages[other.article].even
    waiting = sorted(found, key=lambda d: (d.there.start, len(d.there), d.here.start))
    for n, whole in enumerate(part):
        places = [k for k, p in enumerate(other.part) if p == n]
        stop = places[-1] + 1 if places else 0
        at = whole.span.start
        while (
            waiting
            and waiting[0].there.start <= stop
            and (waiting[0].there.start < stop or (not waiting[0].there and stop == last))
        ):
            one = waiting.pop(0)
            if one.kind == "moved" and not one.there:
                continue
            begin = other.spans[one.there.start].start if one.there.start < stop else whole.span.end
            while not one.there and begin > at and begin < whole.span.end and text[begin - 1] in _OPENING:
                begin -= 1
            if at < begin:
                yield Piece(kind=None, at=Passage(article=whole.article, span=Span(at, begin)), was=None)
                at = begin
            yield Piece(kind=one.kind, at=passage(other, one.there), was=passage(base, one.here))
            if one.there:
                at = other.spans[one.there.stop - 1].end
        if at < whole.span.end:
            yield Piece(kind=None, at=Passage(article=whole.article, span=Span(at, whole.span.end)), was=None)
