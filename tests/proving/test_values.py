"""A dossier as a value proves itself, or says what in it was changed."""

from dataclasses import replace
from pathlib import Path

import stemma
from stemma import codec
from stemma.model import Dossier, Passage, Span
from stemma.proving import prove
from tests.support.walk import demo_pages


def parts(dossier: Dossier) -> set[str]:
    """The parts that a proof finds fault with."""
    return {f.part for f in prove(dossier).faults}


def forged(dossier: Dossier) -> Dossier:
    """The dossier with fresh seals: what a forger who knows the format would write."""
    return codec.sealed(dossier)


def test_a_dossier_as_made_is_sound(demo: Dossier) -> None:
    proof = prove(demo)
    assert not proof.faults and not proof.unchecked
    assert proof.words == "Sound: every check holds."
    assert len(proof.checked) == 6


def test_computed_again_it_is_the_same(demo: Dossier) -> None:
    proof = prove(demo, again=True)
    assert not proof.faults
    assert proof.checked[-1] == f"everything computed anew from {len(demo.articles)} texts"


def test_a_changed_text_breaks_its_seal_and_names_the_report(demo: Dossier) -> None:
    first = demo.articles[0]
    changed = replace(demo, articles=(replace(first, text=first.text.replace("e", "a", 1)), *demo.articles[1:]))
    assert f"articles/{first.id}" in parts(changed)


def test_a_raised_bound_is_found_though_the_seal_was_made_anew(demo: Dossier) -> None:
    raised = replace(demo.origins[0], lower=demo.origins[0].upper + 1, upper=demo.origins[0].upper + 1)
    changed = forged(replace(demo, origins=(raised, *demo.origins[1:])))
    assert parts(changed) == {"origins"}
    assert raised.claim in prove(changed).faults[0].words


def test_a_dropped_edge_is_found_though_the_seals_were_made_anew(demo: Dossier) -> None:
    changed = forged(replace(demo, stemma=replace(demo.stemma, derivations=demo.stemma.derivations[1:])))
    assert parts(changed) & {"origins", "carriers", "strip", "not_known"}


def test_a_changed_edge_is_found_when_all_is_computed_again(demo: Dossier) -> None:
    first = demo.stemma.derivations[0]
    sure = replace(first, confidence=0.123456)
    changed = forged(replace(demo, stemma=replace(demo.stemma, derivations=(sure, *demo.stemma.derivations[1:]))))
    assert not prove(changed).faults
    assert "stemma" in {f.part for f in prove(changed, again=True).faults}


def test_a_passage_outside_its_text(demo: Dossier) -> None:
    first = demo.claims[0]
    beyond = replace(first, gist=Passage(article=first.gist.article, span=Span(10**6, 10**6 + 4)))
    faults = prove(forged(replace(demo, claims=(beyond, *demo.claims[1:])))).faults
    assert faults[0].part == "claims" and "whose text ends at" in faults[0].words


def test_a_passage_of_a_report_that_is_not_there(demo: Dossier) -> None:
    assert any("which is not here" in f.words for f in prove(forged(replace(demo, articles=demo.articles[1:]))).faults)


def test_an_invented_quotation(demo: Dossier) -> None:
    first = demo.findings.contradictions[0]
    invented = replace(first, words="One says “the lighthouse was sold for a song to a circus”, the other does not.")
    findings = replace(demo.findings, contradictions=(invented, *demo.findings.contradictions[1:]))
    assert any("lighthouse" in f.words for f in prove(forged(replace(demo, findings=findings))).faults)


def test_a_circle_in_the_tree(demo: Dossier) -> None:
    first = demo.stemma.derivations[0]
    back = replace(first, id="back", parent=first.child, child=first.parent)
    changed = forged(replace(demo, stemma=replace(demo.stemma, derivations=(*demo.stemma.derivations, back))))
    assert any("circle" in f.words for f in prove(changed).faults)


def test_a_reference_to_nothing(demo: Dossier) -> None:
    claims = (replace(demo.claims[0], statements=("nobody-said-this",)), *demo.claims[1:])
    assert any("'nobody-said-this'" in f.words for f in prove(forged(replace(demo, claims=claims))).faults)


def test_without_seals_it_says_so(demo: Dossier) -> None:
    proof = prove(replace(demo, seals=()))
    assert not proof.faults and proof.unchecked[0].startswith("seals")
    assert proof.words == "Sound, as far as it could be checked."


def test_made_with_names_of_a_user_it_asks_for_them(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text('[names]\n"the harbour master of old" = "Jonna Keel"\n', "utf-8")
    names = stemma.read_names(file)
    (dossier,) = stemma.examine(demo_pages(), names=names)
    assert any("own.toml" in line for line in prove(dossier).unchecked)
    assert not prove(dossier, names=names).unchecked
