"""With numba and without it comes out the same, bit for bit."""

from __future__ import annotations

import random
from importlib.util import find_spec

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.grouping.wide import compiling, profiles, shelf, surfaces
from stemma.grouping.wide.clusters import SURE, Cohort, apart, linked, merge_features
from stemma.grouping.wide.components import hanging
from stemma.grouping.wide.decide import load, pair_scores
from stemma.grouping.wide.index import GATE, Index, indexed
from stemma.grouping.wide.pairs import pair_features
from stemma.grouping.wide.profiles import KEPT, TERM, Profile, profile
from stemma.grouping.wide.weights import sheaf
from tests.grouping.wide.made import ALL, article

pytestmark = pytest.mark.skipif(find_spec("numba") is None, reason="needs the extra corpus")


def both(run):  # type: ignore[no-untyped-def]
    """What `run` gives with machine code, and without."""
    fast = run()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiling, "kernels", lambda: None)
        return fast, run()


def drawn(dice: random.Random, terms: int, name: str = "x") -> Profile:
    """A profile with anything in it."""
    records = np.zeros(terms, TERM)
    records["term"] = sorted(dice.sample(range(1, 4 * KEPT), terms))
    records["term"][::3] += 4096 * dice.randint(0, 3)
    records.sort(order="term")
    records = records[np.unique(records["term"], return_index=True)[1]]
    for one in records:
        one["idf"], one["count"] = dice.randint(0, 255), dice.randint(1, 9)
        one["head"] = dice.choice((0, 0, 1, one["count"]))
        one["flags"] = dice.choice((0, 0, 1, 3, 4, 8, 12))
    return Profile(name, dice.choice((None, 1, 9, 700)), dice.randint(0, 900), records.tobytes())


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 6))
def test_pairs_compare_the_same(dice: random.Random, many: int) -> None:
    profiles = [drawn(dice, dice.randint(0, KEPT)) for _ in range(many)] + [profile(a) for a in ALL[:3]]
    a, b = np.divmod(np.arange(len(profiles) ** 2), len(profiles))
    fast, slow = both(lambda: pair_features(sheaf(profiles), a, b))
    assert fast.tobytes() == slow.tobytes()
    fast, slow = both(lambda: load()[0].logits(fast))
    assert fast.tobytes() == slow.tobytes()
    assert np.array_equal(fast.reshape(len(profiles), -1), fast.reshape(len(profiles), -1).T)


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(2, 9))
def test_clusters_compare_the_same(dice: random.Random, many: int) -> None:
    profiles = [drawn(dice, dice.randint(0, KEPT)) for _ in range(many)] + [profile(a) for a in ALL[:4]]
    parts = dice.sample(range(len(profiles)), dice.randint(2, len(profiles)))
    border = dice.randint(1, len(parts) - 1)

    def run() -> tuple[list[float], list[float], list[list[int]]]:
        cohort = Cohort(profiles)
        a, b = cohort.cluster(parts[:border]), cohort.cluster(parts[border:])
        told = [part.tolist() for one in (a, b) for part in (one.terms, one.counts, one.squares)]
        return merge_features(a, b, 1.5, 2.5), merge_features(b, a, 1.5, 2.5), told

    fast, slow = both(run)
    assert fast == slow
    assert fast[0] == fast[1]


@settings(max_examples=30, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 6), st.integers(0, 12))
def test_the_shelf_scores_the_same_and_equal_contents_alike(dice: random.Random, many: int, copies: int) -> None:
    kinds = [drawn(dice, dice.randint(0, KEPT)) for _ in range(many)]
    own = kinds + [dice.choice(kinds) for _ in range(copies)]
    held = [Profile(f"a{n}", one.day, one.length, one.terms) for n, one in enumerate(own)]
    a, b = np.divmod(np.arange(len(held) ** 2), len(held))

    def run() -> list[int]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(shelf, "TOGETHER", dice.choice((1, 3, 2000)))
            one = shelf.Shelf()
            one.extend(held)
            assert list(one) == held
            return one.scores(a, b).tolist()

    fast, slow = both(run)
    assert fast == slow == pair_scores(held, a, b).tolist()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19)), max_size=30))
def test_what_hangs_together_is_the_same(pairs: list[tuple[int, int]]) -> None:
    x, y = (np.array([pair[k] for pair in pairs], np.int64) for k in (0, 1))
    fast, slow = both(lambda: hanging(20, x, y).tolist())
    assert fast == slow
    assert all(fast[a] == fast[b] <= min(a, b) for a, b in pairs)


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 300))
def test_the_same_is_near(dice: random.Random, many: int) -> None:
    index = Index()
    held = []
    for n in range(many):
        terms = np.array(sorted(dice.sample(range(1, 60), dice.randint(0, 24))), np.uint32)
        held.append((n, terms, np.array([dice.choice((1, 20, 60)) for _ in terms], np.int64)))
    index.extend(held[: many // 2])
    for one in held[many // 2 :]:
        index.extend([one])
    for _, terms, weights in held[:20]:
        fast, slow = both(lambda t=terms, w=weights: index.near(t, w).tolist())
        own = dict(zip(terms.tolist(), weights.tolist(), strict=True))
        told = [n for n, t, w in held if sum(own.get(a, 0) * x for a, x in zip(t.tolist(), w.tolist(), strict=True)) >= GATE]
        assert fast == slow == told


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 14))
def test_linkage_goes_the_same_way(dice: random.Random, many: int) -> None:
    scores = np.zeros((many, many), np.int16)
    for n in range(many):
        for m in range(n):
            scores[n, m] = scores[m, n] = dice.choice((-512, -100, 0, 60, 150, 200, 300, 512, dice.randint(-512, 512)))
    days = [dice.choice((None, 1, 5, 30, 400)) for _ in range(many)]

    def run() -> tuple[list[tuple[int, ...]], set[tuple[object, ...]]]:
        asked = set()

        def accept(a: tuple[int, ...], b: tuple[int, ...], average: float, best: float) -> bool:
            spans = [[d for n in own if (d := days[n]) is not None] for own in (a, b)]
            between = average - apart(*((min(own), max(own)) if own else None for own in spans))
            if between > SURE:
                return True
            asked.add((a, b, average, best))
            return (sum(a) * 7 + sum(b) + len(a)) % 3 > 0

        return linked(scores, days, accept), asked

    fast, slow = both(run)
    assert fast == slow


WORDS = (
    "Horka",
    "horka",
    "in",
    "bridge",
    "Bridge.",
    "the",
    "14",
    "March",
    "1984",
    "2,000",
    "Monday",
    "fell",
    "Fell",
    "France",
    "x.",
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=60), st.integers(0, 9))
def test_profiles_are_the_same(words: list[str], title: int) -> None:
    one = article("x", " ".join(words[:title]) + "\n" + " ".join(words[title:]))
    fast, slow = both(lambda: profile(one))
    assert fast == slow


GAPS = tuple(" \n-/–—\u2011\u00a0\u0085\u1680\u2003\u2028\u202f\u205f\u3000\x1c\x1f")
CLOSE = tuple("\u200b\u2010\u2012\u2015\u00a1éⅧ\ud800字\u2080\U0001f600İß\x7f\u3001")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(GAPS + CLOSE) | st.sampled_from(WORDS) | st.sampled_from(WORDS).map(str.upper), max_size=80),
    st.lists(st.sampled_from(GAPS + CLOSE) | st.sampled_from(WORDS).map(str.upper), max_size=12),
)
def test_texts_part_into_the_same_words(body: list[str], title: list[str]) -> None:
    one = article("x", "".join(title).replace("\n", " ") + "\n" + "".join(body))
    fast, slow = both(lambda: profile(one))
    assert fast == slow


def test_every_character_parts_words_or_not_alike() -> None:
    for start in range(0, 0x11000, 256):
        text = "".join(f"ab{chr(c)}cd{chr(c)}Ef " for c in range(start, start + 256) if chr(c) != "\n")
        fast, slow = both(lambda t=text: profile(article("x", "t\n" + t)))
        assert fast == slow, hex(start)


def test_a_table_of_words_that_grows_or_was_lost_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [article("x", f"Loud {n}\n" + " ".join(f"W{n * 60 + k} w{k}. KM{n}" for k in range(60))) for n in range(40)]
    before = [profile(one) for one in texts]
    monkeypatch.setattr(surfaces, "table", fresh := surfaces.Table(8, 600))
    monkeypatch.setattr(profiles, "table", fresh)
    monkeypatch.setattr(surfaces, "_KEPT", 500)
    assert [profile(one) for one in texts] == before == [profile(one) for one in texts]


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_same_terms_are_indexed(dice: random.Random) -> None:
    one = drawn(dice, dice.randint(0, KEPT))
    fast, slow = both(lambda: [part.tolist() for part in indexed(one)])
    assert fast == slow


def test_long_reports_keep_the_same_terms() -> None:
    one = article("x", "A bridge\n" + " ".join(f"W{n % 300} w{n}. in Lubno{n}" for n in range(900)))
    fast, slow = both(lambda: profile(one))
    assert fast == slow
    assert len(fast.array()) == KEPT
