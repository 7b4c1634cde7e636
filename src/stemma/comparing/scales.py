"""Scales: words for steps of one matter ("in custody", "charged"), where the child writes a later step than its parent."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import product, takewhile
from typing import Final

from stemma.comparing.accounts import Accounts, short
from stemma.comparing.certainty import negated
from stemma.comparing.figures import Figure, figures
from stemma.comparing.lineage import whole
from stemma.comparing.rewriting import Rewrite
from stemma.model import DriftKind, Passage, Span, Token
from stemma.values.numbers import compared

_ALIKE: Final = 0.85
_CLOSE: Final = 6
"""How many words from a number what became of so many people is told."""
Scale = tuple[frozenset[str], ...]
Found = tuple[DriftKind, Passage, Passage, str]


@cache
def scales(counted: bool = False) -> tuple[Scale, ...]:
    """The scales of `background/scales.toml`: each its steps, weakest first, as lemmas; those of a counted number of people if so
    asked."""
    raw = tomllib.loads((files("stemma.background") / "scales.toml").read_text("utf-8"))
    table = raw["counted"] if counted else {name: steps for name, steps in raw.items() if isinstance(steps, str)}
    return tuple(tuple(frozenset(step.split()) for step in table[name].split(">")) for name in sorted(table))


def stepped(rewrites: Sequence[Rewrite], accounts: Accounts) -> Iterator[Found]:
    """All that `recounted` and `climbed` find, told once for a word of the parent's and a child."""
    counted = tuple(recounted(rewrites, accounts))
    yield from counted
    told = {(parent, child.article) for _, parent, child, _ in counted}
    yield from (f for f in climbed(rewrites, accounts) if (f[1], f[2].article) not in told)


def climbed(rewrites: Sequence[Rewrite], accounts: Accounts) -> Iterator[Found]:
    """Where a child's sentence has a later step of a matter and none of the parent's, and the parent's sentence only an earlier
    one; sentences that the collation takes for the same, none of which denies. Yields (kind, parent's, child's, words)."""
    for rewrite in rewrites:
        child = accounts.text(rewrite.child)
        if rewrite.score < _ALIKE or child.rstrip("”\"' ").endswith("?"):
            continue
        sides = (accounts.of("steps", s, _taken) for s in (rewrite.parent, rewrite.child))
        for was, now in zip(*sides, strict=True):
            if was and now and max(was) < min(now):
                yield told(rewrite.parent, was[max(was)], rewrite.child, now[min(now)], accounts)


def _taken(sentence: Passage, accounts: Accounts) -> tuple[dict[int, Token], ...]:
    """The steps that a sentence takes of each scale."""
    tokens = _tokens(sentence, accounts)
    orders = _orders(tokens, sentence, accounts)
    return tuple(_steps(tokens, scale, orders) for scale in scales())


def recounted(rewrites: Sequence[Rewrite], accounts: Accounts) -> Iterator[Found]:
    """Where as many people as the parent counts are told a worse fate by the child ("nine missing", "nine feared dead"). Yields
    (kind, parent's word, child's word, words)."""
    for rewrite in rewrites:
        one, two = (figures(whole(s), accounts) for s in (rewrite.parent, rewrite.child))
        for f, g in product(one, two):
            if f.number.kind != "count" or g.number.kind != "count" or compared(f.number, g.number) != "same":
                continue
            # As many are told of twice: which of them this is, nothing says.
            if [x.number.value for x in one].count(f.number.value) > 1 or [x.number.value for x in two].count(g.number.value) > 1:
                continue
            # The parent counts the child's dead, too, otherwise: then two numbers were mixed up.
            if g.fate is not None and g.fate != f.fate and any(x.fate == g.fate for x in one):
                continue
            before, after = _beside(f, rewrite.parent, accounts), _beside(g, rewrite.child, accounts)
            for scale in scales(counted=True):
                was, now = _steps(before, scale), _steps(after, scale)
                if was and now and max(was) < min(now):
                    yield told(rewrite.parent, was[max(was)], rewrite.child, now[min(now)], accounts)
                    break


def _beside(figure: Figure, sentence: Passage, accounts: Accounts) -> list[Token]:
    """The words after a number that may tell what became of so many, up to the next number; those before it where none do."""
    tokens = accounts.tokens(sentence.article, sentence.span)
    steps = frozenset[str]().union(*(step for scale in scales(counted=True) for step in scale))
    after = list(takewhile(lambda t: t.pos != "NUM", (t for t in tokens if t.start >= figure.at.span.end)))[:_CLOSE]
    before = list(takewhile(lambda t: t.pos != "NUM", (t for t in reversed(tokens) if t.end <= figure.at.span.start)))[:_CLOSE]
    return next((side for side in (after, before) if any(t.lemma.casefold() in steps for t in side)), [])


def told(parent: Passage, old: Token, child: Passage, new: Token, accounts: Accounts) -> Found:
    """A child's stronger word for its parent's, in one sentence for a reader."""
    there, here = accounts.outlet(child.article), accounts.outlet(parent.article)
    words = f"{there} writes “{new.text}” where {here} has “{old.text}”: “{short(accounts.text(child)).rstrip('.')}”."
    return "certainty-raised", _at(parent, old), _at(child, new), words


def _tokens(sentence: Passage, accounts: Accounts) -> list[Token]:
    tokens = accounts.tokens(sentence.article, sentence.span)
    every = accounts.parsed[sentence.article].tokens
    return [t for t in tokens if t.pos in ("VERB", "ADJ", "NOUN") and not _denied(t, tokens, every)]


def _denied(token: Token, beside: Sequence[Token], every: Sequence[Token]) -> bool:
    """Whether a "not" or "no" hangs on a word, or on what it hangs on."""
    near = (token, every[token.head])
    return any(negated(t.text) and every[t.head] in near for t in beside)


def _orders(tokens: Sequence[Token], sentence: Passage, accounts: Accounts) -> frozenset[Token]:
    """Those of a sentence's words that tell somebody to do something."""
    every, inside = accounts.parsed[sentence.article].tokens, accounts.tokens(sentence.article, sentence.span)
    return frozenset(t for t in tokens if t.lemma == "tell" and any(x.dep == "xcomp" and every[x.head] == t for x in inside))


def _steps(tokens: Sequence[Token], scale: Scale, orders: frozenset[Token] = frozenset()) -> dict[int, Token]:
    """The steps of a scale that words take, each with its first word; `orders` tell somebody to do something."""
    out: dict[int, Token] = {}
    for token in tokens:
        for n, step in enumerate(scale):
            if token.lemma.casefold() in step or (token in orders and "tell_to" in step):
                out.setdefault(n, token)
    return out


def _at(sentence: Passage, token: Token) -> Passage:
    return Passage(article=sentence.article, span=Span(token.start, token.end))
