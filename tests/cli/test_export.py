"""stemma export."""

import json
from pathlib import Path

import pytest

from stemma.cli import main
from stemma.exporting import FORMS
from tests.support.walk import demo_pages


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("exported")
    assert main(["examine", *map(str, demo_pages()), "-o", str(out)]) == 0
    (story,) = out.iterdir()
    return story


def test_all_forms(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["export", str(folder), "--to", "all", "-o", str(tmp_path)]) == 0
    told = capsys.readouterr().out.splitlines()
    assert len(told) == len(list(tmp_path.iterdir())) >= len(FORMS)


def test_beside_the_dossier_if_no_folder_is_given(folder: Path) -> None:
    assert main(["export", str(folder / "dossier.html"), "--to", "newick", "--to", "graphml"]) == 0
    assert (folder / "tree.nwk").exists() and (folder / "tree.graphml").exists()


def test_to_stdout(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["export", str(folder), "--to", "annotations", "-o", "-"]) == 0
    assert json.loads(capfdbinary.readouterr().out)["type"] == "AnnotationPage"


def test_several_files_do_not_go_to_stdout(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(folder), "--to", "csv", "-o", "-"]) == 2
    assert "5 files cannot go to stdout" in capsys.readouterr().err


def test_an_unknown_form(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(folder), "--to", "docx"]) == 2
    said = capsys.readouterr().err
    assert "no form 'docx'" in said and "xlsx" in said


def test_without_texts(folder: Path, tmp_path: Path) -> None:
    assert main(["export", str(folder), "--to", "markdown", "--no-text", "-o", str(tmp_path)]) == 0
    assert "\\[…\\]" in (tmp_path / "dossier.md").read_text("utf-8")
