"""What the tests of stores put into them."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from stemma.archive import NewArticle, NewPage, Outcome, Store, Withdrawal
from stemma.archive.collection import part_key
from stemma.archive.entries import entry
from stemma.model import Article, Correction, Dossier, Line, Noted, Rejected, Span
from tests.cli.conftest import sample_without_surrogate as sample

T1, T2, T3 = "2026-03-01T08:00:00Z", "2026-03-01T09:00:00Z", "2026-03-02T10:00:00Z"
SAID = Correction(
    page="a" * 64, field="published", verdict="must-be", quote="", value="2026-02-28", note="the mast says so", who="R. D.", when=T1
)
NOBODY = Withdrawal(who="S. K.", when=T2, why="the mast was wrong")


def outcome(*dossiers: Dossier, rejected: tuple[Rejected, ...] = (), fetched: dict[int, NewPage] | None = None) -> Outcome:
    return Outcome(dossiers=[(entry(d), d) for d in dossiers], rejected=rejected, fetched=fetched or {})


def other_story(id: str, articles: tuple[str, ...]) -> Dossier:
    """The sample under another id, with other articles in its story."""
    dossier = sample()
    return replace(dossier, id=id, story=replace(dossier.story, id=id, articles=articles))


def done(store: Store, what: Outcome) -> int:
    run = store.ask(T1)
    assert store.begin(run.id, 1, [])
    assert store.end(run.id, "done", T2, outcome=what)
    return run.id


def sha(name: str) -> str:
    """The hash of the page of a report."""
    return hashlib.sha256(name.encode()).hexdigest()


def report(name: str, *paragraphs: str, **facts: object) -> Article:
    """An article of one title and some paragraphs; `facts` are fields of it."""
    title = paragraphs[0]
    text = "\n".join(paragraphs)
    spans, at = [], 0
    for one in paragraphs:
        spans.append(Span(at, at + len(one)))
        at += len(one) + 1
    known: dict[str, object] = {
        "id": name, "source": f"{name}.txt", "sha256": sha(name), "text": text, "body": tuple(spans[1:]),
        "lines": tuple(Line(span=s, role="body") for s in spans), "title": Noted(value=title, how="test", span=spans[0]),
        "outlet": Noted(value=f"The {name} Post", how="test"), "byline": None, "dateline": None,
        "published": Noted(value="2026-03-02", how="test"), "credits": (), "url": f"https://{name}.example/story", "language": "en",
        "kind": "news-report", "notes": (), "by": "test",
    }  # fmt: skip
    return Article(**(known | facts))  # type: ignore[arg-type]


def new(article: Article) -> NewArticle:
    """An article as it is added."""
    return NewArticle(article=article, key=part_key(article.text.encode(), article.id))
