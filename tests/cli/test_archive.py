"""`stemma archive`: what its verbs print and answer."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import threading
from pathlib import Path

import pytest

from stemma.archive import SqliteStore
from stemma.archive.database import FILE
from stemma.cli import main
from tests.archive.collections import table
from tests.support.walk import demo_pages


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the built-in story and two more reports."""
    folder = tmp_path_factory.mktemp("cli")
    rows = table(folder / "rows.jsonl", 2)
    assert main(["archive", "add", str(folder / "archive"), *map(str, demo_pages()), str(rows)]) == 0
    return folder / "archive"


def test_without_a_verb_it_says_which_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["archive"]) == 2
    assert "search" in capsys.readouterr().err


def test_adding_says_what_was_new_and_skips_it_the_next_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows, archive = str(table(tmp_path / "rows.jsonl", 3)), str(tmp_path / "archive")
    assert main(["archive", "add", archive, rows, "--no-examine"]) == 0
    assert capsys.readouterr().out == f"added 3 articles to {archive}\n"
    assert main(["archive", "add", archive, rows]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == f"added 0 articles to {archive}, 3 in it already"
    assert told[1].endswith("; 3 articles worked out")
    assert main(["archive", "add", archive, rows, "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (lines[0]["new"], lines[0]["known"], lines[0]["set aside"]) == ([], 3, [])
    assert (lines[1]["changed"], lines[1]["gone"]) == ([], [])


def test_bad_inputs_are_named_and_the_rest_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows, bad, archive = table(tmp_path / "rows.jsonl", 1), tmp_path / "bad.txt", str(tmp_path / "archive")
    bad.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    assert main(["archive", "add", archive, str(rows), str(bad), "--no-examine"]) == 3
    assert "[binary]" in capsys.readouterr().err
    assert main(["archive", "add", str(tmp_path / "other"), str(bad), "--no-examine"]) == 1
    assert main(["archive", "add", archive, str(bad), "--strict"]) == 1
    assert len(SqliteStore(archive).filed()) == 1


def test_corrections_given_are_kept_once(tmp_path: Path) -> None:
    rows, said = table(tmp_path / "rows.jsonl", 1), tmp_path / "said.jsonl"
    said.write_text(json.dumps({"page": "a" * 64, "field": "published", "verdict": "must-be", "quote": "", "value": "2026"}) + "\n")
    for _ in range(2):
        main(["archive", "add", str(tmp_path / "archive"), str(rows), "--corrections", str(said), "--no-examine"])
    assert len(SqliteStore(tmp_path / "archive").corrections()) == 1


def test_stories_are_listed_with_their_bounds(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["archive", "stories", str(made)]) == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert "7 reports" in first
    assert "2025-06-05/2025-06-07" in first
    assert main(["archive", "stories", str(made), "--json", "--most", "1"]) == 0
    one = json.loads(capsys.readouterr().out)
    assert len(one["reports"]) == 7
    assert 0 <= one["lower"] <= one["upper"]
    assert main(["archive", "stories", str(made), "--search", "zebra"]) == 0
    assert capsys.readouterr().out == ""


def test_words_are_found_and_marked(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["archive", "search", str(made), "minister", "--outlet", "harbour"]) == 0
    told = capsys.readouterr().out
    assert "[minister]" in told
    assert "HARBOUR POST · 2025-06-05 · article " in told
    assert main(["archive", "search", str(made), "prime", "minister", "--json", "--most", "2", "--since", "2025-06-07"]) == 0
    [hit] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert "<mark>minister</mark>" in hit["snippet"]
    assert hit["published"].startswith("2025-06-07")
    assert hit["story"]
    assert main(["archive", "search", str(made), "zebra"]) == 0
    said = capsys.readouterr()
    assert (said.out, "nothing in" in said.err) == ("", True)


def test_a_story_is_shown_by_the_beginning_of_its_id(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    story = SqliteStore(made).stories()[0].id
    assert main(["archive", "show", str(made), story[:5]]) == 0
    assert "Port Calder" in capsys.readouterr().out
    assert main(["archive", "show", str(made), story, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == story
    assert main(["archive", "show", str(made), "zzz"]) == 1
    assert "no story of which the id is or begins with 'zzz'" in capsys.readouterr().err


def test_everything_can_be_taken_away(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["archive", "export", str(made), "-o", str(tmp_path / "out")]) == 0
    store = SqliteStore(made)
    assert len(list((tmp_path / "out").glob("*/dossier.html"))) == len(store.stories())
    lines = (tmp_path / "out" / "articles.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == [f.id for f in store.filed()]
    capsys.readouterr()
    assert main(["verify", str(next((tmp_path / "out").glob("*/dossier.json")))]) == 0
    assert main(["archive", "export", str(made), "-o", str(tmp_path / "bare"), "--no-text"]) == 0
    assert not (tmp_path / "bare" / "articles.jsonl").exists()
    assert main(["archive", "export", str(made), "-o", str(tmp_path / "one"), "--story", store.stories()[0].id]) == 0
    assert len(list((tmp_path / "one").iterdir())) == 1
    capsys.readouterr()
    assert main(["archive", "export", str(made), "-o", str(tmp_path / "told"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["articles"], told["corrections"], told["left out"]) == (len(store.filed()), 0, [])
    assert {id: (Path(folder) / "dossier.json").exists() for id, folder in told["stories"].items()} == {
        e.id: True for e in store.stories()
    }


def test_what_is_taken_out_is_proved_gone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = tmp_path / "archive"
    main(["archive", "add", str(archive), str(table(tmp_path / "rows.jsonl", 3)), "--no-examine"])
    capsys.readouterr()
    assert main(["archive", "remove", str(archive), "https://paper1.example/1", "--no-examine"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("took out 1 article: ")
    assert "stretch of text" in told
    assert told.endswith("nothing of it is left in the archive\n")
    assert main(["archive", "remove", str(archive), "https://paper2.example/2", "--no-examine", "--json"]) == 0
    proof = json.loads(capsys.readouterr().out)
    assert (proof["gone"], proof["left"], len(proof["articles"])) == (True, [], 1)
    assert main(["archive", "remove", str(archive), "https://paper2.example/2"]) == 1
    assert "nothing was taken out" in capsys.readouterr().err


def test_checking_answers_with_its_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = tmp_path / "archive"
    main(["archive", "add", str(archive), str(table(tmp_path / "rows.jsonl", 2)), "--no-examine"])
    capsys.readouterr()
    assert main(["archive", "check", str(archive)]) == 0
    assert "sound; looked at 2 articles" in capsys.readouterr().out
    with sqlite3.connect(archive / FILE) as db:
        db.execute("INSERT INTO found (rowid, title, body) VALUES (99, 'no such', 'article')")
    assert main(["archive", "check", str(archive)]) == 1
    assert "1 thing wrong" in capsys.readouterr().out
    assert main(["archive", "check", str(archive), "--repair", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["troubles"][0]["mended"] is True
    assert main(["archive", "compact", str(archive)]) == 0
    assert "before" in capsys.readouterr().out


@pytest.mark.parametrize(
    "argv",
    [
        ["search", "ARCHIVE", "word", "--since", "yesterday"],
        ["search", "ARCHIVE", "word", "--most", "0"],
        ["stories", "ARCHIVE", "--most", "-1"],
        ["search", "ARCHIVE"],
        ["add", "ARCHIVE"],
        ["nothing"],
    ],
)
def test_wrong_usage(made: Path, argv: list[str]) -> None:
    assert main(["archive", *(str(made) if a == "ARCHIVE" else a for a in argv)]) == 2


@pytest.mark.parametrize("verb", ["search", "stories", "show", "export", "check", "compact", "remove", "examine"])
def test_no_archive_is_made_by_asking_one(tmp_path: Path, verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    more = {"search": ["word"], "show": ["id"], "remove": ["id"]}.get(verb, [])
    assert main(["archive", verb, str(tmp_path / "none"), *more]) == 1
    assert "holds no archive" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


def test_an_export_saves_what_can_be_read_and_names_what_cannot(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = SqliteStore(shutil.copytree(made, tmp_path / "archive"))
    lost, story = store.filed()[0].id, store.stories()[0].id
    with store.connection() as db:
        db.execute("UPDATE article SET said = x'00' WHERE id = ?", (lost,))
        db.execute("UPDATE story SET dossier = x'00' WHERE id = ?", (story,))
    assert main(["archive", "export", str(tmp_path / "archive"), "-o", str(tmp_path / "out")]) == 3
    lines = (tmp_path / "out" / "articles.jsonl").read_bytes().splitlines()
    assert [json.loads(line)["id"] for line in lines] == [f.id for f in store.filed()[1:]]
    assert (tmp_path / "out" / "corrections.jsonl").exists()
    assert len(list((tmp_path / "out").rglob("dossier.json"))) == len(store.stories()) - 1
    told = capsys.readouterr()
    assert lost in told.err and story in told.err and f"{len(lines)} articles" in told.out
    assert main(["archive", "export", str(tmp_path / "archive"), "-o", str(tmp_path / "one"), "--story", story]) == 1


def test_a_takedown_that_died_is_told_and_finished(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = str(tmp_path / "archive")
    url = "https://paper1.example/1"
    main(["archive", "add", archive, str(table(tmp_path / "rows.jsonl", 3)), "--no-examine"])
    with monkeypatch.context() as patch:
        patch.setattr("stemma.archive.removing._search", dies)
        assert main(["archive", "remove", archive, url, "--no-examine"]) == 130
    capsys.readouterr()
    assert main(["archive", "check", archive]) == 1
    assert f"`stemma archive remove ARCHIVE {url}` finishes it, and prints the proof" in capsys.readouterr().out
    assert main(["archive", "remove", archive, url, "--no-examine"]) == 0
    assert capsys.readouterr().out.endswith("nothing of it is left in the archive\n")
    assert main(["archive", "check", archive]) == 0


def dies(*args: object) -> None:
    raise KeyboardInterrupt


def test_every_verb_prints_json_and_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive, rows = str(tmp_path / "archive"), str(table(tmp_path / "rows.jsonl", 3))
    main(["archive", "add", archive, rows])
    story = SqliteStore(archive).stories()[0].id
    capsys.readouterr()
    for argv in (
        ["add", archive, rows], ["examine", archive], ["search", archive, "council"], ["stories", archive],
        ["show", archive, story], ["export", archive, "-o", str(tmp_path / "out")], ["check", archive], ["compact", archive],
        ["remove", archive, "https://paper2.example/2"],
    ):  # fmt: skip
        assert main(["archive", *argv, "--json"]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert lines and all(isinstance(json.loads(line), dict) for line in lines), argv


def test_who_waits_for_another_is_told(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = SqliteStore(shutil.copytree(made, tmp_path / "archive"))
    holding, go = threading.Event(), threading.Event()

    def hold() -> None:
        with store.examining():
            holding.set()
            go.wait(1.6)

    other = threading.Thread(target=hold)
    other.start()
    holding.wait(5)
    assert main(["archive", "examine", str(store.folder)]) == 0
    other.join()
    assert f"stemma: waiting for another examination: process {os.getpid()}, since 20" in capsys.readouterr().err
