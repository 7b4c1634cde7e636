"""`--lexicon`: two spellings are one speaker with the file and two without, and the dossier says which file it was."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from stemma import codec
from stemma.cli import main
from stemma.model import Dossier

ONE = """\
TIDEWATER CHRONICLE
Home | News | Weather

Dredging of the Ostrel channel halted after three pumps fail
By Nell Vance
Monday 12 May 2025

Dredging of the Ostrel channel was halted on Sunday after three pumps failed, the OSK said. Nobody was hurt.

"We will not send the ship out again before every valve has been checked," said Mykhailo Dzhurenko, who leads the project.

Marrowgate said it would pay for the repairs. Dzhurenko told the Tidewater Chronicle that the work would be late by six weeks.
"""
TWO = """\
THE LOWLAND HARRIER
News | Sport | Farming

Three failed pumps stop work in the Ostrel channel
By Tam Oakes
Tuesday 13 May 2025

Work to deepen the Ostrel channel stopped on Sunday when three pumps failed, the Ostrel Waterways Board said.

The project will be six weeks late, said Michael Jurenco, who heads it. "Every valve must be checked," Jurenco said.

The Veldish government said that it would bear the cost of the repairs.
"""
NAMES = """\
[names]
"Michael Jurenco" = "Mykhailo Dzhurenko"

[acronyms]
"OSK" = "Ostrel Waterways Board"
"""
MORE = '[metonyms]\n"Marrowgate" = "Veldish government"\n'


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "one.txt").write_text(ONE, "utf-8")
    (folder / "two.txt").write_text(TWO, "utf-8")
    (tmp_path / "names.toml").write_text(NAMES, "utf-8")
    (tmp_path / "more <b>.toml").write_text(MORE, "utf-8")
    return tmp_path


def examined(pages: Path, *options: str) -> tuple[Dossier, str]:
    out = pages / f"out{len(options)}"
    assert main(["examine", str(pages / "pages"), "-o", str(out), *options]) == 0
    (folder,) = out.iterdir()
    return codec.load(folder / "dossier.json"), (folder / "dossier.html").read_text("utf-8")


def test_two_spellings_meet_with_the_file_and_not_without(pages: Path) -> None:
    without, page = examined(pages)
    assert {"Mykhailo Dzhurenko", "Michael Jurenco", "OSK", "Ostrel Waterways Board"} <= {s.name for s in without.speakers}
    assert without.lexicons == () and "With the names in" not in page
    assert {"subject-swapped"} <= {d.kind for d in without.findings.drifts}
    options = ("--lexicon", str(pages / "names.toml"), "--lexicon", str(pages / "more <b>.toml"))
    dossier, page = examined(pages, *options)
    assert sorted(s.name for s in dossier.speakers) == ["Mykhailo Dzhurenko", "Ostrel Waterways Board", "Veldish government"]
    assert not {"subject-swapped"} & {d.kind for d in dossier.findings.drifts}
    assert [(x.file, x.sha256) for x in dossier.lexicons] == [
        ("more <b>.toml", hashlib.sha256(MORE.encode()).hexdigest()),
        ("names.toml", hashlib.sha256(NAMES.encode()).hexdigest()),
    ]
    assert "With the names in more &lt;b&gt;.toml" in page and "more <b>.toml" not in page


def test_a_voice_of_one_page_bears_the_name_that_the_page_prints(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = pages / "both.txt"
    page.write_text(TWO.replace("The Veldish", "The OSK said that nobody was hurt. The Veldish"), "utf-8")

    def names(*options: str) -> set[str]:
        assert main(["attribute", str(page), *options]) == 0
        rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        return {voice["name"] for row in rows for hop in row["chain"] for voice in hop}

    assert "OSK" in names()
    assert "OSK" not in names("--lexicon", str(pages / "names.toml"))


def test_a_file_that_cannot_be_used_stops_the_run_with_its_place(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = pages / "bad.toml"
    bad.write_text("[acronyms]\nOSK = 3\n", "utf-8")
    for verb in ("examine", "attribute"):
        assert main([verb, str(pages / "pages"), "--lexicon", str(bad)]) == 1
        err = capsys.readouterr().err
        assert f'{bad}, [acronyms] "OSK": found a number' in err
        assert '"variant" = "full name"' in err


def test_a_dossier_without_the_field_is_still_read(pages: Path) -> None:
    dossier, _ = examined(pages)
    data = json.loads(codec.encode(dossier))
    del data["lexicons"]
    assert codec.decode(json.dumps(data).encode(), Dossier) == dossier


def test_a_file_of_outlets_is_taken_recorded_and_refused_like_one_of_names(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    houses = pages / "houses.toml"
    houses.write_text('[newsrooms]\n"Tidewater Chronicle" = "The Lowland Harrier"\n', "utf-8")
    plain, _ = examined(pages)
    dossier, page = examined(pages, "--outlets", str(houses))
    told = [e.note for k in dossier.stemma.kinships for e in k.evidence]
    assert "both are written by one newsroom, The Lowland Harrier" in told
    assert not any("newsroom" in e.note for k in plain.stemma.kinships for e in k.evidence)
    assert [x.file for x in dossier.lexicons] == ["houses.toml"] and "houses.toml" in page
    assert max(o.newsrooms for o in plain.origins) > max(o.newsrooms for o in dossier.origins) == 1
    houses.write_text('[papers]\nA1 = "B1"\n', "utf-8")
    capsys.readouterr()
    for verb in ("examine", "independence"):
        assert main([verb, str(pages / "pages"), "--outlets", str(houses)]) == 1
        assert "found table [papers]; needed only [newsrooms]" in capsys.readouterr().err
