from __future__ import annotations

import gzip
import math
from importlib import resources

from hypothesis import given
from hypothesis import strategies as st

from stemma.background import FUNCTION_WORDS, idf, idf_ceiling, is_function_word
from stemma.background.idf import normal


def test_common_words_weigh_less_than_rare_ones() -> None:
    assert idf("the") < idf("said") < idf("hospital") < idf("tureen") <= idf_ceiling()


def test_a_word_never_seen_gets_the_ceiling() -> None:
    assert idf("qzxvwkj") == idf_ceiling()
    assert idf("1234567") == idf_ceiling()


def test_case_marks_and_possessives_do_not_matter() -> None:
    assert idf("Hospital’s") == idf("hospital's") == idf("HOSPITAL") == idf("hospital")
    assert normal("workers'") == "workers"
    assert normal("'") == "'"


@given(st.text(max_size=20))
def test_idf_is_finite_and_in_its_range(word: str) -> None:
    value = idf(word)
    assert math.isfinite(value)
    assert 0 <= value <= idf_ceiling()


def test_the_file_holds_single_words_and_counts_only() -> None:
    text = gzip.decompress(resources.files("stemma.background").joinpath("idf.tsv.gz").read_bytes()).decode("utf-8")
    head, *lines = text.splitlines()
    documents = float(head.split("\t")[1])
    assert len(lines) > 50_000
    for line in lines:
        word, count = line.split("\t")
        assert " " not in word
        assert 0 < float(count) <= documents


def test_function_words() -> None:
    assert is_function_word("The")
    assert is_function_word("don’t")
    assert not is_function_word("hospital")
    assert "said" not in FUNCTION_WORDS
