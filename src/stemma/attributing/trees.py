"""A parsed article as trees: children, subtrees, sentences and paragraphs by token index."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cached_property

from stemma.model import Parsed, Span, Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})


class Tree:
    """The dependency trees of an article, indexed by token; built once in linear time, read-only afterwards."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.tokens: tuple[Token, ...] = parsed.tokens
        self.children: list[list[int]] = [[] for _ in self.tokens]
        for i, token in enumerate(self.tokens):
            if token.head != i:
                self.children[token.head].append(i)
        self._starts = [t.start for t in self.tokens]
        self._ends = [t.end for t in self.tokens]

    @cached_property
    def order(self) -> list[int]:
        """Tokens with every head before its children."""
        out = [i for i, t in enumerate(self.tokens) if t.head == i]
        for i in out:
            out.extend(self.children[i])
        return out

    @cached_property
    def edges(self) -> list[tuple[int, int]]:
        """For each token the first and the last token of its subtree."""
        low, high = list(range(len(self.tokens))), list(range(len(self.tokens)))
        for i in reversed(self.order):
            head = self.tokens[i].head
            low[head], high[head] = min(low[head], low[i]), max(high[head], high[i])
        return list(zip(low, high, strict=True))

    @cached_property
    def depth(self) -> list[int]:
        """Steps from each token up to its root."""
        out = [0] * len(self.tokens)
        for i in self.order:
            head = self.tokens[i].head
            if head != i:
                out[i] = out[head] + 1
        return out

    @cached_property
    def sentence(self) -> list[tuple[int, int]]:
        """For each sentence the half-open range of its tokens."""
        out: list[list[int]] = [[0, 0] for _ in self.parsed.sentences]
        for i, token in enumerate(self.tokens):
            if out[token.sentence][1] == 0:
                out[token.sentence][0] = i
            out[token.sentence][1] = i + 1
        return [(a, b) for a, b in out]

    def child(self, i: int, *deps: str) -> int | None:
        """The first child of `i` with one of these labels."""
        return next((c for c in self.children[i] if self.tokens[c].dep in deps), None)

    def subtree(self, i: int) -> list[int]:
        """`i` and all below it, in order of place."""
        out = [i]
        for j in out:
            out.extend(self.children[j])
        return sorted(out)

    def within(self, span: Span) -> range:
        """Indices of the tokens that touch `span`."""
        return range(bisect_right(self._ends, span.start), bisect_left(self._starts, span.end))

    def span(self, first: int, last: int) -> Span:
        """The text from token `first` to token `last`, both included."""
        return Span(self.tokens[first].start, self.tokens[last].end)

    def runs(self, indices: Iterable[int]) -> list[tuple[int, int]]:
        """Token indices as runs (first, last) of neighbours."""
        out: list[tuple[int, int]] = []
        for i in sorted(set(indices)):
            if out and out[-1][1] == i - 1:
                out[-1] = (out[-1][0], i)
            else:
                out.append((i, i))
        return out
