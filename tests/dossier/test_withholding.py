"""A dossier without the reports' texts: nothing but short quotations is left of them, and all else still works."""

import re
from dataclasses import replace

import pytest

import stemma
from stemma import codec
from stemma.dossier import outline, render, withhold
from stemma.dossier.safe import WITHHELD, plainly
from stemma.dossier.withholding import FEWEST, PART
from stemma.model import Dossier
from stemma.proving import prove
from stemma.text.words import words
from tests.support.walk import demo_pages


@pytest.fixture(scope="module")
def demo() -> Dossier:
    (dossier,) = stemma.examine(demo_pages())
    return dossier


@pytest.fixture(scope="module")
def shared(demo: Dossier) -> Dossier:
    return codec.sealed(withhold(demo))


def test_texts_keep_their_length_and_what_stays_is_what_was_there(demo: Dossier, shared: Dossier) -> None:
    for before, after in zip(demo.articles, shared.articles, strict=True):
        assert len(before.text) == len(after.text)
        assert all(b in (a, WITHHELD) for a, b in zip(before.text, after.text, strict=True))
        assert before.sha256 == after.sha256


def test_no_sentence_of_the_body_is_whole_but_short_quotations(demo: Dossier, shared: Dossier) -> None:
    for before, after in zip(demo.articles, shared.articles, strict=True):
        body = sum(len(words(before.text, p)) for p in before.body)
        left = sum(len(words(after.text, p)) for p in after.body)
        # Quotations, and beside them the names of sources and times.
        assert left <= max(FEWEST, PART * body) + 0.3 * body
        for run in re.split(f"[{WITHHELD}\n]+", after.text):
            assert len(words(run)) <= 60, run


def test_a_private_paragraph_is_nowhere_in_page_or_json(demo: Dossier, shared: Dossier) -> None:
    page, data = render(shared), codec.encode(shared).decode()
    gone = 0
    for before, after in zip(demo.articles, shared.articles, strict=True):
        for paragraph in before.body:
            text = before.text[paragraph.start : paragraph.end]
            if WITHHELD in after.text[paragraph.start : paragraph.end]:
                gone += 1
                assert text not in page and text not in data
    assert gone > 10


def test_findings_claims_and_tree_stay(demo: Dossier, shared: Dossier) -> None:
    assert [c.id for c in shared.claims] == [c.id for c in demo.claims]
    assert [(o.claim, o.lower, o.upper) for o in shared.origins] == [(o.claim, o.lower, o.upper) for o in demo.origins]
    assert len(shared.findings.contradictions) == len(demo.findings.contradictions)
    assert outline(shared)[:8] == outline(demo)[:8]


def test_it_proves_itself_and_says_what_it_cannot(shared: Dossier) -> None:
    proof = prove(shared)
    assert not proof.faults
    assert any("withheld" in line for line in proof.unchecked)


def test_twice_is_once(shared: Dossier) -> None:
    assert withhold(shared) == shared


def test_a_reader_sees_a_gap_never_the_mark(shared: Dossier) -> None:
    page = render(shared)
    assert WITHHELD not in page and "[…]" in page and "U+FDD0" not in page
    assert "Its text is withheld" in page


def test_gaps_read_well() -> None:
    gap = WITHHELD * 5
    assert plainly(f"One{gap}two{gap}\n{gap}") == "One […] two […]"
    assert plainly(f"{gap}end") == "[…] end"


def test_earlier_versions_are_withheld_too(demo: Dossier) -> None:
    from stemma.model import Version

    first = demo.articles[0]
    version = Version(id="v", source="s", sha256="0" * 64, time=None, title=None, text="What it said before.", body=())
    changed = replace(demo, articles=(replace(first, earlier=(version,)), *demo.articles[1:]))
    assert withhold(changed).articles[0].earlier[0].text == WITHHELD * len(version.text)
