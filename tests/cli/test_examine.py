"""`stemma examine`, with the stages replaced: what is written, what is printed where, and the exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from stemma import codec
from stemma.cli import main
from stemma.dossier.names import folder_name
from stemma.model import Dossier, Examination
from tests.cli.conftest import sample_without_surrogate

Arrange = Callable[..., Examination]


def test_a_folder_a_story_with_page_and_json(examined: Arrange, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = examined()
    assert main(["examine", "pages", "-o", str(tmp_path / "out")]) == 0
    folders = sorted((tmp_path / "out").iterdir())
    assert [f.name for f in folders] == ["port-to-shut-grain-berth-5ample5t"]
    assert sorted(f.name for f in folders[0].iterdir()) == ["dossier.html", "dossier.json"]
    assert codec.decode((folders[0] / "dossier.json").read_bytes(), Dossier) == made.dossiers[0]
    assert (folders[0] / "dossier.html").read_text("utf-8").startswith("<!doctype html>")
    captured = capsys.readouterr()
    lines = captured.out.splitlines()
    assert lines[0] == made.dossiers[0].strip
    assert len(lines) <= 12
    assert lines[-1] == f"→ {folders[0] / 'dossier.html'}"
    assert captured.err == ""


def test_json_is_all_that_stands_on_stdout(examined: Arrange, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    made = examined(rejected=True)
    assert main(["examine", "pages", "-o", str(tmp_path), "--json"]) == 3
    captured = capsysbinary.readouterr()
    assert codec.decode(captured.out, Examination) == made
    assert json.loads(captured.out)["rejected"][0]["code"] == "empty"
    assert b"set aside pages/empty.txt: the file is empty (copy the page once more) [empty]" in captured.err


def test_files_of_other_endings_in_a_folder_are_told_of_once_and_are_no_fault(
    examined: Arrange, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = examined()
    (tmp_path / "pages" / "deep").mkdir(parents=True)
    for name in ("one.txt", "photo.jpg", "deep/film.mov", ".hidden.jpg", "named.xyz"):
        (tmp_path / "pages" / name).write_text("words")
    given = ["examine", str(tmp_path / "pages"), str(tmp_path / "pages" / "named.xyz"), "-o", str(tmp_path / "out")]
    assert main(given) == 0
    (told,) = capsys.readouterr().err.splitlines()
    assert told.startswith("stemma: passed over 2 files") and "photo.jpg" in told and "film.mov" in told
    assert "hidden" not in told and "one.txt" not in told and "named.xyz" not in told
    assert main([*given, "--json"]) == 0
    out = capsys.readouterr().out
    assert json.loads(out)["passed_over"] == [str(tmp_path / "pages" / "deep" / "film.mov"), str(tmp_path / "pages" / "photo.jpg")]
    assert codec.decode(out.encode(), Examination) == made
    (tmp_path / "pages" / "photo.jpg").unlink()
    (tmp_path / "pages" / "deep" / "film.mov").unlink()
    assert main([*given, "--json"]) == 0
    printed = capsys.readouterr()
    assert "passed_over" not in json.loads(printed.out) and printed.err == ""


def test_what_is_set_aside_is_said_and_the_rest_done(examined: Arrange, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    examined(rejected=True)
    assert main(["examine", "pages", "-o", str(tmp_path)]) == 3
    captured = capsys.readouterr()
    assert "set aside" in captured.err and "set aside" not in captured.out
    assert "6 reports" in captured.out


def test_nothing_done_is_failed(examined: Arrange, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    examined(dossiers=False, rejected=True)
    assert main(["examine", "pages", "-o", str(tmp_path)]) == 1
    examined(dossiers=False)
    assert main(["examine", "pages", "-o", str(tmp_path)]) == 1
    assert "no page found to examine" in capsys.readouterr().err


def test_strict_stops_and_says_why(examined: Arrange, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    examined(rejected=True)
    assert main(["examine", "pages", "-o", str(tmp_path / "out"), "--strict"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "stemma: pages/empty.txt: the file is empty\n        copy the page once more\n"
    assert not (tmp_path / "out").exists()


def test_out_that_is_a_file_is_a_clear_error(examined: Arrange, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    examined()
    taken = tmp_path / "taken"
    taken.write_text("mine")
    assert main(["examine", "pages", "-o", str(taken)]) == 1
    assert f"cannot write to {taken}" in capsys.readouterr().err
    assert taken.read_text() == "mine"


def test_nothing_outside_out_is_overwritten(examined: Arrange, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    examined()
    elsewhere, out = tmp_path / "elsewhere", tmp_path / "out"
    elsewhere.mkdir()
    out.mkdir()
    (out / folder_name(sample_without_surrogate())).symlink_to(elsewhere)
    assert main(["examine", "pages", "-o", str(out)]) == 1
    assert "leads out of" in capsys.readouterr().err
    assert list(elsewhere.iterdir()) == []


def test_a_link_in_the_folder_is_replaced_and_not_followed(examined: Arrange, tmp_path: Path) -> None:
    examined()
    folder = tmp_path / folder_name(sample_without_surrogate())
    folder.mkdir()
    precious = tmp_path / "precious.html"
    precious.write_text("mine")
    (folder / "dossier.html").symlink_to(precious)
    assert main(["examine", "pages", "-o", str(tmp_path)]) == 0
    assert precious.read_text() == "mine"
    assert not (folder / "dossier.html").is_symlink()
    assert sorted(f.name for f in folder.iterdir()) == ["dossier.html", "dossier.json"]


def test_twice_gives_the_same_bytes(examined: Arrange, tmp_path: Path) -> None:
    examined()
    assert main(["examine", "pages", "-o", str(tmp_path)]) == 0
    first = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    assert main(["examine", "pages", "-o", str(tmp_path)]) == 0
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == first
    assert len(first) == 2


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Überfall: 3 Tote?", "uberfall-3-tote-5ample5t"),
        ("../../etc", "etc-5ample5t"),
        ("漢字", "story-5ample5t"),
        ("x" * 5000, "x" * 48 + "-5ample5t"),
    ],
)
def test_folder_names_are_plain_and_short(title: str, name: str) -> None:
    from dataclasses import replace

    assert folder_name(replace(sample_without_surrogate(), title=title)) == name


def test_open_shows_the_first_page_or_says_that_it_cannot(
    examined: Arrange, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    examined()
    asked: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda url: asked.append(url) or True)
    assert main(["examine", "pages", "-o", str(tmp_path), "--open"]) == 0
    assert asked[0].startswith("file:///") and asked[0].endswith("/dossier.html")
    monkeypatch.setattr("webbrowser.open", lambda url: False)
    assert main(["examine", "pages", "-o", str(tmp_path), "--open"]) == 0
    assert "no browser could be opened" in capsys.readouterr().err
