"""One suite for every engine: what `Engine` promises, and that a collection comes out the same bytes whichever does the work."""

from __future__ import annotations

import json
import os
import random
import signal
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import stemma
from stemma import codec
from stemma.engine import Engine, Local, Lost
from stemma.engine.corpus import Summary, Wanted, run
from stemma.engine.taking import Inputs
from stemma.errors import BadInput, StemmaError
from stemma.sharing import Settings, Text, copies
from tests.contracts import steps
from tests.contracts.collections import broken, files, jsonl, mixed, told

BATCHES = ([1, 2], [3, 4, 5], [], [6])


def corpus(engine: Engine, out: Path, *paths: str | Path) -> Summary:
    return run(Inputs(paths=paths), out, engine, Wanted())


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return mixed(tmp_path_factory.mktemp("collection") / "in")


@pytest.fixture(scope="module")
def expected(collection: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What this process makes of the collection all by itself."""
    out = tmp_path_factory.mktemp("expected")
    corpus(Local(1), out, collection)
    return files(out)


def test_a_step_is_done_to_every_item_and_results_keep_their_places(engine: Engine) -> None:
    found = dict(engine.each(steps.double, BATCHES))
    assert found == {0: [2, 4], 1: [6, 8, 10], 2: [], 3: [12]}


def test_batches_are_drawn_as_they_are_needed(engine: Engine) -> None:
    drawn = 0

    def batches() -> Iterator[list[int]]:
        nonlocal drawn
        for n in range(40):
            drawn += 1
            yield [n]

    work = engine.each(steps.double, batches())
    next(work)
    assert drawn <= 1 + 8 * engine.workers
    assert len(list(work)) == 39


def test_no_batches_are_no_work(engine: Engine) -> None:
    assert list(engine.each(steps.double, [])) == []


def test_what_a_step_raises_is_raised_and_the_engine_goes_on(engine: Engine) -> None:
    with pytest.raises(StemmaError, match="found a three"):
        list(engine.each(steps.refuse, BATCHES))
    assert dict(engine.each(steps.double, [[7]])) == {0: [14]}


def test_a_worker_that_dies_once_changes_nothing(guarded: Engine, tmp_path: Path) -> None:
    step = partial(steps.deadly_once, marker=tmp_path / "dead")
    assert dict(guarded.each(step, BATCHES)) == dict(enumerate(BATCHES))
    assert (tmp_path / "dead").exists()


def test_an_item_that_kills_its_workers_is_given_up_and_nothing_else(guarded: Engine) -> None:
    found = dict(guarded.each(steps.deadly, BATCHES))
    assert isinstance(found[1][0], Lost)
    found[1][0] = 3
    assert found == dict(enumerate(BATCHES))


def test_a_collection_comes_out_the_same_bytes(
    engine: Engine, collection: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    corpus(engine, tmp_path / "out", collection)
    assert files(tmp_path / "out") == expected


def test_what_is_broken_is_set_aside_and_costs_nothing_else(engine: Engine, tmp_path: Path) -> None:
    summary = corpus(engine, tmp_path / "out", broken(tmp_path / "in"))
    aside = [json.loads(line) for line in (tmp_path / "out" / "rejected.jsonl").read_text("utf-8").splitlines()]
    assert sorted((Path(one["source"]).name, one["code"]) for one in aside) == BROKEN
    assert all(one["hint"] for one in aside)
    assert (summary.articles, summary.copied, summary.stories) == (5, 2, 3)


BROKEN = [
    ("crawl.warc", "damaged"),
    ("cut.parquet", "damaged"),
    ("empty.parquet", "damaged"),
    ("lines.jsonl#2", "damaged"),
    ("lines.jsonl#3", "no-columns"),
    ("lines.jsonl#4", "no-columns"),
    ("lines.jsonl#5", "no-columns"),
    ("overwritten.parquet", "damaged"),
]


def test_what_the_collection_holds(expected: dict[str, bytes]) -> None:
    """That the bytes compared above say something."""
    lines = expected["stories.jsonl"].splitlines()
    assert [line.count(b"dossiers/") for line in lines] == [1, 1, 0]
    assert sum(name.endswith("dossier.json") for name in expected) == 2
    assert expected["copies.csv"].count(b"\n") == 2
    codes = [line.split(b'"code":"')[1].split(b'"')[0].decode() for line in expected["rejected.jsonl"].splitlines()]
    assert sorted(codes) == ["binary", "damaged", "language", "no-columns"]


def test_dossiers_say_what_those_of_examine_say(tmp_path: Path) -> None:
    """The same of every story but how it was found and what it is called."""
    path = jsonl(tmp_path / "reports.jsonl")
    corpus(Local(1), tmp_path / "out", path)
    examined = {d.story.articles: d for d in stemma.examine(path) if len(d.articles) > 1}
    found = [codec.load(p) for p in (tmp_path / "out").rglob("dossier.json")]
    assert {d.story.articles for d in found} == set(examined)
    for one in found:
        other = examined[one.story.articles]
        assert one.story.evidence
        for name in (
            "title",
            "strip",
            "articles",
            "statements",
            "speakers",
            "collation",
            "claims",
            "stemma",
            "origins",
            "findings",
        ):
            assert getattr(one, name) == getattr(other, name), name


def test_pairs_that_share_text_are_the_same(engine: Engine) -> None:
    """Copies whole and in part, twins, chrome, a phrase in a crowd, an article given twice, texts without words."""
    texts = written()
    found, wanted = engine.shared(iter(texts)), copies(texts, settings=Settings(threads=1))
    assert found.ids == wanted.ids
    for name in ("left", "right", "shared", "left_share", "right_share"):
        assert np.array_equal(getattr(found, name), getattr(wanted, name)), name
    assert len(wanted.left) > 100


def test_shared_text_that_was_stopped_goes_on_from_scratch(engine: Engine, tmp_path: Path) -> None:
    """What was finished is not done again, and damage to what is kept changes nothing."""
    texts, scratch = written(), tmp_path / "scratch"
    wanted = engine.shared(iter(texts))
    first: list[str] = []
    again: list[str] = []

    def stop(step: str, done: int, total: int) -> None:
        first.append(step)
        if step == "verifying":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        engine.shared(iter(texts), stop, scratch)
    found = engine.shared(iter(texts), lambda step, done, total: again.append(step), scratch)
    assert "finding shared n-grams" in first and "finding shared n-grams" not in again
    assert "verifying" in again
    for path in scratch.iterdir():
        path.write_bytes(path.read_bytes()[:-40])
    mended = engine.shared(iter(texts), None, scratch)
    for name in ("left", "right", "shared", "left_share", "right_share"):
        assert np.array_equal(getattr(found, name), getattr(wanted, name)), name
        assert np.array_equal(getattr(mended, name), getattr(wanted, name)), name


def test_nothing_shares_nothing(engine: Engine) -> None:
    assert len(engine.shared([]).left) == 0
    assert len(engine.shared([Text("a", "", "one text alone")]).left) == 0


def test_a_killed_process_changes_nothing(collection: Path, expected: dict[str, bytes], tmp_path: Path) -> None:
    engine = Local(2)
    killed: list[int] = []

    def kill(step: str, done: int, total: int) -> None:
        if step.startswith("dossiers") and len(killed) < 2:
            victim = engine.processes()[0]
            os.kill(victim, signal.SIGKILL)
            killed.append(victim)

    run(Inputs(paths=(collection,)), tmp_path / "out", engine, Wanted(), kill)
    engine.close()
    assert len(set(killed)) == 2
    assert files(tmp_path / "out") == expected


def test_a_killed_executor_changes_nothing(cluster: Engine) -> None:
    killed = False
    found = {}
    for n, results in cluster.each(steps.slow, [[n] for n in range(24)]):
        found[n] = results
        if not killed:
            os.kill(executors()[0], signal.SIGKILL)
            killed = True
    assert found == {n: [n] for n in range(24)}


def test_files_that_spark_finds_are_as_those_of_this_machine(
    cluster: Engine, collection: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    corpus(cluster, tmp_path / "out", f"file://{collection}")
    assert told(tmp_path / "out") == {name: data for name, data in expected.items() if not name.startswith("work/")}


def test_files_of_another_file_system_are_read_as_those_of_this_machine(
    cluster: Any, collection: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    """Through Hadoop's own interface, as s3a:// and hdfs:// are: here a file system that is made up of parts of others."""
    hadoop = cluster._session.sparkContext._jsc.hadoopConfiguration()
    hadoop.set("fs.viewfs.mounttable.news.link./pages", f"file://{collection}")
    there = [file.address for file in cluster.find(["viewfs://news/pages/*.parquet"])]
    assert sorted(address.rsplit("/", 1)[1] for address in there) == ["figures.parquet", "more.parquet"]
    summary = corpus(cluster, tmp_path / "out", "viewfs://news/pages")
    assert (summary.articles, summary.rejected, summary.copies, summary.dossiers) == (6, 4, 1, 2)
    sources = [json.loads(line)["source"] for line in (tmp_path / "out" / "rejected.jsonl").read_text("utf-8").splitlines()]
    assert all(source.startswith("viewfs://news/pages/") for source in sources)


def test_what_is_broken_on_its_own_file_systems_is_set_aside_by_workers(cluster: Engine, tmp_path: Path) -> None:
    summary = corpus(cluster, tmp_path / "out", f"file://{broken(tmp_path / 'in')}")
    assert (summary.articles, summary.rejected, summary.stories) == (5, len(BROKEN), 3)


def test_an_address_that_names_nothing_is_told(cluster: Engine, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="finds nothing there") as found:
        corpus(cluster, tmp_path / "out", f"file://{tmp_path}/none/*.parquet")
    assert found.value.hint
    with pytest.raises(BadInput, match='No FileSystem for scheme "nosuch"') as found:
        corpus(cluster, tmp_path / "other", "nosuch://bucket/pages")
    assert found.value.hint


def written() -> list[Text]:
    """Texts of words that mean nothing, copied from each other in every way that the kernel tells apart."""
    chance = random.Random(7)
    words = [f"word{n}" for n in range(2000)]
    out: list[Text] = []
    for n in range(400):
        body = [chance.choice(words) for _ in range(chance.randint(0, 120))]
        if n and chance.random() < 0.4:
            other = chance.choice(out).text.split()
            body = other[: chance.randint(0, len(other))] + body[:20]
        if n and chance.random() < 0.1:
            body = chance.choice(out).text.split()
        if chance.random() < 0.3:
            body += [f"crowd{k}" for k in range(12)]
        outlet = f"outlet {n % 19}" if chance.random() < 0.9 else ""
        chrome = [f"{outlet or 'nobody'}chrome{k}" for k in range(20)]
        out.append(Text(f"{chance.randrange(10**6):06d}-{n}", outlet, " ".join(body + chrome)))
    return [*out, next(text for text in out if text.outlet)]


def executors() -> list[int]:
    """The processes of Spark's executors below this one."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command, status = (entry / "cmdline").read_bytes(), (entry / "status").read_text()
            except OSError:
                continue
            own = f"Uid:\t{os.getuid()}\t" in status
            if own and b"CoarseGrainedExecutorBackend" in command and descends(int(entry.name), os.getpid()):
                found.append(int(entry.name))
    return sorted(found)


def descends(process: int, ancestor: int) -> bool:
    """Whether a process was started by another, directly or through others."""
    while process > 1 and process != ancestor:
        process = int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
    return process == ancestor
