"""Corrections: made, shown, honoured, taken back, and never lost."""

from __future__ import annotations

import io
import re
import threading
import zipfile
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from stemma import codec
from stemma.archive import MemoryStore, SqliteStore
from stemma.model import Correction
from tests.cli.conftest import sample_without_surrogate
from tests.web.conftest import BASE, Desk

D = sample_without_surrogate()
SIGNED = {"who": "R. D.", "why": "the mast says so"}
PAGE = {a.id: a.sha256 for a in D.articles}
NOW = "2026-03-01T08:00:00Z"


def shared_claim() -> tuple[str, str]:
    """A claim with several wordings, and the statement of one that is not its leader."""
    from stemma.web.desk import claim_desk

    for claim in D.claims:
        shown = claim_desk(D, claim.id)
        assert shown is not None
        others = [w.value for w in shown.wordings if not w.leads]
        if others:
            return claim.id, others[0]
    raise AssertionError("the sample has no such claim")


def only(desk: Desk) -> Correction:
    [made] = desk.store.corrections()
    assert (made.correction.who, made.correction.note, made.correction.when) == ("R. D.", "the mast says so", NOW)
    return made.correction


def test_every_form_opens(desk: Desk) -> None:
    story = desk.story()
    overview = desk.client.get(f"/stories/{story}/correct").text
    assert "Correct this dossier" in overview
    for claim in D.claims:
        assert f"/correct/claim/{claim.id}" in overview
        assert desk.client.get(f"/stories/{story}/correct/claim/{claim.id}").status_code == 200
    for sha in PAGE.values():
        assert desk.client.get(f"/stories/{story}/correct/report/{sha}").status_code == 200
    for kind in ("edges", "voices"):
        assert desk.client.get(f"/stories/{story}/correct/{kind}").status_code == 200
    for wrong in ("claim", "claim/none", "report/none", "other"):
        assert desk.client.get(f"/stories/{story}/correct/{wrong}").status_code == 404


def test_this_is_not_the_same_claim(desk: Desk) -> None:
    story = desk.story()
    claim, statement = shared_claim()
    answer = desk.post(f"/stories/{story}/correct/claim/{claim}", {"apart": statement, **SIGNED, "then": "keep"})
    assert answer.headers["location"].startswith("/corrections?made=1")
    made = only(desk)
    assert (made.field, made.verdict) == ("claim", "cannot-be")
    assert made.quote and made.other_quote and made.other in PAGE.values()


def test_two_claims_are_one(desk: Desk) -> None:
    story = desk.story()
    one, two = D.claims[0].id, D.claims[1].id
    desk.post(f"/stories/{story}/correct/claim/{one}", {"same": two, **SIGNED})
    assert only(desk).verdict == "must-be"


def test_this_edge_is_wrong_turned_or_missing(desk: Desk) -> None:
    story = desk.story()
    lost = {x.id for x in D.stemma.lost}
    real = next(d for d in D.stemma.derivations if d.parent not in lost)
    ghost = next(d for d in D.stemma.derivations if d.parent in lost)
    sent = {
        f"edge-{real.child}.{real.parent}": "turned",
        f"edge-{ghost.child}.": "wrong",
        "child": D.articles[0].id,
        "parent": D.articles[1].id,
    }
    desk.post(f"/stories/{story}/correct/edges", {**sent, **SIGNED})
    made = [m.correction for m in desk.store.corrections()]
    assert {(c.page, c.other, c.verdict) for c in made} == {
        (PAGE[real.parent], PAGE[real.child], "must-be"),
        (PAGE[ghost.child], None, "cannot-be"),
        (D.articles[0].sha256, D.articles[1].sha256, "must-be"),
    }


def test_this_voice_is_that_voice(desk: Desk) -> None:
    story = desk.story()
    one, two = D.speakers[0], D.speakers[1]
    desk.post(f"/stories/{story}/correct/voices", {"one": one.id, "other": two.id, **SIGNED})
    made = only(desk)
    assert (made.field, made.verdict) == ("voice", "must-be")
    assert made.quote and made.other_quote


def test_this_line_is_chrome_and_this_is_the_date(desk: Desk) -> None:
    story = desk.story()
    article = D.articles[0]
    n = next(n for n, line in enumerate(article.lines) if line.role == "body")
    sent = {"chrome": str(n), "published": "2026-02-28", "title": article.title.value if article.title else "", **SIGNED}
    desk.post(f"/stories/{story}/correct/report/{article.sha256}", sent)
    made = [m.correction for m in desk.store.corrections()]
    assert [(c.field, c.value) for c in made] == [("line", "chrome"), ("published", "2026-02-28")]
    span = article.lines[n].span
    assert made[0].quote == article.text[span.start : span.end]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"who": "", "why": "x"}, "Say who you are"),
        ({"who": "R. D.", "why": " \n"}, "Say why"),
        ({"who": "R" * 121, "why": "x"}, "at most 120"),
        ({"who": "R. D.", "why": "x" * 2001}, "2,000"),
        (SIGNED, "Nothing was chosen"),
        ({**SIGNED, "published": "yesterday"}, "is no time"),
        ({**SIGNED, "chrome": "99999"}, "Look again"),
        ({**SIGNED, "chrome": "-1"}, "Look again"),
    ],
)
def test_what_cannot_be_taken_is_said_and_not_kept(desk: Desk, sent: dict[str, object], said: str) -> None:
    story = desk.story()
    answer = desk.post(f"/stories/{story}/correct/report/{D.articles[0].sha256}", sent)
    assert answer.status_code == 400
    assert said in answer.text
    assert desk.store.corrections() == ()
    if sent.get("who") == "R. D.":
        assert 'value="R. D."' in answer.text  # what was typed is still there


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("claim/{claim}", {"apart": "no statement"}),
        ("claim/{claim}", {"same": "no claim"}),
        ("claim/{claim}", {"same": "{claim}"}),
        ("edges", {"child": "none", "parent": "lost"}),
        ("voices", {"one": "none", "other": "none"}),
        ("voices", {"apart": "none.1"}),
    ],
)
def test_what_the_dossier_no_longer_has_is_refused(desk: Desk, address: str, sent: dict[str, str]) -> None:
    story = desk.story()
    claim = D.claims[0].id
    filled = {k: v.replace("{claim}", claim) for k, v in sent.items()}
    answer = desk.post(f"/stories/{story}/correct/{address.replace('{claim}', claim)}", {**filled, **SIGNED})
    assert answer.status_code == 400
    assert desk.store.corrections() == ()


def test_it_is_honoured_on_the_next_run_and_the_name_is_remembered(desk: Desk) -> None:
    story = desk.story()
    date = {"published": "2026-02-28", **SIGNED}
    answer = desk.post(f"/stories/{story}/correct/report/{D.articles[0].sha256}", {**date, "then": "run"})
    assert answer.headers["location"] == f"/runs/2?story={story}"
    desk.settle()
    assert [c.value for c in desk.jobs[-1].corrections] == ["2026-02-28"]
    assert desk.store.runs()[0].seen == (1,)
    assert 'value="R. D."' in desk.client.get(f"/stories/{story}/correct/edges").text


def test_what_is_not_yet_honoured_is_said(desk: Desk) -> None:
    story = desk.story()
    desk.post(f"/stories/{story}/correct/report/{D.articles[0].sha256}", {"published": "2026-02-28", **SIGNED})
    assert "1 correction made or withdrawn since the last run" in desk.client.get("/").text
    assert "1 correction made or withdrawn since this dossier was made" in desk.client.get(f"/stories/{story}").text
    assert "from the next run on" in desk.client.get("/corrections").text
    desk.post("/runs")
    desk.settle()
    assert "since the last run" not in desk.client.get("/").text


def test_a_correction_is_withdrawn_and_stays_in_the_list(desk: Desk) -> None:
    story = desk.story()
    desk.post(f"/stories/{story}/correct/report/{D.articles[0].sha256}", {"published": "2026-02-28", **SIGNED})
    form = desk.client.get("/corrections/1/withdraw").text
    assert "Withdraw this correction?" in form and "2026-02-28" in form
    assert desk.post("/corrections/1/withdraw", {"who": "S. K."}).status_code == 400
    answer = desk.post("/corrections/1/withdraw", {"who": "S. K.", "why": "the mast was wrong", "then": "run"})
    assert answer.headers["location"] == "/runs/2"
    desk.settle()
    assert desk.jobs[-1].corrections == ()
    listed = desk.client.get("/corrections").text
    assert "withdrawn" in listed and "the mast was wrong" in listed and "the mast says so" in listed
    assert desk.client.get("/corrections.jsonl").content == b""
    assert "It was withdrawn already by S. K." in desk.client.get("/corrections/1/withdraw").text
    assert desk.post("/corrections/9/withdraw", SIGNED).status_code == 404


def test_they_can_be_taken_away_as_a_file(desk: Desk) -> None:
    story = desk.story()
    desk.post(f"/stories/{story}/correct/report/{D.articles[0].sha256}", {"published": "2026-02-28", **SIGNED})
    data = desk.client.get("/corrections.jsonl").content
    assert codec.corrections(data, "export") == (only(desk),)
    every = zipfile.ZipFile(io.BytesIO(desk.client.get("/stories.zip").content))
    assert codec.corrections(every.read("corrections.jsonl"), "zip") == (only(desk),)


def test_hostile_words_are_shown_as_text(desk: Desk) -> None:
    story = desk.story()
    hostile = {"who": "<script>alert(1)</script>\u202e", "why": '"><img src=x onerror=alert(2)>', "published": "2026-02-28"}
    desk.post(f"/stories/{story}/correct/report/{D.articles[0].sha256}", hostile)
    for address in ("/corrections", "/corrections/1/withdraw", f"/stories/{story}/correct/edges"):
        text = desk.client.get(address).text
        assert "<script>alert" not in text and "<img" not in text and "\u202e" not in text


def test_a_field_sent_as_it_was_shown_says_nothing_even_where_it_marks_what_hides(desk: Desk) -> None:
    article = D.articles[0]
    assert article.title is not None
    odd = replace(article, title=replace(article.title, value="Quay \u202e gives\u200b  way" + "e" + "\u0301" * 30))
    desk.dossier = codec.sealed(replace(D, articles=(odd, *D.articles[1:])))
    address = f"/stories/{desk.story()}/correct/report/{article.sha256}"
    shown = {
        name: unescape(value)
        for name, value in re.findall(
            r'id="(?:title|outlet|published)" name="(\w+)" value="([^"]*)"', desk.client.get(address).text
        )
    }
    assert set(shown) == {"title", "outlet", "published"} and "[U+202E]" in shown["title"] and "[+22]" in shown["title"]
    answer = desk.post(address, {**shown, **SIGNED})
    assert answer.status_code == 400 and "Nothing was chosen yet" in answer.text and desk.store.corrections() == ()
    assert desk.post(address, {**shown, "title": shown["title"].replace("gives", "gave"), **SIGNED}).status_code == 303
    assert only(desk).value == "Quay  gave waye" + "\u0301" * 8


@pytest.mark.parametrize("kept", ["memory", "sqlite"])
def test_two_people_correcting_at_once_lose_nothing(make: Callable[..., Desk], kept: str, tmp_path: Path) -> None:
    desk = make(store=SqliteStore(tmp_path, alone=True) if kept == "sqlite" else MemoryStore())
    story = desk.story()
    people, each = 6, 8
    answers: list[int] = []

    def person(n: int) -> None:
        own = Desk(TestClient(desk.client.app, base_url=BASE), desk.store, desk.worker, desk.go)
        for k in range(each):
            sent = {
                "published": f"2026-02-{k + 1:02}",
                "who": f"person {n}",
                "why": f"reason {k}",
                "then": "run" if k % 3 else "keep",
            }
            answers.append(own.post(f"/stories/{story}/correct/report/{D.articles[n % 3].sha256}", sent).status_code)

    threads = [threading.Thread(target=person, args=(n,)) for n in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303] * (people * each)
    made = [(m.correction.who, m.correction.note) for m in desk.store.corrections()]
    assert sorted(made) == sorted((f"person {n}", f"reason {k}") for n in range(people) for k in range(each))
    desk.settle()
    desk.post("/runs")
    desk.settle()
    assert len(desk.jobs[-1].corrections) == people * each


@pytest.mark.parametrize("kind", ["claim/{claim}", "edges", "voices", "report/{page}"])
def test_a_form_that_is_not_taken_still_has_all_that_was_chosen(desk: Desk, kind: str) -> None:
    address = f"/stories/{desk.story()}/correct/" + kind.format(claim=shared_claim()[0], page=D.articles[0].sha256)
    text = desk.client.get(address).text
    boxes = re.findall(r'<input type="(?:checkbox|radio)"[^>]*name="([^"]+)" value="([^"]+)"', text)
    picks = [
        (n, re.findall(r'<option value="([^"]+)"', inner)[-1])
        for n, inner in re.findall(r'<select[^>]*name="(\w+)">(.*?)</select>', text)
    ]
    chosen = dict(boxes) | dict(picks)
    assert chosen
    answer = desk.post(address, {**chosen, "who": "R. D.", "why": ""})
    assert answer.status_code == 400 and "Say why" in answer.text
    for name, value in chosen.items():
        option = rf'<select[^>]*name="{name}">(?:(?!</select>).)*<option value="{re.escape(value)}" selected'
        box = rf'name="{re.escape(name)}" value="{re.escape(value)}" checked'
        assert re.search(f"{option}|{box}", answer.text), (name, value)
