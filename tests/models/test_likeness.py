import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from stemma.models.encoder import read
from stemma.models.likeness import FEATURES, Passages, features, pieces, ready
from stemma.text.bags import Bag

TEXTS = ["Rain closed the pass.", "The pass was shut by rain.", "Voters queue at dawn.", "!", "Snow closed two passes."]


def bag(text: str) -> Bag:
    terms = {w.strip(".").casefold(): 2.0 for w in text.split() if w[0].isalpha()}
    return Bag(words=terms, runs={}, names={}, numbers={}, quoted={})


def passages(texts: list[str]) -> Passages:
    readings = [read(t) for t in texts]
    vectors = np.stack([r.vector for r in readings])
    return ready(
        [bag(t) for t in texts], vectors, [pieces(r, lambda w: 2.0, t, figures=4.0) for r, t in zip(readings, texts, strict=True)]
    )


def test_shared_words_and_meaning_show() -> None:
    found = features(passages(TEXTS), slice(0, 1), slice(0, 5))[0]
    words, soft, cosine = (found[:, FEATURES.index(n)] for n in ("words-high", "soft-low", "cosine"))
    assert words[0] == 1 and words[1] > words[4] > words[2] == 0
    assert soft[0] > 0.99 and soft[1] > soft[2] and soft[3] == 0
    assert cosine[1] > cosine[2]


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(len(TEXTS))))
def test_features_of_a_pair_are_the_same_bits_in_any_company(order: list[int]) -> None:
    whole = features(passages(TEXTS), slice(0, 5), slice(0, 5))
    assert (whole == whole.transpose(1, 0, 2)).all()
    mixed = features(passages([TEXTS[n] for n in order]), slice(0, 5), slice(0, 5))
    assert (mixed == whole[np.ix_(order, order)]).all()
    two = features(passages([TEXTS[order[0]], TEXTS[order[1]]]), slice(0, 1), slice(1, 2))
    assert (two[0, 0] == whole[order[0], order[1]]).all()
