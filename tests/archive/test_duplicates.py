"""The same report kept again, under other names: no more stands behind a claim than before."""

from __future__ import annotations

from dataclasses import replace

from stemma.archive import MemoryStore
from stemma.archive.entries import entry
from stemma.archive.examining import examine
from stemma.model import Article, Dossier
from tests.support.stores import T1, new, report, sha

NORTH = report(
    "north", "Two die as lorry overturns at Pelling",
    "A lorry overturned on the Pelling bypass on Tuesday, killing two, police said.",
    '"It was the rain," inspector Dora Quill told the North Post.', form="html", outlet=None, url="https://north.example/lorry",
)  # fmt: skip
EAST = report(
    "east", "Three dead on Pelling bypass",
    "Three people died when a lorry overturned on the Pelling bypass on Tuesday, doctors said.",
    "Dora Quill, an inspector, blamed the rain.", "Brack and Sons denied that the driver was tired.", form="html",
)  # fmt: skip


def bounds(dossier: Dossier) -> dict[str, tuple[int, int]]:
    """For everything that is said, by its words, how many origins stand behind its claim at least and at most."""
    texts = {a.id: a.text for a in dossier.articles}
    counted = {o.claim: (o.lower, o.upper) for o in dossier.origins}
    words = {s.id: " ".join(texts[s.article][x.start : x.end] for x in s.content) for s in dossier.statements}
    return {words[id]: counted[c.id] for c in dossier.claims if c.id in counted for id in c.statements}


def made(*articles: Article) -> Dossier:
    store = MemoryStore()
    for article in articles:
        store.add_articles([new(article)], T1)
        examine(store, entry)
    [line] = store.stories()
    dossier = store.dossier(line.id)
    assert dossier is not None
    return dossier


def again(article: Article, n: int) -> Article:
    """The same report at another address of its outlet."""
    return replace(article, id=f"{article.id}-{n}", sha256=sha(f"{article.id}{n}"), url=f"https://{article.id}.example/again/{n}")


def test_a_report_that_is_kept_many_times_changes_no_bound() -> None:
    alone = bounds(made(NORTH, EAST))
    assert alone
    for one in (NORTH, EAST):
        assert bounds(made(NORTH, EAST, *(again(one, n) for n in range(1, 4)))) == alone
    assert bounds(made(*(again(EAST, n) for n in range(3)), EAST, again(NORTH, 1), NORTH)) == alone


def test_nor_does_one_that_stands_on_other_sites_word_for_word() -> None:
    alone = bounds(made(NORTH, EAST))
    for one in (NORTH, EAST):
        copies = [replace(again(one, n), url=f"https://copy{n}.example/story", outlet=None) for n in range(1, 4)]
        assert bounds(made(NORTH, EAST, *copies)) == alone
