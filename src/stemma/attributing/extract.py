"""Article and parse -> Extracts: every attributed statement as spans of content, cue and source."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from unicodedata import category

from stemma.attributing import layout, speech, tagger
from stemma.attributing.cues import lexicon
from stemma.attributing.extracts import Extract
from stemma.attributing.features import View
from stemma.attributing.frames import Frame
from stemma.attributing.missed import whole_clause, with_missed
from stemma.attributing.mouths import can_speak, ends_sentence
from stemma.attributing.mouths import trimmed as trimmed_source
from stemma.attributing.quotes import Quote, pair
from stemma.attributing.speakers import quotes_another, with_speaker
from stemma.attributing.split import split
from stemma.attributing.swallowed import REJECTED, denied, parted, uncited, without_lead
from stemma.attributing.trees import Tree
from stemma.model import Article, Parsed, Quotation, Span

_SAME = 0.2
_TWIN = 0.5
_MOST = 0.6
_WIDE = 0.25
"""The probability from which an attribution is kept in the wide sense, where every word of content counts."""
_PARTS = frozenset("%‰°")
_TRIM = (
    " \t\n\u00a0\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069.,;:…-–—\"“”„«»'‘’`"
)


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
    laid_out = layout.frames(view, article.text, transcript=article.kind == "transcript")
    found = _said(view, laid_out) if speech_only else _wide(view, laid_out)
    outer = [q for q in quotes if q.depth == 0]
    out = [e for f in found if (e := _extract(article.text, view.tree, outer, f)) is not None]
    return tuple(sorted(out, key=lambda e: (e.content[0], e.cue or Span(0, 1))))


def _wide(view: View, laid_out: list[Frame]) -> list[Frame]:
    """Attributions as PolNeAR draws them: beliefs and plans included, content in one piece, a quotation never without a source
    where the speaker before it goes on."""
    found = _Found(laid_out)
    for frame, p in tagger.frames(view):
        if p >= _WIDE and not found.has(frame, _TWIN):
            found.add(frame)
    for ruled in view.framed:
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
    for ruled in view.framed:
        if not found.has(ruled, _SAME, nested=True) and speech.is_speech(view, ruled):
            found.add(ruled)
    named = {j for f in found.frames for j in f.source if f.kind != "layout"}
    kept = (f for f in found.frames if not _title(view, f) and (f.source or f.anchor not in named))
    kept = (f for f in kept if not _within_words(view, f))
    spoken = [g for f in kept for h in _unmixed(view, with_speaker(view, f)) if (g := _with_mouth(view, h)) is not None]
    lifted = [g for f in spoken if (g := speech.declining(view, f)) is not None]
    lifted = [whole_clause(view, f) for f in with_missed(view, lifted)]
    cited = (g for f in denied(view, lifted) if (g := uncited(view, f)) is not None)
    whole = _Found([speech.without_dateline(view, speech.without_listener(view, f)) for f in cited])
    whole = _Found([parted(view, f, whole.near(f)) for f in whole.frames])
    said = [
        f for f in whole.frames if not whole.is_shell(f) and not quotes_another(view, f, whole.near(f)) and not _pointer(view, f)
    ]
    said = [_without_second(view, f, whole) for f in said]
    alone = [f for f in speech.uncued(view, said) if not _title(view, f)]
    # "“…,” one clerk who was said to know": what is told of the clerk is no statement.
    signed = {
        j for f in alone if f.source for j in range(max(f.source), view.tree.sentence[view.tokens[max(f.source)].sentence][1])
    }
    said = [*(f for f in said if f.source or f.anchor not in signed), *alone]
    pieces = [piece for f in said for piece in _pieces(view, f)]
    # Of two statements of nearly the same words the one with a source stays, then the earlier.
    out = _Found([])
    pieces = [piece for piece in pieces if not _run_into(view, piece, pieces)]
    for piece in sorted(pieces, key=lambda f: (not f.source, f.anchor, f.content)):
        if piece.kind == REJECTED or not out.has(piece, _TWIN, anchors=False):
            out.add(piece)
    return out.frames


def _run_into(view: View, piece: Frame, pieces: Sequence[Frame]) -> bool:
    """Whether a piece is part of a quotation that another one holds whole with its cue beside it, and its own cue stands in an
    earlier sentence: "An aide said it was over. “We go home. We pack,” she added"."""
    tokens, content = view.tokens, {j for j in piece.content if view.tokens[j].pos != "PUNCT"}
    if not piece.cue or not content or not all(view.inside[j] for j in content):
        return False
    if tokens[piece.anchor].sentence >= tokens[piece.content[0]].sentence:
        return False
    beside = (o for o in pieces if o.source and o.anchor > max(content) and content < set(o.content))
    return any(tokens[o.anchor].sentence == tokens[max(o.content)].sentence for o in beside)


def _pointer(view: View, frame: Frame) -> bool:
    """Whether the content is only a relative pronoun: "the firms, which the bank said had plans" says nothing by itself."""
    words = [j for j in frame.content if any(c.isalnum() for c in view.tokens[j].text)]
    return len(words) == 1 and view.tokens[words[0]].tag in ("WDT", "WP") and not view.inside[words[0]]


def _within_words(view: View, frame: Frame) -> bool:
    """Whether a frame stands inside a quotation and names its source with a pronoun or not at all: "they told us that …" is
    part of what the quoted one says."""
    source = [j for j in frame.source if view.tokens[j].pos not in ("DET", "PUNCT")]
    nameless = all(view.tokens[j].pos == "PRON" for j in source)
    return bool(view.inside[frame.anchor]) and frame.kind != "layout" and nameless


def _unmixed(view: View, frame: Frame) -> list[Frame]:
    """A frame with the words of its source that are none put right: "an aide denied there was a deal and said …" is two."""
    if frame.kind == "layout":
        return [frame]
    content = frame.content
    pairs = [(n, i, j) for n, (i, j) in enumerate(pairwise(content)) if not view.inside[i] and not view.inside[j]]
    other = [n for n, i, j in pairs if view.tokens[i].sentence == view.tokens[j].sentence and ends_sentence(view.tree, i, j)]
    if other and frame.cue and max(frame.cue) < content[0]:
        frame = replace(frame, content=content[: other[0] + 1])
    if not frame.source:
        return [frame]
    source, verb = trimmed_source(view.tree, frame.source)
    if not source:
        return [frame]
    out = [replace(frame, source=source)]
    between = tuple(range(verb + 1, min(frame.cue))) if verb is not None and frame.cue else ()
    while between and view.tokens[between[-1]].dep in ("cc", "punct"):
        between = between[:-1]
    if verb is not None and len(between) > 2 and not any(view.inside[j] for j in between):
        out.insert(0, Frame(anchor=verb, cue=(verb,), source=source, content=between, kind="speech"))
    return out


def _with_mouth(view: View, frame: Frame) -> Frame | None:
    """A frame whose source, if it has one, can speak. Of one whose source cannot nothing is left, but that someone denies or
    declines, whoever it is."""
    quoted = sum(bool(view.inside[j]) for j in frame.content) * 2 > len(frame.content)
    if frame.kind == "layout" or can_speak(view.tree, frame.source, frame.anchor, direct=quoted or frame.kind == "declining"):
        return frame
    words, lemma = lexicon(), view.tokens[frame.anchor].lemma
    return replace(frame, source=()) if lemma in words.denial - words.doubt else None


def _pieces(view: View, frame: Frame) -> list[Frame]:
    """The statements of one frame, a clause each; what else someone did who declined to speak is none, and a clause that is a
    second cue of the same speaker ("said it could sink and warned that …") is cued by its own verb."""
    pieces = [replace(frame, content=piece) for piece in split(view, frame.content)]
    if frame.kind == "declining":
        return pieces[:1]
    return without_lead(view, [*pieces[:1], *(_recued(view, pieces[0], piece) for piece in pieces[1:])])


def _without_second(view: View, frame: Frame, found: _Found) -> Frame:
    """A frame without the words that its speaker says under a second, joined cue ("said it was late and denied that …")."""
    kept = set(frame.content)
    for o in found.near(frame):
        joined = o.source == frame.source and bool(o.source) and view.tokens[o.anchor].dep == "conj"
        if o is not frame and joined and o.anchor in kept and o.anchor > min(kept) and kept > {*o.content, *o.cue}:
            kept -= {*o.content, *o.cue}
    return replace(frame, content=tuple(j for j in frame.content if j in kept)) if len(kept) > 1 else frame


def _recued(view: View, first: Frame, piece: Frame) -> Frame:
    """A later clause of a frame under its own verb of speech, where the grammar leaves only the frame's source as its subject:
    after a modal ("could … and warned"), or where the first clause's subject is nobody who could speak."""
    tree, tokens, words = view.tree, view.tokens, lexicon()
    verb = next((j for j in piece.content if tokens[j].pos in ("VERB", "AUX")), piece.content[0])
    token = tokens[verb]
    speaks = token.lemma in words.speech - words.weak | words.denial - words.doubt | words.declining
    bare = verb == piece.content[0] and tree.child(verb, "nsubj", "nsubjpass") is None and not view.inside[verb]
    if not (speaks and bare and token.tag in ("VBD", "VBN", "VBZ", "VBP") and token.dep == "conj" and piece.source):
        return piece
    told = tree.child(verb, "ccomp") is not None or token.lemma in words.denial | words.declining
    subject = tree.child(token.head, "nsubj", "nsubjpass")
    modal = any(tokens[c].tag == "MD" for c in tree.children[token.head]) and token.tag != "VB"
    mute = subject is not None and not can_speak(tree, tree.subtree(subject), verb, direct=False)
    rest = tuple(j for j in piece.content if j > verb)
    while rest and tokens[rest[0]].dep == "mark" and tokens[rest[0]].lemma == "that":
        rest = rest[1:]
    if not told or not (modal or mute) or len(rest) < 2 or token.head not in first.content:
        return piece
    return replace(piece, anchor=verb, cue=(verb,), content=rest)


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

    def near(self, frame: Frame) -> list[Frame]:
        """The frames that share a word of content with `frame`, by place of their anchor."""
        near = {id(f): f for i in frame.content for f in self._at.get(i, ())}
        return sorted(near.values(), key=lambda f: (f.anchor, f.content))

    def has(self, frame: Frame, share: float, *, nested: bool = False, anchors: bool = True) -> bool:
        """Whether a frame of the same anchor, or with at least this Jaccard of content, is there; with `nested` one that holds
        the cue of `frame` does not count."""
        if anchors and frame.anchor in self._anchors:
            return True
        return any(_overlap(frame, f) >= share and not (nested and frame.anchor in f.content) for f in self.near(frame))

    def is_shell(self, frame: Frame) -> bool:
        """Whether the content is little more than another attribution: the chain of that one tells who passed it on."""
        whole = set(frame.content)
        inner = [
            o for o in self.near(frame) if o is not frame and o.cue and whole > {*o.content, *o.cue} and o.source != frame.source
        ]
        return any(len(o.content) + len(o.cue) + len(o.source) >= _MOST * len(whole) for o in inner)


def _overlap(a: Frame, b: Frame) -> float:
    """Jaccard of two contents."""
    return len(set(a.content) & set(b.content)) / len(set(a.content) | set(b.content))


def _extract(text: str, tree: Tree, quotes: Sequence[Quote], frame: Frame) -> Extract | None:
    """A frame as spans, without marks at the edges; None if nothing is left. `quotes` are the outermost ones, by place."""
    content = _spans(text, tree, frame.content)
    if not content:
        return None
    cue, source = _spans(text, tree, frame.cue), _spans(text, tree, frame.source)
    sentence = tree.tokens[frame.anchor].sentence
    return Extract(
        content=content,
        cue=Span(cue[0].start, cue[-1].end) if cue else None,
        source=Span(source[0].start, source[-1].end) if source else None,
        quotation=_quotation(content, quotes),
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
    return tuple(trimmed(text, tree.span(*_with_marks(tree, a, b))) for a, b in out)


def _with_marks(tree: Tree, first: int, last: int) -> tuple[int, int]:
    """A run of tokens with the marks of the numbers at its edges: the currency before one ("$280m"), the per cent or currency
    behind one."""
    tokens = tree.tokens
    ahead = tokens[first - 1].text if first and tokens[first - 1].end == tokens[first].start else ""
    if ahead and tokens[first].text[0].isdigit() and all(category(c) == "Sc" for c in ahead):
        first -= 1
    behind = tokens[last + 1] if last + 1 < len(tokens) else None
    unit = behind is not None and all(category(c) == "Sc" or c in _PARTS for c in behind.text)
    if behind is not None and unit and behind.start <= tokens[last].end + 1 and tokens[last].text[-1].isdigit():
        last += 1
    return first, last


def trimmed(text: str, span: Span) -> Span:
    """`span` without white space and marks at its edges; `span` itself if nothing else is there."""
    start, end = span.start, span.end
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    return Span(start, end) if start < end else span


def _quotation(content: Sequence[Span], quotes: Sequence[Quote]) -> Quotation:
    """Direct if all words stand in quotation marks, mixed if some do; outermost quotations, by place, do not overlap."""
    within = touched = 0
    for span in content:
        first = max(0, bisect_right(quotes, span.start, key=_inner_start) - 1)
        near = quotes[first : bisect_left(quotes, span.end, key=_inner_start)]
        if any(q.inner.start <= span.start and span.end <= q.inner.end for q in near):
            within += 1
        elif any(q.inner.start < span.end and span.start < q.inner.end for q in near):
            touched += 1
    return "direct" if within == len(content) else "mixed" if within or touched else "indirect"


def _inner_start(quote: Quote) -> int:
    return quote.inner.start
