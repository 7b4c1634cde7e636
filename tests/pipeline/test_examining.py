from pathlib import Path

import pytest

import stemma
from stemma.background.names import Names
from stemma.errors import StrictStop
from stemma.model import Article, Parsed, Statement
from stemma.pipeline import examining, story
from tests.support.walk import demo_pages


def test_a_page_that_a_stage_breaks_on_is_set_aside_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = examining.attribute

    def breaks_on_gazette(article: Article, parsed: Parsed, names: Names) -> tuple[Statement, ...]:
        if "gazette" in article.source:
            raise IndexError("beyond the last token")
        return honest(article, parsed, names)

    monkeypatch.setattr(examining, "attribute", breaks_on_gazette)
    pages = demo_pages()[:3]
    found = stemma.examine(pages)
    (rejected,) = found.rejected
    assert (rejected.code, Path(rejected.source).name) == ("analysis-failed", "calder-gazette.txt")
    assert "beyond the last token" in rejected.message
    assert sum(len(d.articles) for d in found) == 2
    with pytest.raises(StrictStop, match="calder-gazette"):
        stemma.examine(pages, strict=True)


def test_a_story_that_a_stage_breaks_on_is_set_aside_article_by_article(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyError("no such claim")

    monkeypatch.setattr(story, "weigh", broken)
    found = stemma.examine(demo_pages()[:2])
    assert len(found) == 0
    assert {Path(r.source).name for r in found.rejected} == {p.name for p in demo_pages()[:2]}


def test_a_defect_of_the_program_itself_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise AttributeError("renamed")

    monkeypatch.setattr(story, "weigh", broken)
    with pytest.raises(AttributeError):
        stemma.examine(demo_pages()[:1])


def test_one_path_may_be_given_without_a_list_and_progress_is_told() -> None:
    steps: list[tuple[str, int, int]] = []
    (dossier,) = stemma.examine(demo_pages()[0], progress=lambda *step: steps.append(step))
    assert len(dossier.articles) == 1
    assert steps[0] == ("reading", 1, 0)
    assert ("statements", 1, 1) in steps and steps[-1] == ("stories", 1, 1)


def test_an_article_given_twice_counts_once() -> None:
    page = demo_pages()[0]
    assert stemma.examine([page, page]) == stemma.examine([page])
