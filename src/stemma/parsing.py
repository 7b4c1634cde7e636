"""Article -> Parsed: sentences and grammar of its title and body, as offsets into its text.

Each article is parsed by itself, one paragraph at a time, so that what stands beside it in a batch can change nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from unicodedata import category

from stemma.model import Article, Parsed, Span, Token
from stemma.models import parser
from stemma.models.parser.grammar import grammars
from stemma.text.bounds import examined
from stemma.text.words import plain

BY = f"parse@1+{parser.NAME}"

_LONGEST = 120
_ENDLESS = 250
_WINDOW = 20_000
_SHOUTED, _CAPITALS = 5, 0.9
_OPENING = re.compile(r"(?:^|[.!?] |(?:^|[\s(])\")\W*\w")
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
    """Parse the title, if it stands in the text, and every paragraph of the body that is analysed (`stemma.text.bounds`).

    Returns sentences without surrounding space; raises `BadWeights` if the model is missing or not the expected one.
    """
    whole = ([(-1, article.title.span)] if article.title and article.title.span else []) + list(enumerate(examined(article)))
    spans = [(paragraph, part) for paragraph, span in whole for part in _parts(article.text, span)]
    even = plain(article.text)
    seen = [_visible(even, s) for _, s in spans]
    sentences: list[Span] = []
    paragraph_of: list[int] = []
    tokens: list[Token] = []
    for (paragraph, _), (shown, place_of), read in zip(spans, seen, grammars([shown for shown, _ in seen]), strict=True):
        first = len(tokens)
        words = [shown[a:b] for a, b in zip(read.starts, read.ends, strict=True)]
        starts, ends = [place_of[a] for a in read.starts], [place_of[b - 1] + 1 for b in read.ends]
        sentence_of: dict[int, int] = {}
        for start, end in _sentences(words, read.spaces, read.opens):
            sentence_of.update(dict.fromkeys(range(start, end), len(sentences)))
            sentences.append(Span(starts[start], ends[end - 1]))
            paragraph_of.append(paragraph)
        # White-space tokens are left out; what they held is attached to nothing, so heads are renumbered.
        kept = {i: first + n for n, i in enumerate(i for i in sentence_of if not read.spaces[i])}
        for i, place in kept.items():
            head = read.heads[i]
            start, end = starts[i], ends[i]
            tokens.append(
                Token(
                    start=start,
                    end=end,
                    text=article.text[start:end],
                    lemma=read.lemmas[i].casefold(),
                    pos=read.pos[i],
                    tag=read.tags[i],
                    dep=read.deps[i],
                    head=kept[head] if sentence_of.get(head) == sentence_of[i] and head in kept else place,
                    sentence=sentence_of[i],
                    entity=read.entities[i],
                    entity_start=read.begins[i],
                )
            )
    return Parsed(article=article.id, sentences=tuple(sentences), paragraph_of=tuple(paragraph_of), tokens=tuple(tokens), by=BY)


def _visible(even: str, span: Span) -> tuple[str, Sequence[int]]:
    """The words at `span` without signs that nobody sees (zero width, direction, soft hyphens: Unicode's class Cf), which would
    tear words apart for the parser; and for each character left where it stands."""
    words = _uncapitalised(even[span.start : span.end])
    if words.isascii() or not any(category(c) == "Cf" for c in words):
        return words, range(span.start, span.end)
    kept = [i for i, c in enumerate(words) if category(c) != "Cf"]
    return "".join(words[i] for i in kept), [span.start + i for i in kept]


def _uncapitalised(words: str) -> str:
    """A paragraph all in capitals as its sentences would stand in small letters, of the same length; any other as it is."""
    letters = [c for c in words if c.isalpha()]
    if len(words.split()) < _SHOUTED or sum(c.isupper() for c in letters) < _CAPITALS * len(letters):
        return words
    small = "".join(c.lower() if len(c.lower()) == 1 else c for c in words)
    return _OPENING.sub(lambda m: m[0].upper() if len(m[0].upper()) == len(m[0]) else m[0], small)


def _sentences(words: Sequence[str], spaces: Sequence[bool], opens: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Ranges of words that are sentences, trimmed of space, with pieces rejoined that the parser cut where no sentence ends.

    A piece belongs to the one before it where it opens in lower case or is nothing but marks ('"We won." said he'), and where
    the one before it has not ended: no closing mark but a colon, a comma, a dash or none, or a title ("Dr."). A run without
    any closing mark (a list, a transcript in capitals) is not rejoined past `_LONGEST` tokens.
    """
    pieces: list[tuple[int, int]] = []
    firsts = [i for i, opens_one in enumerate(opens) if opens_one or not i]
    for first, stop in pairwise([*firsts, len(words)]):
        solid = [i for i in range(first, stop) if not spaces[i]]
        if not solid:
            continue
        start, end = solid[0], solid[-1] + 1
        opening = next((words[i] for i in solid if any(c.isalnum() for c in words[i])), None)
        if pieces and (opening is None or opening[0].islower() or _goes_on(words, pieces[-1], end)):
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((start, end))
    for start, end in pieces:
        # What has no end for this long is no sentence; whoever looks at one must be able to look at all of it.
        yield from ((at, min(at + _ENDLESS, end)) for at in range(start, end, _ENDLESS))


def _goes_on(words: Sequence[str], piece: tuple[int, int], end: int) -> bool:
    """Whether a piece has not ended as a sentence does, and may reach on to `end`."""
    if end - piece[0] > _LONGEST:
        return False
    last = piece[1] - 1
    if words[last].casefold() in _TITLES:
        return True
    while last > piece[0] and words[last] in _CLOSING:
        last -= 1
    return words[last][-1] not in ".!?…;" and (words[last][-1].isalnum() or words[last][-1] in ":,-")


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
