"""Where a person's correction holds: the words that it quotes, found again in a text, a statement or a voice.

A correction names a page by the hash of its bytes and a place on it by words that it prints, so that it finds its place again
on every later run, whatever ids and offsets have become.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from stemma.model import Article, Correction, CorrectionField, Mention, Span, Statement

ABOUT_TWO: frozenset[CorrectionField] = frozenset({"claim", "edge", "voice"})
"""Fields of a correction that are about two places of a story; the others are about one page as it is read."""


def places(text: str, quote: str) -> list[Span]:
    """Where words stand in a text, white space aside; nowhere if there are none."""
    if not quote.strip():
        return []
    pattern = r"\s+".join(map(re.escape, quote.split()))
    return [Span(*m.span()) for m in re.finditer(pattern, text)]


def statements_at(
    articles: Iterable[Article], statements: Sequence[Statement], page: str | None, quote: str
) -> tuple[Statement, ...]:
    """The statement of each article with these bytes whose content the quoted words are most of, by share of both together.

    Of several that fit equally the first in the text. An article none of whose statements they touch gives none.
    """
    out = []
    for article in sorted((a for a in articles if a.sha256 == page), key=lambda a: a.id):
        found = places(article.text, quote)
        own = sorted((s for s in statements if s.article == article.id), key=lambda s: (s.content, s.id))
        best = max(own, key=lambda s: _overlap(s.content, found), default=None)
        if best is not None and _overlap(best.content, found) > 0.0:
            out.append(best)
    return tuple(out)


def mentions_at(articles: Iterable[Article], statements: Sequence[Statement], page: str | None, quote: str) -> tuple[Mention, ...]:
    """Every mention of the voice that the page calls so: by the name it goes by there, or by the words of the passage itself."""
    texts = {a.id: a.text for a in articles if a.sha256 == page}
    wanted = _plain(quote)
    return tuple(
        Mention(statement=s.id, hop=n, voice=k)
        for s in sorted(statements, key=lambda s: s.id)
        if s.article in texts and wanted
        for n, hop in enumerate(s.chain)
        for k, voice in enumerate(hop.voices)
        if _plain(voice.name) == wanted
        or (voice.span is not None and _plain(texts[s.article][voice.span.start : voice.span.end]) == wanted)
    )


def concerns(correction: Correction, articles: Iterable[Article]) -> bool:
    """Whether all pages that a correction names are among the articles."""
    pages = {a.sha256 for a in articles}
    return correction.page in pages and (correction.other is None or correction.other in pages)


def holds(correction: Correction, articles: Sequence[Article], statements: Sequence[Statement]) -> bool:
    """Whether a correction finds what it is about among the articles of a story."""
    if not concerns(correction, articles):
        return False
    match correction.field:
        case "edge":
            return True
        case "claim":
            one = statements_at(articles, statements, correction.page, correction.quote)
            return bool(one and statements_at(articles, statements, correction.other, correction.other_quote))
        case "voice":
            said = mentions_at(articles, statements, correction.page, correction.quote)
            return bool(said and mentions_at(articles, statements, correction.other, correction.other_quote))
        case _:
            return not correction.quote.strip() or any(
                places(a.text, correction.quote) for a in articles if a.sha256 == correction.page
            )


def decided(corrections: Iterable[Correction], field: CorrectionField) -> tuple[Correction, ...]:
    """The corrections of a field that is about two places, of several about the same two the last.

    "A rests on B" goes before an earlier "B rests on A", too: both cannot be.
    """
    last: dict[tuple[object, ...], Correction] = {}
    for one in corrections:
        if one.field != field:
            continue
        key = _key(one)
        last.pop(key, None)
        if field == "edge" and one.verdict == "must-be":
            turned = last.get(("edge", one.other, one.page))
            if turned is not None and turned.verdict == "must-be":
                del last["edge", one.other, one.page]
        last[key] = one
    return tuple(last.values())


def standing(corrections: Sequence[Correction]) -> tuple[Correction, ...]:
    """The corrections that no later one overrules, in the order given: those that say what is so now."""
    two = {id(c) for field in ABOUT_TWO for c in decided(corrections, field)}
    return tuple(
        c
        for n, c in enumerate(corrections)
        if (id(c) in two if c.field in ABOUT_TWO else not any(_overrules(later, c) for later in corrections[n + 1 :]))
    )


def _overrules(later: Correction, earlier: Correction) -> bool:
    """Whether, of two corrections of single pages, the later takes the place of the earlier."""
    if (later.page, later.field) != (earlier.page, earlier.field):
        return False
    if later.field == "line":
        return _plain(later.quote) == _plain(earlier.quote)
    same = _plain(later.value or later.quote) == _plain(earlier.value or earlier.quote)
    return same or (later.verdict == "must-be" and earlier.verdict == "must-be")


def _key(one: Correction) -> tuple[object, ...]:
    if one.field == "edge":
        return ("edge", one.page, one.other)
    ends = ((one.page, _plain(one.quote)), (one.other or "", _plain(one.other_quote)))
    return (one.field, *sorted(ends))


def pairs(
    corrections: Iterable[Correction], field: CorrectionField, found: Mapping[tuple[str | None, str], Sequence[int]]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """What must be together and what must be apart, as pairs of numbers; `found` says which numbers stand at (page, words)."""
    together: list[tuple[int, int]] = []
    apart: list[tuple[int, int]] = []
    for one in decided(corrections, field):
        ends = found.get((one.page, one.quote), ()), found.get((one.other, one.other_quote), ())
        into = together if one.verdict == "must-be" else apart
        into += [(min(i, j), max(i, j)) for i in ends[0] for j in ends[1] if i != j]
    return sorted(set(together)), sorted(set(apart) - set(together))


def _overlap(content: Sequence[Span], found: Sequence[Span]) -> float:
    """Share of code points that a content and one of the places have in common, of all that either has; the best place counts."""
    best = 0.0
    size = sum(s.end - s.start for s in content)
    for place in found:
        common = sum(max(0, min(s.end, place.end) - max(s.start, place.start)) for s in content)
        best = max(best, common / (size + place.end - place.start - common))
    return best


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()
