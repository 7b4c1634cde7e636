"""The training of the attribution tagger, whole on a few invented sentences, and its parts by hand."""

from __future__ import annotations

from concurrent.futures import Executor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from evals.figures.attribution import article_of
from stemma.attributing.frames import Frame
from stemma.attributing.quotes import pair
from stemma.attributing.ranking import Candidate, Described
from stemma.attributing.tagger import LABELS
from stemma.attributing.trees import Tree
from stemma.models.weights import hash_of
from stemma.parsing import parse

pytest.importorskip("pycrfsuite", reason="python-crfsuite is needed to train, not to run")
pytest.importorskip("sklearn", reason="scikit-learn is needed to train, not to run")

import json

from stemma.attributing.features import View
from tools import train_attribution as tool

WHO = ("The harbour master", "Mayor Ilse Brandt", "A spokesman", "The engineer", "Owen Tarrant")
WHAT = ("the lock was closed", "water had reached the school", "nobody would be moved", "the ferry is late", "two cranes fell")


def row(n: int) -> dict[str, Any]:
    """An invented article: one attribution before its content, one after it, and a sentence that attributes nothing."""
    text, found = "", []
    for m, verb in enumerate(("said", "told reporters", "said")):
        who, what = WHO[(n + m) % 5], WHAT[(n + 2 * m) % 5]
        pieces = [(what.capitalize(), "content"), (", ", None), (who, "source"), (" ", None), (verb, "cue"), (".\n\n", None)]
        if m == 1:
            pieces = [(who, "source"), (" ", None), (verb, "cue"), (" that ", None), (what, "content"), (".\n\n", None)]
        at: dict[str, list[list[int]]] = {"source": [], "cue": [], "content": []}
        for piece, role in pieces:
            if role:
                at[role] = [[len(text), len(text) + len(piece)]]
            text += piece
        found.append(at)
    text += "He walked along the quay for an hour and claimed his coat.\n\nPeople think, he said nothing else.\n"
    # Some annotators overlook things: the judge needs candidates that are wrong as well.
    return {"id": f"invented-{n}", "text": text, "attributions": found if n % 5 < 3 else found[:1]}


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rows") / "rows.jsonl"
    path.write_text("\n".join(json.dumps(row(n)) for n in range(12)), "utf-8")
    return path


def view_of(article: dict[str, Any]) -> View:
    page = article_of(article)
    return View(Tree(parse(page)), pair(page.text, page.body))


def test_the_whole_road_gives_the_same_bytes_twice(rows: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second, cache = tmp_path / "first.npz", tmp_path / "second.npz", tmp_path / "cache"
    tool.main([str(rows), "--quick", "--cache", str(cache), "-o", str(first)])
    parses = sorted(p.name for p in cache.glob("*.parse"))
    assert len(parses) == 12
    tool.main([str(rows), "--quick", "--cache", str(cache), "-o", str(second)])
    assert sorted(p.name for p in cache.glob("*.parse")) == parses
    assert first.read_bytes() == second.read_bytes()
    shown = capsys.readouterr()
    assert hash_of(first) in shown.out
    assert "parsed 12 articles" in shown.err
    with np.load(first, allow_pickle=False) as table:
        for names, weights in (("cue_names", "cue"), ("role_names", "roles"), ("rank_names", "rank")):
            assert len(table[names].tobytes().decode("utf-8").split("\n")) == len(table[weights])
        assert table["roles"].shape[1] == len(LABELS)
        assert table["moves"].shape == (len(LABELS), len(LABELS))
        assert np.isfinite(table["scale"]).all()
        names = table["cue_names"].tobytes().decode("utf-8").split("\n")
        assert table["cue"][names.index("w=say")] > 0


def test_gold_is_found_at_the_main_word_of_the_cue() -> None:
    article = row(0)
    view = view_of(article)
    found = list(tool.gold(article, view))
    assert [view.tokens[anchor].text for anchor, _ in found] == ["said", "told", "said"]
    assert [" ".join(view.tokens[i].text for i in at["content"]) for _, at in found] == [
        "The lock was closed",
        "nobody would be moved",
        "Two cranes fell",
    ]


def test_a_candidate_is_right_if_it_is_the_one_the_metric_matches() -> None:
    article = row(0)
    view = view_of(article)
    anchor, at = next(iter(tool.gold(article, view)))
    _, other = list(tool.gold(article, view))[2]

    def candidate(cue: float, source: list[int]) -> Candidate:
        frame = Frame(anchor=anchor, cue=(anchor,), source=tuple(source), content=tuple(at["content"]), kind="tagged")
        return Candidate(frame, cue, -1.0)

    likely, twin = candidate(0.9, at["source"]), candidate(0.2, at["source"])
    # Of two with the same content the likelier cue is matched, wherever it stands.
    assert tool.verdicts(article, view, [twin, likely]) == [False, True]
    assert tool.verdicts(article, view, [candidate(0.9, other["source"])]) == [False]


def test_the_judge_learns_a_name_and_leaves_out_rare_ones() -> None:
    described = [Described((float(n % 3), 0.0, -1.0, 2.0, 0.0), ("bias", "good" if n % 2 else "bad")) for n in range(20)]
    described[0] = Described(described[0].numbers, (*described[0].names, "once"))
    names, weights, scale = tool.train_rank(described, [n % 2 == 1 for n in range(20)])
    assert names == ["bad", "bias", "good"]
    assert weights[names.index("good")] > 0 > weights[names.index("bad")]
    # A number that never varies carries no weight and divides by nothing.
    assert scale.shape == (5, 2)
    assert np.isfinite(scale).all()


def test_weights_are_rounded_and_nothings_left_out(tmp_path: Path) -> None:
    path = tmp_path / "out.npz"
    cues = (["a", "b"], np.array([0.5004999, 0.001]), 0.12345)
    roles = (["r", "s"], np.array([[0.0, 0.25, 0.0, 0.0], [0.001, 0.0, 0.0, 0.0]]), np.zeros((4, 4)))
    tool.write(path, cues, roles, (["bias"], np.array([1.23456]), np.ones((5, 2))))
    with np.load(path, allow_pickle=False) as table:
        assert table["cue_names"].tobytes() == b"a"
        assert table["role_names"].tobytes() == b"r"
        assert table["cue"].tolist() == [np.float16(0.5)]
        assert table["rank"].tolist() == [np.float32(1.235)]
        assert table["bias"] == np.float32(0.123)


def test_the_executor_without_processes_raises_what_a_call_raises() -> None:
    here: Executor = tool.Here()
    assert here.submit(divmod, 7, 2).result() == (3, 1)
    with pytest.raises(ZeroDivisionError):
        here.submit(divmod, 7, 0)


@pytest.mark.parametrize("option", ["--folds=1", "--jobs=0"])
def test_senseless_numbers_are_refused(option: str, rows: Path) -> None:
    with pytest.raises(SystemExit):
        tool.main([str(rows), option])
