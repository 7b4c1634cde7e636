"""The invented collection is the same every time, and its truth is true of its texts."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

pa = pytest.importorskip("pyarrow")
import numpy as np  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402

from benchmarks.corpus import planting  # noqa: E402
from benchmarks.corpus.english import articles  # noqa: E402
from benchmarks.corpus.language import PHRASE, forms, language  # noqa: E402
from benchmarks.corpus.make import main, shards, write  # noqa: E402

PAGES = 1500


class Collection:
    """A written collection, read back."""

    def __init__(self, folder: Path) -> None:
        self.manifest = write(folder, PAGES, seed=3)
        rows = pa.concat_tables([pq.read_table(p) for p in sorted(folder.glob("articles-*.parquet"))]).to_pylist()
        self.rows: dict[str, dict[str, Any]] = {r["id"]: r for r in rows}
        self.truth = {k: pq.read_table(folder / f"truth-{k}.parquet").to_pylist() for k in ("pairs", "groups", "events", "traps")}
        self.bodies = {
            b["article"]: self.rows[b["article"]]["text"][b["start"] : b["end"]]
            for b in pq.read_table(folder / "truth-bodies.parquet").to_pylist()
        }


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return Collection(tmp_path_factory.mktemp("collection"))


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def grams(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[n : n + 5]) for n in range(len(found) - 4)}


def pairs(collection: Collection, kind: str) -> list[tuple[str, str, dict[str, Any]]]:
    found = [(p["parent"], p["copy"], p) for p in collection.truth["pairs"] if p["kind"] == kind]
    assert found, kind
    return found


def test_the_same_seed_gives_the_same_pages_and_another_seed_others() -> None:
    one, two, other = (next(iter(shards(300, seed))) for seed in (1, 1, 2))
    assert one.articles.equals(two.articles)
    assert (one.pairs, one.groups, one.events, one.traps) == (two.pairs, two.groups, two.events, two.traps)
    assert not one.articles["text"].equals(other.articles["text"])


def test_every_kind_is_planted_as_often_as_is_said(collection: Collection) -> None:
    planted = Counter(p["kind"] for p in collection.truth["pairs"])
    assert planted == {k: round(v * PAGES) for k, v in (planting.COPIES | {"quote": planting.QUOTES}).items()}
    assert collection.manifest["pairs"] == planted
    assert len(collection.rows) == PAGES


def test_ids_are_of_pages_and_no_page_is_in_two_groups(collection: Collection) -> None:
    groups = defaultdict(set)
    for row in collection.truth["groups"]:
        groups[row["group"]].add(row["article"])
    members = [m for group in groups.values() for m in group]
    assert len(members) == len(set(members))
    assert set(members) <= collection.rows.keys()
    for p in collection.truth["pairs"]:
        assert {p["parent"], p["copy"]} <= groups[p["group"]]


def test_a_verbatim_copy_has_the_whole_body_of_its_parent(collection: Collection) -> None:
    for parent, copy, _ in pairs(collection, "verbatim"):
        assert collection.bodies[copy] == collection.bodies[parent]
        assert collection.bodies[parent] in collection.rows[copy]["text"]


def test_a_lightly_edited_copy_keeps_most_words_and_not_all(collection: Collection) -> None:
    for parent, copy, pair in pairs(collection, "light"):
        mine, theirs = Counter(words(collection.bodies[copy])), Counter(words(collection.bodies[parent]))
        assert (mine & theirs).total() >= 0.6 * theirs.total()
        assert 0.7 <= pair["kept"] <= 1
    assert any(collection.bodies[a] != collection.bodies[b] for a, b, _ in pairs(collection, "light"))


def test_a_partial_copy_has_a_third_to_half_of_its_parent_in_one_piece(collection: Collection) -> None:
    for parent, copy, pair in pairs(collection, "partial"):
        theirs = " ".join(words(collection.bodies[parent]))
        mine = " ".join(words(collection.bodies[copy]))
        size = len(words(collection.bodies[parent]))
        # Whole sentences: a long last one takes the piece past the half.
        assert size / 3 - 45 <= pair["words"] <= size / 2 + 45
        at = words(collection.bodies[parent])
        assert any(" ".join(at[n : n + pair["words"]]) in mine for n in range(size - pair["words"] + 1))
        assert mine != theirs


def test_a_reworded_copy_keeps_the_share_of_words_that_is_said(collection: Collection) -> None:
    for parent, copy, pair in pairs(collection, "reworded"):
        mine, theirs = Counter(words(collection.bodies[copy])), Counter(words(collection.bodies[parent]))
        assert mine.total() == theirs.total()
        # A synonym put in may be a word that stands elsewhere.
        assert pair["kept"] - 0.01 <= (mine & theirs).total() / theirs.total() <= pair["kept"] + 0.12


def test_articles_with_a_quotation_in_common_have_little_else(collection: Collection) -> None:
    for parent, copy, pair in pairs(collection, "quote"):
        said = set(re.findall(r"“[^”]*”", collection.bodies[parent])) & set(re.findall(r"“[^”]*”", collection.bodies[copy]))
        assert sum(len(words(s)) for s in said) >= pair["words"] >= 15
        shared = grams(collection.bodies[parent]) & grams(collection.bodies[copy])
        assert len(shared) <= pair["words"] + 12


def test_pages_of_no_common_group_share_no_sentence_of_their_bodies(collection: Collection) -> None:
    group = {row["article"]: row["group"] for row in collection.truth["groups"]}
    seen: dict[str, str] = {}
    for name, body in collection.bodies.items():
        for sentence in re.split(r"(?<=[.!?”])\s+", body):
            if len(words(sentence)) > PHRASE + 2:
                first = seen.setdefault(sentence, name)
                assert first == name or group.get(first) == group.get(name) is not None, sentence


def test_pages_of_an_outlet_share_chrome(collection: Collection) -> None:
    by_outlet = defaultdict(list)
    for row in collection.rows.values():
        body = collection.bodies[row["id"]]
        by_outlet[row["outlet"]].append(set(row["text"].replace(body, "").split("\n")))
    common = [set.intersection(*pages) for pages in by_outlet.values() if len(pages) > 5]
    assert common
    assert all(any("rights reserved" in line for line in lines) and len(lines) >= 3 for lines in common)


def test_pages_that_are_little_but_chrome_have_short_bodies_and_copy_nobody(collection: Collection) -> None:
    pages = {t["article"] for t in collection.truth["traps"] if t["trap"] == "chrome"}
    assert pages
    assert not pages & {row["article"] for row in collection.truth["groups"]}
    assert max(len(words(collection.bodies[p])) for p in pages) < 200


def test_look_alike_events_share_places_and_not_people(collection: Collection) -> None:
    events = defaultdict(list)
    like = {}
    for row in collection.truth["events"]:
        events[row["event"]].append(row["article"])
        like[row["event"]] = row["like"]
    assert all(len(set(a)) == len(a) > 1 for a in events.values())
    assert any(v is not None for v in like.values())
    assert all(v is None or v in events for v in like.values())
    assert not {a for e in events.values() for a in e} & {row["article"] for row in collection.truth["groups"]}


def test_sources_of_earlier_shards_are_copied_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.corpus.make.SHARD", 1000)
    monkeypatch.setattr("benchmarks.corpus.planting.KEPT", 40)
    far = [(n, p) for n, shard in enumerate(shards(3000)) for p in shard.pairs if p.parent < 1000 * n]
    assert far
    assert {p.group for _, p in far}


def test_words_are_as_frequent_as_zipf_has_it(collection: Collection) -> None:
    counts = np.array(sorted(Counter(w for body in collection.bodies.values() for w in words(body)).values(), reverse=True))
    ranks = np.arange(1, 3001)
    slope = np.polyfit(np.log(ranks), np.log(counts[:3000]), 1)[0]
    assert -1.4 < slope < -0.8


def test_the_language_has_some_fifty_thousand_words_each_once() -> None:
    lang = language()
    assert 45_000 < len(lang.words) < 60_000
    assert len(set(lang.words)) == len(lang.words)
    assert len(forms(lang.words[:10])) == 400
    assert (lang.classes[lang.synonyms] == lang.classes).all()
    assert (lang.synonyms[lang.synonyms] == np.arange(len(lang.words))).all()


def test_articles_in_english_words_have_title_and_body_where_they_say() -> None:
    for article in list(articles(60)):
        assert article.title is not None and article.title.span is not None
        assert article.text[article.title.span.start : article.title.span.end] == article.title.value
        assert article.body and all(article.text[s.start : s.end].strip() for s in article.body)


def test_the_command_writes_a_collection(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--articles", "120", "--out", str(tmp_path / "c"), "--seed", "9"]) == 0
    assert "120 pages" in capsys.readouterr().out
    assert (tmp_path / "c" / "manifest.json").exists()
