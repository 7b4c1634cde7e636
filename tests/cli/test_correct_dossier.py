"""`stemma correct DOSSIER`: what a dossier says is put right from the command line, and the next run honours it."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from stemma import codec
from stemma.cli import main
from stemma.dossier import render, withhold
from stemma.dossier.amending import called, leader
from stemma.dossier.names import labels, speaker_name
from stemma.dossier.places import places
from stemma.dossier.strip import main_claim
from stemma.dossier.views.corrected import held
from stemma.model import Correction, Dossier
from tests.cli.conftest import sample_without_surrogate

D: Dossier = sample_without_surrogate()  # type: ignore[no-untyped-call]
NAMES = labels(D.articles, D.stemma)
PAGE = {a.id: a.sha256 for a in D.articles}
HOME = {s.id: s.article for s in D.statements}
LOST = {x.id for x in D.stemma.lost}
RANKED = sorted(D.claims, key=lambda c: (c is not main_claim(D.claims, D.origins)[0], -c.weight, c.id))


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    file = tmp_path / "dossier.json"
    file.write_bytes(codec.encode(D))
    return file


def said(dossier: Path, *options: str) -> list[Correction]:
    """What the file holds after the command."""
    to = dossier.parent / "fixes.jsonl"
    assert main(["correct", str(dossier), *options, "--to", str(to)]) == 0
    return list(codec.corrections(to.read_bytes(), "fixes"))


def test_it_is_signed_and_says_when(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    [made] = said(dossier, "--same-claim", "1", "2", "--who", "  R.  D. ", "--why", "one plan")
    assert (made.field, made.verdict, made.who, made.note) == ("claim", "must-be", "R. D.", "one plan")
    assert len(made.when) == 20 and made.when.endswith("Z")
    assert "make the same claim" in capsys.readouterr().out
    leaders = [leader(c, D) for c in RANKED[:2]]
    assert (made.page, made.other) == tuple(PAGE[s.article] for s in leaders)


def test_a_wording_is_named_by_words_by_its_report_or_by_id(dossier: Path) -> None:
    number, claim = next((n, c) for n, c in enumerate(RANKED, 1) if len({HOME[s] for s in c.statements}) > 1)
    lead = leader(claim, D)
    alone = [s for s in claim.statements if [HOME[t] for t in claim.statements].count(HOME[s]) == 1 and s != lead.id]
    one = next(s for s in D.statements if s.id == alone[0])
    text = next(a.text for a in D.articles if a.id == one.article)
    words = text[one.content[0].start : one.content[-1].end]
    made = said(dossier, "--not-same-claim", str(number), f"[{words[:9]}]{words[9:]}".upper())
    for name in (NAMES[one.article].swapcase(), one.id, f"“{words}, and more that the sentence has”"):
        assert said(dossier, "--not-same-claim", str(number), name) == made  # the same correction: written once
    assert (made[0].verdict, made[0].other, made[0].other_quote) == ("cannot-be", PAGE[one.article], words)


def test_two_claims_can_be_kept_apart_for_good(dossier: Path) -> None:
    [made] = said(dossier, "--not-same-claim", "1", "2")
    assert (made.verdict, made.other) == ("cannot-be", PAGE[leader(RANKED[1], D).article])


def test_edges_are_wrong_turned_or_missing(dossier: Path) -> None:
    real = next(d for d in D.stemma.derivations if d.parent not in LOST)
    ghost = next(d for d in D.stemma.derivations if d.parent in LOST)
    loose = next(a.id for a in D.articles if not any(d.child == a.id for d in D.stemma.derivations))
    made = said(
        dossier,
        *("--wrong-edge", NAMES[ghost.child], NAMES[ghost.parent]),
        *("--edge", NAMES[loose], "lost"),
        *("--turned-edge", NAMES[real.child], NAMES[real.parent]),
    )
    assert {(c.page, c.other, c.verdict) for c in made} == {
        (PAGE[ghost.child], None, "cannot-be"),
        (PAGE[loose], None, "must-be"),
        (PAGE[real.parent], PAGE[real.child], "must-be"),
    }


def test_voices_are_one_or_two(dossier: Path) -> None:
    at = places(D)
    one, other = (s for s in D.speakers[:2])
    [made] = said(dossier, "--same-voice", speaker_name(one), other.id)
    assert (made.field, made.verdict, made.quote) == ("voice", "must-be", called(one, at)[0][1])
    several = next(s for s in D.speakers if len(called(s, at)) == 2)
    report, name = called(several, at)[1]
    for how in (name, NAMES[report.id]) if name != called(several, at)[0][1] else (NAMES[report.id],):
        apart = said(dossier, "--not-same-voice", several.id, how)[-1]
        assert (apart.verdict, apart.other, apart.other_quote) == ("cannot-be", report.sha256, name)


def test_a_page_of_a_dossier_is_corrected_without_the_page(dossier: Path) -> None:
    article = D.articles[0]
    line = next(line for line in article.lines if line.role == "body")
    words = article.text[line.span.start : line.span.end]
    made = said(dossier, "--page", NAMES[article.id], "--drop", words, "--published", "2025-03-03")
    assert [(c.page, c.field, c.value) for c in made] == [
        (article.sha256, "published", "2025-03-03"),
        (article.sha256, "line", "chrome"),
    ]


def test_the_folder_and_the_page_of_a_dossier_will_do(tmp_path: Path) -> None:
    (tmp_path / "dossier.html").write_text(render(D, codec.packed(codec.encode(D))), "utf-8")
    (tmp_path / "dossier.json").write_bytes(codec.encode(D))
    made = [said(path, "--same-claim", "1", "2") for path in (tmp_path / "dossier.html", tmp_path / "dossier.json")]
    to = tmp_path / "folder.jsonl"
    assert main(["correct", str(tmp_path), "--same-claim", "1", "2", "--to", str(to)]) == 0
    [folder] = codec.corrections(to.read_bytes(), "folder")
    assert made[0] == made[1] == [replace(folder, when=made[0][0].when)]


def test_what_was_overruled_can_be_said_again(dossier: Path) -> None:
    for n, option in enumerate(("--same-claim", "--not-same-claim", "--same-claim", "--same-claim"), 1):
        made = said(dossier, option, "1", "2")
        assert len(made) == min(n, 3)  # the fourth says what holds already
    assert [c.verdict for c in made] == ["must-be", "cannot-be", "must-be"]


def test_a_file_whose_last_line_has_no_end_is_not_spoilt(dossier: Path) -> None:
    said(dossier, "--same-claim", "1", "2")
    file = dossier.parent / "fixes.jsonl"
    file.write_bytes(file.read_bytes().rstrip(b"\n"))
    assert len(said(dossier, "--same-claim", "1", "3")) == 2


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (["--same-claim", "1", "1"], 2, ("are one claim already", "needed two")),
        (["--same-claim", "1", "999"], 1, ("no claim is called '999'", "number from 1 to")),
        (["--not-same-claim", "1", "words of nobody"], 1, ("has no wording 'words of nobody'", "stemma show DOSSIER --claim 1")),
        (["--wrong-edge", "Coast Daily", "Dock Gazette"], 1, ("no arrow from 'Coast Daily' to 'Dock Gazette'", "it rests on")),
        (["--wrong-edge", "Coast Dayly", "lost"], 1, ("no report called 'Coast Dayly'", "did you mean 'Coast Daily'")),
        (["--edge", "Coast Daily", "Coast Daily"], 2, ("are one report",)),
        (["--same-voice", "Mara Lindqvist", "Mara Lindquist"], 1, ("no voice called", "did you mean 'Mara Lindqvist'")),
        (["--same-voice", "Mara Lindqvist", "Mara Lindqvist"], 2, ("are one voice already",)),
        (["--not-same-voice", "Mara Lindqvist", "nobody"], 1, ("there is:", "give one of these names")),
        (["--drop", "x"], 2, ("found 6 reports", "say which with --page: Nordhaven Radio, The Harbour Post, Coast Daily")),
    ],
)
def test_what_cannot_be_meant_is_told_and_nothing_written(
    dossier: Path, options: list[str], code: int, told: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    to = dossier.parent / "fixes.jsonl"
    assert main(["correct", str(dossier), *options, "--to", str(to)]) == code
    error = capsys.readouterr().err
    assert all(t in error for t in told), error
    assert not to.exists()


def test_an_arrow_named_the_wrong_way_round_is_told_so(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    real = next(d for d in D.stemma.derivations if d.parent not in LOST)
    one, other = NAMES[real.child], NAMES[real.parent]
    assert main(["correct", str(dossier), "--wrong-edge", other, one, "--to", str(dossier.parent / "f")]) == 1
    assert f"the other way round: {one!r} {other!r}" in capsys.readouterr().err


def test_a_page_is_no_dossier_and_a_dossier_without_texts_has_no_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page, bare = tmp_path / "page.txt", tmp_path / "bare.json"
    page.write_text("A headline\n\nAnd a body of some words that says little.", "utf-8")
    bare.write_bytes(codec.encode(codec.sealed(withhold(D))))
    to = str(tmp_path / "f")
    assert main(["correct", str(page), "--same-claim", "1", "2", "--to", to]) == 1
    assert "stemma examine" in capsys.readouterr().err
    assert main(["correct", str(bare), "--same-claim", "1", "2", "--to", to]) == 1
    assert "withheld" in capsys.readouterr().err
    newer = tmp_path / "newer.json"
    newer.write_text(json.dumps({**json.loads(codec.encode(D)), "schema": "999"}), "utf-8")
    assert main(["correct", str(newer), "--title", "x", "--to", to]) == 1
    assert "999" in capsys.readouterr().err


def test_the_next_run_honours_all_of_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Round trip: examine, correct the dossier in every way, examine again, and see each correction and its effect."""
    with as_file(files("stemma.demo") / "pages") as pages:
        assert main(["examine", str(pages), "-o", str(tmp_path / "one")]) == 0
        [first] = (tmp_path / "one").glob("*/dossier.json")
        before = codec.load(first)
        names = labels(before.articles, before.stemma)
        lost = {x.id for x in before.stemma.lost}
        edge = next(d for d in before.stemma.derivations if d.parent not in lost)
        claims = sorted(before.claims, key=lambda c: (c is not main_claim(before.claims, before.origins)[0], -c.weight, c.id))
        odd = next(s for s in claims[0].statements if s != leader(claims[0], before).id)
        one, other = [s for s in before.speakers if s.kind == "unnamed"][:2]
        article = next(a for a in before.articles if a.id == edge.child)
        fixes = tmp_path / "fixes.jsonl"
        asked = [
            *("--same-claim", "2", "3"),
            *("--not-same-claim", "1", odd),
            *("--wrong-edge", names[edge.child], names[edge.parent]),
            *("--same-voice", one.id, other.id),
            *("--page", names[article.id], "--published", "2025-06-09"),
        ]
        assert main(["correct", str(first.parent), *asked, "--who", "R. D.", "--why", "seen", "--to", str(fixes)]) == 0
        assert main(["examine", str(pages), "-o", str(tmp_path / "two"), "--corrections", str(fixes)]) == 0
    [second] = (tmp_path / "two").glob("*/dossier.json")
    after = codec.load(second)
    assert {c.field for c in held(after)} == {"claim", "edge", "voice", "published"} and len(held(after)) == 5
    assert {(c.who, c.note) for c in held(after)} == {("R. D.", "seen")}
    home = {s: c.id for c in after.claims for s in c.statements}
    assert home[leader(claims[1], before).id] == home[leader(claims[2], before).id]
    assert home[odd] != home[leader(claims[0], before).id]
    assert not any((d.child, d.parent) == (edge.child, edge.parent) for d in after.stemma.derivations)
    voice = {(m.statement, m.hop, m.voice): s.id for s in after.speakers for m in s.mentions}
    assert len({voice[m.statement, m.hop, m.voice] for s in (one, other) for m in s.mentions}) == 1
    dated = next(a for a in after.articles if a.sha256 == article.sha256).published
    assert dated is not None and dated.value == "2025-06-09"
    shown = second.with_name("dossier.html").read_text("utf-8")
    assert "R. D." in shown and "does not rest on" in shown
