"""Finding the tokens of a stretch of text without going over all of them: long pages hold many statements."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from stemma.model import Parsed, Span, Token


@dataclass(frozen=True, slots=True)
class Lookup:
    """The tokens of one article, by place and by sentence."""

    tokens: tuple[Token, ...]
    starts: tuple[int, ...]
    sentences: tuple[tuple[Token, ...], ...]

    def within(self, spans: Sequence[Span]) -> list[Token]:
        """The tokens that lie whole in one of the spans, by place."""
        out: dict[int, Token] = {}
        for span in spans:
            for n in range(bisect_left(self.starts, span.start), len(self.tokens)):
                if self.tokens[n].end > span.end:
                    break
                out[n] = self.tokens[n]
        return [out[n] for n in sorted(out)]


def lookup(parsed: Parsed) -> Lookup:
    """Sort the tokens of an article once."""
    tokens = tuple(sorted(parsed.tokens, key=lambda t: (t.start, t.end)))
    sentences: list[list[Token]] = [[] for _ in parsed.sentences]
    for token in parsed.tokens:
        sentences[token.sentence].append(token)
    return Lookup(tokens, tuple(t.start for t in tokens), tuple(tuple(s) for s in sentences))
