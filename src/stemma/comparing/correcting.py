"""Correcting: "on 9 June, not 8 June", "two boats, not five", "from Ghent rather than Bruges".

What stands after "not" is the value that the passage rejects; who gives that very value for the same thing is contradicted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from stemma.background.idf import idf
from stemma.comparing.accounts import Accounts, Wording
from stemma.comparing.certainty import negated
from stemma.comparing.clash import Clash, sentence_wording
from stemma.comparing.figures import Figure, figures
from stemma.model import Passage, Span, Token, When
from stemma.text.spans import overlap
from stemma.values.numbers import Number, find_numbers
from stemma.values.times import find_times

_CUE: Final = re.compile(
    r"(?i)(?:[,;–—-]\s*|\s)(?:and\s)?(?:not|rather\sthan|instead\sof|as\sopposed\sto|contrary\sto)\s"
    r"(?:on\s|in\s|at\s|from\s|to\s|by\s|the\s|a\s)*(?=[\w“\"$€£])"
)
_REACH: Final = 28
_SHARED: Final = 4.0
"""Weight (idf) of the words besides the value that must stand on both sides, where the two are not of one claim."""
_COMMON: Final = frozenset({"PUNCT", "DET", "ADP", "AUX", "PART", "PRON", "CCONJ", "SCONJ", "NUM", "SYM", "SPACE"})


@dataclass(frozen=True, slots=True)
class Rejected:
    """A value that a wording says is wrong, and where: a number (with what it counts), a stretch of days, or a place or name."""

    kind: Literal["number", "date", "place", "name"]
    wording: Wording
    sentence: Passage
    at: Passage
    number: Number | None = None
    head: str = ""
    when: When | None = None
    name: str = ""


def corrections(accounts: Accounts) -> Iterator[Clash]:
    """Values that one passage gives and another puts right, one for each value put right."""
    for rejected, giver, at in corrected(accounts):
        wrong, right = accounts.text(at), accounts.text(rejected.at)
        key = (rejected.kind, "put right", right.casefold())
        where = rejected.wording if rejected.wording.statement is not None else sentence_wording(rejected.sentence, accounts)
        yield Clash(rejected.kind, giver, where, giver.at, where.at, key, f"gave “{wrong}”", f"said it was not “{right}”")


def corrected(accounts: Accounts) -> Iterator[tuple[Rejected, Wording, Passage]]:
    """(rejected value, the wording that gives it, where): each passage that gives a value which another one puts right."""
    for article in accounts.articles:
        for sentence in accounts.sentences[article]:
            if accounts.is_title(sentence):
                continue
            for rejected in _rejected(sentence, accounts):
                yield from _givers(rejected, accounts)


def _rejected(sentence: Passage, accounts: Accounts) -> Iterator[Rejected]:
    text = accounts.articles[sentence.article].text
    anchor = _anchor(sentence.article, accounts)
    for cue in _CUE.finditer(text, sentence.span.start, sentence.span.end):
        told = _told(Span(cue.start(), cue.end()), sentence, accounts)
        if told is not None and told.statement is not None and told.statement.stance != "asserts":
            continue
        wording = told or Wording(sentence.article, (sentence.span,), sentence, None, None)
        after = Span(cue.end(), min(sentence.span.end, cue.end() + _REACH))
        times = [t for t in find_times(text, [after], anchor) if t.span.start - cue.end() <= 1 and t.when is not None]
        if times:
            yield Rejected("date", wording, sentence, Passage(article=sentence.article, span=times[0].span), when=times[0].when)
            continue
        numbers = [n for n in find_numbers(text, after) if n.span.start == cue.end() and n.kind != "ordinal"]
        if numbers:
            before = _before(sentence, cue.start(), accounts)
            if before:
                at = Passage(article=sentence.article, span=numbers[0].span)
                yield Rejected("number", wording, sentence, at, number=numbers[0], head=before[-1].head)
            continue
        name = _name(accounts.tokens(sentence.article, after), cue.end())
        if name is not None and accounts.tokens(sentence.article, Span(sentence.span.start, cue.start() + 1)):
            kind: Literal["place", "name"] = "place" if name[1] else "name"
            at = Passage(article=sentence.article, span=name[0])
            yield Rejected(kind, wording, sentence, at, name=accounts.text(at))


def _before(sentence: Passage, end: int, accounts: Accounts) -> tuple[Figure, ...]:
    """The figures of a sentence up to a place in it."""
    if end <= sentence.span.start:
        return ()
    return figures(Wording(sentence.article, (Span(sentence.span.start, end),), sentence, None, None), accounts)


def _name(tokens: Sequence[Token], start: int) -> tuple[Span, bool] | None:
    """A name that begins at `start`, and whether it is a place."""
    run: list[Token] = []
    for token in tokens:
        if token.pos != "PROPN" or (not run and token.start != start):
            break
        run.append(token)
    return (Span(run[0].start, run[-1].end), run[-1].entity in ("GPE", "LOC", "FAC")) if run else None


def _givers(rejected: Rejected, accounts: Accounts) -> Iterator[tuple[Rejected, Wording, Passage]]:
    mine = _content(rejected.sentence, accounts)
    for article in accounts.articles:
        for sentence in accounts.sentences[article]:
            if sentence == rejected.sentence or accounts.is_title(sentence) or negated(accounts.text(sentence)):
                continue
            at = _gives(rejected, sentence, accounts)
            if at is None:
                continue
            wording = _told(at.span, sentence, accounts) or Wording(article, (sentence.span,), sentence, None, None)
            if wording.statement is not None and wording.statement.stance != "asserts":
                continue
            if article == rejected.sentence.article and wording.statement is None:
                continue
            shared = mine & _content(sentence, accounts)
            one_claim = wording.claim is not None and wording.claim == rejected.wording.claim
            if one_claim or sum(idf(w) for w in sorted(shared)) >= _SHARED:
                yield rejected, wording, at


def _gives(rejected: Rejected, sentence: Passage, accounts: Accounts) -> Passage | None:
    """Where a sentence gives the rejected value; None where it does not."""
    text = accounts.articles[sentence.article].text
    if rejected.when is not None:
        for mention in find_times(text, [sentence.span], _anchor(sentence.article, accounts)):
            same = mention.when is not None and mention.when.start[:10] == rejected.when.start[:10]
            if same and mention.when is not None and mention.when.end[:10] == rejected.when.end[:10]:
                return Passage(article=sentence.article, span=mention.span)
        return None
    if rejected.number is not None:
        whole = Wording(sentence.article, (sentence.span,), sentence, None, None)
        for figure in figures(whole, accounts):
            if figure.number.value == rejected.number.value and figure.head and figure.head == rejected.head:
                return figure.at
        return None
    at = re.search(rf"\b{re.escape(rejected.name)}\b", accounts.text(sentence))
    if at is None:
        return None
    return Passage(article=sentence.article, span=Span(sentence.span.start + at.start(), sentence.span.start + at.end()))


def _told(span: Span, sentence: Passage, accounts: Accounts) -> Wording | None:
    for statement in accounts.of_article[sentence.article]:
        if any(overlap(c, span) for c in statement.content):
            return accounts.wording(statement)
    return None


def _content(sentence: Passage, accounts: Accounts) -> frozenset[str]:
    tokens = accounts.tokens(sentence.article, sentence.span)
    return frozenset(t.lemma for t in tokens if t.pos not in _COMMON and not t.entity and len(t.lemma) > 2)


def _anchor(article: str, accounts: Accounts) -> str | None:
    published = accounts.articles[article].published
    return published.value if published else None
