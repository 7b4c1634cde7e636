"""Corrections through the whole pipeline: made on the built-in story, honoured on the next run, marked in the dossier."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import pytest

from stemma import codec
from stemma.dossier import render, withhold
from stemma.errors import BadCorrection
from stemma.model import Article, Correction, Dossier, Statement
from stemma.pipeline import examine, investigate
from stemma.proving import prove
from stemma.reading import Held


@cache
def made(*corrections: Correction) -> Dossier:
    folder = files("stemma.demo") / "pages"
    pages = [Held(file.name, file.read_bytes()) for file in sorted(folder.iterdir(), key=lambda f: f.name)]
    [dossier] = examine(pages, corrections=corrections).dossiers
    return dossier


def page(dossier: Dossier, name: str) -> Article:
    return next(a for a in dossier.articles if a.source.startswith(name))


def words(dossier: Dossier, statement: Statement) -> str:
    text = next(a.text for a in dossier.articles if a.id == statement.article)
    return text[statement.content[0].start : statement.content[-1].end]


def test_pages_held_in_memory_are_read_like_files() -> None:
    folder = files("stemma.demo") / "pages"
    [from_files] = examine([str(folder)]).dossiers
    assert {a.id for a in made().articles} == {a.id for a in from_files.articles}
    assert made().strip == from_files.strip


def test_every_kind_holds_and_is_marked() -> None:
    before = made()
    ledger, radio, weekly = (page(before, n) for n in ("coastal", "radio", "world"))
    statements = {s.id: s for s in before.statements}
    claim = next(c for c in before.claims if len({statements[s].article for s in c.statements} & {ledger.id, radio.id}) == 2)
    one = next(statements[s] for s in claim.statements if statements[s].article == ledger.id)
    two = next(statements[s] for s in claim.statements if statements[s].article == radio.id)
    said = (
        Correction(
            page=ledger.sha256, field="claim", verdict="cannot-be", quote=words(before, one), other=radio.sha256,
            other_quote=words(before, two), note="a lease is no sale", who="R. D.", when="2026-03-01T08:00:00Z",
        ),
        Correction(page=radio.sha256, field="edge", verdict="cannot-be", quote="", other=ledger.sha256, who="R. D."),
        Correction(
            page=ledger.sha256, field="voice", verdict="cannot-be", quote="Meridian News Agency", other=weekly.sha256,
            other_quote="Meridian News Agency", who="S. K.",
        ),
        Correction(page=radio.sha256, field="published", verdict="must-be", quote="", value="2025-06-04", who="S. K."),
        Correction(page=ledger.sha256, field="line", verdict="must-be", quote="About 1,100 people", value="chrome", who="S. K."),
    )  # fmt: skip
    after = made(*said)
    assert after.corrections == said
    home = {s: c.id for c in after.claims for s in c.statements}
    own = {words(after, s): s.id for s in after.statements if s.article in (ledger.id, radio.id)}
    assert home[own[words(before, one)]] != home[own[words(before, two)]]
    assert (ledger.id, radio.id) not in {(d.parent, d.child) for d in after.stemma.derivations}
    published = page(after, "radio").published
    assert published is not None and published.value == "2025-06-04"
    assert not any("1,100 people work" in page(after, "coastal").text[s.start : s.end] for s in page(after, "coastal").body)
    assert prove(after, again=True).faults == ()
    html = render(after)
    assert html.count("href=#corrected") >= 4
    assert "R. D." in html and "a lease is no sale" in html and "1 Mar 2026" in html
    assert "does not rest on The Coastal Ledger" in html
    assert codec.decode(codec.encode(after), Dossier) == after


def test_a_dossier_without_texts_keeps_what_held_in_few_words() -> None:
    before = made()
    ledger = page(before, "coastal")
    line = max((ledger.text[s.start : s.end] for s in ledger.body), key=len)
    held = Correction(
        page=ledger.sha256, field="line", verdict="must-be", quote=line, value="chrome", who="S. K.", note="an advert"
    )
    gone = Correction(
        page=ledger.sha256, field="line", verdict="must-be", quote="stands nowhere at all", value="chrome", who="S. K."
    )
    shared = withhold(made(held, gone))
    [kept] = shared.corrections
    assert line.startswith(kept.quote) and len(kept.quote.split()) <= 26 < len(line.split())
    assert "an advert" in render(shared) and line not in render(shared)


def test_what_finds_nothing_is_said_and_changes_nothing_else() -> None:
    before = made()
    ledger, radio = page(before, "coastal"), page(before, "radio")
    lost = Correction(
        page=ledger.sha256, field="claim", verdict="cannot-be", quote="words that stand nowhere", other=radio.sha256,
        other_quote="nor do these",
    )  # fmt: skip
    elsewhere = Correction(page="f" * 64, field="edge", verdict="cannot-be", quote="", other=radio.sha256)
    after = made(lost, elsewhere)
    assert after.corrections == (lost,)
    assert "Corrected by hand" not in render(after)
    assert prove(after, again=True).faults == ()
    assert [n for n in after.not_known if n not in before.not_known] == [
        "A correction (claim) was left out: what it is about was not found: “words that stand nowhere”."
    ]
    assert after.claims == before.claims
    assert after.stemma == before.stemma


@pytest.mark.parametrize(
    "wrong",
    [
        Correction(page="a" * 64, field="edge", verdict="must-be", quote="", other="no hash"),
        Correction(page="a" * 64, field="edge", verdict="must-be", quote="", other="a" * 64),
        Correction(page="a" * 64, field="claim", verdict="must-be", quote="words", other=None, other_quote="words"),
        Correction(page="a" * 64, field="claim", verdict="must-be", quote=" ", other="b" * 64, other_quote="words"),
        Correction(page="a" * 64, field="voice", verdict="must-be", quote="Ann", other="a" * 64, other_quote=" Ann "),
    ],
)
def test_what_could_never_be_meant_is_refused(wrong: Correction) -> None:
    with pytest.raises(BadCorrection):
        investigate([], corrections=[wrong])
