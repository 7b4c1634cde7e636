"""Scales: words for steps of one matter ("in custody", "charged"), where the child writes a later step than its parent."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from stemma.comparing.accounts import Accounts, short
from stemma.comparing.certainty import negated
from stemma.comparing.rewriting import Rewrite
from stemma.model import DriftKind, Passage, Span, Token

_ALIKE: Final = 0.85
Found = tuple[DriftKind, Passage, Passage, str]


@cache
def scales() -> tuple[tuple[frozenset[str], ...], ...]:
    """The scales of `background/scales.toml`: each its steps, weakest first, as lemmas."""
    raw = tomllib.loads((files("stemma.background") / "scales.toml").read_text("utf-8"))
    return tuple(tuple(frozenset(step.split()) for step in raw[name].split(">")) for name in sorted(raw))


def climbed(rewrites: Sequence[Rewrite], accounts: Accounts) -> Iterator[Found]:
    """Where a child's sentence has a later step of a matter and none of the parent's, and the parent's sentence only an earlier
    one; sentences that the collation takes for the same, none of which denies. Yields (kind, parent's, child's, words)."""
    for rewrite in rewrites:
        parent, child = accounts.text(rewrite.parent), accounts.text(rewrite.child)
        if rewrite.score < _ALIKE or negated(parent) or negated(child) or child.rstrip("”\"' ").endswith("?"):
            continue
        before, after = _tokens(rewrite.parent, accounts), _tokens(rewrite.child, accounts)
        for scale in scales():
            was, now = _steps(before, scale), _steps(after, scale)
            if was and now and max(was) < min(now):
                old, new = was[max(was)], now[min(now)]
                there, here = accounts.outlet(rewrite.child.article), accounts.outlet(rewrite.parent.article)
                words = f"{there} writes “{new.text}” where {here} has “{old.text}”: “{short(child).rstrip('.')}”."
                yield "certainty-raised", _at(rewrite.parent, old), _at(rewrite.child, new), words


def _tokens(sentence: Passage, accounts: Accounts) -> list[Token]:
    tokens = accounts.tokens(sentence.article, sentence.span)
    return [t for t in tokens if t.pos in ("VERB", "ADJ", "NOUN")]


def _steps(tokens: Sequence[Token], scale: Sequence[frozenset[str]]) -> dict[int, Token]:
    """The steps of a scale that words take, each with its first word."""
    out: dict[int, Token] = {}
    for token in tokens:
        for n, step in enumerate(scale):
            if token.lemma.casefold() in step:
                out.setdefault(n, token)
    return out


def _at(sentence: Passage, token: Token) -> Passage:
    return Passage(article=sentence.article, span=Span(token.start, token.end))
