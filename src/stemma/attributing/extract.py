"""Article and parse -> Extracts: every attributed statement as spans of content, cue and source."""

from __future__ import annotations

from collections.abc import Sequence

from stemma.attributing import rules
from stemma.attributing.extracts import Extract
from stemma.attributing.frames import Frame
from stemma.attributing.quotes import Quote, pair
from stemma.attributing.trees import Tree
from stemma.model import Article, Parsed, Quotation, Span

_TRIM = " \t\n\u00a0.,;:…-–—\"“”„«»'‘’`"


def extract(article: Article, parsed: Parsed, *, speech_only: bool = True) -> tuple[Extract, ...]:
    """Every attributed statement of an article, by place of its content.

    With `speech_only` (what users get) only what someone says, writes or shows; without it also beliefs, hopes and plans, as
    PolNeAR counts them. A quotation that continues the last speaker has neither cue nor source.
    """
    if not parsed.tokens:
        return ()
    tree = Tree(parsed)
    paragraphs = ([article.title.span] if article.title and article.title.span else []) + list(article.body)
    quotes = pair(article.text, paragraphs)
    found = rules.frames(tree, quotes)
    out = [e for f in found if (e := _extract(article.text, tree, quotes, f)) is not None]
    return tuple(sorted(out, key=lambda e: (e.content[0], e.cue or Span(0, 1))))


def _extract(text: str, tree: Tree, quotes: Sequence[Quote], frame: Frame) -> Extract | None:
    """A frame as spans, without marks at the edges; None if nothing is left."""
    inner = [q for q in quotes if q.depth == 0]
    content = _spans(text, tree, frame.content)
    if not content:
        return None
    cue, source = _spans(text, tree, frame.cue), _spans(text, tree, frame.source)
    sentence = tree.tokens[frame.anchor].sentence
    return Extract(
        content=content,
        cue=Span(cue[0].start, cue[-1].end) if cue else None,
        source=Span(source[0].start, source[-1].end) if source else None,
        quotation=_quotation(content, inner),
        sentence=sentence,
        place="title" if tree.parsed.paragraph_of[sentence] < 0 else "body",
    )


def _spans(text: str, tree: Tree, indices: Sequence[int]) -> tuple[Span, ...]:
    """Runs of tokens as spans; a run that is only marks vanishes, and marks between two runs join them."""
    kept = set(indices)
    words = [i for i in sorted(kept) if any(c.isalnum() for c in tree.tokens[i].text)]
    out: list[tuple[int, int]] = []
    for i in words:
        if out and all(not any(c.isalnum() for c in tree.tokens[j].text) for j in range(out[-1][1] + 1, i)):
            out[-1] = (out[-1][0], i)
        else:
            out.append((i, i))
    return tuple(trimmed(text, tree.span(a, b)) for a, b in out)


def trimmed(text: str, span: Span) -> Span:
    """`span` without white space and marks at its edges; `span` itself if nothing else is there."""
    start, end = span.start, span.end
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    return Span(start, end) if start < end else span


def _quotation(content: Sequence[Span], quotes: Sequence[Quote]) -> Quotation:
    """Direct if all words stand in quotation marks, mixed if some do."""
    within = touched = 0
    for span in content:
        if any(q.inner.start <= span.start and span.end <= q.inner.end for q in quotes):
            within += 1
        elif any(q.inner.start < span.end and span.start < q.inner.end for q in quotes):
            touched += 1
    return "direct" if within == len(content) else "mixed" if within or touched else "indirect"
