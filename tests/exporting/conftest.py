"""The demo's dossier, and the same with names, headlines and words that strangers made to do harm."""

from dataclasses import replace

import pytest

import stemma
from stemma.model import Article, Dossier, Noted
from tests.support.walk import demo_pages

HEADLINE = '=HYPERLINK("http://evil.example","Dam | *Breaks* [now]") </script><b>x</b> ]]> --> \u202e\ufffe\x0b'
NAMES = ("=cmd", "+1", "-2+3", "@SUM(A1)", "it's [a] (name);", "<i>&amp;", "\ud800 lone")
SWAP = str.maketrans({"e": "=", "t": "<", "n": "\u200b", "r": "'", "o": "["})
"""Letters of the texts become marks that some format minds; no text changes its length."""


@pytest.fixture(scope="session")
def demo() -> Dossier:
    (dossier,) = stemma.examine(demo_pages())
    return dossier


@pytest.fixture(scope="session")
def hostile(demo: Dossier) -> Dossier:
    def spoilt(article: Article, n: int) -> Article:
        return replace(
            article,
            text="=" + article.text.translate(SWAP)[1:],
            title=Noted(value=HEADLINE, how="test"),
            outlet=Noted(value=NAMES[n % len(NAMES)], how="test"),
        )

    return replace(demo, title=HEADLINE, articles=tuple(spoilt(a, n) for n, a in enumerate(demo.articles)))
