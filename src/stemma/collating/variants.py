"""Variants: where the words of a passage depart from those of the base of its row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from stemma.model import Passage, Span, Variant
from stemma.text.words import folded, plain, words


def variants(base: Passage, other: Passage, texts: Mapping[str, str]) -> tuple[Variant, ...]:
    """Word-level differences of `other` against `base`, in the order of the words; `texts` are the articles' by id.

    Runs of words are dropped (in `base` only), added (in `other` only) or replaced; a replacement, loss or addition that lies
    inside double quotation marks in both passages (in the one that has the words, if only one has) and leaves words of that
    quotation standing is "quote-altered". Case, marks and spacing make no variant.
    """
    ours, theirs = _words(base, texts), _words(other, texts)
    said, meant = folded(texts[base.article], ours), folded(texts[other.article], theirs)
    blocks = SequenceMatcher(None, said, meant, autojunk=False).get_opcodes()
    kept_a = {i for tag, i1, i2, _, _ in blocks if tag == "equal" for i in range(i1, i2)}
    kept_b = {j for tag, _, _, j1, j2 in blocks if tag == "equal" for j in range(j1, j2)}
    quoted_a, quoted_b = _quoted(base, ours, texts), _quoted(other, theirs, texts)
    out = []
    for tag, i1, i2, j1, j2 in blocks:
        if tag == "equal":
            continue
        a = _passage(base.article, ours[i1:i2])
        b = _passage(other.article, theirs[j1:j2])
        sides = [_inside(quoted_a, i1, i2, kept_a)] * (i2 > i1) + [_inside(quoted_b, j1, j2, kept_b)] * (j2 > j1)
        altered = bool(sides) and all(sides)
        plain_kind = {"replace": "replaced", "delete": "dropped", "insert": "added"}[tag]
        kind = "quote-altered" if altered else plain_kind
        out.append(Variant(kind=kind, a=a, b=b))  # type: ignore[arg-type]
    return tuple(out)


def _words(passage: Passage, texts: Mapping[str, str]) -> tuple[Span, ...]:
    return words(texts[passage.article], passage.span)


def _passage(article: str, spans: Sequence[Span]) -> Passage | None:
    return Passage(article=article, span=Span(spans[0].start, spans[-1].end)) if spans else None


def _quoted(passage: Passage, spans: Sequence[Span], texts: Mapping[str, str]) -> list[range]:
    """Ranges of words that stand between two double quotation marks of the passage."""
    even = plain(texts[passage.article][passage.span.start : passage.span.end])
    marks = [passage.span.start + n for n, c in enumerate(even) if c == '"']
    out = []
    for opening, closing in list(pairwise(marks))[::2]:
        inside = [n for n, s in enumerate(spans) if opening < s.start and s.end <= closing]
        if inside:
            out.append(range(inside[0], inside[-1] + 1))
    return out


def _inside(quotations: Sequence[range], start: int, end: int, kept: set[int]) -> bool:
    """Whether words `start`..`end` lie in one quotation of which other words are kept."""
    return any(start in q and end - 1 in q and any(n in kept for n in q) for q in quotations)
