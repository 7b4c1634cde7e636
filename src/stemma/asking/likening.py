"""How like a claim in somebody's own words is to what was said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from stemma.background import idf
from stemma.model import Article, Span, Token
from stemma.models.alike import alike
from stemma.models.encoder import encode, read
from stemma.models.likeness import features, pieces, ready
from stemma.parsing import parse
from stemma.text.bags import bag
from stemma.text.words import plain

_FIGURES: Final = 4.0
"""How much a figure tells, in the natural-log units of an idf; as in collation."""


def likenesses(asked: str, said: Sequence[str]) -> tuple[float, ...]:
    """For each of `said` how like `asked` it is, 0 (of other matters) to 1 (they mean the same): `stemma.models.alike`."""
    if not said:
        return ()
    texts = [plain(asked), *(plain(one) for one in said)]
    tokens = tokens_of(texts)
    told = [pieces(read(text), idf, text, figures=_FIGURES) for text in texts]
    passages = ready([bag(t, idf) for t in tokens], encode(texts), told)
    graded = alike(features(passages, slice(0, 1), slice(1, len(texts))))[0]
    return tuple(float(one) for one in graded)


def tokens_of(texts: Sequence[str]) -> list[list[Token]]:
    """The words of every text, each parsed as a paragraph of its own."""
    body, at = [], 0
    for text in texts:
        body.append(Span(at, at + max(1, len(text))))
        at += max(1, len(text)) + 1
    whole = "\n".join(text or " " for text in texts)
    page = Article(
        id="asked", source="", sha256="", text=whole, body=tuple(body), lines=(), title=None, outlet=None, byline=None,
        dateline=None, published=None, credits=(), url=None, language="en", kind="news-report", notes=(), by="asking",
    )  # fmt: skip
    parsed = parse(page)
    out: list[list[Token]] = [[] for _ in texts]
    for token in parsed.tokens:
        out[parsed.paragraph_of[token.sentence]].append(token)
    return out
