import itertools

import pytest

from stemma.collating.clauses import LEAST, cuts
from stemma.parsing import parse
from tests.support.reports import article


def pieces(sentence: str) -> list[str]:
    parsed = parse(article("x", "Title of it", sentence))
    last = len(parsed.sentences) - 1
    assert parsed.paragraph_of[last] == 0
    first = next(n for n, t in enumerate(parsed.tokens) if t.sentence == last)
    start = parsed.sentences[last].start
    edges = [0, *(at - start for at in cuts(parsed.tokens[first:], first)), len(sentence)]
    return [sentence[a:b].strip() for a, b in itertools.pairwise(edges)]


@pytest.mark.parametrize(
    ("sentence", "clauses"),
    [
        (
            "The mill flooded on Friday night and the owner moved forty sheep uphill.",
            ["The mill flooded on Friday night", "and the owner moved forty sheep uphill."],
        ),
        (
            "The old stone bridge will stay shut, three senior engineers told the parish council.",
            ["The old stone bridge will stay shut,", "three senior engineers told the parish council."],
        ),
        ("He said so.", ["He said so."]),
        ("Gulls, terns, herons and two grey seals.", ["Gulls, terns, herons and two grey seals."]),
    ],
)
def test_sentences_are_cut_between_clauses(sentence: str, clauses: list[str]) -> None:
    assert pieces(sentence) == clauses


def test_no_clause_is_left_without_matter() -> None:
    sentence = "She said that he said that the grey barn near the river burned down before the tired firemen came."
    assert all(len(p.split()) >= LEAST for p in pieces(sentence))
