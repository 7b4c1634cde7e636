"""What is new between two dossiers, as a page."""

from dataclasses import replace

from stemma.asking import compare
from stemma.dossier import render_changes
from stemma.model import Correction, Dossier
from tests.dossier.sample import sample


def page(old: Dossier, new: Dossier) -> str:
    return render_changes(old, new, compare(old, new))


def test_every_change_is_told_with_the_words_of_its_sides() -> None:
    old = sample()
    gone = old.articles[0].id
    left = {s.id for s in old.statements if s.article != gone}
    new = replace(
        old,
        articles=tuple(a for a in old.articles if a.id != gone),
        statements=tuple(s for s in old.statements if s.id in left),
        claims=tuple(
            replace(c, statements=tuple(s for s in c.statements if s in left)) for c in old.claims if c.gist.article != gone
        ),
        origins=(),
        stemma=replace(old.stemma, articles=old.stemma.articles[1:], derivations=(), kinships=()),
        findings=replace(old.findings, contradictions=(), drifts=(), omissions=(), moments=()),
        collation=replace(old.collation, sentences=(), pairs=(), rows=(), alone=()),
        carriers=(),
        speakers=(),
    )
    changes = compare(old, new).changes
    html = page(old, new)
    assert len(changes) > 2
    assert html.count('<span class="badge">') == len(changes)
    assert html.count("− gone") == sum(c.kind.endswith("-removed") for c in changes)


def test_no_change_is_said() -> None:
    assert "Nothing has changed since the older dossier." in page(sample(), sample())


def test_a_correction_by_hand_is_told_with_who_and_why() -> None:
    old = sample()
    one = Correction(
        page=old.articles[0].sha256,
        field="outlet",
        verdict="must-be",
        quote="",
        value="The <b>Daily</b>",
        note="imprint",
        who="Ada",
    )
    html = page(old, replace(old, corrections=(one,)))
    assert "Corrections by hand" in html and "says Ada" in html and "imprint" in html
    assert "<b>Daily</b>" not in html
    assert "withdrawn: " in page(replace(old, corrections=(one,)), old)


def test_it_needs_no_script_and_no_network() -> None:
    html = page(sample(), sample())
    assert "<script" not in html and "default-src 'none'" in html and 'src="http' not in html
