"""Persons and places by what is told of them beside their name: an age, the body they speak for, the region a town lies in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Final

from stemma.comparing.accounts import Accounts
from stemma.comparing.clash import Clash, holder
from stemma.model import ContradictionKind, Passage, Span, Token
from stemma.text.words import plain

_AGE_AFTER: Final = re.compile(r"\s?[,(]\s?(?:aged\s|age\s)?(\d{1,2})(?=[,).;]|\swho\b)")
_AGE_BEFORE: Final = re.compile(r"\b(\d{1,3})-year-old(?:\s[\w’'-]+){0,4}\s*$")
_LISTED: Final = re.compile(r"^\s*,?\s(?:and|or|&)\s|^\s*,\s[A-Z][\w’'-]+(?:,|\s(?:and|or)\s)")
_POST: Final = re.compile(
    r"(?P<body>[A-Z][\w&-]*(?:\s[A-Z][\w&-]*){0,3}?)(?:['’]s)?\s"
    r"(?P<post>(?i:chief executive|ceo|chair(?:man|woman|person)?|president|mayor|governor|captain|coach|director|"
    r"spokes(?:man|woman|person)|(?:foreign|finance|defen[cs]e|health|interior|prime) minister))\s$"
)


@dataclass(frozen=True, slots=True)
class Fact:
    """What is told of a name: `about` is the name in small letters, `value` what is told, `words` as written, `at` the whole."""

    kind: ContradictionKind
    what: str
    about: str
    value: str
    words: str
    at: Passage


def facts(accounts: Accounts) -> Iterator[Clash]:
    """Ages, posts and regions that differ between articles, one for each name."""
    for f, g in disputed(accounts):
        one, two = holder(f.at, accounts), holder(g.at, accounts)
        key = (f.kind, f.what, f.about)
        yield Clash(f.kind, one, two, one.at, two.at, key, f"wrote “{f.words}”", f"wrote “{g.words}”")


def disputed(accounts: Accounts) -> Iterator[tuple[Fact, Fact]]:
    """Pairs of facts of two articles that tell one name two ages, two bodies or two regions.

    An article that tells both of one name shows that they go together, or are of two bearers: then nothing is given.
    """
    told: dict[tuple[str, str], dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    names = _names(accounts)
    for article in accounts.articles:
        for fact in _facts(article, accounts, names):
            told[fact.what, fact.about][article].append(fact)
    for key in sorted(told):
        for a, b in combinations(sorted(told[key]), 2):
            f, g = told[key][a][0], told[key][b][0]
            single = all(len({x.value for x in told[key][i]}) == 1 for i in (a, b))
            if single and f.value != g.value and not _one_name(f.value, g.value):
                yield f, g


def _one_name(a: str, b: str) -> bool:
    """Whether one value is a part or a short form of the other."""
    if a.isdigit():
        return False
    one, two = set(re.findall(r"\w+", a)), set(re.findall(r"\w+", b))
    initials = ("".join(w[0] for w in re.findall(r"\w+", a)), "".join(w[0] for w in re.findall(r"\w+", b)))
    return bool(one & two) or a[:4] == b[:4] or initials[0] == b or initials[1] == a


def _facts(article: str, accounts: Accounts, names: frozenset[str]) -> Iterator[Fact]:
    text = plain(accounts.articles[article].text)
    for run in _runs(accounts.parsed[article].tokens):
        span = Span(run[0].start, run[-1].end)
        name = text[span.start : span.end]
        sentence = accounts.parsed[article].sentences[run[0].sentence]
        if accounts.is_title(Passage(article=article, span=sentence)):
            continue
        if any(t.entity == "PERSON" for t in run):
            surname = run[-1].text.casefold()
            after = _AGE_AFTER.match(text, span.end, sentence.end)
            before = _AGE_BEFORE.search(text[sentence.start : span.start])
            if after is not None:
                at = Passage(article=article, span=Span(span.start, after.end(1)))
                yield Fact("number", "age", surname, after[1], f"{name}, {after[1]}", at)
            elif before is not None and len(run) > 1:
                at = Passage(article=article, span=Span(sentence.start + before.start(), span.end))
                yield Fact("number", "age", surname, before[1], f"{before[1]}-year-old", at)
        if text[span.end : span.end + 2] == ", " and any(t.entity == "GPE" for t in run):
            yield from _region(article, run, name, text, sentence, accounts)
    yield from _posts(article, text, accounts, names)


def _region(article: str, run: list[Token], name: str, text: str, sentence: Span, accounts: Accounts) -> Iterator[Fact]:
    """ "Ashford, Kent": the region a town is put in; not where the two stand in a list."""
    end = run[-1].end
    following = [t for t in accounts.tokens(article, Span(end, min(sentence.end, end + 40))) if t.start > end]
    region: list[Token] = []
    for token in following:
        if token.pos != "PROPN" or token.entity != "GPE":
            break
        region.append(token)
    if (
        not region
        or text[max(0, run[0].start - 2) : run[0].start].startswith(",")
        or _LISTED.match(text[region[-1].end : sentence.end])
    ):
        return
    words = text[region[0].start : region[-1].end]
    if len(words) > 3:
        at = Passage(article=article, span=Span(run[0].start, region[-1].end))
        yield Fact("place", "region", name.casefold(), words.casefold(), f"{name}, {words}", at)


def _posts(article: str, text: str, accounts: Accounts, names: frozenset[str]) -> Iterator[Fact]:
    """ "Kelden chief executive Mara Voss": the body somebody is said to hold a post in."""
    for run in _runs(accounts.parsed[article].tokens):
        first = next((n for n, t in enumerate(run) if t.entity == "PERSON"), None)
        if first is None or len(run) - first < 2:
            continue
        start = run[first].start
        head = _POST.search(text[max(0, start - 60) : start])
        if head is None:
            continue
        span = Span(max(0, start - 60) + head.start(), run[-1].end)
        body = accounts.tokens(article, Span(span.start, span.start + head.end("body") - head.start()))
        if not all(t.text in names for t in body):
            continue
        at = Passage(article=article, span=span)
        what, words = f"post {head['post'].casefold()}", text[span.start : span.end]
        yield Fact("name", what, run[-1].text.casefold(), head["body"].casefold(), words, at)


def _names(accounts: Accounts) -> frozenset[str]:
    """Words that are names inside a sentence somewhere: at the head of one, "Guild" looks like a name, too."""
    return frozenset(
        t.text
        for parsed in accounts.parsed.values()
        for before, t in pairwise(parsed.tokens)
        if t.pos == "PROPN" and t.sentence == before.sentence and before.pos != "PUNCT"
    )


def _runs(tokens: tuple[Token, ...]) -> Iterator[list[Token]]:
    """Names: proper nouns that follow each other in one sentence."""
    run: list[Token] = []
    for token in tokens:
        if token.pos == "PROPN" and token.text[:1].isupper() and (not run or token.sentence == run[-1].sentence):
            run.append(token)
            continue
        if run:
            yield run
        run = []
    if run:
        yield run
