"""Names that differ by a slip: one person, ship or place spelt in two ways, each report keeping to its own."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import combinations, product
from typing import Final

from stemma.background.idf import idf
from stemma.comparing.accounts import Accounts
from stemma.model import Passage, Span, Token

_KINDS: Final = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "PRODUCT", "NORP", "WORK_OF_ART"})
_NEAR: Final = 0.74
_SHORTEST: Final = 5
_RARE: Final = 5.0


def misspelt(accounts: Accounts) -> Iterator[tuple[tuple[str, str], Passage, Passage]]:
    """Pairs of places where one name stands in two spellings: the two words, and the first mention of each in an article.

    The spellings differ in one word of five letters or more by a letter or two; marks on letters, plurals and adjectives do not
    count, and an article that uses both spellings shows them to be two names.
    """
    places: dict[str, dict[str, Passage]] = defaultdict(dict)
    for article in accounts.articles:
        for word, at in _names(accounts, article):
            places[word].setdefault(article, at)
    for one, two in combinations(sorted(places), 2):
        if one[0] == two[0] and _slip(one, two) and not set(places[one]) & set(places[two]):
            for (_, a), (_, b) in product(sorted(places[one].items()), sorted(places[two].items())):
                yield (one, two), a, b


def _names(accounts: Accounts, article: str) -> Iterator[tuple[str, Passage]]:
    """The capitalised words of an article's body that stand in a name of two words or more, with their places."""
    run: list[Token] = []
    body = accounts.articles[article].body
    for token in [*accounts.parsed[article].tokens, None]:
        joins = token is not None and token.pos == "PROPN" and token.text[:1].isupper()
        if joins and token is not None and (not run or token.sentence == run[-1].sentence):
            run.append(token)
            continue
        if len(run) >= 2:
            for t in run:
                if len(t.text) >= _SHORTEST and not t.text.isupper() and any(p.start <= t.start < p.end for p in body):
                    yield _plain(t.text), Passage(article=article, span=Span(run[0].start, run[-1].end))
        run = [token] if joins and token is not None else []


def _plain(word: str) -> str:
    even = unicodedata.normalize("NFKD", word)
    return "".join(c for c in even if not unicodedata.combining(c)).casefold()


_SOUNDS: Final = (
    (r"kh|ch(?=[^aeiou])|gh", "h"), (r"ph", "f"), (r"ck|q|c(?![eih])", "k"), (r"tz|ts|cz", "c"), (r"ou|oo", "u"),
    (r"sch|sh", "s"), (r"w", "v"), (r"[yij]+", "i"), (r"ae", "e"), (r"oe", "o"), (r"ue", "u"), (r"ie|ei|ii", "i"), (r"h", ""),
)  # fmt: skip


def spelt_alike(one: str, two: str) -> bool:
    """Whether two words differ only as one name does when it is put into Latin letters by different rules.

    "Sergey" and "Sergei", "Kateryna" and "Katerina", "Khalid" and "Halid"; doubled letters do not count.
    """
    return _sound(one) == _sound(two)


def _sound(word: str) -> str:
    even = word
    for pattern, letter in _SOUNDS:
        even = re.sub(pattern, letter, even)
    return re.sub(r"(.)\1+", r"\1", even)


def _slip(one: str, two: str) -> bool:
    if spelt_alike(one, two):
        return False
    if abs(len(one) - len(two)) > 2 or min(len(one), len(two)) < _SHORTEST:
        return False
    # A common word is no slip of another name ("Press" for "Prentss"); nor is "Defense" for "Defence".
    if min(idf(one), idf(two)) < _RARE:
        return False
    short, long = sorted((one, two), key=len)
    # "Peru", "Peruvian"; "Sea", "Seas": one name in two forms.
    if long.startswith(short[: max(4, len(short) - 1)]) and len(long) != len(short):
        return False
    return SequenceMatcher(None, one, two, autojunk=False).ratio() >= _NEAR
