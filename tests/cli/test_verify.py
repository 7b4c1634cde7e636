"""stemma verify."""

import json
from pathlib import Path

import pytest

from stemma.cli import main
from tests.support.walk import demo_pages


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("proved")
    assert main(["examine", *map(str, demo_pages()), "-o", str(out)]) == 0
    (story,) = out.iterdir()
    return story


def test_a_folder_is_both_its_files(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(folder)]) == 0
    said = capsys.readouterr().out
    assert said.count("Sound: every check") == 2 and "✕" not in said


def test_a_changed_file_fails_and_the_others_are_still_checked(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed, broken = tmp_path / "changed.json", tmp_path / "broken.json"
    changed.write_bytes((folder / "dossier.json").read_bytes().replace(b'"lower":1', b'"lower":0', 1))
    broken.write_text("{}")
    assert main(["verify", str(broken), str(changed), str(folder / "dossier.json")]) == 1
    printed = capsys.readouterr()
    assert "✕ origins" in printed.out and "Sound" in printed.out
    assert "broken.json" in printed.err and "no schema version" in printed.err


def test_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--json", str(folder / "dossier.html")]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["faults"] == [] and answer["checked"]
    assert answer["file"] == str(folder / "dossier.html")
    assert main(["verify", "--json", str(folder)]) == 0
    named = [json.loads(line)["file"] for line in capsys.readouterr().out.splitlines()]
    assert sorted(named) == [str(folder / "dossier.html"), str(folder / "dossier.json")]


def test_json_tells_of_what_could_not_be_read_too(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    newer, gone, empty = tmp_path / "newer.json", tmp_path / "gone.json", tmp_path / "empty"
    newer.write_bytes((folder / "dossier.json").read_bytes().replace(b'"schema":"1"', b'"schema":"9"', 1))
    empty.mkdir()
    paths = [newer, gone, empty, folder / "dossier.json"]
    assert main(["verify", "--json", *map(str, paths)]) == 1
    printed = capsys.readouterr()
    *unread, sound = map(json.loads, printed.out.splitlines())
    assert [(one["source"], one["code"]) for one in unread] == [
        (str(newer), "unknown-schema"),
        (str(gone), "missing"),
        (str(empty), "bad-dossier"),
    ]
    assert all(one["message"] and one["hint"] for one in unread) and sound["faults"] == []
    assert all(printed.err.count(str(path)) == 1 for path in paths[:3])


def test_a_dossier_without_texts_is_written_and_verified(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--no-text", "-o", str(tmp_path)]) == 0
    (story,) = tmp_path.iterdir()
    assert main(["verify", str(story)]) == 0
    assert "withheld" in capsys.readouterr().out
    assert "Its text is withheld" in (story / "dossier.html").read_text("utf-8")


def test_a_folder_without_a_dossier_is_named_with_those_below_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for verb in (["verify"], ["show"], ["export", "--to", "csv"]):
        assert main([*verb, str(folder.parent)]) == 1
        said = " ".join(capsys.readouterr().err.split())
        assert f"{folder.parent} is a folder without a dossier" in said
        assert f"name one of its stories: {folder}" in said
