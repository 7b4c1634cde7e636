"""A collection from inputs to dossiers: what is written, and that stopping, going on, adding and losing workers change nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from stemma import codec
from stemma.engine import Local, Lost
from stemma.engine.corpus import Wanted, run
from stemma.engine.taking import Inputs
from stemma.errors import BadEngine, BadInput, StemmaError
from tests.contracts.collections import ROWS, files, jsonl, mixed, parquet, told


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return mixed(tmp_path_factory.mktemp("collection") / "in")


@pytest.fixture(scope="module")
def done(collection: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("done") / "out"
    run(Inputs(paths=(collection,)), out, Local(1), Wanted())
    return out


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_copies_come_as_parquet_and_csv_with_both_containments(done: Path) -> None:
    table = pq.read_table(done / "copies.parquet")
    assert table.column_names == ["a", "b", "a_in_b", "b_in_a", "shared"]
    (pair,) = table.to_pylist()
    assert pair["a"] < pair["b"] and 0 < pair["a_in_b"] < 1 and 0 < pair["b_in_a"] < 1 and pair["a_in_b"] != pair["b_in_a"]
    header, line = (done / "copies.csv").read_text("utf-8").splitlines()
    assert header == "a,b,a_in_b,b_in_a,shared"
    assert line == f"{pair['a']},{pair['b']},{pair['a_in_b']:.4f},{pair['b_in_a']:.4f},{pair['shared']}"


def test_stories_point_to_their_dossiers(done: Path) -> None:
    stories = rows(done / "stories.jsonl")
    assert stories == pq.read_table(done / "stories.parquet").to_pylist()
    assert [s["reports"] for s in stories] == [2, 2, 1]
    for story in stories[:2]:
        dossier = codec.load(done / story["dossier"] / "dossier.json")
        assert [a.id for a in dossier.articles] == story["articles"]
        assert codec.load(done / story["dossier"] / "dossier.html") == dossier
    assert stories[2]["dossier"] is None


def test_every_bad_input_is_named_with_a_hint(done: Path) -> None:
    rejected = rows(done / "rejected.jsonl")
    assert sorted((r["code"], Path(r["source"]).name) for r in rejected) == [
        ("binary", "photo.txt"),
        ("damaged", "crawl.warc"),
        ("language", "more.parquet#3"),
        ("no-columns", "figures.parquet"),
    ]
    assert all(r["message"] and r["hint"] for r in rejected)


def test_the_summary_counts_what_was_written(done: Path) -> None:
    told = json.loads((done / "summary.json").read_text("ascii"))
    assert {k: told[k] for k in ("articles", "rejected", "copies", "copied", "stories", "shared_stories", "dossiers")} == {
        "articles": 6, "rejected": 4, "copies": 1, "copied": 2, "stories": 3, "shared_stories": 2, "dossiers": 2,
    }  # fmt: skip


def test_a_second_run_does_nothing_and_changes_nothing(collection: Path, done: Path) -> None:
    before = {p: p.stat().st_mtime_ns for p in done.rglob("dossier.*")}
    state = files(done)
    run(Inputs(paths=(collection,)), done, Idle(), Wanted())
    assert files(done) == state
    assert {p: p.stat().st_mtime_ns for p in done.rglob("dossier.*")} == before


@pytest.mark.parametrize("stop", range(1, 9))
def test_stopped_anywhere_and_gone_on_is_as_never_stopped(stop: int, collection: Path, done: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for _ in range(20):
        try:
            run(Inputs(paths=(collection,)), out, Local(1), Wanted(), stopping(stop))
        except KeyboardInterrupt:
            assert not list(out.rglob(".writing.*"))
            stop += 3
        else:
            break
    assert told(out) == told(done)
    assert journal(out) == journal(done)


def test_what_a_killed_run_left_half_written_is_swept_away(collection: Path, done: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(Inputs(paths=(collection,)), out, Local(1), Wanted())
    (out / ".writing.x").write_bytes(b"half")
    (out / "work" / "read" / ".writing.y").write_bytes(b"half")
    with (out / "work" / "dossiers.journal").open("ab") as file:
        file.write(b'["half a li')
    dossier = next(out.rglob("dossier.json"))
    dossier.write_bytes(dossier.read_bytes()[:100])
    run(Inputs(paths=(collection,)), out, Local(1), Wanted())
    assert told(out) == told(done)
    assert journal(out) == journal(done)
    assert not list(out.rglob(".writing.*"))


def test_dossiers_that_no_journal_knows_are_tidied_away_and_files_of_others_are_not(
    collection: Path, done: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run(Inputs(paths=(collection,)), out, Local(1), Wanted())
    own = next(out.rglob("dossier.json")).parent
    (own / ".writing.z").write_bytes(b"half")
    killed = out / "dossiers" / "a-story-of-a-killed-run"
    killed.mkdir()
    (killed / "dossier.json").write_bytes(b"{}")
    somebodys = out / "dossiers" / "notes"
    somebodys.mkdir()
    (somebodys / "note.txt").write_bytes(b"mine")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "dossier.json").write_bytes(b"{}")
    (out / "dossiers" / "link").symlink_to(outside)
    run(Inputs(paths=(collection,)), out, Local(1), Wanted())
    assert not killed.exists() and not (own / ".writing.z").exists()
    assert (somebodys / "note.txt").read_bytes() == b"mine" and (outside / "dossier.json").exists()
    (somebodys / "note.txt").unlink()
    (out / "dossiers" / "link").unlink()
    run(Inputs(paths=(collection,)), out, Local(1), Wanted())
    assert files(out) == files(done)


def test_a_journal_cannot_have_anything_removed_outside(collection: Path, tmp_path: Path) -> None:
    out, precious = tmp_path / "out", tmp_path / "precious"
    run(Inputs(paths=(collection,)), out, Local(1), Wanted())
    precious.mkdir()
    (precious / "dossier.json").write_bytes(b"{}")
    with (out / "work" / "dossiers.journal").open("a") as file:
        file.write('["k","s","../../precious",2,0,"[]"]\n')
    run(Inputs(paths=(collection,)), out, Local(1), Wanted())
    assert (precious / "dossier.json").exists()


def test_more_input_gives_what_all_at_once_would(done: Path, collection: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = jsonl(tmp_path / "some.jsonl", ROWS[2:3])
    summary = run(Inputs(paths=(first,)), out, Local(1), Wanted(min_reports=1))
    assert summary.dossiers == 1
    run(Inputs(paths=(collection,)), out, Local(1), Wanted())
    assert told(out) == told(done)  # and the dossier of the story that is now another is gone


def test_the_order_of_inputs_changes_nothing(tmp_path: Path) -> None:
    one, two = jsonl(tmp_path / "one.jsonl", ROWS[:3]), parquet(tmp_path / "two.parquet", ROWS[3:])
    outs = []
    for n, paths in enumerate(((one, two), (two, one))):
        run(Inputs(paths=paths), tmp_path / str(n), Local(1), Wanted(most=0))
        outs.append(told(tmp_path / str(n)))
    assert outs[0] == outs[1]


def test_versions_of_an_address_in_two_files_are_one_article(tmp_path: Path) -> None:
    later = {**ROWS[0], "published": "2026-03-04", "text": ROWS[0]["text"] + "\nThe ferry sails again on Friday."}
    paths = (jsonl(tmp_path / "a.jsonl", (ROWS[0], ROWS[4])), jsonl(tmp_path / "b.jsonl", (later,)))
    summary = run(Inputs(paths=paths), tmp_path / "out", Local(1), Wanted(min_reports=1))
    assert (summary.articles, summary.stories) == (2, 2)
    found = [codec.load(p) for p in (tmp_path / "out").rglob("dossier.json")]
    (ferry,) = [d.articles[0] for d in found if "ferry" in d.articles[0].text]
    assert len(ferry.earlier) == 1 and "again on Friday" in ferry.text


@pytest.mark.parametrize(("wanted", "reports"), [(Wanted(most=1), [2]), (Wanted(min_reports=1), [2, 2, 1]), (Wanted(most=0), [])])
def test_stories_asked_for(wanted: Wanted, reports: list[int], collection: Path, tmp_path: Path) -> None:
    summary = run(Inputs(paths=(collection,)), tmp_path / "out", Local(1), wanted)
    assert summary.dossiers == len(reports)
    assert [s["reports"] for s in rows(tmp_path / "out" / "stories.jsonl") if s["dossier"]] == reports


def test_dossiers_without_text(collection: Path, tmp_path: Path) -> None:
    run(Inputs(paths=(collection,)), tmp_path / "out", Local(1), Wanted(most=1, no_text=True))
    (path,) = (tmp_path / "out").rglob("dossier.json")
    assert codec.load(path).texts == "withheld"


def test_a_page_that_kills_its_workers_is_set_aside_and_tried_again_by_the_next_run(
    tmp_path: Path, collection: Path, done: Path
) -> None:
    out = tmp_path / "out"
    summary = run(Inputs(paths=(collection,)), out, Losing("swarms"), Wanted())
    assert summary.articles == 5
    (lost,) = [r for r in rows(out / "rejected.jsonl") if r["code"] == "worker-lost"]
    assert lost["source"].endswith("more.parquet#2") and "memory" in lost["hint"]
    run(Inputs(paths=(collection,)), out, Local(1), Wanted())
    assert told(out) == told(done)


def test_a_story_that_kills_its_workers_is_set_aside_and_tried_again_by_the_next_run(
    tmp_path: Path, collection: Path, done: Path
) -> None:
    out = tmp_path / "out"
    summary = run(Inputs(paths=(collection,)), out, Losing("ferry", pages=False), Wanted())
    assert summary.dossiers == 1
    assert sum(r["code"] == "worker-lost" for r in rows(out / "rejected.jsonl")) == 2
    run(Inputs(paths=(collection,)), out, Local(1), Wanted())
    assert told(out) == told(done)


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path, collection: Path) -> None:
    (tmp_path / "letters.txt").write_text("mine")
    with pytest.raises(StemmaError, match="holds something else"):
        run(Inputs(paths=(collection,)), tmp_path, Local(1), Wanted())
    assert [p.name for p in tmp_path.iterdir()] == ["letters.txt"]


def test_nothing_to_read_is_an_empty_corpus(tmp_path: Path) -> None:
    summary = run(Inputs(paths=(tmp_path / "none.txt",)), tmp_path / "out", Local(1), Wanted())
    assert (summary.articles, summary.rejected, summary.stories) == (0, 1, 0)
    assert rows(tmp_path / "out" / "rejected.jsonl")[0]["code"] == "missing"


def test_addresses_of_a_cluster_need_one(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="--engine spark"):
        run(Inputs(paths=("s3a://bucket/pages",)), tmp_path / "out", Local(1), Wanted())


def test_progress_tells_how_much_there_is_to_do(collection: Path, tmp_path: Path) -> None:
    seen: dict[str, list[tuple[int, int]]] = {}
    run(Inputs(paths=(collection,)), tmp_path / "out", Local(1), Wanted(), lambda s, n, of: seen.setdefault(s, []).append((n, of)))
    size = sum(p.stat().st_size for p in collection.iterdir())
    assert seen["reading pages (kB)"][-1] == (-(-size // 1000),) * 2
    assert seen["dossiers (reports)"] == [(0, 4), (2, 4), (4, 4)]


def test_a_number_of_workers_that_cannot_be() -> None:
    with pytest.raises(BadEngine, match="needed at least one"):
        Local(0)


class Idle(Local):
    """An engine that has nothing to do."""

    def __init__(self) -> None:
        super().__init__(1)

    def each(self, step: Callable[[Any], Any], batches: Iterable[Sequence[Any]]) -> Iterator[tuple[int, list[Any]]]:
        assert not list(batches)
        return iter(())

    def shared(self, texts: Any, progress: Any = None, scratch: Any = None) -> Any:
        raise AssertionError("shared text was looked for again")


class Losing(Local):
    """An engine whose workers die of a page, or of a story, that holds a word."""

    def __init__(self, word: str, *, pages: bool = True) -> None:
        super().__init__(1)
        self._word, self._pages = word.encode(), pages

    def each(self, step: Callable[[Any], Any], batches: Iterable[Sequence[Any]]) -> Iterator[tuple[int, list[Any]]]:
        for n, items in enumerate(batches):
            yield n, [Lost("killed") if self._dies(item) else step(item) for item in items]

    def _dies(self, item: Any) -> bool:
        data = getattr(item, "data", b"") if self._pages else b"".join(getattr(item, "lines", ()))
        return self._word in data


def stopping(after: int) -> Callable[[str, int, int], None]:
    """Ctrl-C at a certain call."""
    calls = iter(range(after))

    def tell(*_: object) -> None:
        if next(calls, None) is None:
            raise KeyboardInterrupt

    return tell


def journal(out: Path) -> bytes:
    return (out / "work" / "dossiers.journal").read_bytes()
