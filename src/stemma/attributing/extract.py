"""Article and parse -> Extracts: every attributed statement as spans of content, cue and source."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
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
_TWIN = 0.5
_MOST = 0.6
_WIDE = 0.25
"""The probability from which an attribution is kept in the wide sense, where every word of content counts."""
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
    found = _Found(laid_out)
    for frame, p in tagger.frames(view):
        if p >= _WIDE and not found.has(frame, _TWIN):
            found.add(frame)
    for ruled in rules.frames(view.tree, view.quotes):
        if ruled.source and not found.has(ruled, _SAME):
            found.add(ruled)
    said = sorted(found.frames, key=lambda f: f.content[0])
    speakers = [(f.content[0], f.source) for f in said if f.source and any(view.inside[i] for i in f.content)]
    starts = [at for at, _ in speakers]
    for quote in speech.uncued(view, said, whole=False):
        before = bisect_left(starts, quote.content[0])
        said.append(replace(quote, source=speakers[before - 1][1]) if before else quote)
    return said


def _said(view: View, laid_out: list[Frame]) -> list[Frame]:
    """What users get: the tagger's frames that are speech, those of the rules that it missed, quotations left alone, split."""
    found = _Found(laid_out)
    for frame, p in tagger.frames(view):
        if p >= tagger.THRESHOLD and not found.has(frame, _TWIN) and speech.is_speech(view, frame):
            found.add(frame)
    for ruled in rules.frames(view.tree, view.quotes):
        if not found.has(ruled, _SAME, nested=True) and speech.is_speech(view, ruled):
            found.add(ruled)
    whole = _Found([speech.without_dateline(view, speech.declining(view, f)) for f in found.frames if not _title(view, f)])
    said = [f for f in whole.frames if not whole.is_shell(f)]
    said.extend(f for f in speech.uncued(view, said) if not _title(view, f))
    pieces = [replace(f, content=piece) for f in said for piece in split(view, f.content)]
    # Of two statements of nearly the same words the one with a source stays, then the earlier.
    out = _Found([])
    for piece in sorted(pieces, key=lambda f: (not f.source, f.anchor, f.content)):
        if not out.has(piece, _TWIN, anchors=False):
            out.add(piece)
    return out.frames


def _title(view: View, frame: Frame) -> bool:
    """Whether a frame stands in the title: headlines repeat the body, in a grammar that misleads the parser."""
    return view.tree.parsed.paragraph_of[view.tokens[frame.anchor].sentence] < 0


class _Found:
    """Frames with an index by token, so that those that share words are found without comparing all with all."""

    def __init__(self, frames: Iterable[Frame]) -> None:
        self.frames: list[Frame] = []
        self._at: dict[int, list[Frame]] = {}
        self._anchors: set[int] = set()
        for frame in frames:
            self.add(frame)

    def add(self, frame: Frame) -> None:
        self.frames.append(frame)
        self._anchors.add(frame.anchor)
        for i in frame.content:
            self._at.setdefault(i, []).append(frame)

    def _near(self, frame: Frame) -> list[Frame]:
        """The frames that share a word of content with `frame`, by place of their anchor."""
        near = {id(f): f for i in frame.content for f in self._at.get(i, ())}
        return sorted(near.values(), key=lambda f: (f.anchor, f.content))

    def has(self, frame: Frame, share: float, *, nested: bool = False, anchors: bool = True) -> bool:
        """Whether a frame of the same anchor, or with at least this Jaccard of content, is there; with `nested` one that holds
        the cue of `frame` does not count."""
        if anchors and frame.anchor in self._anchors:
            return True
        return any(_overlap(frame, f) >= share and not (nested and frame.anchor in f.content) for f in self._near(frame))

    def is_shell(self, frame: Frame) -> bool:
        """Whether the content is little more than another attribution: the chain of that one tells who passed it on."""
        whole = set(frame.content)
        inner = [o for o in self._near(frame) if o is not frame and o.cue and whole > {*o.content, *o.cue}]
        return any(len(o.content) + len(o.cue) + len(o.source) >= _MOST * len(whole) for o in inner)


def _overlap(a: Frame, b: Frame) -> float:
    """Jaccard of two contents."""
    return len(set(a.content) & set(b.content)) / len(set(a.content) | set(b.content))


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
