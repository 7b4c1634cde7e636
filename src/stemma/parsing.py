"""Article -> Parsed: sentences and grammar of its title and body, as offsets into its text.

Each article is parsed by itself, one paragraph at a time, so that what stands beside it in a batch can change nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from stemma.model import Article, Parsed, Span, Token
from stemma.models import parser
from stemma.text.words import plain

if TYPE_CHECKING:
    from spacy.tokens import Doc

BY = f"parse@1+{parser.NAME}"

_LONGEST = 120
_ENDLESS = 250
_WINDOW = 20_000
_CLOSING = frozenset({'"', "'", "''", ")", "]"})
_TITLES = frozenset(
    {
        "mr.",
        "mrs.",
        "ms.",
        "dr.",
        "prof.",
        "sen.",
        "rep.",
        "gov.",
        "gen.",
        "col.",
        "lt.",
        "sgt.",
        "capt.",
        "adm.",
        "rev.",
        "st.",
        "no.",
    }
)


def parse(article: Article) -> Parsed:
    """Parse the title, if it stands in the text, and every paragraph of the body.

    Returns sentences without surrounding space; raises `BadWeights` if the model is missing or not the expected one.
    """
    whole = ([(-1, article.title.span)] if article.title and article.title.span else []) + list(enumerate(article.body))
    spans = [(paragraph, part) for paragraph, span in whole for part in _parts(article.text, span)]
    even = plain(article.text)
    sentences: list[Span] = []
    paragraph_of: list[int] = []
    tokens: list[Token] = []
    docs = parser.load().pipe((even[s.start : s.end] for _, s in spans), batch_size=64)
    for (paragraph, span), doc in zip(spans, docs, strict=True):
        first, shift = len(tokens), span.start
        sentence_of: dict[int, int] = {}
        for start, end in _sentences(doc):
            for token in doc[start:end]:
                sentence_of[token.i] = len(sentences)
            inside = doc[start:end]
            sentences.append(Span(shift + inside.start_char, shift + inside.end_char))
            paragraph_of.append(paragraph)
        # White-space tokens are left out; what they held is attached to nothing, so heads are renumbered.
        kept = {token.i: first + n for n, token in enumerate(t for t in doc if not t.is_space and t.i in sentence_of)}
        tokens.extend(
            Token(
                start=shift + token.idx,
                end=shift + token.idx + len(token.text),
                text=article.text[shift + token.idx : shift + token.idx + len(token.text)],
                lemma=token.lemma_.casefold(),
                pos=token.pos_,
                tag=token.tag_,
                dep=token.dep_,
                head=kept[
                    token.head.i if sentence_of.get(token.head.i) == sentence_of[token.i] and token.head.i in kept else token.i
                ],
                sentence=sentence_of[token.i],
                entity=token.ent_type_,
                entity_start=token.ent_iob_ == "B",
            )
            for token in doc
            if token.i in kept
        )
    return Parsed(article=article.id, sentences=tuple(sentences), paragraph_of=tuple(paragraph_of), tokens=tuple(tokens), by=BY)


def _sentences(doc: Doc) -> Iterator[tuple[int, int]]:
    """Token ranges of the sentences, trimmed of space, with pieces rejoined that the parser cut where no sentence ends.

    A piece belongs to the one before it where it opens in lower case or is nothing but marks ('"We won." said he'), and where
    the one before it has not ended: no closing mark but a colon, a comma, a dash or none, or a title ("Dr."). A run without
    any closing mark (a list, a transcript in capitals) is not rejoined past `_LONGEST` tokens.
    """
    pieces: list[tuple[int, int]] = []
    for sentence in doc.sents:
        solid = [t for t in sentence if not t.is_space]
        if not solid:
            continue
        start, end = solid[0].i, solid[-1].i + 1
        words = [t.text for t in solid if any(c.isalnum() for c in t.text)]
        if pieces and (not words or words[0][0].islower() or _goes_on(doc, pieces[-1], end)):
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((start, end))
    for start, end in pieces:
        # What has no end for this long is no sentence; whoever looks at one must be able to look at all of it.
        yield from ((at, min(at + _ENDLESS, end)) for at in range(start, end, _ENDLESS))


def _goes_on(doc: Doc, piece: tuple[int, int], end: int) -> bool:
    """Whether a piece has not ended as a sentence does, and may reach on to `end`."""
    if end - piece[0] > _LONGEST:
        return False
    last = piece[1] - 1
    if doc[last].text.casefold() in _TITLES:
        return True
    while last > piece[0] and doc[last].text in _CLOSING:
        last -= 1
    return doc[last].text[-1] not in ".!?…;" and (doc[last].text[-1].isalnum() or doc[last].text[-1] in ":,-")


def _parts(text: str, span: Span) -> Iterator[Span]:
    """A paragraph in parts of at most `_WINDOW` characters, cut at spaces: the parser's memory grows with what it is given."""
    start = span.start
    while span.end - start > _WINDOW:
        cut = max(text.rfind(mark, start + _WINDOW // 2, start + _WINDOW) for mark in (". ", "\n"))
        cut = cut if cut > start else text.rfind(" ", start + _WINDOW // 2, start + _WINDOW)
        cut = start + _WINDOW if cut <= start else cut + 1
        yield Span(start, cut)
        start = cut
    if start < span.end:
        yield Span(start, span.end)
