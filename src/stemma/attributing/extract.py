"""Article and parse -> Extracts: every attributed statement as spans of content, cue and source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from stemma.attributing import layout, rules, speech, tagger
from stemma.attributing.extracts import Extract
from stemma.attributing.features import View
from stemma.attributing.frames import Frame
from stemma.attributing.quotes import Quote, pair
from stemma.attributing.split import split
from stemma.attributing.trees import Tree
from stemma.model import Article, Parsed, Quotation, Span

_SAME = 0.2
_TWIN = 0.8
_MOST = 0.6
_TRIM = " \t\n\u00a0.,;:…-–—\"“”„«»'‘’`"


def extract(article: Article, parsed: Parsed, *, speech_only: bool = True) -> tuple[Extract, ...]:
    """Every attributed statement of an article, by place of its content.

    With `speech_only` (what users get) only what someone says, writes or shows; without it also beliefs, hopes and plans, as
    PolNeAR counts them. A quotation that continues the last speaker has neither cue nor source.
    """
    if not parsed.tokens:
        return ()
    paragraphs = ([article.title.span] if article.title and article.title.span else []) + list(article.body)
    quotes = pair(article.text, paragraphs)
    view = View(Tree(parsed), quotes)
    laid_out = layout.frames(view, article.text)
    found = _said(view, laid_out) if speech_only else _wide(view, laid_out)
    out = [e for f in found if (e := _extract(article.text, view.tree, quotes, f)) is not None]
    return tuple(sorted(out, key=lambda e: (e.content[0], e.cue or Span(0, 1))))


def _wide(view: View, laid_out: list[Frame]) -> list[Frame]:
    """Attributions as PolNeAR draws them: beliefs and plans included, content in one piece, a quotation never without a source
    where the speaker before it goes on."""
    found = [f for f, p in tagger.frames(view) if p >= tagger.THRESHOLD]
    found = laid_out + [f for f in found if all(_overlap(f, o) < _TWIN and f.anchor != o.anchor for o in laid_out)]
    found.sort(key=lambda f: f.content[0])
    speakers = [(f.content[0], f.source) for f in found if f.source and any(view.inside[i] for i in f.content)]
    for quote in speech.uncued(view, found, whole=False):
        before = [source for at, source in speakers if at < quote.content[0]]
        found.append(replace(quote, source=before[-1]) if before else quote)
    return found


def _said(view: View, laid_out: list[Frame]) -> list[Frame]:
    """What users get: the tagger's frames that are speech, those of the rules that it missed, quotations left alone, split."""
    found = list(laid_out)
    for frame, p in tagger.frames(view):
        known = any(frame.anchor == o.anchor or _overlap(frame, o) >= _TWIN for o in laid_out)
        if p >= tagger.THRESHOLD and not known and speech.is_speech(view, frame):
            found.append(frame)
    for ruled in rules.frames(view.tree, view.quotes):
        known = (ruled.anchor == f.anchor or (_overlap(ruled, f) >= _SAME and ruled.anchor not in f.content) for f in found)
        if speech.is_speech(view, ruled) and not any(known):
            found.append(ruled)
    found = [f for f in found if not _title(view, f)]
    found = _innermost([speech.without_dateline(view, speech.declining(view, f)) for f in found])
    found.extend(f for f in speech.uncued(view, found) if not _title(view, f))
    return _distinct([replace(f, content=piece) for f in found for piece in split(view, f.content)])


def _title(view: View, frame: Frame) -> bool:
    """Whether a frame stands in the title: headlines repeat the body, in a grammar that misleads the parser."""
    return view.tree.parsed.paragraph_of[view.tokens[frame.anchor].sentence] < 0


def _innermost(found: list[Frame]) -> list[Frame]:
    """Without the frames whose content is little more than another attribution: its chain tells who passed it on."""
    out = []
    for frame in found:
        whole = set(frame.content)
        inner = [o for o in found if o is not frame and o.cue and whole > {*o.content, *o.cue}]
        if not any(len(o.content) + len(o.cue) + len(o.source) >= _MOST * len(whole) for o in inner):
            out.append(frame)
    return out


def _overlap(a: Frame, b: Frame) -> float:
    """Jaccard of two contents."""
    return len(set(a.content) & set(b.content)) / len(set(a.content) | set(b.content))


def _distinct(found: list[Frame]) -> list[Frame]:
    """Without the weaker of two frames of nearly the same content: the one with a source stays, then the earlier."""
    out: list[Frame] = []
    for frame in sorted(found, key=lambda f: (not f.source, f.anchor)):
        if all(_overlap(frame, other) < _TWIN for other in out):
            out.append(frame)
    return sorted(out, key=lambda f: f.anchor)


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
