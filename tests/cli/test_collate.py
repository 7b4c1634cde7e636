"""`stemma collate`: blocks, columns, JSON, the choice of base and story, and what is said where nothing can be compared."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from stemma.cli import main
from stemma.model import Article
from stemma.parsing import parse
from stemma.reading import read
from tests.support.walk import demo_pages

PARSED = cache(parse)
DEMO = [str(p) for p in demo_pages()]
TWO = [p for p in DEMO if "coastal" in p or "harbour-post" in p]

ELSEWHERE = """Glass museum reopens in Venn after repairs

By Ida Lund

VENN, 3 May 2024 - The glass museum in Venn reopened on Friday after two years of repairs to its roof, the town said.

About 300 people queued for the first tour, and the curator, Per Holm, said that every cabinet had survived the work.

The town paid 4 million crowns for the roof, and a bank gave another million, Holm told visitors at the door.
"""


@pytest.fixture(autouse=True)
def parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The grammar of a page is the same every time: the parser need not run for each test."""
    monkeypatch.setattr("stemma.pipeline.examining.parse", PARSED)


def printed(capsys: pytest.CaptureFixture[str], *options: str, paths: list[str] = DEMO, code: int = 0) -> str:
    assert main(["collate", *paths, *options]) == code
    return capsys.readouterr().out


def document(capsys: pytest.CaptureFixture[str], *options: str, paths: list[str] = DEMO) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(printed(capsys, "--json", *options, paths=paths))
    return found


@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_line_is_wider_than_the_page_and_none_has_colour_in_a_pipe(width: int, capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, "--width", str(width))
    assert max(cell_len(line) for line in out.splitlines()) <= width
    assert "\x1b" not in out
    assert "The Coastal Ledger" in " ".join(out.split()) and "only" in out and "≈" in out


def test_columns_where_there_is_room_else_blocks(capsys: pytest.CaptureFixture[str]) -> None:
    assert " │ " in printed(capsys, "--width", "200")
    assert " │ " not in printed(capsys, "--width", "80")
    assert " │ " not in printed(capsys, "--width", "200", "--layout", "blocks")
    assert " │ " in printed(capsys, "--width", "80", paths=TWO)


def test_marks_tell_what_colour_would(capsys: pytest.CaptureFixture[str]) -> None:
    out = " ".join(printed(capsys, "--width", "100", "--base", "coastal").split())
    assert "−as early as− next week" in out
    assert "‹a second official said›" in out
    assert "~is~ still opposed" in out


def test_a_copy_word_for_word_is_not_printed_twice(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    page = next(p for p in demo_pages() if p.stem == "coastal-ledger")
    (tmp_path / "copy.txt").write_text(page.read_text("utf-8").replace("The Coastal Ledger", "The Copy"), "utf-8")
    assert main(["collate", str(page), str(tmp_path / "copy.txt"), "--width", "100"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "= A" in out
    assert out.count("the only card we have left") == 1


def test_colour_is_used_where_asked_for(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    coloured = printed(capsys, "--width", "80")
    assert "\x1b[" in coloured
    monkeypatch.delenv("FORCE_COLOR")
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == printed(capsys, "--width", "80")


def test_json_quotes_every_span_exactly(capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys)
    (story,) = found["stories"]
    texts = {a.id: a.text for a in read(DEMO) if isinstance(a, Article)}
    assert {a["id"] for a in story["story"]["articles"]} == set(texts)
    spans = list(quoted(found))
    assert len(spans) > 100
    for span in spans:
        assert texts[span["article"]][span["start"] : span["end"]] == span["quote"]
    cells = [c for r in story["story"]["rows"] for c in r["cells"]]
    assert {v["kind"] for c in cells for v in c["variants"]} >= {"added", "dropped", "replaced", "moved"}
    assert any(p["part_of"] for c in cells for p in c["passages"])


def quoted(value: Any) -> Any:
    """Everything in the document that quotes."""
    if isinstance(value, dict):
        if "quote" in value:
            yield value
        for item in value.values():
            yield from quoted(item)
    elif isinstance(value, list):
        for item in value:
            yield from quoted(item)


def test_the_order_of_paths_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert document(capsys, paths=TWO) == document(capsys, paths=TWO[::-1])


def test_the_base_may_be_named_in_many_ways(capsys: pytest.CaptureFixture[str]) -> None:
    names = ("B", "b", "Harbour Post", "harbour-post.txt")
    found = [document(capsys, "--base", name, paths=TWO)["stories"][0]["story"] for name in names]
    assert [story["base"] for story in found] == ["B"] * 4


def test_a_base_that_is_not_there_is_answered_with_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["collate", *TWO, "--base", "Evening Star"]) == 2
    said = capsys.readouterr().err
    assert "no report is called that" in said and "The Coastal Ledger" in said


def test_rows_can_be_narrowed(capsys: pytest.CaptureFixture[str]) -> None:
    sizes = [len(document(capsys, "--rows", how)["stories"][0]["story"]["rows"]) for how in ("all", "shared", "variant")]
    assert sizes[0] > sizes[1] >= sizes[2] > 0


def test_one_report_is_nothing_to_compare(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["collate", TWO[0]]) == 1
    assert "nothing to compare" in capsys.readouterr().err


def test_reports_of_two_events_are_compared_only_when_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "museum.txt"
    other.write_text(ELSEWHERE, "utf-8")
    assert main(["collate", TWO[0], str(other)]) == 1
    assert "--together" in capsys.readouterr().err
    assert len(document(capsys, "--together", paths=[TWO[0], str(other)])["stories"][0]["story"]["articles"]) == 2
    out = printed(capsys, "--width", "80", paths=[*TWO, str(other)])
    assert "Story 1 of 2" in out and "it alone tells that story" in " ".join(out.split())


def test_a_story_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["collate", *TWO, "--story", "7"]) == 2
    assert "no such story" in capsys.readouterr().err


def test_what_is_set_aside_is_said_at_the_foot(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.txt").write_text("", "utf-8")
    out = printed(capsys, "--width", "80", paths=[*TWO, str(tmp_path / "empty.txt")], code=3)
    assert "Set aside:" in out and "[empty]" in out


def test_wide_and_right_to_left_characters_keep_the_columns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = "The café sign in 東京 read שלום עולם when the tram from Venn hit a lamp post on Monday morning, police said."
    for n, words in enumerate((base, base.replace("hit", "struck"))):
        filler = "The driver, who was not hurt, told officers that the brakes had failed on the wet rails near the market.\n\n" * 3
        (tmp_path / f"{n}.txt").write_text(f"Tram hits lamp post in Venn\n\n{words}\n\n{filler}", "utf-8")
    out = printed(capsys, "--together", "--width", "80", paths=[str(tmp_path / "0.txt"), str(tmp_path / "1.txt")])
    assert "\u2068" in out and out.count("\u2068") == out.count("\u2069")
    rows = [line.replace("\u2068", "").replace("\u2069", "") for line in out.splitlines() if "│" in line]
    bars = {cell_len(line[: line.index("│")]) for line in rows}
    assert len(bars) == 1
