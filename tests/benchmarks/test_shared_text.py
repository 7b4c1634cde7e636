"""The rule that all finders answer to, and how they are judged."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

pytest.importorskip("pyarrow")
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.corpus.make import write
from benchmarks.drawing import shared_text as drawn
from benchmarks.peers.lsh import candidates
from benchmarks.peers.rule import CROWD, LEAST, Grams, grams, verified
from benchmarks.shared_text import PEERS, Peer, Truth, grown, measured, ran, score, shown, told, truth, wrong
from benchmarks.why import PHRASES


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("pages")
    write(out, 400, seed=1)
    return out


def made(pages: list[list[int]], outlets: list[int]) -> Grams:
    hashes = [np.array(sorted(p), np.uint64) << np.uint64(40) for p in pages]
    return Grams(np.concatenate(hashes), np.cumsum([0, *map(len, pages)]), np.array(outlets))


def joined(of: Grams) -> set[tuple[int, int]]:
    many = len(of.starts) - 1
    left, right = np.triu_indices(many, 1)
    return set(zip(*(x.tolist() for x in verified(of, left, right)), strict=True))


def test_pages_that_share_enough_are_joined_and_others_not() -> None:
    enough, less = list(range(LEAST)), list(range(100, 100 + LEAST - 1))
    pages = [[*enough, *less, 500], [*enough, 501], [*less, 502]]
    assert joined(made(pages, [0, 1, 2])) == {(0, 1)}


def test_what_one_outlet_has_on_many_pages_joins_nothing() -> None:
    chrome = list(range(LEAST))
    assert joined(made([[*chrome, 100 + n] for n in range(12)], [0] * 12)) == set()
    assert joined(made([[*chrome, 100 + n] for n in range(3)], [0, 1, 2])) == {(0, 1), (0, 2), (1, 2)}


def test_what_very_many_pages_have_joins_nothing() -> None:
    common = list(range(LEAST))
    assert joined(made([[*common, 100 + n] for n in range(CROWD + 1)], list(range(CROWD + 1)))) == set()


def test_two_pages_of_one_outlet_must_share_a_quarter() -> None:
    shared = list(range(LEAST))
    assert joined(made([[*shared, *range(100, 150)], [*shared, *range(200, 250)]], [0, 0])) == set()
    assert joined(made([[*shared, *range(100, 110)], [*shared, *range(200, 210)]], [0, 0])) == {(0, 1)}


def test_answers_to_queries_become_pairs_each_once() -> None:
    left, right = candidates([[0, 2], [1], [2, 0]])
    assert list(zip(left.tolist(), right.tolist(), strict=True)) == [(0, 2)]


def test_recall_is_through_true_joins_only() -> None:
    of = Truth(
        6, ((0, 1, "light"), (0, 2, "quote"), (3, 4, "light")), np.array([7, 7, 7, 8, 8, -6]), tuple("abcaba"), frozenset(), {}
    )
    found = score(of, np.array([0, 1, 0, 2]), np.array([1, 2, 5, 4]))
    assert found["recall"] == {"light": 0.5, "quote": 1.0}
    assert found["copies"] == 0.5
    assert found["precision"] == 0.5


def test_false_joins_are_told_apart_by_where_the_shared_words_stand(tmp_path: Path) -> None:
    def words(seed: int, many: int) -> str:
        return " ".join(f"w{seed}x{k}" for k in range(many))

    said, lines = words(1, 20), words(2, 20)
    middles = [f"{words(10 + n, 30)} {said if n < 2 else ''} {words(30 + n, 30)}" for n in range(7)]
    feet = [lines if n in (2, 3, 4, 5) else words(50 + n, 20) for n in range(7)]
    texts = [f"{m} {f}" for m, f in zip(middles, feet, strict=True)]
    outlets = ["a", "b", "c", "c", "d", "e", "f"]
    pages = {"id": [f"p{n}" for n in range(7)], "outlet": outlets, "text": texts}
    pq.write_table(pa.table(pages), tmp_path / "articles-00000.parquet")
    bodies = {"article": pages["id"], "start": [0] * 7, "end": [len(m) for m in middles]}
    pq.write_table(pa.table(bodies), tmp_path / "truth-bodies.parquet")
    of = Truth(7, (), -1 - np.arange(7), tuple(outlets), frozenset(), {4: "wire", 5: "wire"})
    found = wrong(of, tmp_path, np.array([0, 2, 3, 4]), np.array([1, 3, 4, 5]))
    assert found["false"] == {PHRASES: 1, "chrome of one outlet": 1, "lines of one agency": 1, "other chrome": 1}
    assert found["false_from_chrome"] == 3
    assert found["examples"][0]["passages"] == [said] and found["examples"][1]["passages"] == [lines]
    assert wrong(of, tmp_path, np.zeros(0, np.int64), np.zeros(0, np.int64))["false"] == {}


def test_a_peer_that_is_missing_or_fails_is_said_to_be(folder: Path, tmp_path: Path) -> None:
    of = truth(folder)
    missing = measured(Peer("kernel", "no-such-package-at-all", {}), folder, folder, 1, 1, of)
    assert missing == {"missing": "no-such-package-at-all"}
    assert "not installed" in shown("x", missing, {})
    failed = ran(Peer("no_such_module", "numpy", {}), folder, 1, tmp_path / "out.npz")
    assert "No module named" in failed["failed"]
    assert "failed" in shown("x", failed, {})


def test_stemma_is_measured_in_a_process_of_its_own(folder: Path) -> None:
    pytest.importorskip("numba")
    row = measured(PEERS["stemma"], folder, folder, 1, 1, truth(folder))
    assert row["recall"]["verbatim"] == row["recall"]["quote"] == 1.0
    assert row["cpu"] > 0 and row["peak_mb"] > 50
    assert 0 < row["candidates"]["seconds"] < row["wall"] and row["candidates"]["mb_s"] > 0
    # Of 400 pages too few are an agency's for its lines to be known as such: the one kind of chrome that joins here, and seldom.
    assert set(row["false"]) <= {PHRASES, "lines of one agency"}
    assert row["false_from_chrome"] <= 5
    assert "stemma" in shown("stemma", row, {})
    machine = dict.fromkeys(("processor", "cores", "memory_gib", "date"), "x")
    plot = drawn({"sizes": [{"articles": 400, "threads": 1, "peers": {"stemma": row}}], "machine": machine})
    assert plot.startswith("<svg") and "stemma" in plot


def test_what_stands_below_a_line() -> None:
    assert told({"candidates": 12, "false": {}}, False) == []
    assert told({"candidates": {"seconds": 2.0, "mb_s": 130.0}, "false": {"x": 1}}, False) == [
        "  pages to candidates: 2.00 s, 130 MB/s",
        "  false joins: 1 by x",
    ]


@pytest.mark.parametrize("name", ["rensa", "datasketch"])
def test_minhash_finds_copies_that_are_whole(name: str, folder: Path) -> None:
    pytest.importorskip(name)
    (left, right), told = import_module(f"benchmarks.peers.{PEERS[name].module}").run(folder, 1)
    assert score(truth(folder), left, right)["recall"]["verbatim"] > 0.8
    assert told["candidates"] >= len(left)


def test_the_joins_find_the_same_pairs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("polars")
    pytest.importorskip("duckdb")
    monkeypatch.setenv("POLARS_MAX_THREADS", "1")
    from benchmarks.peers import duckdb_join, polars_join

    one, two = (p.run(folder, 1)[0] for p in (polars_join, duckdb_join))
    assert len(one[0]) > 50
    assert [x.tolist() for x in one] == [x.tolist() for x in two]


def test_n_grams_of_pages_without_words_are_none(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(
        pa.table({"outlet": ["a", "a", "b"], "text": ["", "… —", "One two three four five six"]}), tmp_path / "articles-0.parquet"
    )
    found = grams(tmp_path)
    assert np.diff(found.starts).tolist() == [0, 0, 2]


def test_growth_is_from_one_size_to_the_next() -> None:
    sizes = [{"articles": n, "peers": {"stemma": {"wall": w, "cpu": 2 * w}, "other": {}}} for n, w in ((1000, 10.0), (100, 2.0))]
    sizes.append({"articles": 10_000, "peers": {"stemma": {"failed": "exit 1"}}})
    assert grown(sizes) == [{"from": 100, "to": 1000, "wall": 5.0, "cpu": 5.0}]
