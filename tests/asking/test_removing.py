"""What still stands without something."""

import re
from pathlib import Path, PurePath

import pytest

import stemma
from stemma import codec
from stemma.asking import without
from stemma.dossier.names import labels
from stemma.errors import BadInput, UnknownName
from stemma.model import Dossier
from tests.support.walk import demo_pages


@pytest.mark.parametrize("left_out", ["coastal-ledger", "tarsia-today", "radio-tarsia"])
def test_without_a_report_is_what_is_computed_from_the_other_pages(demo: Dossier, left_out: str) -> None:
    answer = without(demo, left_out)
    rest = stemma.examine([p for p in demo_pages() if p.stem != left_out])
    assert [codec.encode(d) for d in answer.dossiers] == [codec.encode(d) for d in rest.dossiers]


def test_every_claim_and_side_is_told_once_and_the_count_in_words_is_right(demo: Dossier) -> None:
    answer = without(demo, "Jonna Keel")
    assert [(s.claim, s.side) for s in answer.standing] == [
        (c.id, o.side) for c in demo.claims for o in demo.origins if o.claim == c.id
    ]
    assert f"{sum(s.after is None for s in answer.standing)} claims fall" in answer.words


def test_what_only_that_voice_said_falls_and_the_rest_stands(demo: Dossier) -> None:
    answer = without(demo, "jonna keel")
    said = {s.id: s for s in demo.statements}
    assert answer.statements
    assert all("Keel" in said[s].chain[0].voices[0].name for s in answer.statements)
    left = {s.id for d in answer.dossiers for s in d.statements}
    assert left == set(said) - set(answer.statements)
    for one in answer.standing:
        claim = next(c for c in demo.claims if c.id == one.claim)
        stances = ("asserts",) if one.side == "asserting" else ("denies", "doubts")
        sayers = {s for s in claim.statements if said[s].stance in stances}
        assert (one.after is None) == (sayers <= set(answer.statements))


def test_without_a_lost_original_its_heirs_fall_too(demo: Dossier) -> None:
    (lost,) = demo.stemma.lost
    answer = without(demo, lost)
    told = [s for s in demo.statements if s.id in answer.statements]
    assert {s.article for s in told} >= {d.child for d in demo.stemma.derivations if d.parent == lost.id}
    assert any(s.after is None for s in answer.standing) and any(s.after is not None for s in answer.standing)


def test_a_story_of_one_report_has_nothing_left() -> None:
    (dossier,) = stemma.examine(demo_pages()[:1])
    answer = without(dossier, dossier.articles[0])
    assert answer.dossiers == () and all(s.after is None for s in answer.standing)


def test_the_dossier_asked_is_left_alone(demo: Dossier) -> None:
    before = codec.encode(demo)
    without(demo, demo.speakers[0])
    assert codec.encode(demo) == before


def test_names_that_fit_nothing_or_several_are_refused_with_a_hint(demo: Dossier) -> None:
    with pytest.raises(UnknownName, match="called 'Jona Keel'") as nothing:
        without(demo, "Jona Keel")
    assert "'Jonna Keel'" in nothing.value.hint
    twice = next(s.name for s in demo.speakers if sum(s.name == t.name for t in demo.speakers) > 1)
    with pytest.raises(UnknownName, match="voice") as several:
        without(demo, twice)
    assert "id" in several.value.hint
    reports = labels(demo.articles, demo.stemma).values()
    told = re.findall(r"voice \w+ \(.+?, in (.+?)\)", several.value.message)
    assert len(told) > 1 and len(set(told)) == len(told) and all(any(r in t for r in reports) for t in told)
    stranger = stemma.examine(demo_pages()[:1]).dossiers[0].articles[0]
    assert PurePath(stranger.source).stem
    with pytest.raises(UnknownName):
        without(demo, "")


def test_a_dossier_made_with_names_needs_them_again(tmp_path: Path) -> None:
    file = tmp_path / "names.toml"
    file.write_text('[names]\n"the cooperative" = "Harbour Fishermen\'s Cooperative"\n', "utf-8")
    names = stemma.read_names(file)
    (dossier,) = stemma.examine(demo_pages()[:2], names=names)
    answer = without(dossier, dossier.articles[0], names=names)
    assert answer.dossiers[0].lexicons == dossier.lexicons
    with pytest.raises(BadInput, match=r"made with .*names\.toml.* found none"):
        without(dossier, dossier.articles[0])


def test_without_a_lost_original_no_headline_keeps_what_the_report_under_it_has_from_there(demo: Dossier) -> None:
    (lost,) = demo.stemma.lost
    answer = without(demo, lost)
    gone = set(answer.statements)
    by_id = {s.id: s for s in demo.statements}
    over = 0
    for claim in demo.claims:
        for title in (by_id[i] for i in claim.statements if by_id[i].place == "title"):
            below = {i for i in claim.statements if by_id[i].article == title.article and by_id[i].place != "title"}
            if below and below <= gone:
                over += 1
                assert title.id in gone
    assert over


def test_the_same_count_of_others_is_not_as_before(demo: Dossier) -> None:
    answer = without(demo, "Meridian News Agency")
    told = {s.id: {(m.statement, m.hop, m.voice) for m in s.mentions} for d in (demo, *answer.dossiers) for s in d.speakers}
    for one in answer.standing:
        if one.after is not None and one.unmoved:
            before = [told[o.speaker] for o in one.before.proven if o.speaker]
            assert all(any(told[o.speaker] & x for x in before) for o in one.after.proven if o.speaker)
        elif one.after is not None and (one.before.lower, one.before.upper) == (one.after.lower, one.after.upper):
            assert "not the same" in one.words


def test_a_dossier_without_texts_is_not_asked_what_follows_from_them(demo: Dossier) -> None:
    shared = stemma.withhold(demo)
    with pytest.raises(BadInput, match="withheld") as error:
        without(shared, "Calder Gazette")
    assert error.value.code == "withheld"
    for pair in ((shared, demo), (demo, shared)):
        with pytest.raises(BadInput, match="withheld"):
            stemma.compare(*pair)
