"""Sourcing: who a sentence says it has something from, by its statements and, where they are silent, by its own words."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

from stemma.background.lexicons import lexicon
from stemma.comparing.accounts import Accounts
from stemma.model import Passage, Span, Statement, Token
from stemma.text.spans import overlap
from stemma.text.words import plain

_ACCORDING: Final = re.compile(
    r"(?i)\b(?:according to|as per|in the words of|citing|quoting|as reported by|reported by|confirmed by|in the view of)\s"
)
_BEFORE: Final = frozenset({"compound", "amod", "det", "poss", "nummod", "nmod", "quantmod"})
_TRAILING: Final = re.compile(r",[\"']? ((?:[^\s,]+ ){1,9}?)([a-z]{3,})[.\"']*\s*$")
"""A clause at the end of a sentence, parted by a comma, whose last word may be a verb of saying (", a minister reckons")."""


def _stem(word: str) -> frozenset[str]:
    """What the base form of an inflected verb may be: "reckons" and "claimed" of "reckon", "claim"; "said" of "say"."""
    even = word.casefold()
    return frozenset(
        {"say" if even in ("said", "says") else even, even.removesuffix("s"), even.removesuffix("ed"), even.removesuffix("d")}
    )


def told_in(sentence: Passage, accounts: Accounts) -> tuple[Statement, ...]:
    """The statements with a voice whose content, source or cue touches a sentence, in text order."""
    found = [
        s
        for s in accounts.of_article[sentence.article]
        if s.chain and any(overlap(sentence.span, x) for x in (*s.content, *filter(None, (s.source, s.cue))))
    ]
    return tuple(sorted(found, key=lambda s: (s.content[0], s.id)))


def mention(sentence: Passage, accounts: Accounts) -> Span | None:
    """The words by which a sentence names a source, by its grammar: what follows "according to", or the subject of a verb of
    saying or showing that has a clause, a quotation or the sentence as its object. None where there are none."""
    text = accounts.articles[sentence.article].text
    every = accounts.parsed[sentence.article].tokens
    match = _ACCORDING.search(plain(text), sentence.span.start, sentence.span.end)
    if match is not None:
        first = bisect_left(every, match.end(), key=lambda t: t.start)
        if first < len(every):
            head = first
            while every[head].head > head and (every[head].pos not in ("NOUN", "PROPN", "PRON") or every[head].dep in _BEFORE):
                head += 1
            return _phrase(head, sentence, every, first)
    verbs = lexicon("cues")["speech"] | lexicon("cues")["evidence"]
    trailing = _TRAILING.search(plain(text[sentence.span.start : sentence.span.end]))
    if trailing is not None and _stem(trailing[2]) & verbs:
        return Span(sentence.span.start + trailing.start(1), sentence.span.start + trailing.end(1) - 1)
    first = bisect_left(every, sentence.span.start, key=lambda t: t.start)
    last = bisect_left(every, sentence.span.end, key=lambda t: t.start)
    for n in range(first, last):
        if every[n].pos != "VERB" or every[n].lemma not in verbs:
            continue
        below = [m for m in range(first, last) if every[m].head == n and m != n]
        subject = next((m for m in below if every[m].dep in ("nsubj", "csubj")), None)
        if subject is None:
            continue
        if (
            every[n].dep == "parataxis"
            or any(every[m].dep in ("ccomp", "parataxis") for m in below)
            or _quotes(n, below, every, text)
        ):
            return _phrase(subject, sentence, every, None)
    return None


def _quotes(n: int, below: list[int], every: tuple[Token, ...], text: str) -> bool:
    """Whether a quotation mark stands right beside a verb of saying or its subject."""
    ends = [n, *below]
    low, high = every[min(ends)].start, every[max(ends)].end
    return bool(re.search(r"[\"“”]\s*$", text[max(0, low - 3) : low]) or re.match(r"[^.;\w]{0,3}[\"“]", text[high : high + 4]))


def _phrase(head: int, sentence: Passage, every: tuple[Token, ...], start: int | None) -> Span:
    """The words that hang on a noun, without clauses of their own, as one stretch around it."""
    low = high = head
    for n in range(bisect_left(every, sentence.span.start, key=lambda t: t.start), len(every)):
        if every[n].start >= sentence.span.end:
            break
        at = n
        for _ in range(12):
            if at == head:
                low, high = min(low, n), max(high, n)
                break
            if every[at].dep in ("relcl", "advcl", "conj", "cc", "punct") or every[at].head == at:
                break
            at = every[at].head
    return Span(every[start if start is not None else low].start, every[high].end)
