"""From a drop to a dossier."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest

from stemma import codec
from stemma.archive import NewPage
from stemma.dossier import render
from stemma.exporting import FORMS
from stemma.model import Correction, Dossier
from stemma.web.pages import named
from tests.cli.conftest import sample_without_surrogate
from tests.web.conftest import Desk


def test_the_first_screen_says_what_to_do(desk: Desk) -> None:
    text = desk.client.get("/").text
    assert "Drop the reports of a story" in text
    assert 'enctype="multipart/form-data"' in text
    assert "Paste addresses" not in text


def test_what_is_dropped_is_kept_examined_and_shown(desk: Desk) -> None:
    answer = desk.drop("a.txt", "b.txt")
    assert (answer.status_code, answer.headers["location"]) == (303, "/runs/1")
    desk.settle()
    assert [k.name for k in desk.store.pages()] == ["a.txt", "b.txt"]
    done = desk.client.get("/runs/1").text
    assert "Done" in done and sample_without_surrogate().title in done
    start = desk.client.get("/").text
    assert sample_without_surrogate().title in start and "6</b> reports" in start
    assert desk.client.get("/?q=grain").text.count("<li><div>") == 1
    assert "No story has all these words" in desk.client.get("/?q=zebra").text


def test_what_is_pasted_is_kept(desk: Desk) -> None:
    desk.post("/pages", {"text": "A headline\r\nWords.", "name": "../../The Post"})
    [kept] = desk.store.pages()
    assert kept.name == "The Post.txt"
    assert desk.store.page(kept.id) == NewPage(name="The Post.txt", data=b"A headline\nWords.")


def test_nothing_given_is_said(desk: Desk) -> None:
    answer = desk.post("/pages", {"text": "  "})
    assert answer.status_code == 400
    assert "Nothing was given" in answer.text
    assert desk.store.runs() == ()


@pytest.mark.parametrize("fetch", [False, True])
def test_addresses_are_taken_only_where_they_may_be_fetched(make: Callable[..., Desk], fetch: bool) -> None:
    desk = make(fetch=fetch)
    assert ("Paste addresses" in desk.client.get("/").text) is fetch
    desk.post(
        "/pages", {"addresses": "https://news.example/a\nnot an address\nfile:///etc/passwd https://news.example/a", "text": "x"}
    )
    desk.settle()
    addresses = [k.name for k in desk.store.pages() if k.url]
    assert addresses == (["https://news.example/a"] if fetch else [])
    assert desk.jobs[0].fetch is fetch


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a.txt", "a.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\news\\page.html", "page.html"),
        (".hidden", "hidden"),
        ("\u202etxt.exe", "txt.exe"),
        ("a\x00b\n.txt", "ab.txt"),
        ("///", "page"),
        ("x" * 500 + ".html", "x" * 115 + ".html"),
    ],
)
def test_names_are_made_plain(given: str, kept: str) -> None:
    assert named(given) == kept


def test_a_bad_input_is_listed_and_sinks_nothing(desk: Desk) -> None:
    desk.drop("a.txt", "x.png")
    desk.settle()
    text = desk.client.get("/runs/1").text
    assert "Set aside" in text and "found an image" in text and "give the page itself" in text
    assert desk.store.stories() != ()
    assert "found an image" in desk.client.get("/pages").text


def test_progress_comes_as_events(make: Callable[..., Desk]) -> None:
    desk = make(held=True)
    desk.drop("a.txt")
    text = desk.client.get("/runs/1").text
    assert 'http-equiv="refresh"' in text and "Cancel" in text
    with desk.client.stream("GET", "/runs/1/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        seen = []
        for line in stream.iter_lines():
            if line.startswith("data: "):
                seen.append(json.loads(line.removeprefix("data: ")))
                desk.go.set()
    assert seen[-1]["state"] == "done"
    assert [s["name"] for s in seen[-1]["steps"]] == ["reading", "statements", "stories"]
    assert seen[-1]["steps"][2]["done"] == 1
    assert desk.client.get("/runs/9/events").status_code == 404


def test_a_run_is_cancelled_and_run_again(make: Callable[..., Desk]) -> None:
    desk = make(held=True)
    desk.drop("a.txt")
    while not desk.jobs:
        pass
    assert desk.post("/runs/1/cancel").headers["location"] == "/runs/1"
    desk.settle()
    assert "You stopped it" in desk.client.get("/runs/1").text
    assert len(desk.store.pages()) == 1
    desk.go.set()
    assert desk.post("/runs").headers["location"] == "/runs/2"
    desk.settle()
    assert desk.store.stories() != ()


def test_one_run_at_a_time_and_the_next_sees_everything(make: Callable[..., Desk]) -> None:
    desk = make(held=True)
    desk.drop("a.txt")
    while not desk.jobs:
        pass
    assert desk.drop("b.txt").headers["location"] == "/runs/2"
    assert desk.drop("c.txt").headers["location"] == "/runs/2"
    assert [r.state for r in desk.store.runs()] == ["waiting", "running"]
    desk.go.set()
    desk.settle()
    assert [sorted(p.name for p in job.pages.values()) for job in desk.jobs] == [["a.txt"], ["a.txt", "b.txt", "c.txt"]]


def test_a_run_that_fails_says_so_and_changes_nothing(desk: Desk) -> None:
    story = desk.story()
    desk.failing = "the disk is full"
    desk.drop("b.txt")
    desk.settle()
    assert "the disk is full" in desk.client.get("/runs/2").text
    assert "Run again" in desk.client.get("/runs/2").text
    assert desk.client.get(f"/stories/{story}").status_code == 200


def test_a_waiting_run_can_be_cancelled(make: Callable[..., Desk]) -> None:
    desk = make(held=True)
    desk.drop("a.txt")
    while not desk.jobs:
        pass
    desk.drop("b.txt")
    desk.post("/runs/2/cancel")
    desk.go.set()
    desk.settle()
    assert [r.state for r in desk.store.runs()] == ["cancelled", "done"]


def test_the_dossier_stands_under_the_bar_with_its_own_policy(desk: Desk) -> None:
    story = desk.story()
    answer = desk.client.get(f"/stories/{story}")
    assert "<div class=desk" in answer.text
    assert f"/stories/{story}/correct/claim/" in answer.text
    policy = answer.headers["content-security-policy"]
    assert "sha256-" in policy and "'self'" not in policy and "frame-ancestors 'none'" in policy
    meta = answer.text.split('http-equiv=Content-Security-Policy content="')[1].split('"')[0]
    assert policy.startswith(meta)
    assert desk.client.get("/stories/nothing").status_code == 404


def test_it_can_be_taken_away(desk: Desk) -> None:
    story = desk.story()
    sample = sample_without_surrogate()
    page = desk.client.get(f"/stories/{story}/take/html")
    assert page.text == render(sample, codec.packed(codec.encode(sample)))
    assert "attachment" in page.headers["content-disposition"]
    data = desk.client.get(f"/stories/{story}/take/json").content
    assert codec.decode(data, Dossier) == sample
    one = desk.client.get(f"/stories/{story}/take/zip").content
    assert one == desk.client.get(f"/stories/{story}/take/zip").content
    assert sorted(n.rsplit("/", 1)[1] for n in zipfile.ZipFile(io.BytesIO(one)).namelist()) == ["dossier.html", "dossier.json"]
    every = zipfile.ZipFile(io.BytesIO(desk.client.get("/stories.zip").content))
    assert every.testzip() is None and len(every.namelist()) == 2
    assert desk.client.get(f"/stories/{story}/take/exe").status_code == 404


def test_every_form_is_offered_and_given(desk: Desk) -> None:
    story = desk.story()
    offered = desk.client.get(f"/stories/{story}/take").text
    for form in FORMS:
        assert f"/stories/{story}/take/{form}" in offered
        answer = desk.client.get(f"/stories/{story}/take/{form}")
        assert answer.status_code == 200 and answer.content, form
        assert "attachment" in answer.headers["content-disposition"]


def test_the_texts_can_be_left_out(desk: Desk) -> None:
    story = desk.story()
    sample = sample_without_surrogate()
    longest = max((a.text[s.start : s.end] for a in sample.articles for s in a.body), key=len)
    for form in ("html", "json"):
        whole = desk.client.get(f"/stories/{story}/take/{form}").text
        less = desk.client.get(f"/stories/{story}/take/{form}?text=no")
        assert "without-texts" in less.headers["content-disposition"]
        assert longest[:200] not in less.text
        assert longest[:200] in whole, form


def test_a_page_as_given_cannot_run(desk: Desk) -> None:
    files = [("files", ("evil.html", b"<script>alert(1)</script>", "text/html"))]
    desk.post("/pages", files=files)
    answer = desk.client.get(f"/pages/{desk.store.pages()[0].id}")
    assert answer.content == b"<script>alert(1)</script>"
    assert answer.headers["content-type"].startswith("text/plain")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert desk.client.get("/pages/999").status_code == 404


def test_a_page_that_hides_something_is_shown_with_it_made_visible(desk: Desk) -> None:
    piled = "words before\r\na" + "\u0301" * 400 + " word\u202e after\n"
    for name, data in (
        ("piled.txt", piled.encode()),
        ("plain.txt", "\ufeffwords\r\nand more\r\n".encode()),
        ("bits.bin", b"\xff\0\x01"),
    ):
        desk.post("/pages", files=[("files", (name, data, "text/plain"))])
        id = next(p.id for p in desk.store.pages() if p.name == name)
        assert desk.client.get(f"/pages/{id}?raw").content == data
        answer = desk.client.get(f"/pages/{id}")
        if name == "piled.txt":
            assert answer.headers["content-type"].startswith("text/html")
            assert answer.text.count("\u0301") == 8 and "+392" in answer.text and "U+202E" in answer.text
            assert "\u202e" not in answer.text
        else:
            assert answer.content == data


def test_hostile_names_are_shown_as_text(desk: Desk) -> None:
    files = [("files", ("<img src=x onerror=alert(1)>.txt", b"words", "text/plain"))]
    desk.post("/pages", files=files)
    text = desk.client.get("/pages").text
    assert "<img" not in text and "&lt;img" in text


def test_removing_a_page_is_asked_about_first(desk: Desk) -> None:
    desk.story()
    id = desk.store.pages()[0].id
    assert "Remove this page?" in desk.client.get(f"/pages/{id}/remove").text
    assert len(desk.store.pages()) == 1
    assert desk.post(f"/pages/{id}/remove").status_code == 303
    desk.settle()
    assert desk.store.pages() == ()
    assert desk.store.stories() == ()
    assert desk.post(f"/pages/{id}/remove").status_code == 404


@pytest.mark.parametrize(
    "address", ["/nothing", "/runs/99", "/pages/99/remove", "/stories/x/correct", "/corrections/9/withdraw", "/static/x"]
)
def test_what_is_not_there_is_said_plainly(desk: Desk, address: str) -> None:
    answer = desk.client.get(address)
    assert answer.status_code == 404
    assert "Nothing here" in answer.text


def test_what_a_run_changed_is_shown_beside_the_run_and_the_story(desk: Desk) -> None:
    story = desk.story()
    assert f"/stories/{story}/changes" not in desk.client.get(f"/stories/{story}").text
    missing = desk.client.get(f"/stories/{story}/changes")
    assert missing.status_code == 404 and "No earlier state is known" in missing.text and f'href="/stories/{story}"' in missing.text
    desk.post("/runs", {"story": story})
    desk.settle()
    same = desk.client.get(f"/runs/2?story={story}").text
    assert "The dossier is as it was before." in same and "What this run changed" not in same
    desk.dossier = corrected(desk.dossier)
    desk.post("/runs", {"story": story})
    desk.settle()
    told = desk.client.get(f"/runs/3?story={story}").text
    assert f'href="/stories/{story}/changes"' in told and "Changed: 1 new correction." in told
    assert "what this run changed" in desk.client.get("/runs/3").text
    assert "what this run changed" not in desk.client.get("/runs/2").text.casefold()
    assert f"href=/stories/{story}/changes" in desk.client.get(f"/stories/{story}").text
    page = desk.client.get(f"/stories/{story}/changes")
    assert page.status_code == 200 and "Corrections by hand" in page.text and "not told by the mast" in page.text
    assert f'href="/stories/{story}"' in page.text and 'href="/runs/3"' in page.text
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    desk.post("/runs")  # nothing more changes: what run 3 changed is what was changed last
    desk.settle()
    assert 'href="/runs/3"' in desk.client.get(f"/stories/{story}/changes").text


def test_what_a_run_brought_stands_first(desk: Desk) -> None:
    story = desk.story()
    only = desk.client.get("/runs/1").text
    assert f'class="button" href="/stories/{story}"' in only and ">new<" not in only
    # Last of all in the list of stories, but not on the page of the run that made it.
    one = replace(desk.dossier.story, id="ferry", articles=("elsewhere",))
    desk.others = (replace(desk.dossier, id="ferry", story=one, title="Ferry line to stop"),)
    desk.post("/runs")
    desk.settle()
    told = desk.client.get("/runs/2").text
    assert told.index("Ferry line to stop") < told.index(f"/stories/{story}") and told.count(">new<") == 1
    assert 'class="button"' not in told
    assert ">new<" not in desk.client.get("/runs/1").text


def test_a_story_that_became_another_is_compared_with_what_it_was(desk: Desk) -> None:
    was = desk.story()
    first = desk.dossier
    desk.dossier = replace(corrected(first), id="grown", story=replace(first.story, id="grown"))
    desk.post("/runs")
    desk.settle()
    assert desk.client.get(f"/stories/{was}/changes", follow_redirects=False).headers["location"] == "/stories/grown/changes"
    assert "not told by the mast" in desk.client.get("/stories/grown/changes").text


def corrected(dossier: Dossier) -> Dossier:
    """The dossier with a correction more."""
    fix = Correction(
        page=dossier.articles[0].sha256,
        field="published",
        verdict="must-be",
        quote="",
        value="2026-02-28",
        note="not told by the mast",
    )
    return codec.sealed(replace(dossier, corrections=(*dossier.corrections, fix)))


def test_a_run_that_failed_is_told_on_every_page(desk: Desk) -> None:
    desk.story()
    desk.failing = "memory has run out"
    desk.post("/runs")
    desk.settle()
    assert "The last run failed" in desk.client.get("/").text and 'href="/runs/2"' in desk.client.get("/").text
    told = desk.client.get("/runs/2").text
    assert "memory has run out. Every page and correction is kept" in told and "Run again" in told
