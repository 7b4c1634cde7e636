"""What the page weighs besides the reports' words, and that the program that weighs it is honest."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

import stemma
from benchmarks.page import CEILING, weigh
from stemma.dossier import render
from stemma.model import Dossier
from tests.dossier.sample import sample
from tests.support.walk import demo_pages

SEEDS = sorted((Path(__file__).resolve().parents[3] / "shared" / "seeds").glob("*.txt"))


@cache
def demo() -> Dossier:
    (one,) = stemma.examine(demo_pages())
    return one


def page_of(dossier: Dossier) -> int:
    return weigh(render(dossier).encode(), dossier).page


def test_the_built_in_story_stays_under_its_ceiling() -> None:
    assert page_of(demo()) <= 58_500 < CEILING  # the folder of the pages, as it lies on this machine, is among it


@pytest.mark.skipif(not SEEDS, reason="../shared is not here")
def test_the_seeds_stay_under_their_ceiling() -> None:
    (dossier,) = stemma.examine(SEEDS)
    assert page_of(dossier) <= 65_500


def test_words_of_the_reports_weigh_nothing_and_all_else_its_bytes() -> None:
    d = sample()
    page = render(d)
    before = weigh(page.encode(), d)
    assert before.all == len(page.encode()) == before.page + before.texts and before.packed == 0
    said = "plans to close its grain berth"
    for more, weight in (
        (f"<blockquote>{said}</blockquote>", len("<blockquote></blockquote>")),
        ("<blockquote>words that no report has</blockquote>", len("<blockquote>words that no report has</blockquote>")),
        (f"<p>{said}</p>", len(f"<p>{said}</p>")),  # our own sentence, whatever it says
        (f"<q><small>{said}</small></q>", len(f"<q><small>{said}</small></q>")),
        (f"<small><q>{said}</q></small>", len("<small><q></q></small>")),
        ("<q>é</q>", len("<q>é</q>".encode())),
        ('<a href="#a1">x</a><!-- x -->', len('<a href="#a1">x</a><!-- x -->')),
    ):
        after = weigh(page.replace("<h2>Who speaks", f"{more}<h2>Who speaks").encode(), d)
        assert after.page - before.page == weight, more


def test_the_packed_dossier_is_told_apart() -> None:
    d = sample()
    with_it = weigh(render(d, "QUJD").encode(), d)
    assert with_it.packed == len('<script type="application/x-stemma-dossier">QUJD</script>')
    assert with_it.page - weigh(render(d).encode(), d).page <= 1
