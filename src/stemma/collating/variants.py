"""Variants: where the words of one reading depart from those of the base of its row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from stemma.collating.aligning import Block, Matches, blocks, matched, moved
from stemma.collating.quoted import quotations
from stemma.model import Article, Passage, Span, Variant, VariantKind
from stemma.text.spans import overlap
from stemma.text.words import WORD, plain

_DOTTED: Final = re.compile(r"(?<=\b[a-z])\.(?=[a-z]\b)")
_CONTRACTED: Final[Mapping[str, str]] = {"'re": "are", "'ve": "have", "'ll": "will", "'m": "am", "n't": "not", "'d": "would"}


@dataclass(frozen=True, slots=True)
class Page:
    """An article made ready for comparing: its text, the same with plain marks, what stands in quotation marks, its title."""

    text: str
    even: str
    quoted: tuple[Span, ...]
    title: Span | None


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of one article in a row. Word `n` stands at `spans[n]`, reads `said[n]` (plain, lower case), belongs to passage
    `part[n]` of the row's passages of that article, and to quotation `quoted[n]` of the article (-1: to none)."""

    article: str
    spans: tuple[Span, ...]
    said: tuple[str, ...]
    part: tuple[int, ...]
    quoted: tuple[int, ...]


def page(article: Article) -> Page:
    """An article made ready."""
    title = article.title.span if article.title else None
    parts = (*((title,) if title else ()), *article.body)
    return Page(article.text, plain(article.text), quotations(article.text, parts), title)


def reading(passages: Sequence[Passage], pages: Mapping[str, Page]) -> Reading:
    """The words of passages of one article, in the order of `passages`."""
    held = pages[passages[0].article]
    spans, part, quoted = [], [], []
    for n, passage in enumerate(passages):
        near = [(k, q) for k, q in enumerate(held.quoted) if overlap(q, passage.span)]
        for found in WORD.finditer(held.text, passage.span.start, passage.span.end):
            spans.append(Span(found.start(), found.end()))
            part.append(n)
            quoted.append(next((k for k, q in near if q.start <= found.start() and found.end() <= q.end), -1))
    said = tuple(_DOTTED.sub("", held.even[s.start : s.end].casefold()) for s in spans)
    return Reading(passages[0].article, tuple(spans), said, tuple(part), tuple(quoted))


def spelt_out(said: Sequence[str]) -> list[str]:
    """Words with contractions undone: "we're" is "we are", "can't" "can not"."""
    out: list[str] = []
    for word in said:
        ending = next((e for e in _CONTRACTED if word.endswith(e) and len(word) > len(e)), None)
        whole = {"can't": "can", "won't": "will", "shan't": "shall"}.get(word)
        if ending:
            out += [whole or word.removesuffix(ending), _CONTRACTED[ending]]
        else:
            out += ["can", "not"] if word == "cannot" else [word]
    return out


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference of `other` against `base`: the places of its words in both (one of them may be empty: where it falls)."""

    kind: VariantKind
    here: range
    there: range


def variants(base: Reading, other: Reading, pages: Mapping[str, Page]) -> tuple[Variant, ...]:
    """The differences of `other` against `base` as passages."""
    return tuple(Variant(kind=d.kind, a=passage(base, d.here), b=passage(other, d.there)) for d in differences(base, other, pages))


def passage(one: Reading, places: range) -> Passage | None:
    """The words at `places` as a passage; None for none."""
    if not places:
        return None
    return Passage(article=one.article, span=Span(one.spans[places.start].start, one.spans[places.stop - 1].end))


def differences(base: Reading, other: Reading, pages: Mapping[str, Page]) -> tuple[Difference, ...]:
    """Word-level differences of `other` against `base`, in the order of the base's words (added words where they come in).

    Words are moved (the same at another place), dropped (in `base` only), added (in `other` only) or replaced. A change inside
    quotation marks of words that both readings quote is "quote-altered": a word replaced, moved or added, or dropped from
    between words that stay, unless an ellipsis or a square bracket owns up to it. Quoting less, or more, alters nothing, nor does
    a contraction. Case, marks and spacing make no difference; none runs over the end of a passage or of a quotation.
    """
    pairs = matched(base.said, other.said)
    changed = blocks(pairs, len(base.said), len(other.said))
    if not changed:
        return ()
    same = _Quotes(base, other, pairs, pages)
    shifted = moved(
        base.said,
        other.said,
        [r for i1, i2, _, _ in changed for r in _stretches(base, range(i1, i2))],
        [r for _, _, j1, j2 in changed for r in _stretches(other, range(j1, j2))],
    )
    out: list[Difference] = []
    for i1, i2, j1, j2 in shifted:
        kind: VariantKind = "quote-altered" if same.both(range(i1, i2), range(j1, j2)) else "moved"
        out.append(Difference(kind, range(i1, i2), range(j1, j2)))
    gone = {i for i1, i2, _, _ in shifted for i in range(i1, i2)}
    come = {j for _, _, j1, j2 in shifted for j in range(j1, j2)}
    for block in changed:
        out += _told(base, other, block, gone, come, same)
    return tuple(sorted(out, key=lambda d: (d.here.start, d.there.start, len(d.here))))


def _told(
    base: Reading, other: Reading, block: Block, gone: AbstractSet[int], come: AbstractSet[int], same: _Quotes
) -> Iterator[Difference]:
    """The differences of one stretch between matches, without the words that were moved."""
    i1, i2, j1, j2 = block
    ours, theirs = _stretches(base, range(i1, i2), gone), _stretches(other, range(j1, j2), come)
    if len(ours) == len(theirs) and all(same.alike(i.start, j.start) for i, j in zip(ours, theirs, strict=True)):
        for i, j in zip(ours, theirs, strict=True):
            yield Difference("quote-altered" if same.both(i, j) else "replaced", i, j)
        return
    for i in ours:
        yield Difference("quote-altered" if same.cut(i, j1) else "dropped", i, range(j1, j1))
    for j in theirs:
        yield Difference("quote-altered" if same.put(j) else "added", range(i2, i2), j)


def _stretches(one: Reading, places: range, without: AbstractSet[int] = frozenset()) -> list[range]:
    """`places` cut where a passage or a quotation ends, words of `without` left out."""
    out: list[range] = []
    for n in places:
        if n in without:
            continue
        if out and out[-1].stop == n and one.part[n] == one.part[n - 1] and one.quoted[n] == one.quoted[n - 1]:
            out[-1] = range(out[-1].start, n + 1)
        else:
            out.append(range(n, n + 1))
    return out


class _Quotes:
    """Which quotations of two readings are the same one: those that share matched words."""

    def __init__(self, base: Reading, other: Reading, pairs: Matches, pages: Mapping[str, Page]) -> None:
        self.base, self.other = base, other
        self.even = pages[other.article].even
        self.shared: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for i, j in pairs:
            if base.quoted[i] >= 0 and other.quoted[j] >= 0:
                self.shared.setdefault((base.quoted[i], other.quoted[j]), []).append((i, j))

    def alike(self, i: int, j: int) -> bool:
        """Whether both words are quoted, or neither is."""
        return (self.base.quoted[i] >= 0) == (self.other.quoted[j] >= 0)

    def both(self, here: range, there: range) -> bool:
        """Whether the words stand in one quotation of which both readings keep words; brackets own up to a change."""
        quoted = self.base.quoted[here.start], self.other.quoted[there.start]
        if quoted not in self.shared or self._bracketed(there.start):
            return False
        return spelt_out(self.base.said[here.start : here.stop]) != spelt_out(self.other.said[there.start : there.stop])

    def cut(self, gone: range, at: int) -> bool:
        """Whether words were silently taken from between words of a quotation that stay."""
        for (ours, _), kept in self.shared.items():
            if ours == self.base.quoted[gone.start] and kept[0][0] < gone.start and gone.stop <= kept[-1][0]:
                before, after = self.other.spans[at - 1].end, self.other.spans[min(at, len(self.other.spans) - 1)].start
                return not any(mark in self.even[before:after] for mark in ("...", "…", "[", "]"))
        return False

    def put(self, come: range) -> bool:
        """Whether words were put between words of a quotation that both have, without brackets."""
        for (_, theirs), kept in self.shared.items():
            if theirs == self.other.quoted[come.start] and kept[0][1] < come.start and come.stop <= kept[-1][1]:
                return not self._bracketed(come.start)
        return False

    def _bracketed(self, j: int) -> bool:
        """Whether the word stands right after an opening square bracket."""
        start = self.other.spans[j].start
        return self.even[max(0, start - 2) : start].rstrip().endswith("[")
