"""The five seed pages, where they are at hand: the first real input, which must always work."""

from pathlib import Path

import pytest

import stemma
from stemma.model import Dossier

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
pytestmark = [pytest.mark.shared, pytest.mark.skipif(not SEEDS.is_dir(), reason="../shared/seeds is not here")]


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    found = stemma.examine(sorted(SEEDS.glob("*.txt")))
    assert found.rejected == ()
    (one,) = found
    return one


def test_one_story_of_five_reports_under_one_lost_original(dossier: Dossier) -> None:
    assert len(dossier.articles) == 5
    (lost,) = dossier.stemma.lost
    assert lost.agency == "Reuters"
    assert {d.child for d in dossier.stemma.derivations} == {a.id for a in dossier.articles}
    assert {d.parent for d in dossier.stemma.derivations} == {lost.id}


def test_one_report_carries_the_kremlins_denial_and_others_its_no_comment(dossier: Dossier) -> None:
    kremlin = [
        (s.article, s.stance)
        for s in dossier.statements
        for h in s.chain[:1]
        for v in h.voices
        if "Kremlin" in v.name and s.place != "title"
    ]
    denying = {article for article, stance in kremlin if stance == "denies"}
    declining = {article for article, stance in kremlin if stance == "declines"}
    assert len(denying) == 1
    assert len(declining - denying) >= 3


def test_every_statement_with_a_source_has_a_chain(dossier: Dossier) -> None:
    with_source = [s for s in dossier.statements if s.source]
    assert len(with_source) > 50
    assert all(s.chain for s in with_source if s.gathered is None)


def test_the_leading_claim_stands_on_one_origin(dossier: Dossier) -> None:
    leading = next(o for o in dossier.origins if o.claim == dossier.claims[0].id and o.side == "asserting")
    assert (leading.lower, leading.upper) == (1, 1)


def test_the_kremlins_denial_is_an_origin_of_its_own(dossier: Dossier) -> None:
    (denied,) = [o for o in dossier.origins if o.side == "denying" and any("Peskov" in p.words for p in o.proven)]
    leading = next(o for o in dossier.origins if o.claim == dossier.claims[0].id and o.side == "asserting")
    assert denied.lower == 1
    assert not {p.speaker for p in denied.proven} & {p.speaker for p in leading.proven}


def test_evidence_calls_a_page_as_the_dossier_does(dossier: Dossier) -> None:
    notes = [e.note for d in dossier.stemma.derivations for e in d.evidence]
    notes += [e.note for k in dossier.stemma.kinships for e in k.evidence]
    assert notes and not [n for n in notes if ".txt" in n]
    assert not [o.words for o in dossier.origins if ".txt" in o.words]


def test_without_the_lost_original_the_leading_claim_falls(dossier: Dossier) -> None:
    (lost,) = dossier.stemma.lost
    told = stemma.without(dossier, lost).standing
    assert next(s for s in told if (s.claim, s.side) == (dossier.claims[0].id, "asserting")).after is None
