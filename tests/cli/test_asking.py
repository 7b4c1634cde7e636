"""The verbs that ask a dossier."""

import json
from pathlib import Path

import pytest

from stemma.cli import main
from tests.support.walk import demo_pages


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    out = tmp_path_factory.mktemp("asked")
    assert main(["examine", *map(str, demo_pages()), "-o", str(out)]) == 0
    (story,) = out.iterdir()
    return str(story)


def test_without(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["without", folder, "Meridian News Agency"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("without the lost original of Meridian News Agency") and "✕ “" in said and "= “" not in said
    assert main(["without", folder, "Meridian News Agency", "--all"]) == 0
    assert "= “" in capsys.readouterr().out
    assert main(["without", folder, "Meridian News Agency", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["standing"]


def test_reach(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reach", folder, "the only card we have left"]) == 0
    said = capsys.readouterr().out
    assert "Meridian News Agency → HARBOUR POST → NewsBrief24" in said
    assert main(["reach", folder, "the only card we have left", "--at", "Meridian News Agency", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["heirs"]) == 4


def test_compare(folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["examine", *(str(p) for p in demo_pages() if p.stem != "tarsia-today"), "-o", str(tmp_path)]) == 0
    (story,) = tmp_path.iterdir()
    capsys.readouterr()
    assert main(["compare", str(story), folder]) == 0
    said = capsys.readouterr().out
    assert "+ Tarsia Today is new" in said
    assert main(["compare", str(story), folder, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["changes"][0]["kind"] == "report-added"
    assert main(["compare", folder, folder]) == 0
    assert capsys.readouterr().out == "nothing has changed\n"


def test_independence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pages = [str(p) for p in demo_pages()]
    assert main(["independence", *pages, "--claim", "Tarsia leases its port for forty years to a satellite firm"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("7 texts in 2 families; the claim stands on 1 origin")
    broken = tmp_path / "broken.txt"
    broken.write_bytes(b"")
    assert main(["independence", pages[0], str(broken), "--json"]) == 3
    out, err = capsys.readouterr()
    assert json.loads(out)["families"] and "broken.txt" in err
    assert main(["independence", str(broken)]) == 1


def test_a_name_that_is_unknown_and_a_file_that_is_no_dossier(
    folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["without", folder, "Nobody At All"]) == 1
    assert "no report, lost original or voice called" in capsys.readouterr().err
    bad = tmp_path / "dossier.json"
    bad.write_text("{}", "utf-8")
    assert main(["reach", str(bad), "words"]) == 1
    assert "no schema version" in capsys.readouterr().err


def test_compare_writes_a_page(folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", folder, folder, "--html", str(tmp_path / "new.html")]) == 0
    assert "Nothing has changed" in (tmp_path / "new.html").read_text("utf-8")
    assert capsys.readouterr().out.endswith(f"→ {tmp_path / 'new.html'}\n")
